"""Choosing an emoji, for a message or where one writes: one dialog for the page, whose list is loaded when it first opens."""

import json

import reflex as rx

from hallchat.states.conversation import ConversationState
from hallchat.ui.browser import does, effect
from hallchat.ui.elements import Follower, trigger
from hallchat.ui.emoji import emoji_list
from hallchat.ui.grid import walked
from hallchat.ui.modal import modal
from hallchat.ui.tones import tones
from hallchat.ui.words import t

PICKER = "picker"
USUAL = ("👍", "❤️", "😂", "🎉", "🙏", "👀", "🔥", "✅")
"""What is offered behind what one chose oneself."""
SCRIPT = """
(() => { const by = (id) => document.getElementById(id);
// How a reaction is sent, and whose choices are remembered, only a component knows; where a choice goes, who opens the picker.
let react = () => {}, take = () => {}, drawn = null;
const pickBy = (tell) => { react = tell; };
const recent = () => JSON.parse(localStorage.getItem(hallchat.keptAt("emoji"))) ?? [];
// It opens beside what asked for it, where there is room; the style sheet makes a sheet of it on a phone.
const pick = ({currentTarget: button}, hall, seq) => {
  take = hall === undefined ? hallchat.insert : (emoji) => react(hall, seq, emoji);
  const box = by("picker");
  hallchat.show("picker"); hallchat.showTone(); offer(); draw().catch(() => {});
  button.ariaExpanded = "true"; box.onclose = () => { button.ariaExpanded = "false"; }; // its bar stands there as long
  const [start, high] = hallchat.beside(button, box, false);
  box.style.setProperty("--x", `${start}px`); box.style.setProperty("--y", `${high}px`);
};
// Two thousand buttons: React would take many times as long to draw them, and would draw them again.
const made = (tag, looks, ...within) => {
  const one = Object.assign(document.createElement(tag), looks); one.append(...within); return one;
};
const cell = ([emoji, name]) => made("button", {type: "button", title: name, ariaLabel: name}, emoji);
const offered = () => [...new Set([...recent(), ...USUAL.map(hallchat.emojiToned)])].slice(0, 16);
const offer = () => by("picker-recent").replaceChildren(...offered().map(hallchat.emojiKnown).map(cell));
const draw = async (list = by("picker-all")) => {
  const {groups, all} = await hallchat.emojiFrom(list.dataset.address), grid = (cells) => made("div", {}, ...cells.map(cell));
  if (drawn === groups && list.firstChild) return;
  const part = (title, group) => made("fieldset", {ariaLabel: title},
    made("h3", {}, title), grid(all.filter((row) => row[4] === group).map(hallchat.toned)));
  list.replaceChildren(...groups.map(part)); drawn = groups; offer();
};
const lookUp = ({target}) => {
  const found = hallchat.emojiNamed(target.value).slice(0, 120);
  by("picker-found").replaceChildren(...found.map(hallchat.toned).map(cell));
};
// In another colour of skin, the usual ones too; what was chosen before stays as it was chosen.
const redraw = () => { drawn = null; draw(); lookUp({target: by("picker").querySelector("input")}); };
const chosen = ({target}, emoji = target.closest("fieldset button")?.textContent) => {
  if (!emoji) return; hallchat.hide("picker"); take(emoji);
  const all = new Set([emoji, ...recent()]);
  localStorage.setItem(hallchat.keptAt("emoji"), JSON.stringify([...all].slice(0, 16)));
};
Object.assign(hallchat, {pickBy, pick, lookUp, redraw, chosen});
})();
""".replace("USUAL", json.dumps(USUAL, ensure_ascii=False))


class _Picking(Follower):
    """Sends what was chosen for a message."""

    on_pick: rx.EventHandler[rx.event.passthrough_event_spec(int, int, str)]  # pyright: ignore[reportCallIssue]

    def add_hooks(self) -> list[str | rx.Var]:
        """Take the handler once."""
        return [effect("pickBy", trigger(self, "on_pick"))]


@rx.memo
def picking() -> rx.Component:
    """Send what was chosen for a message."""
    return _Picking.create(on_pick=lambda hall, seq, emoji: ConversationState.react(hall, seq, emoji, True))


def picker() -> rx.Component:
    """Make the dialog in which an emoji is chosen."""
    return rx.fragment(
        picking(),
        modal(
            rx.el.div(
                rx.el.input(
                    type="search",
                    placeholder=t("Search emoji"),
                    aria_label=t("Search emoji"),
                    auto_complete="off",
                    custom_attrs=does("lookUp", on="onInput"),
                ),
                _lists(),
                rx.el.fieldset(
                    rx.el.div(id="picker-found"),
                    rx.el.p(t("No emoji found."), role="status", class_name="empty"),
                    aria_label=t("Found emoji"),
                    class_name="found-emoji",
                ),
                custom_attrs={**walked(), **does("chosen")},
                class_name="picker",
            ),
            tones(),
            id=PICKER,
            title=t("Choose an emoji"),
        ),
    )


def _lists() -> rx.Component:
    return rx.el.div(
        rx.el.fieldset(rx.el.h3(t("Recently used")), rx.el.div(id="picker-recent"), aria_label=t("Recently used")),
        rx.el.div(id="picker-all", custom_attrs={"data-address": emoji_list()}),
        rx.el.p(t("Loading emoji…"), class_name="empty"),
        id="picker-lists",
    )
