"""The emoji on a message: who put them there, and putting one there oneself."""

from typing import Any

import reflex as rx
from reflex.vars import VarData

from hallchat.realtime.wire import Reaction
from hallchat.states.conversation import ConversationState
from hallchat.states.reactors import ReactorsState
from hallchat.states.session import SessionState
from hallchat.ui.browser import does
from hallchat.ui.elements import Renewal, server_button
from hallchat.ui.icons import icon
from hallchat.ui.reactors import REACTORS
from hallchat.ui.words import listed, number, t, tn

SCRIPT = """
(() => {
// Who reacted stands above an emoji that is pointed at, has the focus, or that a finger rests on: where the pointer gets to it.
const place = (chip) => {
  const {clientWidth: wide, clientHeight: high} = chip.parentElement, {offsetLeft: left, offsetWidth: own} = chip;
  const tip = chip.querySelector(".tip"), from = document.dir === "rtl" ? wide - left - own : left;
  tip.style.insetInlineStart = `${Math.max(0, Math.min(from, wide - tip.offsetWidth))}px`;
  tip.style.insetBlockEnd = `${high - chip.offsetTop}px`;
};
let rested = null;
// It lies over other words: Escape puts it away, and leaves pointer and focus where they are.
const all = (state) => document.querySelectorAll(`.chip[data-tip=${state}]`);
const told = () => [...document.querySelectorAll(".chip .tip")].filter((tip) => tip.checkVisibility());
addEventListener("keydown", (event) => {
  const tips = event.key === "Escape" ? told() : []; rested = null;
  for (const tip of tips) tip.parentElement.dataset.tip = "away";
  if (tips.length) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);
for (const name of ["pointerover", "focusin"]) addEventListener(name, ({target}) => {
  for (const chip of all("away")) if (!chip.matches(":hover, :focus")) delete chip.dataset.tip;
  if (target.closest?.(".chip")) place(target.closest(".chip"));
});
// A finger that rests on it asks who, and reacts not; nor does a click on the names. On a message, that gets the focus and shows
// its actions.
const rest = (target) => {
  rested = target.closest(".chip");
  if (rested) { rested.dataset.tip = "told"; place(rested); } else target.closest(".message")?.focus();
};
addEventListener("pointerdown", () => { rested = null; for (const chip of all("told")) delete chip.dataset.tip; }, true);
addEventListener("click", (event) => {
  if (rested?.contains(event.target) || event.target.closest(".tip")) { event.preventDefault(); event.stopPropagation(); }
}, true);
Object.assign(hallchat, {rest});
})();
"""


@rx.memo
def reactions(made: rx.Var[list[Reaction]], hall: rx.Var[int], seq: rx.Var[int], archived: rx.Var[bool]) -> rx.Component:
    """Show the emoji on a message, in an archived hall to be read alone. It follows the line, as ``message.edit_button`` does."""
    return rx.el.div(
        rx.foreach(made, lambda one: _chip(one, SessionState.user_id, hall, seq, archived)),
        react_button(hall=hall, seq=seq),
        Renewal.create(dialog=REACTORS, seq=seq, after=made, on_change=ReactorsState.again()),
        role="group",
        aria_label=t("Reactions"),
        class_name="reactions",
    )


@rx.memo
def react_button(hall: rx.Var[int], seq: rx.Var[int]) -> rx.Component:
    """Choose an emoji for a message; see ``message.edit_button``."""
    return server_button(
        icon("smile"),
        aria_label=t("React to this message"),
        aria_haspopup="dialog",
        aria_expanded=False,
        title=t("React to this message"),
        custom_attrs=does("pick", rx.Var("event"), hall, seq),
        class_name="icon react",
    )


def _chip(one: Any, me: Any, hall: Any, seq: Any, archived: Any) -> rx.Component:
    """Show one emoji and how many put it there; it tells who, and is one's own to put there and to take back."""
    mine, many, people = one["by"].contains(me), number(one["by"].length()), _people(one, me)
    return server_button(
        rx.el.span(one["emoji"], class_name="emoji"),
        rx.el.span(many),
        rx.el.span(rx.el.span(one["emoji"], class_name="emoji"), rx.el.span(people), class_name="tip"),
        barred=archived,
        on_click=ConversationState.react(hall, seq, one["emoji"], ~mine),
        aria_pressed=mine,
        aria_label=one["emoji"].to(str) + ", " + many + ": " + people,
        class_name="chip",
        key=one["emoji"],
    )


def _people(one: Any, me: Any) -> rx.Var[str]:
    """Name who put an emoji there: others as they came, how many more, and the reader."""
    data = VarData.merge(one._get_all_var_data(), me._get_all_var_data())
    by, names = one["by"], one["names"]
    others: Any = rx.Var(f"{names!s}.filter((_, at) => {by!s}[at] !== {me!s})", _var_data=data).to(list[str])
    more = by.length() - others.length() - rx.cond(by.contains(me), 1, 0)
    rest: Any = rx.Var.create([rx.cond(more > 0, tn("{count} more", "{count} more", more), "")])
    reader: Any = rx.Var.create([rx.cond(by.contains(me), t("you"), "")])
    return listed((others + rest + reader).filter(lambda name: name))
