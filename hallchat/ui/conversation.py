"""The conversation of a hall: its head, the stream of messages, where to write, or why it cannot be shown."""

from typing import Any

import reflex as rx

from hallchat.states.conversation import ConversationState
from hallchat.states.editing import EditingState
from hallchat.states.pages import PagesState
from hallchat.ui import window
from hallchat.ui.browser import does
from hallchat.ui.composer import where_to_write
from hallchat.ui.elements import End, Sentinel, Stored, away, outbox
from hallchat.ui.hall_head import beginning, head
from hallchat.ui.icons import icon
from hallchat.ui.links import hall_path
from hallchat.ui.menu import message_menu
from hallchat.ui.message import message_row, pending_row
from hallchat.ui.outside import ended, let_in, let_in_again, not_shown
from hallchat.ui.permalink import Sought
from hallchat.ui.reply import renewed_quotes
from hallchat.ui.unread import new_above, new_from
from hallchat.ui.way_back import came_from
from hallchat.ui.window import address, ended_here, head_seq, here, in_again, line, there
from hallchat.ui.words import t, tn


def conversation() -> rx.Component:
    """Show the hall at the address: its conversation, or why it cannot be shown."""
    return rx.el.main(
        rx.cond(
            here,
            _shown(),
            rx.cond(
                ConversationState.problem,
                rx.fragment(not_shown(), unsent()),
                rx.cond(ended_here, rx.fragment(ended(), unsent(), rx.cond(in_again, let_in_again())), waiting()),
            ),
        ),
        tab_index=-1,
        class_name="conversation",
    )


def _shown() -> rx.Component:
    invited = rx.cond(ConversationState.problem, let_in())  # while looking at it from outside
    return rx.fragment(head(), stream(key="s" + here.to_string()), message_menu(), where_to_write(), invited)


@rx.memo
def stream(rest: rx.RestProp) -> rx.Component:
    """Show the messages. The scroller is reversed, so it keeps to the end and to its place by itself."""
    touches = {name: does("hold", on=name)[name] for name in ("onPointerDown", "onPointerMove", "onPointerUp", "onPointerCancel")}
    return rx.el.div(
        rest,
        rx.el.div(
            rx.cond(there, rx.cond(window.more_before, older(key="o" + window.first_shown.to_string()), beginning()), bones()),
            rows(),
            rx.cond(there, live_end()),
            key=rx.cond(there, "shown", "fetched"),
            class_name="inner",
        ),
        rx.cond(there, rx.fragment(new_from(), new_above(), new_messages(), came_from())),
        id="stream",
        role="log",
        aria_live="off",
        aria_label=t("Messages"),
        aria_busy=~there,
        tab_index=0,
        custom_attrs={**does("walk", on="onKeyDown"), **touches},
        class_name="stream",
    )


@rx.memo
def rows() -> rx.Component:
    """Show the window of messages, then what is being sent."""
    return rx.el.ol(
        rx.foreach(window.older_rows, _row),
        rx.cond(window.hole, newer(key="n" + window.paged_to.to_string())),
        rx.foreach(window.ring, _row),
        rx.foreach(outbox.filter(lambda one: one["hall"] == here), pending_row),
        rx.cond(there, rx.fragment(sought(), renewed_quotes())),
        Stored.create(hall=here, shown=rx.cond(there, here, 0), rows=window.ring, answers=ConversationState.answers),
    )


@rx.memo
def sought() -> rx.Component:
    """Lead to the message that the address names."""
    return Sought.create(rows=window.shown_rows, asked=PagesState.asked, on_seek=PagesState.around)


@rx.memo
def live_end() -> rx.Component:
    """Tell whether somebody looks at the end of the hall that is shown."""
    return End.create(id="end", line=line, on_watch=ConversationState.watch)


@rx.memo
def unsent() -> rx.Component:
    """Show what was written in a hall that cannot be written to any more: the words belong to who wrote them."""
    here = outbox.filter(lambda one: hall_path(one["hall"]) == address)
    return rx.cond(here.length() > 0, rx.el.ol(rx.foreach(here, pending_row), class_name="unsent"))


def _row(row: Any) -> rx.Component:
    edited: Any = EditingState
    editing = (edited.hall == here) & (edited.seq == row["seq"]) & ~window.archived
    new = row["seq"] == window.first_new
    return message_row(row=row, hall=here, archived=window.archived, editing=editing, new=new, key=row["seq"].to_string())


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
def new_messages() -> rx.Component:
    """Lead back to the end of what is shown."""
    return rx.cond(away, to_end(news=head_seq - away + 1))


def to_end(*, news: Any) -> rx.Component:
    """Lead back to the end, and say how much came there meanwhile.

    Args:
        news: how many messages, a var.

    Returns:
        The button.
    """
    return rx.el.button(
        rx.cond(news > 0, tn("{count} new message", "{count} new messages", news), t("To the end")),
        icon("down"),
        custom_attrs=does("toEnd"),
        class_name=rx.cond(news > 0, "floating to-end news", "floating to-end"),
    )


def waiting() -> rx.Component:
    """Show the outline of a conversation while it is fetched."""
    return rx.el.div(rx.el.div(class_name="bar"), bones(), aria_busy="true", class_name="skeleton")


def bones() -> rx.Component:
    """Show the outline of messages while they are fetched."""
    return rx.el.div(*[rx.el.div(class_name="bone") for _ in range(6)], class_name="bones")
