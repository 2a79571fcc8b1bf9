"""How a message looks that is on its way: as tall as it will be, so that nothing moves when it is stored.

Markdown is drawn by the server alone. Here stand only the paragraphs and blocks of code, which make a message as tall as it is.
"""

import json
from typing import Any, TypedDict

import reflex as rx

from hallchat.realtime.height import FENCES, MOST, NARROW, WIDE
from hallchat.ui.browser import says
from hallchat.ui.words import t

SCRIPT = """
(() => {
// What the server keeps of a text.
const kept = (text) => text.replace(/^(?:[^\\S\\n]*\\n)+/, "").trimEnd();
// Whether it will be folded, by the rule of height.py.
const lines = (text, width, code = false) => kept(text).split("\\n").reduce((sum, line) => {
  if (!FENCES.some((one) => line.trimStart().startsWith(one))) return sum + (code ? 1 : Math.ceil([...line].length / width));
  code = !code; return sum;
}, 0);
const folds = (text) => (lines(text, NARROW) > MOST) + (lines(text, WIDE) > MOST);
// Code stands between two fences, or from one to the end (CommonMark 0.31, 4.5).
const fence = /^ {0,3}(`{3,}|~{3,})[^`\\n]*\\n([^]*?)(?:^ {0,3}\\1[`~]*[ \\t]*$|(?![^]))/m;
const paragraphs = (text) => text.split(/\\n\\s*\\n/).map((one) => one.trim()).filter(Boolean);
const drawn = (parts, code) => parts.map((text) => ({text, code}));
const blocks = (text) => kept(text).split(fence).flatMap((part, at) =>
  at % 3 === 1 ? [] : at % 3 ? drawn([part], true) : drawn(paragraphs(part), false));
Object.assign(hallchat, {folds, blocks});
})();
"""
for _name, _value in (("FENCES", json.dumps(FENCES)), ("NARROW", NARROW), ("WIDE", WIDE), ("MOST", MOST)):
    SCRIPT = SCRIPT.replace(_name, str(_value))


class Block(TypedDict):
    """A part of a text."""

    text: str
    code: bool


def folds(text: Any) -> Any:
    """Tell where a message will be folded; see ``height.folds``.

    Args:
        text: as it was typed, a var.

    Returns:
        A var of 0, 1 or 2.
    """
    return says("folds", text, type_=int)


def drawn_body(text: Any) -> rx.Component:
    """Draw a text about as the server will.

    Args:
        text: as it was typed, a var.

    Returns:
        The body of its message.
    """
    return rx.el.div(rx.foreach(says("blocks", text, type_=list[Block]), _block), dir="auto", class_name="body")


def _block(block: Any) -> rx.Component:
    return rx.cond(block["code"], rx.el.div(rx.el.pre(rx.el.code(block["text"]))), rx.el.p(block["text"]))


def fold_place() -> rx.Component:
    """Keep the place of the button that unfolds the message once it is stored."""
    return rx.el.button(rx.el.span(t("Show all")), class_name="link fold")
