"""``/mentioned``: the messages that mention the reader."""

import reflex as rx

from hallchat.states.mentions import MentionsState
from hallchat.ui.aside import page_aside
from hallchat.ui.elements import server_button
from hallchat.ui.mentions import mentions_found
from hallchat.ui.window import line, list_changes, mentioned
from hallchat.ui.words import t


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/mentioned", title="HallChat", on_load=MentionsState.arrive)


def page() -> rx.Component:
    """Show them, newest first."""
    return page_aside(
        t("Mentions"),
        fresh_mentions(key=line + "-" + mentioned.to_string() + "-" + list_changes.to_string()),
        rx.cond(MentionsState.looked, mentions_found(MentionsState.found)),
        rx.cond(MentionsState.more, server_button(t("Show older ones"), on_click=MentionsState.older)),
        class_name="searching",
    )


@rx.memo
def fresh_mentions(rest: rx.RestProp) -> rx.Component:
    """Look for the newest whenever its key changes: after a reconnect, with each new mention, and when one is changed."""
    return rx.el.span(rest, on_mount=MentionsState.look, hidden=True)
