"""A page beside the halls that shows none of them: settings, search."""

from typing import Any

import reflex as rx

from hallchat.ui.frame import framed
from hallchat.ui.hall_list import hall_list, side_button
from hallchat.ui.icons import icon
from hallchat.ui.links import link
from hallchat.ui.words import t


def page_aside(title: Any, *content: rx.Component, class_name: str) -> rx.Component:
    """Put content beside the halls, under a title and a way back.

    Args:
        title: the page's heading.
        content: what it is about.
        class_name: of the section that holds the content.

    Returns:
        The page.
    """
    return framed(
        hall_list(),
        rx.el.main(
            rx.el.header(
                side_button(),
                link(icon("back"), to="/", aria_label=t("Back to the halls"), class_name="icon back"),
                rx.el.div(rx.el.h1(title), class_name="title"),
            ),
            rx.el.section(*content, class_name=class_name),
            tab_index=-1,
            class_name="conversation",
        ),
        class_name="chat",
    )
