"""The dialog to find a public hall or make a new one."""

from typing import Any

import reflex as rx

from hallchat.states.halls import DirectoryState
from hallchat.ui.browser import does
from hallchat.ui.elements import line_is, server_button
from hallchat.ui.modal import modal
from hallchat.ui.words import t, tn

DIRECTORY = "directory"


def directory() -> rx.Component:
    """Make the dialog. Arrow keys go through the list from its box on, and what is typed there goes back into the box."""
    return modal(
        rx.el.div(
            rx.el.input(
                type="search",
                placeholder=t("Search the public halls"),
                aria_label=t("Search the public halls"),
                on_change=DirectoryState.search.debounce(200),
            ),
            rx.cond(
                line_is == "cut",
                rx.el.p(t("You are offline. You can find and make halls when you are back online."), class_name="empty"),
                rx.cond(DirectoryState.open, found_halls(DirectoryState.found)),
            ),
            custom_attrs=does("walk", on="onKeyDown"),
            class_name="chooser",
        ),
        new_hall(),
        id=DIRECTORY,
        title=t("Find or make a hall"),
        on_show=DirectoryState.show,
        on_close=DirectoryState.hide,
    )


def found_halls(found: Any) -> rx.Component:
    """Show the public halls that were found, or that there are none. Tab passes them in one step.

    Arrow keys go through them where what stands around them says so.

    Args:
        found: a var of a list of ``HallRow``.

    Returns:
        The list.
    """
    return rx.cond(
        found,
        rx.el.ul(rx.foreach(found, _found), class_name="found"),
        rx.el.p(t("No other public hall matches. You can make one below."), class_name="empty"),
    )


def _found(hall: Any, index: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.strong(rx.el.bdi(hall["name"])),
            rx.cond(hall["topic"], rx.el.small(rx.el.bdi(hall["topic"]))),
            rx.el.small(tn("{count} member", "{count} members", hall["members"])),
            class_name="who",
        ),
        server_button(
            t("Join"),
            on_click=DirectoryState.join(hall["id"]),
            aria_label=t("Join {name}", name=hall["name"]),
            tab_index=rx.cond(index == 0, 0, -1),
            custom_attrs={"data-step": ""},
        ),
        key=hall["id"].to_string(),
    )


def new_hall() -> rx.Component:
    """Ask for what a new hall needs."""
    return rx.el.form(
        rx.el.h3(t("A new hall")),
        rx.el.label(t("Name"), rx.el.input(name="name", max_length=80, required=True, auto_complete="off")),
        rx.el.label(t("Topic"), rx.el.input(name="topic", max_length=250, auto_complete="off")),
        rx.el.label(
            rx.el.input(type="checkbox", name="private"),
            t("Private: by invitation only, invisible to others"),
            class_name="check",
        ),
        server_button(t("Make this hall"), type="submit", class_name="primary"),
        on_submit=DirectoryState.create,
    )
