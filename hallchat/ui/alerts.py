"""Being told of what is new: the dot in the icon, notifications of the browser's, and what one chooses of them."""

from typing import Any

import reflex as rx

from hallchat.states.alerts import AlertsState
from hallchat.states.session import SessionState
from hallchat.ui.browser import does, effect
from hallchat.ui.elements import Follower, line_is, looks, trigger
from hallchat.ui.icons import icon
from hallchat.ui.looks import segments
from hallchat.ui.modal import modal, opens
from hallchat.ui.quiet import quiet_choice, quiet_until
from hallchat.ui.window import again, hall, here, mentioned, mentions, news, unread
from hallchat.ui.words import t

LEVELS = "levels"
SCRIPT = """
(() => {
// Browsers notify on https and on the machine itself only, where they may. Of all pages of a person one does it: it has the
// lock, which a page asks for once somebody is signed in there.
const able = isSecureContext && "Notification" in window, asked = {}, later = {}, called = {}, shown = {};
let ask = () => {}, waits = false, leads = false, before = null;
const lead = () => { leads = true; return new Promise(() => {}); };
const wanted = () => leads && hallchat.looks.get().alerts === "on" && Notification.permission === "granted";
const alertBy = (tell) => {
  ask = tell;
  if (able && !waits) navigator.locks.request("hallchat alerts", lead); waits = true;
};
// Whether a browser may is asked by a click, or it refuses by itself.
const allow = (may) => hallchat.look("alerts", {granted: "on", denied: "denied"}[may] ?? "");
const alertMe = ({target}) => target.checked ? Notification.requestPermission().then(allow) : allow();
// More is new in a hall than before, or more of it mentions one, and nobody looks at it: the server knows whether to say so, and
// what. In a busy hall seldom. What its reader had read before, and put back among the unread, is not new; nor is what was
// unread in a hall that they were taken out of and are in again.
const atIt = (hall) => document.visibilityState === "visible" && location.pathname.split("/")[2] === hall;
const put = (hall, now = new Date()) => {
  if (hallchat.line.get() === "cut") return void (later[hall] = setTimeout(put, 1000, hall)); // it would be asked in vain
  ask(+hall, now.getHours() * 60 + now.getMinutes(), called[hall]);
  asked[hall] = Date.now(); delete later[hall]; delete called[hall];
};
const fresh = (unread, mentions, again, ready) => {
  if (!ready) return;
  const now = {unread, mentions, again}, rise = (what, hall) => (now[what][hall] ?? 0) - (before[what][hall] ?? 0);
  const calls = (hall) => rise("mentions", hall) > 0 && rise("again", hall) <= 0;
  const more = (hall) => (rise("unread", hall) > rise("again", hall) || calls(hall)) && !atIt(hall);
  for (const hall of before && wanted() ? Object.keys(unread).filter(more) : []) {
    called[hall] ||= calls(hall);
    later[hall] ??= setTimeout(put, Math.max(0, (asked[hall] ?? 0) + 5000 - Date.now()), hall);
  }
  before = now;
};
// Each leads to its message. Those that a page finds when it is loaded are past: it does not lead yet.
const alertOf = (alerts) => {
  for (const {hall, seq, title, body} of alerts.filter((one) => shown[one.hall] !== one.seq)) {
    shown[hall] = seq;
    if (!wanted()) continue;
    const note = new Notification(title, {body, tag: `hallchat ${hall}`, icon: "/icon.svg"});
    note.onclick = () => { focus(); note.close(); hallchat.leadTo(`/h/${hall}`, `#${seq}`); };
    if (hallchat.looks.get().sound === "on") hallchat.chime();
  }
};
// The icon in the tab has a dot while there is something to read.
const dotted = (so) => { document.querySelector("link[rel=icon]").href = so ? "/icon-news.svg" : "/icon.svg"; };
Object.assign(hallchat, {alertBy, alertMe, fresh, alertOf, dotted});
})();
"""


class _Alerts(Follower):
    """Follows what is new."""

    unread: rx.Var[dict]
    mentions: rx.Var[dict]
    again: rx.Var[dict]
    ready: rx.Var[bool]
    alerts: rx.Var[list]
    some: rx.Var[bool]
    on_ask: rx.EventHandler[rx.event.passthrough_event_spec(int, int, bool)]  # pyright: ignore[reportCallIssue]

    def add_hooks(self) -> list[str | rx.Var]:
        """Look after each change; when the page is loaded, at the alerts first."""
        counts = (self.unread, self.mentions, self.again)
        return [
            effect("alertBy", trigger(self, "on_ask")),
            effect("alertOf", self.alerts, after=(self.alerts,)),
            effect("fresh", *counts, self.ready, after=(*counts, self.ready)),
            effect("dotted", self.some, after=(self.some,)),
        ]


@rx.memo
def alerts() -> rx.Component:
    """Tell of what is new, where the reader wants it."""
    return _Alerts.create(
        unread=unread,
        mentions=mentions,
        again=again,
        ready=SessionState.ready,
        alerts=AlertsState.alerts,
        some=(news > 0) | (mentioned > 0),
        on_ask=AlertsState.ask,
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
        quiet_choice(quiet_until, AlertsState.hours),
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
