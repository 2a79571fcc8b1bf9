"""Which hall this is: its head above the conversation, and what stands where it begins."""

from typing import Any

import reflex as rx

from hallchat.states.members import MembersState
from hallchat.ui.alerts import bell
from hallchat.ui.direct import faces, handles, is_notes, people_of
from hallchat.ui.elements import outbox, server_button
from hallchat.ui.hall_list import side_button
from hallchat.ui.icons import icon
from hallchat.ui.links import link
from hallchat.ui.modal import opens
from hallchat.ui.window import hall, head_seq, here
from hallchat.ui.words import number, t, tn


@rx.memo
def head() -> rx.Component:
    """Show the head of the hall that is shown."""
    return hall_head(hall, open=MembersState.open)


def hall_head(hall: Any, *, open: Any) -> rx.Component:
    """Show which hall this is, and lead to its members.

    Args:
        hall: a var of ``HallRow``.
        open: whether the panel beside it is.

    Returns:
        The head.
    """
    subject = rx.cond(hall["kind"] == "direct", handles(hall), rx.el.bdi(hall["topic"], title=hall["topic"]))
    return rx.el.header(
        side_button(),
        link(icon("back"), to="/", aria_label=t("Back to the halls"), class_name="icon back"),
        rx.cond(hall["kind"] == "direct", faces(people_of(hall), lead=True)),
        rx.el.div(rx.el.h1(rx.el.bdi(hall["name"])), rx.el.p(subject), class_name="title"),
        rx.el.button(
            icon("calendar"),
            **opens("dates"),
            aria_label=t("Jump to a date"),
            title=t("Jump to a date"),
            class_name="icon calendar",
        ),
        bell(hall["notify"]),
        server_button(
            icon("people"),
            rx.el.span(number(hall["members"])),
            id="members-button",
            on_click=MembersState.toggle(here),
            aria_label=tn("{count} member", "{count} members", hall["members"]),
            aria_expanded=open,
            title=t("Members and settings"),
            class_name="icon people",
        ),
    )


@rx.memo
def beginning() -> rx.Component:
    """Show the beginning of the hall that is shown."""
    return hall_beginning(hall, empty=(head_seq == 0) & (outbox.length() == 0), open=MembersState.open)


def hall_beginning(hall: Any, *, empty: Any, open: Any) -> rx.Component:
    """Say where a hall begins, and invite to speak in an empty one.

    Args:
        hall: a var of ``HallRow``.
        empty: whether nobody has said anything, nor is about to.
        open: whether the panel beside it is.

    Returns:
        What stands above the first message.
    """
    return rx.el.div(
        rx.cond(hall["kind"] == "direct", faces(people_of(hall)), _emblem(hall)),
        rx.el.h2(rx.cond(hall["kind"] == "direct", _begun_with(hall), t("This is where {name} begins.", name=hall["name"]))),
        rx.cond(hall["topic"], rx.el.p(rx.el.bdi(hall["topic"]))),
        rx.cond(empty & ~hall["archived"], _welcome(hall, open)),
        class_name="beginning",
    )


def _emblem(hall: Any) -> rx.Component:
    return rx.el.span(rx.cond(hall["kind"] == "private", icon("lock"), icon("hash")), class_name="emblem")


def _begun_with(hall: Any) -> Any:
    begins = t("This is where your conversation with {name} begins.", name=hall["name"])
    return rx.cond(is_notes(hall), t("Your own notes"), begins)


def _welcome(hall: Any, open: Any) -> rx.Component:
    direct = hall["kind"] == "direct"
    notes, said = t("Only you see what is written here."), t("Nobody has said anything yet. Say hello!")
    invite = server_button(icon("people"), t("Invite somebody"), on_click=MembersState.toggle(here))
    return rx.fragment(
        rx.el.p(rx.cond(direct & is_notes(hall), notes, said)),
        rx.cond((hall["members"] < 2) & ~direct & ~open, invite),
    )
