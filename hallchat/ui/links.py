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


class PageAhead(rx.Component):
    """Loads the code of a page before somebody goes there: offline it would be too late, and the browser's error page come."""

    library = "react-router"
    tag = "PrefetchPageLinks"
    page: rx.Var[str]


def pages_ahead() -> rx.Component:
    """Load the code of all pages of somebody who is signed in, one address for each."""
    return rx.fragment(*[PageAhead.create(page=one) for one in ("/", "/h/1", "/settings", "/find", "/mentioned")])


def hall_path(hall_id: Any) -> rx.Var[str]:
    """Return the address of a hall."""
    return rx.Var.create("/h/") + hall_id.to_string()
