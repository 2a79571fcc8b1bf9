"""The pages, a module for each."""

import reflex as rx

from hallchat.pages import hall, lobby, not_found, settings, sign_in, sign_up


def add_pages(app: rx.App) -> None:
    """Add every page to the application.

    Args:
        app: the application.
    """
    for page in (lobby, hall, sign_in, sign_up, settings, not_found):
        page.add(app)
