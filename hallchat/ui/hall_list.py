"""The halls of the user, with what is unread in them, and who the user is."""

from typing import Any

import reflex as rx

from hallchat.realtime.wire import HallRow
from hallchat.states.session import SessionState
from hallchat.ui.browser import does
from hallchat.ui.direct import PEOPLE, faces, people_of
from hallchat.ui.directory import DIRECTORY
from hallchat.ui.drafts import drafted
from hallchat.ui.elements import away, later, looks
from hallchat.ui.face import who
from hallchat.ui.icons import icon, wordmark
from hallchat.ui.links import hall_path, link
from hallchat.ui.modal import opens
from hallchat.ui.presence import dot, presence_in
from hallchat.ui.shortcuts import command
from hallchat.ui.switcher import SWITCHER
from hallchat.ui.unread import all_read
from hallchat.ui.window import address, halls, many, mentioned, mentions, unread
from hallchat.ui.words import number, t, tn

MOST_SHOWN = 99  # unread messages; beyond it a plus stands behind it


def hall_list(*below: rx.Component) -> rx.Component:
    """Show the column of halls.

    Args:
        below: what stands below them.

    Returns:
        The column.
    """
    keys = rx.el.kbd(t("{key} K", key=command))
    return rx.el.nav(
        _ways(),
        rx.el.button(icon("jump"), rx.el.span(t("Jump to…")), keys, **opens(SWITCHER), class_name="jump"),
        _lists(),
        all_read(),
        *below,
        _account(),
        aria_label=t("Halls"),
        id="halls",
        tab_index=-1,
        class_name="halls",
    )


def _ways() -> rx.Component:
    """Lead home, to what is found, to one's mentions, and to other halls."""
    find, make = t("Search messages"), t("Find or make a hall")
    return rx.el.header(
        link(wordmark(), to="/", class_name="home"),
        link(icon("search"), to="/find", aria_label=find, title=find, class_name="icon"),
        mentions_link(mentioned),
        rx.el.button(icon("plus"), **opens(DIRECTORY), aria_label=make, title=make, class_name="icon"),
    )


def mentions_link(count: Any) -> rx.Component:
    """Lead to where one is mentioned.

    Args:
        count: of unread mentions, a var or a number.

    Returns:
        The link, which stands out where there are any.
    """
    words = rx.cond(count, tn("{count} unread mention", "{count} unread mentions", count), t("Mentions"))
    return link(
        icon("at"),
        to="/mentioned",
        aria_label=words,
        title=t("Mentions"),
        class_name=rx.cond(count, "icon called", "icon"),
    )


def _lists() -> rx.Component:
    none = rx.el.p(t("You are in no hall yet. Find one with the + above."), class_name="empty")
    return rx.el.div(
        rx.cond(many, rx.el.ul(rx.foreach(many, _keyed)), none),
        rx.cond(SessionState.user_id, talks()),
        custom_attrs=does("walk", on="onKeyDown"),
        class_name="lists",
    )


def talks() -> rx.Component:
    """List the direct conversations, and offer to begin one; a hidden one only where one is or has a draft."""
    shown = halls.filter(lambda one: (one["kind"] == "direct") & (~one["hidden"].to(bool) | _needed(one)))
    return rx.fragment(
        rx.el.div(
            rx.el.h2(t("Direct messages"), id="talks"),
            rx.el.button(
                icon("plus"), **opens(PEOPLE), aria_label=t("Write to somebody"), title=t("Write to somebody"), class_name="icon"
            ),
            class_name="part",
        ),
        rx.cond(shown, rx.el.ul(rx.foreach(shown, _keyed), aria_labelledby="talks")),
    )


def _needed(hall: Any) -> Any:
    return (hall_path(hall["id"]) == address) | drafted[hall["id"].to_string()].to(bool)


@rx.memo
def side_button() -> rx.Component:
    """Fold the column of halls away, or unfold it."""
    folded = looks["halls"] == "hidden"
    return rx.el.button(
        icon("side"),
        custom_attrs=does("look", "halls", rx.cond(folded, "", "hidden")),
        aria_label=t("Column of halls"),
        aria_expanded=~folded,
        aria_controls="halls",
        title=rx.cond(folded, t("Show the halls"), t("Hide the halls")),
        class_name="icon side-button",
    )


def _keyed(hall: Any) -> rx.Component:
    return hall_entry(hall=hall, key=hall["id"].to_string())


@rx.memo
def hall_entry(hall: rx.Var[HallRow], rest: rx.RestProp) -> rx.Component:
    """Show a hall in the list. What stands before the reader's eyes is not unread, even before the server knows it.

    Of a hall of which its reader wants to be told nothing, only what mentions them is.
    """
    one: Any = hall
    here = address == hall_path(one["id"])
    read, key = here & (away == 0) & (later == 0), one["id"].to_string()
    muted = one["notify"] == "nothing"
    counts = {"count": rx.cond(read | muted, 0, unread[key]), "mentions": rx.cond(read, 0, mentions[key])}
    return rx.el.li(rest, hall_link(one, **counts, here=here, writing=drafted[key], presence=presence_in(key)))


def hall_link(hall: Any, *, count: Any, mentions: Any, here: Any, writing: Any, presence: Any) -> rx.Component:
    """Lead to a hall.

    Args:
        hall: a var of ``HallRow``.
        count: how much of it is unread, nothing or 0 for none.
        mentions: how many of those mention the reader, nothing or 0 for none.
        here: whether the page shows it.
        writing: whether something is written there and not sent; in the hall that is shown, one sees that.
        presence: of the other one of a conversation of two: ``online``, ``away``, or nothing.

    Returns:
        The link.
    """
    draft = rx.el.span(icon("pencil"), role="img", aria_label=t("Draft"), title=t("Draft"), class_name="draft")
    return link(
        hall_icon(hall, presence),
        rx.el.span(rx.el.bdi(hall["name"]), class_name="name"),
        rx.cond(writing & ~here, draft),
        _badge(mentions, tn("{count} unread mention", "{count} unread mentions", mentions), mark="@", class_name="badge calls"),
        _badge(
            count,
            tn("{count} unread message", "{count} unread messages", count),
            class_name=rx.cond(hall["kind"] == "direct", "badge calls", "badge"),
        ),
        to=hall_path(hall["id"]),
        aria_current=rx.cond(here, "page", "false"),
        custom_attrs={"data-step": ""},
        class_name=rx.cond(hall["archived"], "hall archived", rx.cond(count, "hall unread", "hall")),
    )


def _badge(count: Any, words: Any, *, mark: str = "", class_name: Any = "badge") -> rx.Component:
    shown = rx.cond(count > MOST_SHOWN, f"{MOST_SHOWN}+", number(count))
    return rx.cond(count, rx.el.span(mark, shown, role="img", aria_label=words, class_name=class_name))


def hall_icon(hall: Any, presence: Any) -> rx.Component:
    """Draw what kind of hall it is, or with whom, and how they are there."""
    drawn = rx.cond(hall["archived"], icon("box"), rx.cond(hall["kind"] == "private", icon("lock"), icon("hash")))
    faced = rx.el.span(faces(people_of(hall)), dot(presence), class_name="faced")
    return rx.cond(hall["kind"] == "direct", faced, drawn)


def _account() -> rx.Component:
    return rx.el.footer(
        who(SessionState.user_id, SessionState.display_name, SessionState.username),
        link(icon("sliders"), to="/settings", aria_label=t("Settings"), title=t("Settings"), class_name="icon"),
    )
