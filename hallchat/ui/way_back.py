"""The way back: a jump remembers where one was, and one button leads there again."""

from typing import Any

import reflex as rx

from hallchat.ui.browser import does, followed
from hallchat.ui.elements import away
from hallchat.ui.icons import icon
from hallchat.ui.window import address
from hallchat.ui.words import t

SCRIPT = """
(() => {
// A jump remembers where one was: on which page, and which message was in the middle there, or none at the end of a hall.
const came = hallchat.live(null), from = () => location.pathname + location.search;
const stream = () => document.getElementById("stream");
const middle = ({top, height} = stream().getBoundingClientRect()) => [...document.querySelectorAll("#stream [data-seq]")]
  .findLast((row) => row.getBoundingClientRect().top < top + height / 2)?.dataset.seq;
const setOut = (path) => came.set({path, from: from(), seq: stream() && hallchat.away.get() ? +middle() : 0});
const go = (seq) => { setOut(location.pathname); hallchat.goTo(seq); };
const goBack = () => { const {from: page, seq} = came.get();
  if (page !== from()) hallchat.leadTo(page, seq ? `#${seq}` : ""); else if (seq) hallchat.goTo(seq); else hallchat.toEnd();
  came.set(null);
};
// Who goes on by writing stays: from another page nothing leads back any more, for it would stand above what is said.
const stay = ({target}) => target.id === "composer" && came.get() && came.get().from !== from() && came.set(null);
addEventListener("input", stay);
const jump = (event, seq) => {
  if (!hallchat.plain(event)) return;
  event.preventDefault(); hallchat.hide(); go(seq);
};
Object.assign(hallchat, {came, setOut, go, goBack, jump});
})();
"""


_came: Any = followed("came", "null", dict[str, str] | None)
"""Which hall a jump led to, its ``path``, and where it began: the page ``from``, and the place ``seq``, which is 0 at the end."""


@rx.memo
def came_from() -> rx.Component:
    """Lead back to where a jump into the hall that is shown, or within it, began."""
    back: Any = (_came["from"] != address) | _came["seq"] | away
    return rx.cond(_came & (_came["path"] == address) & back, go_back())


def go_back() -> rx.Component:
    """Lead back to where one was."""
    return rx.el.button(icon("undo"), t("Back to where you were"), custom_attrs=does("goBack"), class_name="floating go-back")
