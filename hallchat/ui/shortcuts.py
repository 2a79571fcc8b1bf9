"""The sheet of keyboard shortcuts, and the choice whether a single key is one."""

from typing import Any

import reflex as rx

from hallchat.ui.elements import looks
from hallchat.ui.looks import kept, segments
from hallchat.ui.modal import modal
from hallchat.ui.words import t

SHORTCUTS = "shortcuts"
_off: Any = looks["keys"] == "off"
_SYSTEM = "(globalThis.navigator?.userAgentData?.platform ?? globalThis.navigator?.platform)"
_apple: Any = rx.Var(f"/^(mac|ip)/i.test({_SYSTEM})").to(bool)
command: Any = rx.cond(_apple, "⌘", t("Ctrl"))
"""The key that is held for most shortcuts, as the reader's keyboard calls it: the browser knows that when it draws."""


def shortcuts() -> rx.Component:
    """Make the sheet; ``?`` opens it, and a command of the switcher."""
    return modal(keys(), id=SHORTCUTS, title=t("Keyboard shortcuts"))


def keys() -> rx.Component:
    """List what each key does."""
    return rx.fragment(
        rx.el.dl(
            *_entry(t("Jump to a hall, a person or a command"), command, "K"),
            *_entry(t("Previous or next hall"), "Alt", "↑ ↓"),
            *_entry(t("Write: back to the box and to the end"), "Esc"),
            *_entry(t("Send"), t("Enter")),
            *_entry(t("New line"), t("Shift"), t("Enter")),
            *_entry(t("Go through the messages, when one of them or the stream has the focus"), "↑ ↓"),
            *_entry(t("What can be done with the message"), "Tab"),
            *_single(t("Mark unread from the focused message, or from one you Alt-click"), "U"),
            *_entry(t("Mark all as read"), t("Shift"), "Esc"),
            *_entry(t("Undo what was just done, unless you are writing"), command, "Z"),
            *_single(t("This sheet"), "?"),
        ),
        rx.el.p(t("In the settings you turn shortcuts of a single key on and off."), class_name="soft"),
    )


def keys_choice() -> rx.Component:
    """Offer to do without shortcuts of a single key: whoever speaks to write, or hits keys by accident, sets them off unasked."""
    options = {"": t("On"), "off": t("Off")}
    return rx.fragment(
        rx.el.h2(t("Keyboard")),
        segments("keys", t("Shortcuts of a single key"), looks["keys"], options, kept("keys")),
        rx.el.p(t("These are U and ?. With them off, {key} K still leads to all shortcuts.", key=command), class_name="soft"),
    )


def _single(what: Any, key: str) -> tuple[rx.Component, rx.Component]:
    return rx.el.dt(what), rx.el.dd(rx.cond(_off, rx.el.small(t("Off")), rx.el.kbd(key)))


def _entry(what: Any, *keys: Any) -> tuple[rx.Component, rx.Component]:
    return rx.el.dt(what), rx.el.dd(*[rx.el.kbd(key) for key in keys])
