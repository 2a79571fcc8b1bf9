"""A message that one edits in its place, and what a message said before."""

from typing import Any

import reflex as rx

from hallchat.states.conversation import ConversationState
from hallchat.states.editing import EditingState, VersionsState
from hallchat.ui.browser import does, effect
from hallchat.ui.elements import Follower, Renewal, server_button, touch, trigger
from hallchat.ui.modal import modal
from hallchat.ui.steady import steady
from hallchat.ui.suggestions import completions
from hallchat.ui.times import full_date
from hallchat.ui.window import here
from hallchat.ui.words import language, t

VERSIONS = "versions"
SCRIPT = """
(() => {
// Enter saves, where it sends, and Escape gives up, as people know from where they write; a text area does neither by itself.
// While the line is cut nothing is saved, then or later.
const editKey = (event) => {
  const {key, currentTarget: box} = event;
  if (/^(Arrow|Home|End)/.test(key)) event.stopPropagation(); // they go through the text, not through the messages
  if (hallchat.composing(event) || (key !== "Enter" || hallchat.breaks(event)) && key !== "Escape") return;
  event.preventDefault(); event.stopPropagation();
  if (key === "Escape") { box.form.querySelector("[type=button]").click(); composer()?.focus(); }
  else if (hallchat.line.get() !== "cut") box.form.requestSubmit();
};
const composer = () => document.getElementById("composer");
// The box has the focus at its end, where React puts it at the beginning, and is in sight whole. What was typed into it before
// the page was loaded again is there, also when the message says something else by now; not what was saved.
const place = (of) => hallchat.keptAt("edit", of);
const kept = (of) => JSON.parse(sessionStorage.getItem(place(of)) ?? "[]");
const keep = ({defaultValue, value, dataset}, sent) =>
  sessionStorage.setItem(place(dataset.of), JSON.stringify([defaultValue, value, sent]));
const editFrom = (id) => {
  const box = document.getElementById(id), now = box.defaultValue, [from, said = now, sent] = kept(box.dataset.of);
  if (from === now || !sent) {
    box.value = said;
    if (![undefined, now].includes(from) && said !== now) box.form.querySelector("[role=status]").hidden = false;
  }
  box.focus(); box.setSelectionRange(1e9, 1e9); box.form.scrollIntoView({block: "nearest"});
};
const editTyped = ({target}) => keep(target), editSent = ({target}) => keep(target.content, true);
const editGivenUp = ({target}) => sessionStorage.removeItem(place(target.form.content.dataset.of));
// Of a message that was deleted meanwhile, what was typed goes on in the box to write in.
const editLost = (of, tell) => {
  const [from, said, sent] = kept(of), words = said !== from && !sent;
  if (words && !composer()) return;
  if (words) hallchat.append(said);
  sessionStorage.removeItem(place(of)); tell(words);
};
// Arrow-up where nothing is written yet edits what one said last; the server knows where that is when it is not in the page,
// or may stand in a hole behind it.
let ask = () => {};
const lastBy = (tell) => { ask = tell; };
const editLast = (last = [...document.querySelectorAll("#stream :is(.edit, #newer)")].at(-1)) =>
  last?.matches(".edit") ? last.click() : hallchat.line.get() !== "cut" && ask();
const upwards = ({key, target}) => key === "ArrowUp" && target.id === "composer" && !target.value;
addEventListener("keydown", (event) => upwards(event) && hallchat.plain(event) && editLast());
// What a message said is shown when it is there, and no longer than that.
const showVersions = (seq) => hallchat[seq ? "show" : "hide"]("versions");
Object.assign(hallchat, {editKey, editFrom, editTyped, editSent, editGivenUp, editLost, lastBy, showVersions});
})();
"""


class _Box(rx.Fragment):
    """Puts the focus at the end of the text that is edited, and keeps it in sight."""

    def add_hooks(self) -> list[str | rx.Var]:
        """Do it once."""
        return [effect("editFrom", "editing"), steady("editing")]


@rx.memo
def edit_box(hall: rx.Var[int], seq: rx.Var[int], edited: rx.Var[int]) -> rx.Component:
    """Show a message of one's own as it was typed, to be changed; and say when it was ``edited`` elsewhere meanwhile."""
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
                "data-of": _of(hall, seq),
                "data-completes": "",
            },
        ),
        completions(where="editing"),
        rx.el.p(
            t("The message was edited elsewhere meanwhile. What you save takes the place of that."),
            role="status",
            hidden=edited == EditingState.edited,
            class_name="soft",
        ),
        _edit_buttons(),
        on_submit=lambda form: ConversationState.edit(hall, seq, form.to(dict[str, str])["content"]),
        custom_attrs=does("editSent", on="onSubmitCapture"),
        class_name="edit-box",
    )


def _edit_buttons() -> rx.Component:
    cancel = {"on_click": EditingState.give_up, "custom_attrs": does("editGivenUp", on="onClickCapture")}
    return rx.el.div(
        server_button(t("Save"), type="submit", class_name="primary"),
        rx.el.button(t("Cancel"), type="button", **cancel),
        rx.cond(touch, rx.fragment(), rx.el.small(t("Enter saves, Esc cancels"))),
        class_name="row",
    )


class _Lost(Follower):
    """Saves what was typed into a message that is deleted now."""

    of: rx.Var[str]
    on_lost: rx.EventHandler[rx.event.passthrough_event_spec(bool)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Do it once."""
        return [effect("editLost", self.of, trigger(self, "on_lost"))]


@rx.memo
def edit_lost(hall: rx.Var[int], seq: rx.Var[int]) -> rx.Component:
    """End editing a message that was deleted meanwhile."""
    return _Lost.create(of=_of(hall, seq), on_lost=lambda words: EditingState.lose(hall, seq, words))


class _Last(Follower):
    """Asks where one's last message is."""

    hall: rx.Var[int]
    on_ask: rx.EventHandler[rx.event.no_args_event_spec]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the hall."""
        return [effect("lastBy", trigger(self, "on_ask"), after=(self.hall,))]


@rx.memo
def last_said() -> rx.Component:
    """Edit what one said last in the hall that is shown, wherever it is."""
    return _Last.create(hall=here, on_ask=EditingState.begin_last(here))


def _of(hall: Any, seq: Any) -> Any:
    return hall.to_string() + " " + seq.to_string()


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
        Renewal.create(dialog=VERSIONS, seq=seq, after=at, on_change=VersionsState.again()),
        t("edited"),
        on_click=VersionsState.show(hall, seq),
        title=full_date(at, language),
        aria_haspopup="dialog",
        class_name="link edited",
    )


class _Opened(Follower):
    """Opens the dialog when there are versions to show, and closes it when there are none."""

    seq: rx.Var[int]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [effect("showVersions", self.seq, after=(self.seq,))]


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
            data_of=VersionsState.seq,
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
