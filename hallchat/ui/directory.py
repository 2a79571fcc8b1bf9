"""The dialog to find a public hall or make a new one."""

from typing import Any

import reflex as rx

from hallchat.states.halls import DirectoryState
from hallchat.ui.icons import icon
from hallchat.ui.words import t, tn


def directory() -> rx.Component:
    """Show the dialog while it is open."""
    return rx.cond(
        DirectoryState.open,
        rx.el.div(
            rx.el.div(
                rx.el.header(
                    rx.el.h2(t("Find or make a hall")),
                    rx.el.button(icon("close"), on_click=DirectoryState.hide, aria_label=t("Close"), class_name="icon"),
                ),
                rx.el.input(
                    type="search",
                    placeholder=t("Search the public halls"),
                    aria_label=t("Search the public halls"),
                    on_change=DirectoryState.search.debounce(200),
                    auto_focus=True,
                ),
                rx.cond(
                    DirectoryState.found,
                    rx.el.ul(rx.foreach(DirectoryState.found, _found)),
                    rx.el.p(t("No other public hall matches. You can make one below."), class_name="empty"),
                ),
                _new_hall(),
                role="dialog",
                aria_modal="true",
                aria_label=t("Find or make a hall"),
                class_name="dialog",
            ),
            rx.window_event_listener(on_key_down=lambda key, _info: rx.cond(key == "Escape", DirectoryState.hide(), rx.noop())),
            class_name="veil",
        ),
    )


def _found(hall: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.strong(rx.el.bdi(hall["name"])),
            rx.el.small(rx.el.bdi(hall["topic"])),
            rx.el.small(tn("{count} member", "{count} members", hall["members"])),
            class_name="who",
        ),
        rx.el.button(t("Join"), on_click=DirectoryState.join(hall["id"])),
        key=hall["id"].to_string(),
    )


def _new_hall() -> rx.Component:
    return rx.el.form(
        rx.el.h3(t("A new hall")),
        rx.el.label(t("Name"), rx.el.input(name="name", max_length=80, required=True, auto_complete="off")),
        rx.el.label(t("Topic"), rx.el.input(name="topic", max_length=250, auto_complete="off")),
        rx.el.label(
            rx.el.input(type="checkbox", name="private"),
            t("Private: by invitation only, invisible to others"),
            class_name="check",
        ),
        rx.el.button(t("Make this hall"), type="submit", class_name="primary"),
        on_submit=DirectoryState.create,
    )
