"""What stands in place of a page that fails while it is drawn."""

from typing import Any

import reflex as rx
from reflex.event import noop
from reflex_components_core.base.error_boundary import ErrorBoundary

from hallchat.ui.icons import wordmark
from hallchat.ui.words import told


def boundary(stateful: bool) -> rx.Component:
    """Hold the page, in place of Reflex's own boundary: an error in it is reported to the server.

    Args:
        stateful: whether there is a server to report to.

    Returns:
        The boundary.
    """
    reports: dict[str, Any] = {} if stateful else {"on_error": noop()}
    return ErrorBoundary.create(fallback_render=rx.Var.create(broken()), **reports)


def broken() -> rx.Component:
    """Say that the page has failed, and offer to load it again. Nothing in it needs a state: that may be what failed."""
    again = rx.Var("(() => location.reload())")
    card = rx.el.main(
        wordmark(),
        rx.el.h1(told("This page has failed")),
        rx.el.p(told("Something went wrong while it was drawn. Load it again to go on.")),
        rx.el.button(told("Load again"), type="button", auto_focus=True, custom_attrs={"onClick": again}, class_name="primary"),
        class_name="card door",
    )
    return rx.el.div(card, role="alert", class_name="entrance")
