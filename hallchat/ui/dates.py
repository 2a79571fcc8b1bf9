"""Jumping to a date: the first message of a day, by the reader's calendar."""

import reflex as rx

from hallchat.states.dates import DateState
from hallchat.ui.browser import does, effect
from hallchat.ui.elements import Follower, server_button, trigger
from hallchat.ui.modal import modal
from hallchat.ui.window import here
from hallchat.ui.words import t

DATES = "dates"
SCRIPT = """
(() => {
// Days begin at midnight where the reader is, which only the browser knows.
let find = () => {};
const midnight = (day, ago = 0) => new Date(day.getFullYear(), day.getMonth(), day.getDate() - ago).getTime();
const daysAgo = (days) => find(midnight(new Date(), days));
const toBeginning = () => find(0);
const toDay = (event) => { event.preventDefault(); find(midnight(new Date(`${document.getElementById("day").value}T00:00`))); };
// What was asked for in the dialog is led to once it is found: not after a reload.
const dated = (seq) => seq && document.getElementById("dates").open && (hallchat.hide("dates"), hallchat.go(seq));
Object.assign(hallchat, {daysAgo, toBeginning, toDay, dated, findBy: (tell) => { find = tell; }});
})();
"""


class _Found(Follower):
    """Asks where a day is, and leads there."""

    hall: rx.Var[int]
    seq: rx.Var[int]
    asked: rx.Var[int]
    on_find: rx.EventHandler[rx.event.passthrough_event_spec(int)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [
            effect("findBy", trigger(self, "on_find"), after=(self.hall,)),
            effect("dated", self.seq, after=(self.seq, self.asked)),
        ]


@rx.memo
def date_found() -> rx.Component:
    """Lead to the date that was found."""
    return _Found.create(hall=here, seq=DateState.seq, asked=DateState.asked, on_find=lambda at: DateState.find(here, at))


def dates() -> rx.Component:
    """Make the dialog to jump to a date."""
    return rx.fragment(date_found(), modal(date_choice(), id=DATES, title=t("Jump to a date")))


def date_choice() -> rx.Component:
    """Offer a calendar, and the dates that are asked for most."""
    near = ((0, t("Today")), (7, t("A week ago")), (30, t("A month ago")))
    return rx.el.div(
        rx.el.div(
            *[server_button(words, custom_attrs=does("daysAgo", days)) for days, words in near],
            server_button(t("The beginning"), custom_attrs=does("toBeginning")),
            class_name="row",
        ),
        rx.el.form(
            rx.el.label(t("Date"), rx.el.input(id="day", type="date", required=True)),
            server_button(t("Jump there"), type="submit", class_name="primary"),
            custom_attrs=does("toDay", on="onSubmitCapture"),
            class_name="row",
        ),
        class_name="dates",
    )
