"""What is being written and is not sent: a text for each hall, in the tab at once, and soon after that on the server."""

from typing import Any

import reflex as rx

from hallchat.states.drafts import DraftsState
from hallchat.states.halls import HallsState
from hallchat.text import MAX_DRAFT
from hallchat.ui.browser import effect, followed
from hallchat.ui.elements import Follower, trigger
from hallchat.ui.window import address, line

SCRIPT = """
(() => {
// The words of each hall as this tab has them; and what it knows that the server has of them: since when, what they say, and
// what was sent there without an answer yet.
const box = () => document.getElementById("composer"), place = (hall) => hallchat.keptAt(hall);
const text = (hall) => sessionStorage.getItem(place(hall)) ?? "", put = (hall, said) => sessionStorage.setItem(place(hall), said);
const known = (hall) => JSON.parse(sessionStorage.getItem(`${place(hall)} saved`) ?? '[0, ""]');
const know = (hall, ...what) => sessionStorage.setItem(`${place(hall)} saved`, JSON.stringify(what));
const drafts = hallchat.live({}), saving = new Map(), taken = {}; let marks = {}, told = {}, last = "", timer, save, look;
const draftsBy = (saver, looker) => { save = saver; look = looker; };
const written = () => Object.keys(sessionStorage).map((key) => key.match(/^hallchat \\d+ (\\d+)$/)?.[1]);
const halls = (more = []) => new Set([last, ...more, ...written()].filter(Boolean));
// They are kept a second after the last key; at once when nothing is left of them, or the hall or the page is left. The server
// adds them to what another device wrote that this page does not know of.
const saveDrafts = () => { clearTimeout(timer);
  for (const hall of save && hallchat.line.get() !== "cut" ? halls() : []) { const said = text(hall), [since, was] = known(hall);
    if (said === was || said === saving.get(hall) || said.length > MOST) continue;
    saving.set(hall, said); know(hall, since, was, said); save(+hall, said, since ?? 0);
  }
};
const keepDraft = (hall, said) => { put(last = hall, said); clearTimeout(timer); timer = setTimeout(saveDrafts, said && 1000); };
addEventListener("beforeunload", saveDrafts); addEventListener("visibilitychange", saveDrafts, true);
const savedDrafts = (answers) => {
  for (const [hall, at] of Object.entries(answers)) if (saving.has(hall) && told[hall] !== at)
    { know(hall, at, saving.get(hall)); saving.delete(hall); }
  told = answers; lookAtDrafts(); };
// Which halls have any: what this tab wrote counts before the server knows of it. What another one wrote since is asked for.
const lookAtDrafts = () => { saveDrafts(); const hall = box()?.dataset.hall;
  const has = (one) => text(one) === known(one)[1] ? one in marks : text(one).trim() !== "";
  const found = Object.fromEntries([...halls(Object.keys(marks))].filter(has).map((one) => [one, 1]));
  if (JSON.stringify(found) !== JSON.stringify(drafts.get())) drafts.set(found);
  if (marks[hall] > known(hall)[0] && !saving.has(hall)) look(+hall); };
// What comes takes the place of what was known; to what another device wrote, what was written here since is added, unless one
// goes on where the other ends, or the server added it already.
const takeDraft = (hall, {at, content}) => { const mine = text(hall), [since, was, sent] = known(hall);
  if (at && at < since) return; know(hall, at, content); saving.delete(hall);
  const own = content === sent || (mine !== was && (content === was || mine.startsWith(content)));
  const rest = sent && content.endsWith(`\\n${sent}`) && mine.startsWith(sent) ? mine.slice(sent.length) : `\\n${mine}`;
  put(hall, own ? mine : mine === was || content.startsWith(mine) ? content : content + rest);
  if (box()?.dataset.hall === hall && box().value !== text(hall)) restore(hall); else lookAtDrafts(); };
const takeDrafts = (all) => { for (const of in all) if (taken[of] !== (taken[of] = all[of].at)) takeDraft(of, all[of]); };
const restore = (hall) => { box().value = text(hall); hallchat.typed(); lookAtDrafts(); };
// What was refused for a moment is tried again after another, what the line lost at once.
const resumeDrafts = (refused) => { saving.clear(); clearTimeout(timer); timer = setTimeout(lookAtDrafts, refused ? 3000 : 0); };
// What was sent or thrown away elsewhere is not in the list any more.
const followDrafts = (now) => { marks = now; lookAtDrafts();
  for (const hall of halls()) if (!(hall in now) && known(hall)[0] && !saving.has(hall)) takeDraft(hall, {at: 0, content: ""}); };
Object.assign(hallchat, {drafts, draftsBy, keepDraft, savedDrafts, takeDrafts, restore, lookAtDrafts, followDrafts,
  resumeDrafts});
})();
""".replace("MOST", str(MAX_DRAFT))

drafted: Any = followed("drafts", "{}", dict[str, int])
"""The halls in which something is written and not sent, by id."""


class _Drafts(Follower):
    """Follows what the server says of drafts, and asks it; again after a reconnect, for what was on its way may be lost."""

    times: rx.Var[dict]
    saved: rx.Var[dict]
    refused: rx.Var[int]
    found: rx.Var[dict]
    line: rx.Var[str]
    address: rx.Var[str]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(int, str, int)]  # pyright: ignore[reportCallIssue]
    on_look: rx.EventHandler[rx.event.passthrough_event_spec(int)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [
            effect("draftsBy", trigger(self, "on_save"), trigger(self, "on_look")),
            effect("resumeDrafts", after=(self.line,)),
            effect("lookAtDrafts", after=(self.address,)),
            effect("followDrafts", self.times, after=(self.times,)),
            effect("savedDrafts", self.saved, after=(self.saved,)),
            effect("resumeDrafts", self.refused, after=(self.refused,)),
            effect("takeDrafts", self.found, after=(self.found,)),
        ]


@rx.memo
def drafts() -> rx.Component:
    """Keep the drafts of somebody who is signed in."""
    return _Drafts.create(
        times=HallsState.drafts,
        saved=DraftsState.saved,
        refused=DraftsState.refused,
        found=DraftsState.found,
        line=line,
        address=address,
        on_save=DraftsState.save,
        on_look=DraftsState.look,
    )
