"""Dialogs: the browser's own, which keep the focus inside and give it back, and close with Escape or a click beside them."""

from typing import Any, cast

import reflex as rx
from reflex_components_core.el import Dialog

from hallchat.states.notices import NoticeState
from hallchat.ui.browser import does, effect
from hallchat.ui.icons import icon
from hallchat.ui.words import t

_refusal = rx.cond(NoticeState.undoable, "", NoticeState.sentence)
"""What was refused: said in the dialog that is open, for it covers what stands above the page."""


class Modal(Dialog):
    """A dialog that ``hallchat.show`` opens and ``hallchat.hide`` closes."""

    on_show: rx.EventHandler[rx.event.no_args_event_spec]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]

    def add_hooks(self) -> list[str | rx.Var]:
        """Tell when it was opened."""
        shown = self.event_triggers.get("on_show")
        return [effect("whenShown", self.id, rx.Var.create(shown))] if shown else []

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "on_show"]


def modal(*content: rx.Component, id: str, title: Any, class_name: str = "dialog", **props: Any) -> rx.Component:
    """Make a dialog with its title and its close button.

    Args:
        content: what is in it.
        id: to open it by.
        title: a var of words.
        class_name: of the dialog.
        props: handlers such as ``on_show`` and ``on_close``.

    Returns:
        The dialog, closed.
    """
    shell = rx.el.div(
        rx.el.header(rx.el.h2(title), rx.el.button(icon("close"), **closes(id), aria_label=t("Close"), class_name="icon")),
        rx.cond(_refusal, rx.el.p(_refusal, role="alert", class_name="refused")),
        *content,
        class_name="inside",
    )
    return cast(
        rx.Component,
        Modal.create(shell, id=id, aria_label=title, custom_attrs=does("outside"), class_name=class_name, **props),
    )


def opens(id: str) -> dict[str, Any]:
    """Return the attributes of a button that opens a dialog."""
    return {"type": "button", "aria_haspopup": "dialog", "custom_attrs": does("show", id)}


def closes(id: str) -> dict[str, Any]:
    """Return the attributes of a button that closes a dialog."""
    return {"type": "button", "custom_attrs": does("hide", id)}
