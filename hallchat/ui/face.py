"""A person: a face, until there are pictures the first letter of the name in a colour that stays theirs, and who it is.

What has ``data-who`` leads to the card of that username; see ``card``.
"""

from typing import Any

import reflex as rx

from hallchat.ui.presence import dot

HUES = 12


def face(person: Any, name: Any, username: Any = None) -> rx.Component:
    """Show a face; it says nothing by itself, the name stands beside it.

    Args:
        person: the user's id, a var.
        name: the display name, a var.
        username: where a click on it leads to the person's card, as the name beside it does.

    Returns:
        The face.
    """
    leads = {} if username is None else {"data-who": username}
    return rx.el.span(
        name.to(str)[:1].upper(), class_name="face", aria_hidden="true", custom_attrs={"data-hue": person % HUES, **leads}
    )


def name_button(name: Any, username: Any) -> rx.Component:
    """Show a name that leads to the person's card.

    Args:
        name: the display name, a var.
        username: the other name, a var.

    Returns:
        The name.
    """
    return rx.el.strong(
        rx.el.button(
            rx.el.bdi(name), type="button", title="@" + username, custom_attrs={"data-who": username}, class_name="link name"
        )
    )


def who(person: Any, name: Any, username: Any, presence: Any = "", *, leads: bool = False) -> rx.Component:
    """Show a person with both names.

    Args:
        person: the user's id, a var.
        name: the display name, a var.
        username: the other name, a var.
        presence: ``online``, ``away``, or nothing.
        leads: whether to their card.

    Returns:
        The face and the names, side by side in whatever is around them.
    """
    called = name_button(name, username) if leads else rx.el.strong(rx.el.bdi(name))
    names = rx.el.span(called, rx.el.small(rx.el.bdi("@" + username)), class_name="who")
    there = rx.el.span(face(person, name, username if leads else None), dot(presence), class_name="faced")
    return rx.fragment(there, names)
