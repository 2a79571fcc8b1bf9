"""The few icons, drawn on a 24 by 24 grid, and the wordmark."""

import reflex as rx

_PATHS = {
    "all_read": "M2.5 13l4 4 8-9M11.5 16l1 1 9-10",
    "at": "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM16 8v5.5a2.5 2.5 0 0 0 4.5 1.5c.6-3 .3-6-2-8.500a8.500 8.500 0 1 0-2.500 12.500",
    "back": "M15 5l-7 7 7 7",
    "bell": "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4",
    "bell-off": "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4M4 4l16 16",
    "bin": "M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
    "box": "M4 8h16v12H4zM3 4h18v4H3zM10 12h4",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4",
    "clock": "M12 7.5V12l3 2M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0Z",
    "close": "M6 6l12 12M18 6 6 18",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "done": "M5 12.5l4.5 4.5L19 7.5",
    "dots": "M5 12h.01M12 12h.01M19 12h.01",
    "down": "M12 5v14M6 13l6 6 6-6",
    "hash": "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
    "jump": "M4 12h12M11 7l5 5-5 5M20 5v14",
    "keyboard": "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17 14h.01M7 14h6",
    "leave": "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5",
    "lock": "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
    "pencil": "M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3",
    "people": "M12.5 7.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM2.5 20c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5"
    "M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15c2 .7 3.2 2.4 3.5 5",
    "person": "M15.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM5 20c.7-3.6 3.2-5.5 7-5.5s6.3 1.9 7 5.5",
    "plus": "M12 5v14M5 12h14",
    "reply": "M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v2",
    "retry": "M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5",
    "search": "M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM15.3 15.3 20 20",
    "send": "M5 12h14M13 6l6 6-6 6",
    "smile": "M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM8.5 14.5a4.2 4.2 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
    "side": "M4 5h16v14H4zM9.5 5v14",
    "unread": "M16.5 7.5a3 3 0 1 1 6 0 3 3 0 0 1-6 0ZM13 5H3.5v12H8v4l5-4h7.5v-3.5",
    "up": "M12 19V5M6 11l6-6 6 6",
    "sliders": "M4 7h8.5M17.5 7H20M4 17h2.5M11.5 17H20"
    "M17.5 7a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM11.5 17a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
    "undo": "M9 14 4 9l5-5M4 9h10a5.5 5.5 0 0 1 0 11h-3",
}
NAMES = tuple(_PATHS)
_MIRRORED = {"back", "jump", "send", "leave", "reply", "side", "undo"}

# Lower-case letters of one stroke: each arch is a door. Advance widths are the letters' own.
_LETTERS = (
    "M2 3v18M2 15a5 5 0 0 1 10 0v6"  # h
    "M26 10v11M26 15.5a5 5 0 1 1-10 0 5 5 0 0 1 10 0"  # a
    "M31 3v18M36 3v18"  # l l
    "M49 12a5 5 0 1 0 0 7"  # c
    "M54 3v18M54 15a5 5 0 0 1 10 0v6"  # h
    "M78 10v11M78 15.5a5 5 0 1 1-10 0 5 5 0 0 1 10 0"  # a
    "M84 5v12a4 4 0 0 0 4 4h1M81 10.5h8"  # t
)


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
        aria_hidden="true",
        class_name="i mirrored" if name in _MIRRORED else "i",
    )


def mark() -> rx.Component:
    """Draw the mark: two doors in a wall, one within the other."""
    return rx.el.svg(
        rx.el.rect(width="24", height="24", rx="6.5", class_name="plate"),
        rx.el.path(d="M6.5 19V11.5a5.5 5.5 0 0 1 11 0V19M12 19v-6.5", class_name="arch"),
        view_box="0 0 24 24",
        aria_hidden="true",
        class_name="mark",
    )


def wordmark() -> rx.Component:
    """Draw the mark and the name, which is said as "HallChat"."""
    return rx.el.span(
        mark(),
        rx.el.svg(rx.el.path(d=_LETTERS), view_box="0 0 91 24", role="img", aria_label="HallChat", class_name="letters"),
        class_name="wordmark",
    )
