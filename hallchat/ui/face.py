"""A person: a face, until there are pictures the first letter of the name in a colour that stays theirs, and who it is."""

from typing import Any

import reflex as rx

from hallchat.ui.presence import dot

HUES = 12


def face(person: Any, name: Any) -> rx.Component:
    """Show a face; it says nothing by itself, the name stands beside it.

    Args:
        person: the user's id, a var.
        name: the display name, a var.

    Returns:
        The face.
    """
    return rx.el.span(name.to(str)[:1].upper(), class_name="face", aria_hidden="true", custom_attrs={"data-hue": person % HUES})


def who(person: Any, name: Any, username: Any, presence: Any = "") -> rx.Component:
    """Show a person with both names.

    Args:
        person: the user's id, a var.
        name: the display name, a var.
        username: the other name, a var.
        presence: ``online``, ``away``, or nothing.

    Returns:
        The face and the names, side by side in whatever is around them.
    """
    there = rx.el.span(face(person, name), dot(presence), class_name="faced")
    names = rx.el.span(rx.el.strong(rx.el.bdi(name)), rx.el.small(rx.el.bdi("@" + username)), class_name="who")
    return rx.fragment(there, names)
