"""The few icons, drawn on a 24 by 24 grid."""

import reflex as rx

_PATHS = {
    "trash": "M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
    "send": "M5 12h14M13 6l6 6-6 6",
    "back": "M15 5l-7 7 7 7",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.6-3.6 3-5.5 6.5-5.5s5.900 1.900 6.500 5.500M16 4.500a3.500 3.500 0 0 1 0 6.500M18 15c2 .7 3.200 2.400 3.500 5",
    "plus": "M12 5v14M5 12h14",
    "lock": "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
    "hash": "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
    "close": "M6 6l12 12M18 6 6 18",
    "down": "M12 5v14M6 13l6 6 6-6",
    "gear": "M12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM12 2.500v3M12 18.500v3M2.500 12h3M18.500 12h3M5.300 5.300l2.100 2.100M16.600 16.600l2.100 2.100M5.300 18.700l2.100-2.100M16.600 7.400l2.100-2.100",
}


def icon(name: str) -> rx.Component:
    """Draw an icon; it says nothing by itself, so give its control a name.

    Args:
        name: one of those above.

    Returns:
        An inline SVG in the colour of the text.
    """
    return rx.el.svg(
        rx.el.path(d=_PATHS[name]),
        view_box="0 0 24 24",
        width="20",
        height="20",
        fill="none",
        stroke="currentColor",
        stroke_width="1.8",
        stroke_linecap="round",
        stroke_linejoin="round",
        aria_hidden="true",
    )
