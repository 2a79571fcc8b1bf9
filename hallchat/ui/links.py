"""Links inside the application, which do not load the page anew."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink


def link(*children: Any, to: rx.Var[str] | str, **props: Any) -> rx.Component:
    """Make a link to another page of ours.

    Args:
        children: what it shows.
        to: the path.
        props: attributes.

    Returns:
        The link.
    """
    return ReactRouterLink.create(*children, to=to, **props)


def hall_path(hall_id: Any) -> rx.Var[str]:
    """Return the address of a hall."""
    return rx.Var.create("/h/") + hall_id.to_string()
