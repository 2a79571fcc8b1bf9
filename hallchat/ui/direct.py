"""Direct conversations: their part of the column of halls, and the dialog that begins one."""

from typing import Any

import reflex as rx

from hallchat.realtime.wire import Face
from hallchat.states.direct import DirectState
from hallchat.states.session import SessionState
from hallchat.ui.browser import does
from hallchat.ui.elements import line_is, server_button
from hallchat.ui.face import face, name_button, who
from hallchat.ui.icons import icon
from hallchat.ui.modal import modal
from hallchat.ui.words import t

PEOPLE = "people"
SEEN = 2
"""Faces that stand for a conversation of several."""


def faces(people: Any, *, lead: bool = False) -> rx.Component:
    """Show the first faces of a direct hall.

    Args:
        people: a var of a list of ``Face``.
        lead: whether to their cards.

    Returns:
        One face, or two of several.
    """
    return rx.el.span(
        rx.foreach(people[:SEEN], lambda one: face(one["id"], one["name"], one["user"] if lead else None)),
        class_name=rx.cond(people.length() > 1, "faces several", "faces"),
    )


def people_of(hall: Any) -> Any:
    """Return the people of a direct hall, a var of ``HallRow``."""
    return hall["people"].to(list[Face])


def is_notes(hall: Any) -> Any:
    """Tell whether a direct hall, a var of ``HallRow``, is the reader's own."""
    return people_of(hall)[0]["id"] == SessionState.user_id


def handles(hall: Any) -> Any:
    """Show the usernames of the people of a direct hall, a var of ``HallRow``; each leads to their card."""
    lead = rx.foreach(people_of(hall), lambda one: rx.el.span(name_button("@" + one["user"], one["user"]), key=one["user"]))
    return rx.cond(is_notes(hall), t("Only you see what is written here."), rx.el.span(lead, class_name="handles"))


def people_chooser() -> rx.Component:
    """Make the dialog."""
    return modal(
        rx.cond(
            line_is == "cut",
            rx.el.p(t("You are offline. You can find people when you are back online."), class_name="empty"),
            chooser(DirectState.found, DirectState.chosen, searched=DirectState.open),
        ),
        id=PEOPLE,
        title=t("Write to somebody"),
        on_show=DirectState.show,
        on_close=DirectState.hide,
    )


def chooser(found: Any, chosen: Any, *, searched: Any) -> rx.Component:
    """Let somebody choose whom to talk with.

    Args:
        found: a var of a list of ``Face``.
        chosen: the same.
        searched: whether that is all there is.

    Returns:
        What stands in the dialog.
    """
    return rx.el.div(
        rx.cond(chosen, rx.el.ul(rx.foreach(chosen, _chosen), aria_label=t("Chosen"), class_name="chips")),
        rx.el.input(
            type="search",
            placeholder=t("Part of a name, or a username"),
            aria_label=t("Part of a name, or a username"),
            on_change=DirectState.search.debounce(100),
        ),
        rx.cond(
            found,
            rx.el.ul(rx.foreach(found, lambda one: _found(one, chosen)), class_name="found"),
            rx.cond(searched, rx.el.p(t("Nobody found."), class_name="empty")),
        ),
        server_button(
            rx.cond(chosen, t("Start the conversation"), t("Write notes to yourself")),
            type="button",
            on_click=DirectState.start,
            class_name=rx.cond(chosen, "primary", "button"),
        ),
        custom_attrs=does("walk", on="onKeyDown"),
        class_name="chooser",
    )


def _found(one: Any, chosen: Any) -> rx.Component:
    among = chosen.pluck("id").contains(one["id"])
    return rx.el.li(
        server_button(
            who(one["id"], one["name"], one["user"]),
            rx.cond(among, icon("done")),
            type="button",
            on_click=DirectState.choose(one["user"]),
            aria_pressed=among,
            custom_attrs={"data-step": ""},
            class_name="line",
        ),
        key=one["id"].to_string(),
    )


def _chosen(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.bdi(one["name"]),
        server_button(
            icon("close"),
            type="button",
            on_click=DirectState.choose(one["user"]),
            aria_label=t("Remove {name}", name=one["name"]),
            class_name="icon",
        ),
        key=one["id"].to_string(),
    )
