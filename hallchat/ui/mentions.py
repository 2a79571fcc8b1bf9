"""Mentions in messages and the list of them.

Messages are the same bytes for everybody. Which of their mentions are the reader's own, and what a private hall is called that
they are in, is a style of the page, made of what the page knows by itself.
"""

from typing import Any

import reflex as rx

from hallchat.markdown import MENTION
from hallchat.states.session import SessionState
from hallchat.ui.found import found_list
from hallchat.ui.window import halls
from hallchat.ui.words import t

_user: Any = SessionState.user_id
_OWN: Any = rx.Var(
    f"`.body bdi[data-user='0'], .body bdi[data-user='${{{_user!s}}}'] {{ color: var(--call); background: var(--call-wash); }}`",
    _var_type=str,
    _var_data=_user._get_all_var_data(),
).guess_type()
# What a CSS string may not hold as it is, is written by its number.
_NAMES: Any = rx.Var(
    f"{halls!s}.filter((one) => one.kind === 'private').map(({{id, name}}) => "
    "`.body a[data-hall='${id}'] { font-size: 0; display: inline-block; }"
    " .body a[data-hall='${id}']::after { font-size: var(--text); content: '#"
    "${name.replace(/[^\\p{L}\\p{N} ]/gu, (one) => `\\\\${one.codePointAt(0).toString(16)} `)}'; }`).join('')",
    _var_type=str,
    _var_data=halls._get_all_var_data(),
).guess_type()


@rx.memo
def own_style() -> rx.Component:
    """Let stand out who reads: mentions of them and of all, and the private halls that they are in by their names."""
    return rx.el.style(_OWN, _NAMES)


def said(html: Any) -> rx.Component:
    """Show what a message says; who it mentions is a button that leads to their card, see ``card``.

    Args:
        html: as it is stored, a var.

    Returns:
        Its body.
    """
    # What is stored says of whom, and not how a page leads there. Mentions of all, whose number is 0, lead nowhere.
    led = f"""{html!s}.replaceAll(/{MENTION}(?!0")/g, `<bdi role="button" tabindex="0" data-user="`)"""
    return rx.html(rx.Var(led, _var_data=html._get_all_var_data()).to(str), dir="auto", class_name="body")


def mentions_found(found: Any) -> rx.Component:
    """Show messages that mention the reader.

    Args:
        found: a var of a list of ``Found``.

    Returns:
        The list, or how one comes to be in it.
    """
    none = t("Nobody has mentioned you yet. Messages with your @username, or with @hall in one of your halls, appear here.")
    return rx.cond(found, found_list(found), rx.el.p(none, class_name="empty"))
