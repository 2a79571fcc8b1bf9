"""``/find``: messages of all one's halls, by their words."""

import reflex as rx

from hallchat.states.searching import SearchState
from hallchat.ui.aside import page_aside
from hallchat.ui.elements import server_button
from hallchat.ui.forms import refusal
from hallchat.ui.found import found_again, found_messages, search_box
from hallchat.ui.window import list_changes
from hallchat.ui.words import t


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/find", title="HallChat", on_load=SearchState.arrive)


def page() -> rx.Component:
    """Show where to type, and what was found."""
    return page_aside(t("Search"), search_box(), _answer(), class_name="searching")


def _answer() -> rx.Component:
    return rx.cond(
        SearchState.problem,
        refusal(SearchState.problem),
        rx.fragment(
            rx.cond((list_changes > SearchState.known) | (SearchState.later > 0), found_again()),
            found_messages(SearchState.found, query=SearchState.query, unmet=SearchState.unmet),
            rx.cond(SearchState.more, server_button(t("Show older ones"), on_click=SearchState.older)),
        ),
    )
