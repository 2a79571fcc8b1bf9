"""What stands around every page: the document's head, the notice, and what covers the page when the line is cut."""

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from hallchat.states.notices import NoticeState
from hallchat.states.session import SessionState
from hallchat.ui.browser import Page
from hallchat.ui.icons import icon
from hallchat.ui.window import address, hall, unread
from hallchat.ui.words import t
from hallchat.undo import UNDO

STYLESHEETS = ["/hallchat.css"]


def head() -> list[rx.Component]:
    """Return what goes into the head of every document."""
    return [
        rx.el.meta(
            name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        ),
        rx.el.meta(name="color-scheme", content="light dark"),
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
    ]


def _title() -> Any:
    name = rx.cond(address.startswith("/h/") & hall, hall["name"].to(str) + " · HallChat", "HallChat")
    return rx.cond(unread.length() > 0, rx.Var.create("● ").to(str) + name.to(str), name)


def overlays(stateful: bool) -> rx.Component:
    """Return what stands above every page, in place of Reflex's own banner."""
    return rx.fragment(document(), cut_line(), notice()) if stateful else rx.fragment()


@rx.memo
def document() -> rx.Component:
    """Set what belongs to the document itself."""
    return Page.create(
        title=_title(),
        language=SessionState.language,
        ready=SessionState.ready,
        user=SessionState.user_id,
        signed_out=SessionState.signed_out,
    )


@rx.memo
def cut_line() -> rx.Component:
    """Say that the line is cut."""
    return rx.cond(
        has_connection_errors,
        rx.el.div(
            t("You are offline. What you write is kept and sent when the line is back."), role="status", class_name="cut-line"
        ),
    )


@rx.memo
def notice() -> rx.Component:
    """Say what did not work; or what was done, for as long as it can be undone."""
    undoable = NoticeState.undoable
    return rx.cond(
        NoticeState.sentence,
        rx.el.div(
            rx.el.span(NoticeState.sentence),
            rx.cond(undoable, rx.el.button(t("Undo"), on_click=NoticeState.undo, class_name="link")),
            rx.el.button(icon("close"), on_click=NoticeState.dismiss, aria_label=t("Close"), class_name="icon"),
            role=rx.cond(undoable, "status", "alert"),
            class_name=rx.cond(undoable, "notice passing", "notice"),
            style={"--shown": f"{UNDO:g}s"},
            key=NoticeState.number,
        ),
    )


def framed(*content: rx.Component, class_name: str) -> rx.Component:
    """Show a page once it is known who is there and in which language; before that, its outline.

    Args:
        content: the page.
        class_name: of its outermost element.

    Returns:
        The page.
    """
    return rx.cond(
        SessionState.ready,
        rx.el.div(*content, class_name=class_name),
        rx.el.div(rx.el.div(class_name="outline"), aria_busy="true", class_name=class_name),
    )
