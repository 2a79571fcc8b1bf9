"""The gallery's tokens, as the stylesheet has them."""

import re
from pathlib import Path

import reflex as rx

from hallchat.pages.gallery.samples import group, sample

_STYLESHEET = Path(__file__).parents[3] / "assets" / "hallchat.css"
_SEEN_AS = {"Colour": "background", "Space": "width", "Radius": "border_radius", "Shadow": "box_shadow", "Type": "font_size"}
"""The property that shows a token, for the groups of tokens where one does."""


def groups() -> list[rx.Component]:
    """Show each token of the stylesheet, in the groups that it has there."""
    root = _STYLESHEET.read_text(encoding="utf-8").split(":root {")[1].split("\n}")[0]
    _, *parts = re.split(r"^  /\* (\w+) \*/$", root, flags=re.MULTILINE)
    tokens = [re.findall(r"--([\w-]+): ([^;]+);", block) for block in parts[1::2]]
    return [
        group(title, *[_token(title, name, value) for name, value in each], kind="many")
        for title, each in zip(parts[::2], tokens, strict=True)
    ]


def _token(title: str, name: str, value: str) -> rx.Component:
    if title not in _SEEN_AS:
        return sample(f"--{name}", value)
    words = "Abc" if title == "Type" else ""
    return sample(f"--{name}", rx.el.div(words, style={_SEEN_AS[title]: f"var(--{name})"}, class_name="token"))
