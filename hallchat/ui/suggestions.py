"""The list above a box to write in, with what the word before the caret may become; ``completion`` says what that is."""

from typing import Any, TypedDict

import reflex as rx

from hallchat.ui.browser import does, followed
from hallchat.ui.face import face
from hallchat.ui.icons import icon
from hallchat.ui.words import t

SCRIPT = """
(() => { const options = hallchat.live([]), picked = hallchat.live(0); let box = null, start = -1, left = -1;
// What fits the word that begins at a place in a box is shown above it; Escape closes the list until the next word.
const suggest = (found, where = null, from = -1) => {
  if (from !== left) left = -1;
  const shown = from < 0 || from === left ? [] : found.map((one) => ({...one, box: where.id})), old = options.get();
  box = where; start = from;
  if (shown.length !== old.length || shown.some((one, at) => one.text !== old[at].text)) { options.set(shown); point(0); }
};
// One is marked, by keys or by a pointer that moves: Enter takes it. A screen reader hears of it, though the focus stays.
const point = (at) => { picked.set(at);
  for (const one of document.querySelectorAll("[data-completes]")) one === box && options.get().length
    ? one.setAttribute("aria-activedescendant", `${one.id}-option-${at}`) : one.removeAttribute("aria-activedescendant");
};
const close = () => { left = start; suggest([], box, start); }, stay = (event) => event.preventDefault();
// What is chosen takes the place of the word, with what already stands of it behind the caret, and a space.
const choose = (at, {text, names} = options.get()[at]) => {
  close(); if (!text) return;
  const after = box.value.slice(box.selectionStart), [rest] = after.match(/^[\\p{L}\\p{M}\\p{N}._+-]*/u);
  const word = box.value.slice(start + 1, box.selectionStart) + rest;
  const more = names.includes(` ${hallchat.folded(word)}`) ? rest.length : 0;
  box.setSelectionRange(start, box.selectionStart + more + (after[more] === " ")); hallchat.insert(text, box);
};
const steer = (event, {length} = options.get(), {key} = event) => {
  const step = {ArrowDown: 1, ArrowUp: length - 1}[key], takes = key === "Enter" || key === "Tab";
  if (!length || event.target !== box || !hallchat.plain(event) || !(step || takes || key === "Escape")) return;
  event.preventDefault(); event.stopPropagation();
  step ? point((picked.get() + step) % length) : takes ? choose(picked.get()) : close();
};
addEventListener("keydown", steer, true);
Object.assign(hallchat, {options, picked, suggest, choose, stay, point});
})();
"""


class Option(TypedDict):
    """Something to choose: the text that is put in, empty where it cannot be; and the box that it is for."""

    kind: str
    text: str
    label: str
    hint: str
    by: int  # the user, 0 for none
    box: str


_options: Any = followed("options", "[]", list[Option])
_picked: Any = followed("picked", "0", int)


@rx.memo
def completions(where: rx.Var[str]) -> rx.Component:
    """Show what can be chosen, above a box to write in, while there is anything."""
    there: Any = _options.filter(lambda one: one["box"] == where)
    return rx.cond(there.length() > 0, option_list(there, where=where, picked=_picked))


def option_list(options: Any, *, where: Any, picked: Any) -> rx.Component:
    """Show what can be chosen.

    Args:
        options: a var of a list of ``Option``.
        where: the id of the box.
        picked: which one Enter takes, counted from 0.

    Returns:
        The list.
    """
    return rx.el.ul(
        rx.foreach(options, lambda one, index: _option(one, index, where, picked)),
        role="listbox",
        aria_label=t("Suggestions"),
        class_name="options",
    )


def _option(one: Any, index: Any, where: Any, picked: Any) -> rx.Component:
    kinds = (("#", icon("hash")), (":", rx.el.span(one["hint"], aria_hidden=True, class_name="glyph")), icon("people"))
    sign = rx.cond(one["by"], face(one["by"], one["label"]), rx.match(one["kind"], *kinds))
    return rx.el.li(
        sign,
        rx.el.strong(rx.el.bdi(one["label"])),
        rx.cond(one["kind"] == "@", rx.el.small(rx.el.bdi(one["hint"]))),
        id=where + "-option-" + index.to_string(),
        role="option",
        aria_selected=index == picked,
        aria_disabled=~one["text"].to(bool),
        custom_attrs={
            **does("choose", index),
            **does("stay", on="onMouseDown"),
            **does("point", index, on="onPointerMove"),
        },
        class_name="option",
        key=index.to_string(),
    )
