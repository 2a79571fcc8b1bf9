"""What completes a word while somebody writes: people after ``@``, halls after ``#``, emoji after ``:``."""

import reflex as rx

from hallchat.states.completing import CompletingState
from hallchat.ui.browser import effect
from hallchat.ui.elements import Follower, trigger
from hallchat.ui.emoji import emoji_list
from hallchat.ui.window import crowd, here, many
from hallchat.ui.words import language, t

SCRIPT = """
(() => { let known = {"@": [], "#": []}, ask, asked = "", loaded = "";
const {folded} = hallchat;
// What can be chosen, and by which words it is found.
const option = (kind, text, label, hint, by = 0, name = folded(label), words = name.replace(/[^\\p{L}\\p{N}]+/gu, " ")) =>
  ({kind, text, label, hint, by, names: ` ${name} ${words} ${folded(hint.slice(1))}`});
const linked = (name, id) => `[#${name.replace(/[\\[\\]\\\\`*_~<>]/g, "\\\\$&")}](/h/${id}) `;
// What can be chosen is in the page, so that typing waits for nothing: the people of a hall come with the first "@" there.
const offer = (hall, crowd, of, people, everybody, halls, words) => {
  const person = ({id, user, name}) => option("@", `@${user} `, name, `@${user}`, id);
  const place = ({id, kind, name}) => option("#", linked(kind === "public" ? name : words.private, id), name, `#${name}`);
  const all = everybody ? option("@", "@hall ", words.all, "@hall") : option("@", "", words.none, "@hall");
  if (of !== hall) asked = ""; // not asked for yet, or a server that started anew has forgotten it
  known = {"@": of === hall ? [...people.map(person), all] : [], "#": halls.map(place), hall, crowd, list: words.list}; look();
};
const askBy = (tell) => { ask = tell; };
// The list of emoji comes when the first is named; of one letter there are too many, and of "1:30" and ":)" none.
const glyphs = (typed) => {
  const again = () => { loaded = ""; };
  if (loaded !== known.list) { loaded = known.list; hallchat.emojiFrom(loaded).then(look, again); }
  const glyph = ([emoji, name, ...called]) => option(":", `${emoji} `, name, emoji, 0, folded([name, ...called].join(" ")));
  return hallchat.emojiNamed(typed).slice(0, 8).map(hallchat.toned).map(glyph);
};
// The word before the caret chooses: what begins with it comes first, else it is the order of the list.
const named = (kind, typed) => {
  const query = " " + folded(typed), whole = kind + query.slice(1);
  const late = ({names, hint}) => !names.startsWith(query) && !folded(hint).startsWith(whole);
  const fits = known[kind].filter((one) => one.names.includes(query) && (one.text || whole === "@hall"));
  return fits.sort((one, other) => late(one) - late(other)).slice(0, 8);
};
const look = () => {
  const box = document.activeElement?.closest("[data-completes]");
  const before = box && box.selectionStart === box.selectionEnd ? box.value.slice(0, box.selectionStart) : "";
  const [, kind, typed] = before.match(/(?:^|[\\s([{"'¡¿*_~-])([@#]|:(?=..))([\\p{L}\\p{M}\\p{N}._+-]*)$/u) ?? [];
  if (!kind) return hallchat.suggest([]);
  if (kind === "@" && asked !== (asked = `${known.hall} ${known.crowd}`)) ask?.(known.hall);
  hallchat.suggest(kind === ":" ? glyphs(typed) : named(kind, typed), box, before.length - typed.length - 1);
};
addEventListener("input", look); addEventListener("focusout", () => setTimeout(look));
document.addEventListener("selectionchange", look);
Object.assign(hallchat, {offer, askBy});
})();
"""


class Offered(Follower):
    """What can be chosen in the hall that is shown."""

    hall: rx.Var[int]
    crowd: rx.Var[int]
    of: rx.Var[int]  # whose people they are
    people: rx.Var[list]
    everybody: rx.Var[bool]
    halls: rx.Var[list]
    words: rx.Var[dict]
    on_ask: rx.EventHandler[rx.event.passthrough_event_spec(int)]

    def add_hooks(self) -> list[str | rx.Var]:
        """Follow the state."""
        known = (self.hall, self.crowd, self.of, self.people, self.everybody, self.halls)
        return [effect("askBy", trigger(self, "on_ask")), effect("offer", *known, self.words, after=(*known, language))]


@rx.memo
def offered() -> rx.Component:
    """Tell the boxes to write in what can be chosen."""
    words = {
        "all": t("Everybody in this hall"),
        "none": t("In a hall of this size only the owner and moderators can mention everybody."),
        "private": t("private hall"),
        "list": emoji_list(),
    }
    return Offered.create(
        hall=here,
        crowd=crowd,
        of=CompletingState.hall,
        people=CompletingState.people,
        everybody=CompletingState.everybody,
        halls=many,
        words=rx.Var.create(words),
        on_ask=CompletingState.ask,
    )
