"""``/gallery``, in development only: every component in every state, drawn by the functions that draw the pages.

The values are made up, and nothing does anything: no click and no key reaches what is shown. Its own words are English.
"""

from pathlib import Path

import reflex as rx

from hallchat.pages.gallery import controls, messages, places, tokens
from hallchat.pages.gallery.samples import still
from hallchat.ui.code import copy_code
from hallchat.ui.forms import language_choice
from hallchat.ui.frame import framed
from hallchat.ui.looks import looks_choice

_STYLE = Path(__file__).with_name("gallery.css")


def add(app: rx.App) -> None:
    """Add the page."""
    app.add_page(page, route="/gallery", title="Gallery")


def page() -> rx.Component:
    """Show all there is, below the switches for how it looks."""
    parts = (tokens, controls, messages, places)
    return framed(
        rx.el.style(_STYLE.read_text(encoding="utf-8")),
        rx.el.main(
            rx.el.header(rx.el.h1("Gallery"), looks_choice(), language_choice()),
            copy_code(),
            *[still(group) for part in parts for group in part.groups()],
        ),
        class_name="gallery",
    )
