"""The few icons, drawn on a 24 by 24 grid."""

import reflex as rx

_PATHS = {
    "trash": "M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
    "send": "M5 12h14M13 6l6 6-6 6",
    "back": "M15 5l-7 7 7 7",
    "people": "M12.5 7.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM2.5 20c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5"
    "M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15c2 .7 3.2 2.4 3.5 5",
    "plus": "M12 5v14M5 12h14",
    "lock": "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
    "hash": "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
    "close": "M6 6l12 12M18 6 6 18",
    "down": "M12 5v14M6 13l6 6 6-6",
    "sliders": "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5",
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
