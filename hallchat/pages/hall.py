"""``/h/[hall_id]``: a conversation."""

import reflex as rx

from hallchat.states.conversation import ConversationState
from hallchat.ui.conversation import conversation
from hallchat.ui.frame import framed
from hallchat.ui.hall_list import hall_list
from hallchat.ui.members import members_panel


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/h/[hall_id]", title="HallChat", on_load=ConversationState.open)


def page() -> rx.Component:
    """Show the hall list, the conversation, and its panel."""
    return framed(hall_list(), conversation(), members_panel(), class_name="chat")
