"""What is being written and is not sent, as the server keeps it for all tabs and devices of a person."""

from typing import Any

import reflex as rx

from hallchat.states.drafts import DraftsState
from hallchat.states.halls import HallsState
from hallchat.text import MAX_DRAFT
from hallchat.ui.browser import effect, followed
from hallchat.ui.elements import Follower, trigger
from hallchat.ui.window import address, halls, line

SCRIPT = """
(() => {
// In which halls something is written; which questions about them are under way or were refused, and from which a draft went.
const drafts = hallchat.live({}), asked = new Map(), refused = new Map(), gone = new Set();
const known = (hall) => hallchat.known(hall), draftsBy = (...by) => { [save, look] = by; };
let marks = {}, question = Date.now(), timer, save, look;
// A page asks one thing at a time about each hall, and waits for the answer.
const ask = (hall, how, ...what) => { asked.set(hall, ++question); how(question, +hall, known(hall)[2], ...what); };
const cut = () => hallchat.line.get() === "cut";
const lookIn = (hall) => cut() || asked.has(hall) || refused.has(hall) || ask(hall, look);
// They are kept a second after the last key; at once when nothing is left of them, or the hall or the page is left.
const saveDrafts = ({type} = {}) => { clearTimeout(timer);
  for (const hall of save ? hallchat.writtenIn() : []) { const words = hallchat.wordsIn(hall), [since, was] = known(hall);
    const reply = hallchat.repliesTo(hall), same = words === was && (!words || reply === hallchat.knownReply(hall));
    const waits = cut() || asked.has(hall) && type !== "beforeunload";
    if (waits || same || words === refused.get(hall) || words.length > MOST) continue;
    ask(hall, save, words, since, reply); hallchat.note(hall, question, words); } };
const soon = (deed, time) => { clearTimeout(timer); timer = setTimeout(deed, time); };
const saveSoon = (hall, words) => { words || hallchat.noteEmpty(hall); soon(saveDrafts, words && 1000); };
addEventListener("beforeunload", saveDrafts); addEventListener("visibilitychange", saveDrafts, true);
// Which halls have any: what this tab wrote counts before the server knows of it. What another one wrote since is asked for.
const lookAtDrafts = () => { saveDrafts(); const shown = document.getElementById("composer")?.dataset.hall;
  const has = (hall, words = hallchat.wordsIn(hall)) => words === known(hall)[1] ? hall in marks : words.trim() !== "";
  const all = [...hallchat.writtenIn(), ...Object.keys(marks)].filter((hall) => has(hall));
  const found = Object.fromEntries(all.map((hall) => [hall, 1]));
  if (JSON.stringify(found) !== JSON.stringify(drafts.get())) drafts.set(found);
  for (const hall of marks[shown] > known(shown)[0] ? [shown, ...gone] : gone) lookIn(hall); };
const draftsAnswered = (answers) => {
  for (const [hall, answer] of Object.entries(answers)) if (asked.get(hall) === answer.question) {
    const {question, at, content, again} = answer, waits = content !== null && hallchat.composesIn(hall);
    asked.delete(hall); refused.delete(hall); if (again) setTimeout(resumeDrafts, 1000 * again);
    if (at < 0 || waits) refused.set(hall, hallchat.sentWith(hall, question)[1]);
    else content === null ? hallchat.knowSent(hall, question, at) : hallchat.takeUp(hall, answer);
    if (!again && !waits && (content !== null || at <= 0)) gone.delete(hall);
  } lookAtDrafts(); };
// What was refused is tried again after a while, or in other halls; what the line lost, and what an input method kept, at once.
const resumeDrafts = (lost) => { if (lost) asked.clear(); refused.clear(); soon(lookAtDrafts); };
// A line that only fell silent loses nothing: what was written meanwhile is asked once something is heard, without a reconnect.
hallchat.line.follow(() => cut() || soon(lookAtDrafts));
// What was sent or thrown away elsewhere is not in the list any more, be it that this page does not know yet that it was there.
const followDrafts = (now, listed) => { marks = now;
  const had = (hall) => known(hall)[0] || asked.has(hall), halls = listed ? hallchat.writtenIn() : [];
  for (const hall of halls) if (!(hall in now) && had(hall)) gone.add(hall); lookAtDrafts(); };
Object.assign(hallchat, {drafts, draftsBy, saveSoon, draftsAnswered, lookAtDrafts, followDrafts, resumeDrafts});
})();
""".replace("MOST", str(MAX_DRAFT))

drafted: Any = followed("drafts", "{}", dict[str, int])
"""The halls in which something is written and not sent, by id."""


class _Drafts(Follower):
    """Follows what the server says of drafts, and asks it; again after a reconnect, for what was on its way may be lost."""

    times: rx.Var[dict]
    answers: rx.Var[dict]
    halls: rx.Var[int]
    line: rx.Var[str]
    address: rx.Var[str]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(int, int, int, str, int, int)]  # pyright: ignore[reportCallIssue]
    on_look: rx.EventHandler[rx.event.passthrough_event_spec(int, int, int)]  # pyright: ignore[reportCallIssue]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        return [
            effect("draftsBy", trigger(self, "on_save"), trigger(self, "on_look")),
            effect("resumeDrafts", True, after=(self.line,)),
            effect("resumeDrafts", after=(self.halls,)),
            effect("lookAtDrafts", after=(self.address,)),
            effect("followDrafts", self.times, self.halls, after=(self.times, self.halls)),
            effect("draftsAnswered", self.answers, after=(self.answers,)),
        ]


@rx.memo
def drafts() -> rx.Component:
    """Keep the drafts of somebody who is signed in."""
    return _Drafts.create(
        times=HallsState.drafts,
        answers=DraftsState.answers,
        halls=halls.length(),
        line=line,
        address=address,
        on_save=DraftsState.save,
        on_look=DraftsState.look,
    )
