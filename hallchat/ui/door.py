"""The first screen: what this is, beside the form to come in by."""

from typing import Any

import reflex as rx

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
        _pitch(),
        rx.el.main(rx.el.h1(title), *content, language_choice(), class_name="card door"),
        class_name="entrance",
    )


def _pitch() -> rx.Component:
    return rx.el.header(
        wordmark(),
        rx.el.p(t("Rooms to talk in, on a server of your own."), class_name="tagline"),
        rx.el.ul(
            _point("hash", t("Halls for every group: open to all, or by invitation.")),
            _point("done", t("Nothing is lost: what is sent is stored, also after a tunnel or a restart.")),
            _point("lock", t("Your words stay on this server, and nobody counts them.")),
            class_name="points",
        ),
        class_name="pitch",
    )


def _point(name: str, words: Any) -> rx.Component:
    return rx.el.li(icon(name), rx.el.span(words))
