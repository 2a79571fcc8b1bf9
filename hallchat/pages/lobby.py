"""``/``: the halls, and what to do next."""

import reflex as rx

from hallchat.states.lobby import LobbyState
from hallchat.states.session import SessionState
from hallchat.ui.browser import does
from hallchat.ui.directory import DIRECTORY, found_halls
from hallchat.ui.frame import framed
from hallchat.ui.hall_list import hall_list, side_button
from hallchat.ui.icons import icon, mark
from hallchat.ui.modal import opens
from hallchat.ui.window import halls
from hallchat.ui.words import t


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/", title="HallChat", on_load=LobbyState.arrive)


def page() -> rx.Component:
    """Show the hall list, and where to go from here; on a phone, below the list."""
    return framed(hall_list(_suggested()), _welcome(), class_name="chat lobby")


def _welcome() -> rx.Component:
    return rx.el.main(
        rx.el.header(side_button()),
        rx.el.section(
            mark(),
            rx.el.h1(rx.el.bdi(t("Welcome, {name}", name=SessionState.display_name))),
            rx.cond(
                halls,
                rx.el.p(t("Choose a hall in the list to read and write, or find another one.")),
                rx.el.p(t("A hall is a room for people who have something to talk about. Join one, or make your own.")),
            ),
            _suggested(),
            rx.el.button(icon("plus"), t("Find or make a hall"), **opens(DIRECTORY), class_name="primary"),
            class_name="card welcome",
        ),
        tab_index=-1,
        class_name="conversation",
    )


def _suggested() -> rx.Component:
    return rx.cond(
        LobbyState.suggested,
        rx.el.div(
            rx.el.h2(t("Halls that you could join")),
            found_halls(LobbyState.suggested),
            custom_attrs=does("walk", on="onKeyDown"),
            class_name="suggested",
        ),
    )
