"""What stands above the page for a moment: what did not work, or what was done and can be undone."""

from typing import Any

import reflex as rx

from hallchat.states.notices import NoticeState
from hallchat.ui.elements import server_button
from hallchat.ui.icons import icon
from hallchat.ui.words import t
from hallchat.undo import UNDO


@rx.memo
def notice() -> rx.Component:
    """Say what there is to say. Words are announced that come into a place which stood there; only an alert may bring its own."""
    state: Any = NoticeState
    said = notice_box(state.sentence, undoable=state.undoable, key=state.number)
    return rx.fragment(
        rx.el.div(rx.cond(state.undoable, said), role="status"),
        rx.cond(state.sentence & ~state.undoable, rx.el.div(said, role="alert")),
    )


def notice_box(sentence: Any, *, undoable: Any, **props: Any) -> rx.Component:
    """Say what did not work; or what was done, for as long as it can be undone.

    Args:
        sentence: a var.
        undoable: whether it can be undone.
        props: attributes.

    Returns:
        The notice.
    """
    return rx.el.div(
        rx.el.span(sentence),
        rx.cond(undoable, server_button(t("Undo"), on_click=NoticeState.undo, class_name="link")),
        server_button(icon("close"), on_click=NoticeState.dismiss, aria_label=t("Close"), class_name="icon"),
        class_name=rx.cond(undoable, "notice passing", "notice"),
        style={"--shown": f"{UNDO:g}s"},
        **props,
    )
