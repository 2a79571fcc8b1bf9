"""Being told of what is new: the dot in the icon, notifications of the browser's, and what one chooses of them."""

from typing import Any

import reflex as rx

from hallchat.states.alerts import AlertsState
from hallchat.states.session import SessionState
from hallchat.ui.browser import does, effect
from hallchat.ui.elements import line_is, looks, server_button, trigger
from hallchat.ui.icons import icon
from hallchat.ui.looks import segments
from hallchat.ui.modal import modal, opens
from hallchat.ui.times import hour
from hallchat.ui.window import hall, here, mentioned, news, unread
from hallchat.ui.words import language, t

LEVELS = "levels"
SCRIPT = """
(() => {
// Browsers notify on https and on the machine itself only, where they may. Of all pages of a person one does it: it has the lock.
const able = isSecureContext && "Notification" in window, asked = {}, later = {}, shown = {};
let ask = () => {}, follow = () => {}, leads = false, before = null;
if (able) navigator.locks.request("hallchat alerts", () => { leads = true; return new Promise(() => {}); });
const wanted = () => leads && hallchat.looks.get().alerts === "on" && Notification.permission === "granted";
const alertBy = (tell, go) => { ask = tell; follow = go; };
// Whether a browser may is asked by a click, or it refuses by itself.
const allow = (may) => hallchat.look("alerts", {granted: "on", denied: "denied"}[may] ?? "");
const alertMe = ({target}) => target.checked ? Notification.requestPermission().then(allow) : allow();
// More is new in a hall than before, and nobody looks at it: the server knows whether to say so, and what. In a busy hall seldom.
const atIt = (hall) => document.visibilityState === "visible" && location.pathname.startsWith(`/h/${hall}`);
const put = (hall, now = new Date()) => {
  delete later[hall]; asked[hall] = Date.now(); ask(+hall, now.getHours() * 60 + now.getMinutes());
};
const fresh = (unread, ready) => {
  if (!ready) return;
  const more = (hall) => before && unread[hall] > (before[hall] ?? 0) && !later[hall] && !atIt(hall);
  for (const hall of wanted() ? Object.keys(unread).filter(more) : [])
    later[hall] = setTimeout(put, Math.max(0, (asked[hall] ?? 0) + 5000 - Date.now()), hall);
  before = unread;
};
// It leads to its message; where the hall is shown already, by the place alone.
const lead = (path, place) => location.pathname === path ? (location.hash = place) : follow(path + place);
const alertOf = ({hall, seq, title, body}) => {
  if (!hall || shown[hall] === seq || !wanted()) return;
  const note = new Notification(title, {body, tag: `hallchat ${hall}`, icon: "/icon.svg"});
  shown[hall] = seq; note.onclick = () => { focus(); note.close(); lead(`/h/${hall}`, `#${seq}`); };
  if (hallchat.looks.get().sound === "on") chime();
};
// Two soft tones; made here, for there is nothing to fetch then.
const chime = (air = new AudioContext()) => [660, 880].forEach((frequency, at) => {
  const tone = new OscillatorNode(air, {frequency}), soft = new GainNode(air, {gain: 0.06}), start = air.currentTime + at / 8;
  soft.gain.setTargetAtTime(0, start + 0.08, 0.06); tone.connect(soft).connect(air.destination);
  tone.start(start); tone.stop(start + 0.5);
});
// The icon in the tab has a dot while there is something to read.
const dotted = (so) => { document.querySelector("link[rel=icon]").href = so ? "/icon-news.svg" : "/icon.svg"; };
Object.assign(hallchat, {alertBy, alertMe, fresh, alertOf, dotted});
})();
"""


