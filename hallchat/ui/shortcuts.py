"""The sheet of keyboard shortcuts."""

from typing import Any

import reflex as rx

from hallchat.ui.modal import modal
from hallchat.ui.words import t

SHORTCUTS = "shortcuts"


def shortcuts() -> rx.Component:
    """Make the sheet; ``?`` opens it."""
    return modal(keys(), id=SHORTCUTS, title=t("Keyboard shortcuts"))


def keys() -> rx.Component:
    """List what each key does."""
    return rx.fragment(
        rx.el.dl(
            *_entry(t("Jump to a hall, a person or a command"), "Ctrl", "K"),
            *_entry(t("Previous or next hall"), "Alt", "↑ ↓"),
            *_entry(t("Write: back to the box and to the end"), "Esc"),
            *_entry(t("Send"), t("Enter")),
            *_entry(t("New line"), t("Shift"), t("Enter")),
            *_entry(t("Go through the messages, when one of them or the stream has the focus"), "↑ ↓"),
            *_entry(t("What can be done with the message"), "Tab"),
            *_entry(t("Mark unread from the focused message, or from one you Alt-click"), "U"),
            *_entry(t("Mark all as read"), t("Shift"), "Esc"),
            *_entry(t("Undo what was just done, unless you are writing"), "Ctrl", "Z"),
            *_entry(t("This sheet"), "?"),
        ),
        rx.el.p(t("On a Mac, ⌘ does what Ctrl does."), class_name="soft"),
    )


def _entry(what: Any, *keys: Any) -> tuple[rx.Component, rx.Component]:
    return rx.el.dt(what), rx.el.dd(*[rx.el.kbd(key) for key in keys])
