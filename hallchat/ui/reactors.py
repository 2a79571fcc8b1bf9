"""The list of all who reacted to a message, by emoji: on every device, and by keyboard."""

from typing import Any

import reflex as rx

from hallchat.realtime.wire import Face
from hallchat.states.reactors import Reacted, ReactorsState
from hallchat.ui.browser import effect
from hallchat.ui.elements import Follower, server_button
from hallchat.ui.face import who
from hallchat.ui.modal import modal
from hallchat.ui.words import number, t

REACTORS = "reactors"
SCRIPT = """
(() => {
// The list opens when the server has read it, and goes when there is nobody in it any more. The focus comes back to the message:
// the button of its menu is not there while a dialog is open.
const showReactors = (seq) => {
  if (seq) document.activeElement.closest(".message")?.focus({preventScroll: true});
  hallchat[seq ? "show" : "hide"]("reactors");
};
Object.assign(hallchat, {showReactors});
})();
"""


class _Opened(Follower):
    """Opens the dialog when there is somebody to list, and closes it when there is not."""

    seq: rx.Var[int]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [effect("showReactors", self.seq, after=(self.seq,))]


@rx.memo
def reactors_opened() -> rx.Component:
    """Open the dialog of who reacted when they are there."""
    return _Opened.create(seq=ReactorsState.seq)


def reactors_dialog() -> rx.Component:
    """Make the dialog that lists who reacted to a message."""
    more = rx.cond(ReactorsState.more, server_button(t("Show more"), on_click=ReactorsState.onwards))
    about = {"data_of": ReactorsState.seq, "on_close": ReactorsState.hide}
    return rx.fragment(
        reactors_opened(), modal(reacted(ReactorsState.reacted), more, id=REACTORS, title=t("Who reacted"), **about)
    )


def reacted(emoji: Any) -> rx.Component:
    """List who reacted, each leading to their card.

    Args:
        emoji: a var of a list of ``Reacted``.

    Returns:
        The lists, one for each emoji.
    """
    return rx.el.div(rx.foreach(emoji.to(list[Reacted]), _of_one), class_name="reactors")


def _of_one(one: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h3(rx.el.span(one["emoji"], class_name="emoji"), number(one["count"])),
        rx.el.ul(rx.foreach(one["by"].to(list[Face]), _person)),
        key=one["emoji"],
    )


def _person(one: Any) -> rx.Component:
    return rx.el.li(who(one["id"], one["name"], one["user"], leads=True), key=one["id"].to_string())
