"""``/``: the halls, and what to do next."""

import reflex as rx

from hallchat.states.halls import DirectoryState
from hallchat.states.lobby import LobbyState
from hallchat.ui.directory import directory
from hallchat.ui.frame import framed
from hallchat.ui.hall_list import hall_list
from hallchat.ui.words import t


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/", title="HallChat", on_load=LobbyState.arrive)


def page() -> rx.Component:
    """Show the hall list and an invitation to choose one."""
    return framed(hall_list(), _welcome(), directory(), class_name="chat lobby")


def _welcome() -> rx.Component:
    return rx.el.main(
        rx.el.section(
            rx.el.h1(t("Welcome to HallChat")),
            rx.el.p(t("Choose a hall on the left to read and write, or find another one.")),
            rx.el.button(t("Find or make a hall"), on_click=DirectoryState.show, class_name="primary"),
            class_name="card",
        ),
        class_name="conversation",
    )
