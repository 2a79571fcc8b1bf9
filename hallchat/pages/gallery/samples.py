"""How the gallery shows a component: under its name, in a group, and out of reach."""

from typing import Any

import reflex as rx

_UNREACHED = {
    "onClickCapture": rx.Var("((event) => { event.preventDefault(); event.stopPropagation(); })"),
    "onKeyDownCapture": rx.Var("((event) => event.stopPropagation())"),
}


def group(title: str, *samples: rx.Component, kind: str = "") -> rx.Component:
    """Show what belongs together.

    Args:
        title: of the group.
        samples: what is in it.
        kind: ``wide`` for one below the other, ``many`` for small ones.

    Returns:
        The group.
    """
    return rx.el.section(rx.el.h2(title), rx.el.div(*samples, class_name=f"specimens {kind}"), class_name="group")


def sample(name: str, *content: Any, within: str = "", held: bool = False) -> rx.Component:
    """Show a component in one state.

    Args:
        name: of the component and the state.
        content: the component.
        within: the class of what it stands in on its page, where its look depends on that.
        held: whether to show what otherwise comes by pointing at it or by waiting.

    Returns:
        The component below its name.
    """
    return rx.el.div(
        rx.el.p(name, class_name="caption"),
        rx.el.div(*content, class_name=f"stand {within} {'held' if held else ''}"),
        class_name="specimen",
    )


def still(content: rx.Component) -> rx.Component:
    """Let no click and no key reach what is shown."""
    return rx.el.div(content, custom_attrs=_UNREACHED)
