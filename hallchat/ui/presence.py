"""Who else is there: the line that says who is typing, the dots at faces, and what the page tells of its own user."""

from typing import Any

import reflex as rx

from hallchat.realtime.typists import FRESH
from hallchat.states.conversation import ConversationState
from hallchat.states.presence import PresenceState, TypingState
from hallchat.states.session import SessionState
from hallchat.ui.browser import effect
from hallchat.ui.elements import Follower, line_is, trigger
from hallchat.ui.window import line, shown_hall, there
from hallchat.ui.words import t, tn

OFTEN_MS = int(FRESH * 500)
"""Between two times that the page tells of its user's typing: one of them may get lost."""
_told: Any = PresenceState.here
_many: Any = _told["changes"].to(bool)
"""Whether so many are there of the hall that is shown that only their number is told."""
IDLE_MS = 5 * 60 * 1000
"""Without a key, a touch or a move of the pointer, in sight: then nobody is at the page."""

_SCRIPT = """
(() => {
// Others see that one is typing while keys are pressed; a draft that comes back by itself is no typing, nor is an empty box.
let type = () => {}, told = {};
const typing = (hall, at = Date.now()) => {
  if ((told.hall === hall && at - told.at < OFTEN) || hallchat.line.get() === "cut") return;
  told = {hall, at}; type(hall);
};
addEventListener("input", ({target}) => target.id === "composer" && target.value.trim() && typing(+target.dataset.hall));
// What is sent ends it for the others, so the next key is told at once.
addEventListener("keydown", ({key, shiftKey}) => { if (key === "Enter" && !shiftKey) told = {}; });
const typeBy = (tell) => { type = tell; };

// Whether somebody is at the page. Only a change is told, and on a new line that nobody is: it begins with somebody.
let rest = () => {}, stirred = Date.now(), resting = false;
const look = (now = Date.now() - stirred > IDLE) => { if (now !== resting) rest(resting = now); };
const stir = () => { if (document.visibilityState !== "visible") return look(); stirred = Date.now(); if (resting) look(); };
for (const name of ["keydown", "pointerdown", "pointermove", "wheel", "focus", "visibilitychange"])
  addEventListener(name, stir, {capture: true, passive: true});
setInterval(look, 15_000);
const restBy = (tell) => { rest = tell; if (resting) rest(true); };
Object.assign(hallchat, {typeBy, restBy});
})();
"""
SCRIPT = _SCRIPT.replace("OFTEN", str(OFTEN_MS)).replace("IDLE", str(IDLE_MS))


class _AtPage(Follower):
    """Tells whether somebody is at the page, and who it was typed to."""

    line: rx.Var[str]
    on_type: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_rest: rx.EventHandler[rx.event.passthrough_event_spec(bool)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Tell on each new line."""
        return [
            effect("typeBy", trigger(self, "on_type")),
            effect("restBy", trigger(self, "on_rest"), after=(self.line,)),
        ]


@rx.memo
def at_page() -> rx.Component:
    """Tell the server what the page's own user is doing, as far as others see it."""
    return _AtPage.create(line=line, on_type=ConversationState.typing, on_rest=PresenceState.rest)


@rx.memo
def typists() -> rx.Component:
    """Say who else is typing in the hall that is shown."""
    typing: Any = TypingState.typists
    others = typing.filter(lambda one: one["id"] != SessionState.user_id)
    return typing_line(rx.cond(there & (line_is != "cut"), others, rx.Var.create([])))


def typing_line(others: Any) -> rx.Component:
    """Say who is typing. Its place is there also while nobody is, so that nothing moves; and nothing reads it out.

    Args:
        others: a var of a list of ``Typist``, the first two with names.

    Returns:
        The line.
    """
    dots = rx.el.span(rx.el.i(), rx.el.i(), rx.el.i(), aria_hidden="true", class_name="dots")
    said = rx.fragment(dots, rx.el.bdi(typing_words(others)))
    return rx.el.p(rx.cond(others.length() > 0, said), aria_live="off", class_name="typing")


def typing_words(others: Any) -> Any:
    """Say who is typing, where anybody is.

    Args:
        others: as for ``typing_line``.

    Returns:
        A var.
    """
    many, first, second = others.length(), others[0]["name"], others[1]["name"]
    counted = tn("{name} and {count} other are typing", "{name} and {count} others are typing", many - 1, name=first)
    two = t("{name} and {other} are typing", name=first, other=second)
    return rx.match(many, (1, t("{name} is typing", name=first)), (2, two), counted)


def presence_of(person: Any) -> Any:
    """Tell how somebody is there, of the members of the hall that is shown.

    Args:
        person: the user's id, a var.

    Returns:
        A var: ``online``, ``away``, or nothing.
    """
    asked: Any = rx.cond(_many & (PresenceState.asked_in == shown_hall), PresenceState.asked, _told)
    known = rx.cond(asked["online"].contains(person), "online", rx.cond(asked["away"].contains(person), "away", ""))
    return rx.cond(there, known, "")


def everybody_here() -> rx.Component:
    """Ask who is there, for who shows them, in a hall with so many that only their number is told."""
    key = line + "-" + shown_hall.to_string() + "-" + _told["changes"].to_string()
    return rx.cond(there & _many, ask_who(key=key))


@rx.memo
def ask_who(rest: rx.RestProp) -> rx.Component:
    """Ask who is there whenever its key changes: in another hall, after a reconnect, and when they changed."""
    return rx.el.span(rest, on_mount=PresenceState.ask, hidden=True)


def presence_in(hall: Any) -> Any:
    """Tell how the other one of a conversation of two is there.

    Args:
        hall: the id, a var of the key's type.

    Returns:
        A var: ``online``, ``away``, or nothing.
    """
    talks: Any = PresenceState.talks
    return rx.cond(talks[hall], talks[hall], "")


def presence_in_card(person: Any, role: Any, asked: Any) -> Any:
    """Tell how somebody is there whose card is open: as the page follows it of its hall's members, else as it was asked.

    Args:
        person: the user's id, a var.
        role: theirs in the hall that is shown, a var; empty for who is not in it.
        asked: what was told with the card, a var.

    Returns:
        A var: ``online``, ``away``, or nothing.
    """
    named = _told["online"].length() + _told["away"].length() > 0  # of too many, only their number is told
    return rx.cond((role != "") & there & named, presence_of(person), asked)


def dot(presence: Any) -> rx.Component:
    """Mark a person as online by a full dot, as away by a ring, with the word for it.

    Args:
        presence: as from ``presence_of``.

    Returns:
        What stands beside the face.
    """
    word = rx.cond(presence == "online", t("online"), t("away"))
    mark = rx.el.span(role="img", aria_label=word, title=word, custom_attrs={"data-is": presence}, class_name="dot")
    return rx.cond(presence != "", mark)


@rx.memo
def how_many() -> rx.Component:
    """Say how many members of the hall that is shown are there."""
    return people_here(rx.cond(there, PresenceState.here["count"], 0))


def people_here(count: Any) -> rx.Component:
    """Say how many people are there, which is never nobody: who reads it is.

    Args:
        count: of them, a var.

    Returns:
        The words, or nothing while it is not known.
    """
    return rx.cond(count > 0, rx.el.small(tn("{count} is here", "{count} are here", count)))
