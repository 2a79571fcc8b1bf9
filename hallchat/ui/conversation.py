"""The conversation of a hall: its head, the stream of messages, and where to write."""

from typing import Any

import reflex as rx

from hallchat.realtime.feed import ENDED
from hallchat.states.conversation import ConversationState
from hallchat.states.members import MembersState
from hallchat.states.pages import PagesState
from hallchat.states.session import SessionState
from hallchat.ui import window
from hallchat.ui.browser import Composer, End, Sentinel, away, confirm_outbox, outbox, send_now, to_end
from hallchat.ui.icons import icon
from hallchat.ui.links import hall_path, link
from hallchat.ui.message import message_row, pending_row
from hallchat.ui.window import address, hall, halls, head_seq, line, shown_hall
from hallchat.ui.words import t, tn


def conversation() -> rx.Component:
    """Show the hall at the address: its conversation, or why it cannot be shown."""
    return rx.el.main(
        rx.cond(
            ConversationState.problem,
            _not_shown(),
            rx.cond(shown_hall == ENDED, _ended(), rx.cond(shown_hall, _shown(), _waiting())),
        ),
        class_name="conversation",
    )


def _shown() -> rx.Component:
    return rx.fragment(head(), stream(key="s" + shown_hall.to_string()), _composer_or_archived())


@rx.memo
def head() -> rx.Component:
    """Show which hall this is, and lead to its members."""
    return rx.el.header(
        _back(),
        rx.el.div(rx.el.h1(rx.el.bdi(hall["name"])), rx.el.p(rx.el.bdi(hall["topic"]), title=hall["topic"]), class_name="title"),
        rx.el.button(
            icon("people"),
            rx.el.span(hall["members"].to_string()),
            on_click=MembersState.toggle(shown_hall),
            aria_label=tn("{count} member", "{count} members", hall["members"]),
            aria_expanded=MembersState.open,
            title=t("Members and settings"),
            class_name="icon people",
        ),
    )


@rx.memo
def stream(rest: rx.RestProp) -> rx.Component:
    """Show the messages. The scroller is reversed, so it keeps to the end and to its place by itself."""
    return rx.el.div(
        rest,
        rx.el.div(
            rx.cond(window.more_before, older(key="o" + window.first_shown.to_string()), beginning()),
            rows(),
            End.create(id="end", head=head_seq, line=line, on_watch=ConversationState.watch),
            class_name="inner",
        ),
        new_messages(),
        id="stream",
        role="log",
        aria_live="polite",
        aria_relevant="additions",
        aria_label=t("Messages"),
        tab_index=0,
        class_name="stream",
    )


@rx.memo
def rows() -> rx.Component:
    """Show the window of messages, then what is being sent."""
    return rx.el.ol(
        rx.foreach(window.older_rows, _row),
        rx.cond(window.hole, newer(key="n" + window.paged_to.to_string())),
        rx.foreach(window.ring, _row),
        rx.foreach(outbox.filter(lambda draft: draft["hall"] == shown_hall), pending_row),
        confirm_outbox(window.ring, ConversationState.answers, line),
    )


def _row(row: Any) -> rx.Component:
    return message_row(row=row, hall=shown_hall, key=row["seq"].to_string())


@rx.memo
def older(rest: rx.RestProp) -> rx.Component:
    """Load older messages when it comes into sight."""
    return Sentinel.create(rest, t("Loading older messages…"), id="older", on_visible=PagesState.older, class_name="loading")


@rx.memo
def newer(rest: rx.RestProp) -> rx.Component:
    """Fill the hole between the loaded messages and the live end when it comes into sight."""
    return rx.el.li(
        rest, Sentinel.create(t("Loading newer messages…"), id="newer", on_visible=PagesState.newer, class_name="loading")
    )


@rx.memo
def beginning() -> rx.Component:
    """Say where the hall begins, and invite to speak in an empty one."""
    return rx.el.div(
        rx.el.strong(t("This is where {name} begins.", name=hall["name"])),
        rx.cond(head_seq == 0, rx.el.p(t("Nobody has said anything yet. Say hello!"))),
        class_name="beginning",
    )


@rx.memo
def new_messages() -> rx.Component:
    """Lead back to the end, and say when something new is there."""
    return rx.cond(
        away,
        rx.el.button(
            rx.cond(head_seq >= away, t("New messages"), t("To the end")),
            icon("down"),
            on_click=to_end,
            class_name=rx.cond(head_seq >= away, "to-end news", "to-end"),
        ),
    )


def _composer_or_archived() -> rx.Component:
    return rx.cond(
        hall["archived"],
        rx.el.p(t("This hall is archived: it can be read, not written to."), class_name="archived-note"),
        composer(key="c" + shown_hall.to_string()),
    )


@rx.memo
def composer(rest: rx.RestProp) -> rx.Component:
    """Show where to write."""
    return rx.el.div(
        rest,
        Composer.create(
            id="composer",
            data_hall=shown_hall,
            data_user=SessionState.user_id,
            on_send=ConversationState.send,
            auto_focus=True,
            rows=1,
            max_length=16_000,
            dir="auto",
            placeholder=t("Write to {name}", name=hall["name"]),
            aria_label=t("Write to {name}", name=hall["name"]),
            enter_key_hint="send",
        ),
        rx.el.button(icon("send"), on_click=send_now, aria_label=t("Send"), title=t("Send"), class_name="send"),
        class_name="composer",
    )


def _back() -> rx.Component:
    return link(icon("back"), to="/", aria_label=t("Back to the halls"), class_name="icon back")


def _not_shown() -> rx.Component:
    outside: Any = ConversationState.outside
    return rx.fragment(
        rx.cond(halls.filter(lambda one: hall_path(one["id"]) == address).length() > 0, let_in()),
        _from_outside(outside),
    )


@rx.memo
def let_in() -> rx.Component:
    """Open the hall at the address when its reader was invited while looking at it from outside."""
    return rx.el.span(on_mount=ConversationState.open, hidden=True)


def _from_outside(outside: Any) -> rx.Component:
    return rx.cond(
        outside,
        rx.el.section(
            _back(),
            rx.el.h1(rx.el.bdi(outside["name"])),
            rx.el.p(rx.el.bdi(outside["topic"])),
            rx.el.p(tn("{count} member", "{count} members", outside["members"]), class_name="soft"),
            rx.el.button(t("Join this hall"), on_click=MembersState.join(outside["id"]), class_name="primary"),
            class_name="card",
        ),
        rx.el.section(
            _back(),
            rx.el.h1(t("This hall is not here")),
            rx.el.p(t("There is no such hall, or you were not invited to it.")),
            link(t("Back to the halls"), to="/", class_name="primary"),
            class_name="card",
        ),
    )


def _ended() -> rx.Component:
    return rx.el.section(
        _back(),
        rx.el.h1(t("You are no longer in this hall")),
        rx.el.p(t("You left it, or its owner removed you.")),
        link(t("Back to the halls"), to="/", class_name="primary"),
        class_name="card",
    )


def _waiting() -> rx.Component:
    return rx.el.div(*[rx.el.div(class_name="bone") for _ in range(6)], aria_busy="true", class_name="skeleton")
