"""A message that one edits in its place, and what a message said before."""

from typing import Any, cast

import reflex as rx

from hallchat.states.conversation import ConversationState
from hallchat.states.editing import EditingState, VersionsState
from hallchat.ui.browser import does, effect
from hallchat.ui.elements import server_button
from hallchat.ui.modal import modal
from hallchat.ui.suggestions import completions
from hallchat.ui.times import full_date
from hallchat.ui.words import language, t

VERSIONS = "versions"
SCRIPT = """
(() => {
// Enter saves and Escape gives up, as people know from where they write; a text area does neither by itself.
const editKey = (event) => {
  const {key, shiftKey, currentTarget: box} = event;
  if (/^(Arrow|Home|End)/.test(key)) event.stopPropagation(); // they go through the text, not through the messages
  if (hallchat.composing(event) || (key !== "Enter" || shiftKey) && key !== "Escape") return;
  event.preventDefault(); event.stopPropagation();
  if (key === "Enter") box.form.requestSubmit(); else { box.form.querySelector("[type=button]").click(); focusBox(); }
};
const focusBox = () => document.getElementById("composer")?.focus();
// The box has the focus at its end: React puts it at the beginning. What was typed into it before the page was loaded again is
// there, unless the message says something else by now.
const typedPlace = ({dataset}) => `hallchat ${hallchat.whose()} edit ${dataset.of}`;
const editFrom = (id) => {
  const box = document.getElementById(id), [from, said] = JSON.parse(sessionStorage.getItem(typedPlace(box)) ?? "[]");
  if (from === box.defaultValue) box.value = said; else sessionStorage.removeItem(typedPlace(box));
  box.focus(); box.setSelectionRange(1e9, 1e9);
};
const editTyped = ({target}) => sessionStorage.setItem(typedPlace(target), JSON.stringify([target.defaultValue, target.value]));
const editGivenUp = ({target}) => sessionStorage.removeItem(typedPlace(target.form.content));
// Arrow-up where nothing is written yet edits what one said last.
const editLast = () => [...document.querySelectorAll("#stream .edit")].at(-1)?.click();
const upwards = ({key, target}) => key === "ArrowUp" && target.id === "composer" && !target.value;
addEventListener("keydown", (event) => upwards(event) && hallchat.plain(event) && editLast());
const showVersions = (seq) => seq && hallchat.show("versions");
Object.assign(hallchat, {editKey, editFrom, editTyped, editGivenUp, showVersions});
})();
"""


class _Box(rx.Fragment):
    """Puts the focus at the end of the text that is edited."""

    def add_hooks(self) -> list[str | rx.Var]:
        """Do it once."""
        return [effect("editFrom", "editing")]


@rx.memo
def edit_box(hall: rx.Var[int], seq: rx.Var[int]) -> rx.Component:
    """Show a message of one's own as it was typed, to be changed."""
    words = t("What the message says")
    return rx.el.form(
        _Box.create(),
        rx.el.textarea(
            id="editing",
            name="content",
            default_value=EditingState.content,
            dir="auto",
            aria_label=words,
            aria_autocomplete="list",
            custom_attrs={
                **does("editKey", on="onKeyDown"),
                **does("editTyped", on="onInput"),
                "data-of": cast(Any, hall).to_string() + " " + cast(Any, seq).to_string(),
                "data-completes": "",
            },
        ),
        completions(where="editing"),
        rx.el.div(
            server_button(t("Save"), type="submit", class_name="primary"),
            rx.el.button(
                t("Cancel"),
                type="button",
                on_click=EditingState.give_up,
                custom_attrs=does("editGivenUp", on="onClickCapture"),
            ),
            rx.el.small(t("Enter saves, Esc cancels")),
            class_name="row",
        ),
        on_submit=lambda form: ConversationState.edit(hall, seq, form.to(dict[str, str])["content"]),
        class_name="edit-box",
    )


def edited_mark(row: Any, hall: Any) -> rx.Component:
    """Say that a message was edited, and lead to what it said before.

    Args:
        row: a var of ``Row``.
        hall: the id of its hall, a var.

    Returns:
        The mark, or nothing.
    """
    return rx.cond(row["edited"], versions_button(hall=hall, seq=row["seq"], at=row["edited"]))


@rx.memo
def versions_button(hall: rx.Var[int], seq: rx.Var[int], at: rx.Var[int]) -> rx.Component:
    """Say that a message was edited, and show what it said; it follows the line by itself as ``edit_button`` does."""
    return server_button(
        t("edited"),
        on_click=VersionsState.show(hall, seq),
        title=full_date(at, language),
        aria_haspopup="dialog",
        class_name="link edited",
    )


class _Opened(rx.Fragment):
    """Opens the dialog when there are versions to show."""

    seq: rx.Var[int]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [effect("showVersions", self.seq, after=(self.seq,))]

    def _exclude_props(self) -> list[str]:
        return ["seq"]


@rx.memo
def versions_opened() -> rx.Component:
    """Open the dialog of versions when they are there."""
    return _Opened.create(seq=VersionsState.seq)


def versions() -> rx.Component:
    """Make the dialog that shows what a message said before."""
    return rx.fragment(
        versions_opened(),
        modal(
            said_before(VersionsState.versions),
            id=VERSIONS,
            title=t("What the message said"),
            on_close=VersionsState.hide,
        ),
    )


def said_before(all_versions: Any) -> rx.Component:
    """List versions of a message, the oldest first."""
    return rx.el.ol(
        rx.foreach(
            all_versions,
            lambda one: rx.el.li(
                rx.el.time(full_date(one["at"], language)), rx.el.p(one["content"], dir="auto"), key=one["at"].to_string()
            ),
        ),
        class_name="said-before",
    )
