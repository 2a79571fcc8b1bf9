"""Links to a message: ``/h/5#120`` leads to the message at place 120 of hall 5, wherever in its history that is."""

import reflex as rx

from hallchat.ui.browser import effect
from hallchat.ui.elements import trigger

SCRIPT = """
(() => {
// The place that the address names is looked for: where its row does not stand yet, what stands around it is asked for.
let ask = () => {};
const goTo = (seq) => { hallchat.sought = seq; if (seq && !arrive()) ask(seq); };
const seek = () => goTo(/^#[1-9]\\d{0,15}$/.test(location.hash) ? +location.hash.slice(1) : 0);
// Once it stands there it is unfolded, comes to the middle, has the focus, and is marked for a moment.
const arrive = () => {
  const row = hallchat.sought && document.querySelector(`#stream [data-seq="${hallchat.sought}"]`);
  if (!row) return false;
  const message = row.querySelector(".message");
  hallchat.sought = 0; hallchat.unfold(row);
  row.scrollIntoView({block: row.clientHeight < row.closest("#stream").clientHeight ? "center" : "start"});
  message.focus({preventScroll: true});
  message.dataset.sought = ""; setTimeout(() => delete message.dataset.sought, 3000);
  return true;
};
addEventListener("hashchange", seek);
// A link in a message to a hall leads there within the page, though React did not make it.
const lead = (event) => {
  const link = event.target.closest("a[data-hall]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.pathname === location.pathname) location.hash = link.hash;
  else { history.pushState(null, "", link.href); dispatchEvent(new PopStateEvent("popstate")); }
};
addEventListener("click", lead);
Object.assign(hallchat, {goTo, seek, arrive, sought: 0, seekBy: (tell) => { ask = tell; }});
})();
"""


class Sought(rx.Fragment):
    """Leads to the message that the address names, once the stream of its hall stands there."""

    rows: rx.Var[list]
    on_seek: rx.EventHandler[rx.event.passthrough_event_spec(int)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Ask once, and look again whenever rows came."""
        rows = rx.Var("loaded", _var_data=self.rows._get_all_var_data())
        return [
            rx.Var(f"const loaded = {self.rows!s}", _var_data=self.rows._get_all_var_data()),
            effect("seekBy", trigger(self, "on_seek")),
            effect("seek"),
            effect("arrive", after=(rows,)),
        ]

    def _exclude_props(self) -> list[str]:
        return ["rows", "on_seek"]
