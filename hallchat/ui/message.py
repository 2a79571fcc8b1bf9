"""A message in the stream, a tombstone, and one that is still being sent. All three have one shape, so nothing moves."""

from typing import Any, cast

import reflex as rx

from hallchat.realtime.wire import GROUPED_MS, Row
from hallchat.states.editing import EditingState
from hallchat.states.session import SessionState
from hallchat.ui import window
from hallchat.ui.browser import does
from hallchat.ui.editing import edit_box, edit_lost, edited_mark
from hallchat.ui.elements import server_button
from hallchat.ui.face import face, name_button
from hallchat.ui.folding import fold_button
from hallchat.ui.icons import icon
from hallchat.ui.mentions import said
from hallchat.ui.menu import more_button
from hallchat.ui.pending import drawn_body, fold_place, folds
from hallchat.ui.reactions import react_button, reactions
from hallchat.ui.reply import quote_link, replies_button, reply_button
from hallchat.ui.times import clock, day, full_date, new_day
from hallchat.ui.unread import new_line
from hallchat.ui.words import language, t


@rx.memo
def message_row(
    row: rx.Var[Row],
    hall: rx.Var[int],
    archived: rx.Var[bool],
    editing: rx.Var[bool],
    new: rx.Var[bool],
    rest: rx.RestProp,
) -> rx.Component:
    """Show a message: below a day where one begins and a line where it is new; with its sender unless they just spoke.

    What changes with other messages must come in as an argument: a row that reads it is drawn again with each of them.
    """
    one: Any = row
    begins_day = new_day(one["at"], one["gap"])
    box = edit_box(hall=hall, seq=one["seq"], edited=rx.cond(one["edited"], one["edited"], 0))
    return rx.el.li(
        rest,
        rx.cond(begins_day, _day(one["at"])),
        rx.cond(new, new_line(seq=one["seq"])),
        _article(
            sender=_sender(one["by"], one["name"], one["user"], one["at"]),
            at=one["at"],
            follows=one["follows"] & ~begins_day & ~cast(Any, new),
            body=rx.cond(
                one["gone"],
                rx.fragment(
                    rx.el.p(t("This message was deleted."), class_name="gone"),
                    rx.cond(editing, edit_lost(hall=hall, seq=one["seq"])),
                ),
                rx.fragment(
                    rx.cond(one["quote"], quote_link(one["quote"])),
                    rx.cond(editing, box, said(one["html"])),
                ),
            ),
            below=rx.fragment(
                rx.cond(
                    ~one["gone"] & ~cast(Any, editing),
                    rx.fragment(rx.cond(one["long"], fold_button(seq=one["seq"])), edited_mark(one, hall), _actions(one, hall)),
                ),
                rx.cond(one["reactions"], reactions(made=one["reactions"], hall=hall, seq=one["seq"], archived=archived)),
                rx.cond(one["replies"], replies_button(hall=hall, seq=one["seq"], count=one["replies"].to(int))),
            ),
            class_name=rx.cond(one["long"] == 2, " long", rx.cond(one["long"], " long on-phones", "")),
        ),
        custom_attrs={"data-seq": one["seq"]},
    )


def pending_row(pending: Any, index: Any) -> rx.Component:
    """Show a message of one's own that is on its way as it will stand when it is stored.

    Args:
        pending: a var of ``Pending``.
        index: how many others are on their way before it.

    Returns:
        Its row.
    """
    last: Any = window.ring[-1]
    gap = pending["at"] - last["at"]
    begins_day = (index == 0) & new_day(pending["at"], gap)
    goes_on = (index > 0) | (last & (last["by"] == SessionState.user_id) & (gap < GROUPED_MS) & ~begins_day)
    return pending_drawn(pending, SessionState, follows=goes_on & ~pending["reply"].to(bool), begins_day=begins_day)


def pending_drawn(pending: Any, me: Any, *, follows: Any, begins_day: Any = False) -> rx.Component:
    """Show a message that is on its way, or why it did not get there.

    Args:
        pending: a var of ``Pending``.
        me: who wrote it: ``user_id``, ``display_name`` and ``username``.
        follows: whether they spoke last.
        begins_day: whether nobody spoke on that day yet.

    Returns:
        Its row.
    """
    long = folds(pending["text"])
    return rx.el.li(
        rx.cond(begins_day, _day(pending["at"])),
        _article(
            sender=_sender(me.user_id, me.display_name, me.username, pending["at"]),
            at=pending["at"],
            follows=follows,
            body=rx.fragment(
                rx.cond(pending["reply"], quote_link(pending["reply"])),
                drawn_body(pending["text"]),
            ),
            below=rx.cond(pending["failed"], _refused(pending), _under_way(pending, long)),
            class_name=rx.cond(
                pending["failed"],
                " pending refused-one",
                rx.cond(long == 2, " pending long", rx.cond(long, " pending long on-phones", " pending")),
            ),
        ),
        key=pending["id"],
    )


def _day(at: Any) -> rx.Component:
    opens = does("show", "dates") | {"aria-description": t("Jump to a date")}
    name = rx.el.span(day(at, language), title=full_date(at, language))
    return rx.el.div(rx.el.button(name, aria_haspopup="dialog", custom_attrs=opens), class_name="day")


def _article(*, sender: rx.Component, at: Any, follows: Any, body: Any, below: Any, class_name: Any = "") -> rx.Component:
    return rx.el.article(
        rx.cond(follows, _moment(at), sender),
        body,
        below,
        tab_index=-1,
        custom_attrs={"data-step": ""},
        class_name=rx.cond(follows, "message follows", "message") + class_name,
    )


def _sender(by: Any, name: Any, username: Any, at: Any) -> rx.Component:
    return rx.fragment(
        face(by, name, username),
        rx.el.header(name_button(name, username), rx.el.time(clock(at, language), title=full_date(at, language))),
    )


def _moment(at: Any) -> rx.Component:
    return rx.el.time(clock(at, language), title=full_date(at, language), class_name="aside")


def _actions(row: Any, hall: Any) -> rx.Component:
    own = row["by"] == SessionState.user_id
    return rx.el.div(
        react_button(hall=hall, seq=row["seq"]),
        reply_button(row),
        rx.cond(own, edit_button(hall=hall, seq=row["seq"])),
        more_button(row),
        class_name="actions",
    )


@rx.memo
def edit_button(hall: rx.Var[int], seq: rx.Var[int]) -> rx.Component:
    """Edit a message. It follows the line by itself: not all rows are drawn again when that is cut."""
    return server_button(
        icon("pencil"),
        on_click=EditingState.begin(hall, seq),
        aria_label=t("Edit this message"),
        title=t("Edit this message"),
        class_name="icon edit",
    )


def _under_way(pending: Any, long: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(long, fold_place()),
        rx.el.span(icon("clock"), rx.el.span(t("Sending…"), class_name="unseen"), title=t("Sending…"), class_name="soon"),
        rx.el.button(icon("retry"), t("Try again"), custom_attrs=does("retry", pending["id"]), class_name="late"),
    )


def _refused(pending: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(pending["failed"], role="alert"),
        rx.el.button(icon("retry"), t("Try again"), custom_attrs=does("retry", pending["id"])),
        rx.el.button(icon("pencil"), t("Edit"), custom_attrs=does("takeBack", pending), class_name="take-back"),
        rx.el.button(icon("bin"), t("Discard"), custom_attrs=does("discard", pending["id"])),
        class_name="failed",
    )
