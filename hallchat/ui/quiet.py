"""Do not disturb: for a while, and at hours of each day."""

from typing import Any

import reflex as rx

from hallchat.states.alerts import AlertsState
from hallchat.ui.browser import effect, followed
from hallchat.ui.elements import Follower, server_button
from hallchat.ui.times import hour
from hallchat.ui.window import line
from hallchat.ui.words import language, t

SCRIPT = """
(() => {
// Until when the reader is not disturbed, 0 once that is over. A timer holds for some weeks at most.
const quiet = hallchat.live(0); let timer;
const quietUntil = (until, left = until - Date.now()) => {
  clearTimeout(timer);
  quiet.set(left > 0 ? until : 0);
  if (left > 0) timer = setTimeout(quietUntil, Math.min(left, 1e9), until);
};
Object.assign(hallchat, {quiet, quietUntil});
})();
"""

quiet_until: Any = followed("quiet", "0", int)
"""Until when the reader is not disturbed, in milliseconds since 1970; 0 for no such moment."""


class _Kept(Follower):
    """Follows until when its reader is not disturbed."""

    until: rx.Var[int]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [effect("quietUntil", self.until, after=(self.until,))]


@rx.memo
def quiet_kept() -> rx.Component:
    """Know for how long quiet holds that was chosen here or elsewhere."""
    asks = rx.el.span(on_mount=AlertsState.look, hidden=True, key=line)
    return rx.fragment(_Kept.create(until=AlertsState.until), asks)


def quiet_choice(until: Any, hours: Any) -> rx.Component:
    """Offer quiet for a while, and at hours of each day.

    Args:
        until: when the quiet ends, in milliseconds since 1970, 0 for none; a var.
        hours: of each day, as ``22:00-07:00``, a var.

    Returns:
        The choice.
    """
    in_an_hour = rx.Var("(Date.now() + 3_600_000)").to(int)
    tomorrow = rx.Var("new Date().setHours(32, 0, 0, 0)").to(int)  # at eight
    return rx.fragment(
        rx.cond(
            until > 0,
            rx.el.p(t("Do not disturb until {time}.", time=hour(until, language)), role="status"),
        ),
        rx.el.div(
            server_button(t("For an hour"), type="button", on_click=AlertsState.keep_quiet(in_an_hour)),
            server_button(t("Until tomorrow"), type="button", on_click=AlertsState.keep_quiet(tomorrow)),
            rx.cond(until > 0, server_button(t("Turn off"), type="button", on_click=AlertsState.keep_quiet(0))),
            class_name="row",
        ),
        quiet_hours(hours=hours, key=hours),
    )


@rx.memo
def quiet_hours(hours: rx.Var[str], rest: rx.RestProp) -> rx.Component:
    """Offer the hours of each day at which one is not disturbed."""
    both: Any = hours
    chosen = both.split("-")
    return rx.el.form(
        rest,
        rx.el.label(t("Every day from"), rx.el.input(type="time", name="start", default_value=chosen[0])),
        rx.el.label(t("to"), rx.el.input(type="time", name="end", default_value=chosen[1])),
        server_button(t("Save"), type="submit"),
        on_submit=AlertsState.keep_hours,
        class_name="hours",
    )
