"""Where to write to the hall that is shown, or why nothing can be written."""

from typing import Any

import reflex as rx

from hallchat.text import MAX_MESSAGE
from hallchat.ui.browser import does
from hallchat.ui.completion import offered
from hallchat.ui.editing import last_said
from hallchat.ui.elements import Composer, length, touch
from hallchat.ui.icons import icon
from hallchat.ui.presence import typists
from hallchat.ui.reply import replying
from hallchat.ui.suggestions import completions
from hallchat.ui.window import hall, here
from hallchat.ui.words import t, tn

SCRIPT = """
(() => {
// The box to write in is the browser's own: one that React controls loses keys and knows no input methods.
const composer = () => document.getElementById("composer"), length = hallchat.live(0);
const typed = () => { const {value, dataset} = composer(); hallchat.keepDraft(dataset.hall, value);
  length.set(value.length > MOST - 500 ? [...value].length : 0); grow(composer());
};
// It grows with its text; where the browser cannot do that by itself, by this, and so does the box that edits a message.
const grows = CSS.supports("field-sizing: content"), grow = (box) => { if (grows) return;
  box.style.height = "auto"; box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`; };
for (const name of ["input", "focusin"]) addEventListener(name, ({target}) => target.matches?.("textarea") && grow(target));
const write = (text) => { composer().value = text; typed(); composer().focus(); };
// What is put into a box for somebody is put in as if they typed it, so that the browser can take it back.
const insert = (text, box = composer()) => { box.focus(); document.execCommand("insertText", false, text); };
const append = (text, box = composer()) => { box.setSelectionRange(1e9, 1e9); insert((box.value && "\\n") + text); };
const send = () => {
  const {value, dataset} = composer();
  if (!value.trim() || length.get() > MOST) return;
  hallchat.post({hall: +dataset.hall, text: value, ...hallchat.takeReply()});
  write(""); hallchat.toEnd();
};
// The keyboard of a phone mostly has no Shift that goes with Enter, which breaks the line there: the button sends.
const fingers = matchMedia("(hover: none) and (pointer: coarse)"), touch = hallchat.live(fingers.matches);
fingers.addEventListener("change", () => touch.set(fingers.matches));
const breaks = ({shiftKey, ctrlKey, metaKey}) => shiftKey || touch.get() && !ctrlKey && !metaKey;
const enter = (event) => {
  if (event.key !== "Enter" || breaks(event) || hallchat.composing(event)) return;
  event.preventDefault(); send();
};
Object.assign(hallchat, {length, touch, typed, insert, append, send, breaks, enter});
})();
""".replace("MOST", str(MAX_MESSAGE))


def where_to_write() -> rx.Component:
    """Show where to write; in an archived hall, that one cannot."""
    return rx.cond(hall["archived"], archived_note(), composer(key="c" + here.to_string()))


def archived_note() -> rx.Component:
    """Say why nothing can be written."""
    return rx.el.p(t("This hall is archived: it can be read, not written to."), class_name="archived-note")


@rx.memo
def composer(rest: rx.RestProp) -> rx.Component:
    """Show where to write to the hall that is shown."""
    above = (offered(), last_said(), typists(), replying(), completions(where="composer"))
    return rx.el.div(rest, *above, write_box(hall["name"]), length_left(length), class_name="composer")


def write_box(name: Any, *, focused: bool = True) -> rx.Component:
    """Show where to write.

    Args:
        name: of the hall, a var.
        focused: whether one can write at once.

    Returns:
        The box.
    """
    box = Composer.create(
        id="composer",
        hall=here,
        auto_focus=focused,
        rows=1,
        dir="auto",
        placeholder=t("Write to {name}", name=name),
        aria_label=t("Write to {name}", name=name),
        aria_describedby="length",
        aria_autocomplete="list",
        enter_key_hint=rx.cond(touch, "enter", "send"),
    )
    emoji = rx.el.button(
        icon("smile"),
        custom_attrs=does("pick"),
        aria_label=t("Insert an emoji"),
        aria_haspopup="dialog",
        aria_expanded=False,
        title=t("Insert an emoji"),
        class_name="icon",
    )
    send = rx.el.button(icon("send"), custom_attrs=does("send"), aria_label=t("Send"), title=t("Send"), class_name="send")
    return rx.el.div(box, emoji, send, class_name="box")


def length_left(length: Any) -> rx.Component:
    """Say how much more fits into a message.

    Args:
        length: how long it is, 0 while that is far from the limit.

    Returns:
        The line below the box.
    """
    over = length > MAX_MESSAGE
    words = rx.cond(
        over,
        tn(
            "{count} character too many: send it in parts.",
            "{count} characters too many: send it in parts.",
            length - MAX_MESSAGE,
        ),
        rx.cond(length, tn("{count} character left", "{count} characters left", MAX_MESSAGE - length), ""),
    )
    return rx.el.p(words, id="length", role="status", class_name=rx.cond(over, "length over", "length"))