class _Alerts(rx.Fragment):
    """Follows what is new."""

    fresh: rx.Var[dict]
    ready: rx.Var[bool]
    alert: rx.Var[dict]
    some: rx.Var[bool]
    on_ask: rx.EventHandler[rx.event.passthrough_event_spec(int, int)]  # pyright: ignore[reportCallIssue]
    on_follow: rx.EventHandler[rx.event.passthrough_event_spec(str)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Look after each change."""
        return [
            effect("alertBy", trigger(self, "on_ask"), trigger(self, "on_follow")),
            effect("fresh", self.fresh, self.ready, after=(self.fresh, self.ready)),
            effect("alertOf", self.alert, after=(self.alert,)),
            effect("dotted", self.some, after=(self.some,)),
        ]

    def _exclude_props(self) -> list[str]:
        return ["fresh", "ready", "alert", "some", "on_ask", "on_follow"]


@rx.memo
def alerts() -> rx.Component:
    """Tell of what is new, where the reader wants it."""
    return _Alerts.create(
        fresh=unread,
        ready=SessionState.ready,
        alert=AlertsState.alert,
        some=(news > 0) | (mentioned > 0),
        on_ask=AlertsState.ask,
        on_follow=rx.redirect,
    )


def bell(level: Any) -> rx.Component:
    """Show whether one is told of a hall, and lead to the choice.

    Args:
        level: as in ``HallRow``, a var.

    Returns:
        The button.
    """
    words = t("Notifications in this hall")
    drawn = rx.cond(level == "nothing", icon("bell-off"), icon("bell"))
    return rx.el.button(drawn, **opens(LEVELS), aria_label=words, title=words, class_name="icon")


@rx.memo
def levels() -> rx.Component:
    """Make the dialog to choose of what in the hall one is told."""
    return modal(level_choice(hall["notify"]), id=LEVELS, title=t("Notifications in this hall"))


def level_choice(level: Any) -> rx.Component:
    """Offer what one may be told of in a hall.

    Args:
        level: as in ``HallRow``, a var.

    Returns:
        The choice.
    """
    options = {"everything": t("Everything"), "mentions": t("Mentions"), "nothing": t("Nothing")}
    chosen = rx.cond(level, level, "everything")
    picks = {value: {"on_change": AlertsState.choose(here, value), "disabled": line_is == "cut"} for value in options}
    return rx.fragment(
        segments("level", t("Notify me of"), chosen, options, lambda value: picks[value]),
        rx.el.p(t("With “Nothing”, the hall shows no unread mark, only mentions."), class_name="soft"),
    )


def alerts_choice() -> rx.Component:
    """Offer notifications in this browser, their sound, and hours of quiet."""
    return rx.fragment(
        rx.el.h2(t("Notifications")),
        rx.cond(
            rx.Var("(globalThis.isSecureContext !== false)").to(bool),
            browser_choice(looks["alerts"], looks["sound"]),
            rx.el.p(
                t("Browsers show notifications only on pages served over https. Ask whoever runs this server to set it up."),
                class_name="soft",
            ),
        ),
        rx.el.h3(t("Do not disturb")),
        quiet_choice(AlertsState.until, AlertsState.hours),
    )


def browser_choice(alerts: Any, sound: Any) -> rx.Component:
    """Offer notifications in this browser, and their sound.

    Args:
        alerts: ``on``, ``denied`` or nothing, a var.
        sound: ``on`` or nothing, a var.

    Returns:
        The choice.
    """
    on, loud = alerts == "on", sound == "on"
    other = rx.cond(loud, "", "on")
    return rx.fragment(
        rx.el.label(
            rx.el.input(type="checkbox", checked=on, custom_attrs=does("alertMe", on="onChange")),
            t("Show notifications in this browser while HallChat is open"),
            class_name="check",
        ),
        rx.cond(
            alerts == "denied",
            rx.el.p(
                t("This browser refuses. Allow notifications for this page in the browser's own settings."),
                role="status",
                class_name="soft",
            ),
        ),
        rx.el.label(
            rx.el.input(type="checkbox", checked=loud, custom_attrs=does("look", "sound", other, on="onChange")),
            t("Play a sound"),
            class_name="check",
        ),
    )


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
