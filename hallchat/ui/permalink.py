"""Links to a message: ``/h/5#120`` leads to the message at place 120 of hall 5, wherever in its history that is."""

import reflex as rx

from hallchat.ui.browser import effect
from hallchat.ui.elements import Follower, held, trigger

SCRIPT = """
(() => {
// The place that the address names is looked for: where its row does not stand yet, what stands around it is asked for. From
// another hall than one was led to, nothing leads back.
let ask = () => {}, heard = 0;
const sought = hallchat.live(0), goTo = (seq) => { sought.set(seq); if (seq && !arrive()) ask(seq); };
const seek = () => { if (hallchat.came.get()?.path !== location.pathname) hallchat.came.set(null); toPlace(); };
const named = () => /^#[1-9]\\d{0,15}$/.test(location.hash) ? +location.hash.slice(1) : 0, toPlace = () => goTo(named());
// Until a page that was opened at a place has it, its end is not drawn: one would see it only to be led away from it.
const stream = () => document.getElementById("stream"), unveil = () => delete stream()?.dataset.veiled;
const veil = () => {
  if (!named() || hallchat.line.get() === "cut") return;
  stream().dataset.veiled = ""; setTimeout(unveil, 1000);
};
// Once it stands there it is unfolded, comes to the middle, has the focus, and is marked for a moment.
const arrive = () => {
  const row = sought.get() && document.querySelector(`#stream [data-seq="${sought.get()}"]`);
  if (!row) return false; else unveil();
  const message = row.querySelector(".message");
  hallchat.unfold(row);
  row.scrollIntoView({block: row.clientHeight < row.closest("#stream").clientHeight ? "center" : "start"});
  message.focus({preventScroll: true});
  message.dataset.sought = ""; setTimeout(() => delete message.dataset.sought, 3000);
  sought.set(0); return true;
};
// What does not stand there once the server has answered is nowhere: reading goes on, and nothing leads away from it later.
const answered = (count) => { if (!arrive() && count !== heard) { sought.set(0); unveil(); } heard = count; };
addEventListener("hashchange", seek);
// A link in a message to a hall of ours leads there within the page, though React did not make it; also to the same place again.
// What stands outside of messages, as what was found, React leads to, at once.
const lead = (event) => {
  const link = event.target.closest("a");
  if (!hallchat.plain(event) || link?.origin !== location.origin) return;
  if (!/^\\/h\\/\\d+(#[1-9]\\d{0,15})?$/.test(link.pathname + link.hash)) return;
  if (!link.closest(".body")) return void (link.hash && hallchat.setOut(link.pathname));
  event.preventDefault(); leadTo(link.pathname, link.hash);
};
const leadTo = (path, place) => {
  const here = path === location.pathname; if (place && !here) hallchat.setOut(path);
  history[here ? "replaceState" : "pushState"](here ? history.state : null, "", path + place);
  if (!here) dispatchEvent(new PopStateEvent("popstate")); else if (place) hallchat.go(+place.slice(1)); else hallchat.toEnd();
};
addEventListener("click", lead, true);
Object.assign(hallchat, {goTo, leadTo, veil, seek, answered, sought, seekBy: (tell) => { ask = tell; }});
})();
"""


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
            effect("veil", before_paint=True),
            effect("seekBy", trigger(self, "on_seek")),
            effect("answered", self.asked, after=(rows, self.asked)),
            effect("seek"),
        ]
