"""The card behind a name or a face: who somebody is, and how to write to them."""

from typing import Any

import reflex as rx

from hallchat.states.card import CardState
from hallchat.states.direct import DirectState
from hallchat.states.session import SessionState
from hallchat.ui.browser import effect
from hallchat.ui.elements import Follower, server_button, trigger
from hallchat.ui.face import who
from hallchat.ui.icons import icon
from hallchat.ui.links import hall_path, link
from hallchat.ui.modal import modal
from hallchat.ui.presence import presence_in_card
from hallchat.ui.times import date
from hallchat.ui.window import here
from hallchat.ui.words import language, t

CARD = "card"
SCRIPT = """
(() => {
// Names and faces stand in every row, and in what is said: one listener hears all of them, so that no row is heavier for it.
let tell = () => {};
const meetBy = (told) => { tell = told; };
addEventListener("click", ({target}) => {
  const one = target.closest("[data-who], .body bdi[data-user]"), called = +one?.dataset.user && one.textContent.slice(1);
  const name = one?.dataset.who || called; // user 0 is everybody
  if (name && hallchat.line.get() !== "cut") tell(name);
});
// A mention is no button of the browser's: the words of a message are the same for everybody, and hold none.
addEventListener("keydown", (event) => {
  if (!event.target.matches(".body bdi[role=button]") || !/^(Enter| )$/.test(event.key) || !hallchat.plain(event)) return;
  event.preventDefault(); event.target.click();
});
const showCard = (person) => person && hallchat.show("card");
Object.assign(hallchat, {meetBy, showCard});
})();
"""


class _Met(Follower):
    """Asks for the card of whoever was clicked on, and opens the dialog when it is there."""

    hall: rx.Var[int]
    person: rx.Var[int]
    on_meet: rx.EventHandler[rx.event.passthrough_event_spec(str)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the page and the state."""
        return [
            effect("meetBy", trigger(self, "on_meet"), after=(self.hall,)),
            effect("showCard", self.person, after=(self.person,)),
        ]


@rx.memo
def people_met() -> rx.Component:
    """Show the card of whoever is clicked on."""
    return _Met.create(hall=here, person=CardState.person, on_meet=lambda username: CardState.show(here, username))


def card() -> rx.Component:
    """Make the dialog."""
    return rx.fragment(
        people_met(),
        modal(shown_card(), id=CARD, title=t("Who this is"), on_close=CardState.hide),
    )


@rx.memo
def shown_card() -> rx.Component:
    """Show the card that was asked for."""
    one: Any = CardState
    return person_card(one, SessionState.user_id, presence=presence_in_card(one.person, one.role, one.presence))


def person_card(one: Any, me: Any, *, presence: Any = "") -> rx.Component:
    """Show who somebody is.

    Args:
        one: has the vars of ``CardState``.
        me: the reader's id.
        presence: ``online``, ``away``, or nothing.

    Returns:
        What stands in the dialog.
    """
    role = rx.match(one.role, ("owner", t("Owner")), ("moderator", t("Moderator")), "")
    return rx.el.div(
        rx.el.div(
            who(one.person, one.name, one.user, presence),
            rx.cond(role, rx.el.small(role, class_name="role")),
            class_name="person",
        ),
        rx.el.p(
            rx.cond(
                one.role,
                t("In this hall since {date}", date=date(one.since, language)),
                t("Here since {date}", date=date(one.since, language)),
            ),
            class_name="soft",
        ),
        rx.cond(one.shared, _shared(one.shared)),
        rx.cond(
            one.person == me,
            link(icon("sliders"), t("Settings"), to="/settings", class_name="button"),
            server_button(
                icon("send"), t("Write to {name}", name=one.name), on_click=DirectState.talk(one.user), class_name="primary"
            ),
        ),
        class_name="person-card",
    )


def _shared(halls: Any) -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("Halls you share")),
        rx.el.ul(
            rx.foreach(
                halls,
                lambda hall: rx.el.li(
                    link(
                        rx.cond(hall["kind"] == "private", icon("lock"), icon("hash")),
                        rx.el.bdi(hall["name"]),
                        to=hall_path(hall["id"]),
                        class_name="line",
                    ),
                    key=hall["id"].to_string(),
                ),
            )
        ),
    )
