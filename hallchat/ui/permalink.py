"""Links to a message: ``/h/5#120`` leads to the message at place 120 of hall 5, wherever in its history that is."""

from typing import Any

import reflex as rx

from hallchat.ui.browser import does, effect, followed
from hallchat.ui.elements import Follower, away, held, trigger
from hallchat.ui.icons import icon
from hallchat.ui.window import address
from hallchat.ui.words import t

SCRIPT = """
(() => {
// The place that the address names is looked for: where its row does not stand yet, what stands around it is asked for.
let ask = () => {}, heard = 0;
const sought = hallchat.live(0), goTo = (seq) => { sought.set(seq); if (seq && !arrive()) ask(seq); };
const seek = () => goTo(/^#[1-9]\\d{0,15}$/.test(location.hash) ? +location.hash.slice(1) : 0);
// Once it stands there it is unfolded, comes to the middle, has the focus, and is marked for a moment.
const arrive = () => {
  const row = sought.get() && document.querySelector(`#stream [data-seq="${sought.get()}"]`);
  if (!row) return false;
  const message = row.querySelector(".message");
  hallchat.unfold(row);
  row.scrollIntoView({block: row.clientHeight < row.closest("#stream").clientHeight ? "center" : "start"});
  message.focus({preventScroll: true});
  message.dataset.sought = ""; setTimeout(() => delete message.dataset.sought, 3000);
  sought.set(0); return true;
};
// What does not stand there once the server has answered is nowhere: reading goes on, and nothing leads away from it later.
const answered = (count) => { if (!arrive() && count !== heard) sought.set(0); heard = count; };
addEventListener("hashchange", seek);
// A link in a message to a hall of ours leads there within the page, though React did not make it; also to the same place again.
const lead = (event) => {
  const link = event.target.closest(".body a");
  if (!hallchat.plain(event) || link?.origin !== location.origin) return;
  if (!/^\\/h\\/\\d+(#[1-9]\\d{0,15})?$/.test(link.pathname + link.hash)) return;
  event.preventDefault(); leadTo(link.pathname, link.hash);
};
const leadTo = (path, place) => {
  const here = path === location.pathname;
  history[here ? "replaceState" : "pushState"](here ? history.state : null, "", path + place);
  if (!here) dispatchEvent(new PopStateEvent("popstate")); else if (place) go(+place.slice(1)); else hallchat.toEnd();
};
addEventListener("click", lead);
// A jump remembers where one was: which message was in the middle, or none at the end.
const came = hallchat.live(null), stream = () => document.getElementById("stream").getBoundingClientRect();
const middle = ({top, height} = stream()) => [...document.querySelectorAll("#stream [data-seq]")]
  .findLast((row) => row.getBoundingClientRect().top < top + height / 2)?.dataset.seq;
const go = (seq) => { came.set({path: location.pathname, seq: hallchat.away.get() ? +middle() : 0}); goTo(seq); };
const goBack = () => { const {seq} = came.get(); came.set(null); if (seq) goTo(seq); else hallchat.toEnd(); };
const jump = (event, seq) => {
  if (!hallchat.plain(event)) return;
  event.preventDefault(); hallchat.hide(); go(seq);
};
Object.assign(hallchat, {goTo, leadTo, seek, answered, sought, came, go, goBack, jump, seekBy: (tell) => { ask = tell; }});
})();
"""


_came: Any = followed("came", "null", dict[str, str] | None)
"""Where a jump began: ``path``, and the place ``seq``, which is 0 at the end."""


class Sought(Follower):
    """Leads to the message that the address names, once the stream of its hall stands there."""

    rows: rx.Var[list]
    asked: rx.Var[int]
    on_seek: rx.EventHandler[rx.event.passthrough_event_spec(int)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Ask once, and look again whenever rows or an answer came."""
        once, rows = held("loaded", self.rows)
        return [
            once,
            effect("seekBy", trigger(self, "on_seek")),
            effect("answered", self.asked, after=(rows, self.asked)),
            effect("seek"),
        ]


@rx.memo
def came_from() -> rx.Component:
    """Lead back to where a jump in the hall that is shown began."""
    return rx.cond(_came & (_came["path"] == address) & (_came["seq"] | away), go_back())


def go_back() -> rx.Component:
    """Lead back to where one was."""
    return rx.el.button(icon("undo"), t("Back to where you were"), custom_attrs=does("goBack"), class_name="floating go-back")
