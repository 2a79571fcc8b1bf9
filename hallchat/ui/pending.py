"""How a message looks that is on its way: as tall as it will be, so that nothing moves when it is stored.

Markdown is drawn by the server alone. Here stand only its blocks, as plain text: paragraphs, lists, quotes and code make a
message as tall as it is.
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
// A line begins an item or a quote, where it says so; a list with another number than 1 begins no paragraph's middle (5.2, 5.3).
// What it does not say goes on with what stands above it, until a blank line.
const MARK = /^ {0,3}(?:[-*+] +(?=\\S)|\\d{1,9}[.)] +(?=\\S)|> ?)/;
const begins = (line, open) => { const mark = line.match(MARK)?.[0].trim() ?? "", number = parseInt(mark);
  return !mark ? "" : mark === ">" ? "quote" : isNaN(number) ? "items" : open !== "p" || number === 1 ? "numbers" : "";
};
const prose = (text) => { const all = []; let open = "";
  for (const line of text.split("\\n")) {
    const own = begins(line, open), kind = own || line.trim() && (open || "p");
    const words = own ? line.replace(MARK, "") : line.trim(), goesOn = kind === open && (!own || own === "quote");
    if (kind && kind !== open) all.push({kind, parts: []});
    const parts = all.at(-1)?.parts; if (kind) parts.push(goesOn ? parts.pop() + "\\n" + words : words);
    open = kind;
  }
  return all;
};
const blocks = (text) => kept(text).split(fence).flatMap((part, at) =>
  at % 3 === 1 ? [] : at % 3 ? [{kind: "code", parts: [part]}] : prose(part));
Object.assign(hallchat, {folds, blocks});
})();
"""
for _name, _value in (("FENCES", json.dumps(FENCES)), ("NARROW", NARROW), ("WIDE", WIDE), ("MOST", MOST)):
    SCRIPT = SCRIPT.replace(_name, str(_value))


class Block(TypedDict):
    """A block of a text."""

    kind: str  # p, items, numbers, quote, code
    parts: list[str]  # the items of a list, else one


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


def _block(block: Any) -> Any:
    items, words = rx.foreach(block["parts"], rx.el.li), block["parts"][0]
    return rx.match(
        block["kind"],
        ("items", rx.el.ul(items)),
        ("numbers", rx.el.ol(items)),
        ("quote", rx.el.blockquote(rx.el.p(words))),
        ("code", rx.el.div(rx.el.pre(rx.el.code(words)))),
        rx.el.p(words),
    )


def fold_place() -> rx.Component:
    """Keep the place of the button that unfolds the message once it is stored."""
    return rx.el.button(rx.el.span(t("Show all")), class_name="link fold")
