"""``/find``: messages of all one's halls, by their words."""

import reflex as rx

from hallchat.states.searching import SearchState
from hallchat.ui.forms import refusal
from hallchat.ui.found import found_messages
from hallchat.ui.frame import framed
from hallchat.ui.hall_list import hall_list, side_button
from hallchat.ui.icons import icon
from hallchat.ui.links import link
from hallchat.ui.words import t


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/find", title="HallChat", on_load=SearchState.arrive)


def page() -> rx.Component:
    """Show where to type, and what was found."""
    return framed(
        hall_list(),
        rx.el.main(
            rx.el.header(
                side_button(),
                link(icon("back"), to="/", aria_label=t("Back to the halls"), class_name="icon back"),
                rx.el.div(rx.el.h1(t("Search")), class_name="title"),
            ),
            rx.el.section(_box(), _answer(), class_name="searching"),
            tab_index=-1,
            class_name="conversation",
        ),
        class_name="chat",
    )


def _box() -> rx.Component:
    words = t("Search the messages of your halls")
    return rx.el.input(
        type="search",
        default_value=SearchState.query,
        placeholder=words,
        aria_label=words,
        auto_focus=True,
        on_change=SearchState.search.debounce(200),
    )


def _answer() -> rx.Component:
    return rx.cond(
        SearchState.problem,
        refusal(SearchState.problem),
        rx.fragment(
            found_messages(SearchState.found, query=SearchState.query, unmet=SearchState.unmet),
            rx.cond(SearchState.more, rx.el.button(t("Show older ones"), on_click=SearchState.older)),
        ),
    )
