"""The first screen: what this is, beside the form to come in by."""

from typing import Any

import reflex as rx

from hallchat.ui.face import face
from hallchat.ui.forms import language_choice
from hallchat.ui.frame import framed
from hallchat.ui.icons import icon, wordmark
from hallchat.ui.words import t


def door(title: Any, *content: rx.Component) -> rx.Component:
    """Show a form beside what HallChat is.

    Args:
        title: of the form, a var of words.
        content: the form, and what stands around it.

    Returns:
        The page.
    """
    return framed(
        pitch(),
        rx.el.main(rx.el.h1(title), *content, language_choice(), class_name="card door"),
        class_name="entrance",
    )


def pitch() -> rx.Component:
    """Say what HallChat is."""
    return rx.el.header(
        wordmark(),
        rx.el.p(t("Rooms to talk in, on a server of your own."), class_name="tagline"),
        rx.el.ul(
            _point("hash", t("Halls for every group: open to all, or by invitation.")),
            _point("done", t("Nothing is lost: what is sent is stored, also after a tunnel or a restart.")),
            _point("lock", t("Your words stay on this server, and nobody counts them.")),
            class_name="points",
        ),
        _sample(),
        class_name="pitch",
    )


def _sample() -> rx.Component:
    return rx.el.div(
        _said(1, "Marina", "¿Quién tiene las llaves del barco?"),
        _said(3, "Tomás", "I do. Two minutes!"),
        _said(4, "ليلى", "شكرًا لكم جميعًا"),
        aria_hidden="true",
        class_name="sample",
    )


def _said(hue: int, name: str, words: str) -> rx.Component:
    one = face(rx.Var.create(hue), rx.Var.create(name))
    return rx.el.div(
        one, rx.el.header(rx.el.strong(rx.el.bdi(name))), rx.el.div(rx.el.p(words), class_name="body"), class_name="message"
    )


def _point(name: str, words: Any) -> rx.Component:
    return rx.el.li(icon(name), rx.el.span(words))
