"""The pages, a module for each."""

import reflex as rx
from reflex.utils.exec import is_prod_mode

from hallchat.pages import find, gallery, hall, lobby, mentioned, not_found, settings, sign_in, sign_up


def add_pages(app: rx.App) -> None:
    """Add every page to the application, and in development the gallery.

    Args:
        app: the application.
    """
    for page in (lobby, hall, find, mentioned, sign_in, sign_up, settings, not_found):
        page.add(app)
    if not is_prod_mode():
        gallery.add(app)
