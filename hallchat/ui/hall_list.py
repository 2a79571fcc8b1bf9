"""The halls of the user, with what is unread in them, and who the user is."""

from typing import Any

import reflex as rx

from hallchat.realtime.wire import HallRow
from hallchat.states.halls import DirectoryState
from hallchat.states.session import SessionState
from hallchat.ui.icons import icon
from hallchat.ui.links import hall_path, link
from hallchat.ui.window import address, halls, unread
from hallchat.ui.words import t, tn


def hall_list() -> rx.Component:
    """Show the column of halls."""
    return rx.el.nav(
        rx.el.header(
            link("HallChat", to="/", class_name="wordmark"),
            rx.el.button(
                icon("plus"),
                on_click=DirectoryState.show,
                aria_label=t("Find or make a hall"),
                title=t("Find or make a hall"),
                class_name="icon",
            ),
        ),
        rx.cond(
            halls,
            rx.el.ul(rx.foreach(halls, _keyed)),
            rx.el.p(t("You are in no hall yet. Find one with the + above."), class_name="empty"),
        ),
        _account(),
        aria_label=t("Halls"),
        class_name="halls",
    )


def _keyed(hall: Any) -> rx.Component:
    return hall_entry(hall=hall, key=hall["id"].to_string())


@rx.memo
def hall_entry(hall: rx.Var[HallRow], rest: rx.RestProp) -> rx.Component:
    """Show a hall in the list."""
    return rx.el.li(rest, _entry(hall))


def _entry(hall: Any) -> rx.Component:
    count = unread[hall["id"].to_string()]
    return link(
        rx.cond(hall["kind"] == "private", icon("lock"), icon("hash")),
        rx.el.span(rx.el.bdi(hall["name"]), class_name="name"),
        rx.cond(
            count,
            rx.el.span(
                rx.cond(count > 99, "99+", count.to_string()),
                aria_label=tn("{count} unread message", "{count} unread messages", count),
                class_name="badge",
            ),
        ),
        to=hall_path(hall["id"]),
        aria_current=rx.cond(address == hall_path(hall["id"]), "page", "false"),
        class_name=rx.cond(hall["archived"], "hall archived", "hall"),
    )


def _account() -> rx.Component:
    return rx.el.footer(
        rx.el.span(
            rx.el.strong(rx.el.bdi(SessionState.display_name)),
            rx.el.small("@" + SessionState.username),
            class_name="who",
        ),
        link(icon("sliders"), to="/settings", aria_label=t("Settings"), title=t("Settings"), class_name="icon"),
    )
