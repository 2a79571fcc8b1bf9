"""The conversation of a hall: its head, the stream of messages, and where to write."""

from typing import Any

import reflex as rx

from hallchat.states.conversation import ConversationState
from hallchat.states.editing import EditingState
from hallchat.states.members import MembersState
from hallchat.states.pages import PagesState
from hallchat.text import MAX_MESSAGE
from hallchat.ui import window
from hallchat.ui.alerts import bell
from hallchat.ui.browser import does
from hallchat.ui.completion import offered
from hallchat.ui.direct import faces, handles, is_notes, people_of
from hallchat.ui.elements import Composer, End, Sentinel, Stored, away, length, outbox, server_button
from hallchat.ui.hall_list import side_button
from hallchat.ui.icons import icon
from hallchat.ui.links import hall_path, link
from hallchat.ui.menu import message_menu
from hallchat.ui.message import message_row, pending_row
from hallchat.ui.modal import opens
from hallchat.ui.outside import ended, let_in, not_shown
from hallchat.ui.permalink import Sought, came_from
from hallchat.ui.presence import typists
from hallchat.ui.reply import renewed_quotes, replying
from hallchat.ui.suggestions import completions
from hallchat.ui.unread import new_above, new_from
from hallchat.ui.window import address, ended_here, hall, head_seq, here, line, there
from hallchat.ui.words import number, t, tn


def conversation() -> rx.Component:
    """Show the hall at the address: its conversation, or why it cannot be shown."""
    return rx.el.main(
        rx.cond(
            here,
            _shown(),
            rx.cond(
                ConversationState.problem,
                rx.fragment(not_shown(), unsent()),
                rx.cond(ended_here, rx.fragment(ended(), unsent()), waiting()),
            ),
        ),
        tab_index=-1,
        class_name="conversation",
    )


def _shown() -> rx.Component:
    invited = rx.cond(ConversationState.problem, let_in())  # while looking at it from outside
    return rx.fragment(head(), stream(key="s" + here.to_string()), message_menu(), _composer_or_archived(), invited)


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
    subject = rx.cond(hall["kind"] == "direct", handles(hall), hall["topic"])
    return rx.el.header(
        side_button(),
        link(icon("back"), to="/", aria_label=t("Back to the halls"), class_name="icon back"),
        rx.cond(hall["kind"] == "direct", faces(people_of(hall))),
        rx.el.div(rx.el.h1(rx.el.bdi(hall["name"])), rx.el.p(rx.el.bdi(subject), title=subject), class_name="title"),
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
        rx.foreach(outbox.filter(lambda draft: draft["hall"] == here), pending_row),
        rx.cond(there, rx.fragment(sought(), renewed_quotes())),
        Stored.create(hall=here, shown=rx.cond(there, here, 0), rows=window.ring, answers=ConversationState.answers),
    )


@rx.memo
def sought() -> rx.Component:
    """Lead to the message that the address names."""
    return Sought.create(rows=window.shown_rows, on_seek=PagesState.around)


@rx.memo
def live_end() -> rx.Component:
    """Tell whether somebody looks at the end of the hall that is shown."""
    return End.create(id="end", line=line, on_watch=ConversationState.watch)


@rx.memo
def unsent() -> rx.Component:
    """Show what was written in a hall that cannot be written to any more: the words belong to who wrote them."""
    here = outbox.filter(lambda draft: hall_path(draft["hall"]) == address)
    return rx.cond(here.length() > 0, rx.el.ol(rx.foreach(here, pending_row), class_name="unsent"))


def _row(row: Any) -> rx.Component:
    edited: Any = EditingState
    editing = (edited.hall == here) & (edited.seq == row["seq"])
    new = row["seq"] == window.first_new
    return message_row(row=row, hall=here, editing=editing, new=new, key=row["seq"].to_string())


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
    direct = hall["kind"] == "direct"
    return rx.el.div(
        rx.cond(
            direct,
            faces(people_of(hall)),
            rx.el.span(rx.cond(hall["kind"] == "private", icon("lock"), icon("hash")), class_name="emblem"),
        ),
        rx.el.h2(
            rx.cond(
                direct,
                rx.cond(is_notes(hall), t("Your own notes"), t("This is where your conversation with {name} begins.", name=hall["name"])),
                t("This is where {name} begins.", name=hall["name"]),
            )
        ),
        rx.cond(hall["topic"], rx.el.p(rx.el.bdi(hall["topic"]))),
        rx.cond(
            empty,
            rx.fragment(
                rx.el.p(
                    rx.cond(
                        direct & is_notes(hall),
                        t("Only you see what is written here."),
                        t("Nobody has said anything yet. Say hello!"),
                    )
                ),
                rx.cond(
                    (hall["members"] < 2) & ~direct & ~open,
                    server_button(icon("people"), t("Invite somebody"), on_click=MembersState.toggle(here)),
                ),
            ),
        ),
        class_name="beginning",
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
        class_name=rx.cond(news > 0, "to-end news", "to-end"),
    )


def _composer_or_archived() -> rx.Component:
    return rx.cond(hall["archived"], archived_note(), composer(key="c" + here.to_string()))


def archived_note() -> rx.Component:
    """Say why nothing can be written."""
    return rx.el.p(t("This hall is archived: it can be read, not written to."), class_name="archived-note")


@rx.memo
def composer(rest: rx.RestProp) -> rx.Component:
    """Show where to write to the hall that is shown."""
    above = (offered(), typists(), replying(), completions(where="composer"))
    return rx.el.div(rest, *above, write_box(hall["name"]), length_left(length), class_name="composer")


def write_box(name: Any, *, focused: bool = True) -> rx.Component:
    """Show where to write.

    Args:
        name: of the hall, a var.
        focused: whether one can write at once.

    Returns:
        The box.
    """
    box = Composer.create(
        id="composer",
        hall=here,
        auto_focus=focused,
        rows=1,
        dir="auto",
        placeholder=t("Write to {name}", name=name),
        aria_label=t("Write to {name}", name=name),
        aria_describedby="length",
        aria_autocomplete="list",
        enter_key_hint="send",
    )
    emoji = rx.el.button(
        icon("smile"),
        custom_attrs=does("pick"),
        aria_label=t("Insert an emoji"),
        aria_haspopup="dialog",
        aria_expanded=False,
        title=t("Insert an emoji"),
        class_name="icon",
    )
    send = rx.el.button(icon("send"), custom_attrs=does("send"), aria_label=t("Send"), title=t("Send"), class_name="send")
    return rx.el.div(box, emoji, send, class_name="box")


def length_left(length: Any) -> rx.Component:
    """Say how much more fits into a message.

    Args:
        length: how long it is, 0 while that is far from the limit.

    Returns:
        The line below the box.
    """
    over = length > MAX_MESSAGE
    words = rx.cond(
        over,
        tn(
            "{count} character too many: send it in parts.",
            "{count} characters too many: send it in parts.",
            length - MAX_MESSAGE,
        ),
        rx.cond(length, tn("{count} character left", "{count} characters left", MAX_MESSAGE - length), ""),
    )
    return rx.el.p(words, id="length", role="status", class_name=rx.cond(over, "length over", "length"))


def waiting() -> rx.Component:
    """Show the outline of a conversation while it is fetched."""
    return rx.el.div(rx.el.div(class_name="bar"), bones(), aria_busy="true", class_name="skeleton")


def bones() -> rx.Component:
    """Show the outline of messages while they are fetched."""
    return rx.el.div(*[rx.el.div(class_name="bone") for _ in range(6)], class_name="bones")
