"""Any other address."""

import reflex as rx

from hallchat.ui.frame import framed
from hallchat.ui.icons import wordmark
from hallchat.ui.links import link
from hallchat.ui.words import t


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="404", title="HallChat")


def page() -> rx.Component:
    """Say that there is nothing here, and lead back."""
    return framed(
        rx.el.main(
            wordmark(),
            rx.el.h1(t("There is nothing here")),
            rx.el.p(t("The address may be mistyped.")),
            link(t("Back to the halls"), to="/", class_name="primary"),
            class_name="card door",
        ),
        class_name="entrance",
    )
