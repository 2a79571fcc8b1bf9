"""What only the browser can do: the JavaScript of HallChat, each function with why.

Reflex has nothing that remembers what is being sent, knows input methods, notices a silent line, or watches what
scrolls into sight. All of it is in ``SCRIPT``, which runs in the head of every page before anything is painted;
dialogs and shortcuts are in ``ui/keys.py``. Components reach both through ``followed``, ``does`` and ``effect``;
``ui/elements.py`` has those that need it.
"""

import json
from typing import Any, NotRequired, TypedDict

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import VarData

from hallchat.i18n import direction, languages
from hallchat.realtime.line import PING_INTERVAL
from hallchat.realtime.wire import Quote

SILENT_MS = int(PING_INTERVAL * 1000) + 3000
"""Nothing heard for so long, the server's pings included: the line is dead, though nobody closed it."""
LOOK_MS = 1000
"""How often a page looks whether that is so."""


class Pending(TypedDict):
    """A message that the server has not confirmed yet."""

    id: str
    hall: int
    user: int
    text: str
    at: int  # milliseconds since 1970, by the browser's clock
    failed: str  # why it was refused
    reply: NotRequired[Quote]  # what it replies to


_SCRIPT = """
(() => { const root = document.documentElement, by = (id) => document.getElementById(id);
// 32 hex digits: crypto.randomUUID is missing on plain http, and Math.random repeats itself.
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
// A value that components follow, in the shape of React's useSyncExternalStore: it lives outside of all of them.
const live = (value, all = new Set()) => ({
  get: () => value, set(next) { value = next; all.forEach((tell) => tell()); },
  follow: (tell) => { all.add(tell); return () => all.delete(tell); },
});
// Storage may be full or forbidden, for Reflex too: what it does not take is kept as long as the page is.
const {getItem, setItem, removeItem} = Storage.prototype, kept = new Map();
const tried = (deed, otherwise) => { try { return deed(); } catch { return otherwise(); } };
Object.assign(Storage.prototype, {
  setItem(key, value) { kept.delete(key); tried(() => setItem.call(this, key, value), () => kept.set(key, `${value}`)); },
  getItem(key) { return kept.get(key) ?? tried(() => getItem.call(this, key), () => null); },
  removeItem(key) { kept.delete(key); tried(() => removeItem.call(this, key), () => null); },
});
for (const name of ["localStorage", "sessionStorage"])
  tried(() => window[name].length, () => Object.defineProperty(window, name, {value: Object.create(Storage.prototype)}));
const outbox = live([]), line = live("ok"), away = live(0), later = live(0), looks = live({});
let user = 0, waiting = "", told = {}, fire = () => {};

// Language and looks stand before the first paint: the page itself knows them only when its state is there.
const speak = (code, way) => code && Object.assign(root, {lang: code, dir: way});
const languages = LANGUAGES, asked = [document.cookie.match(/hallchat_language=([\\w-]+)/)?.[1], ...navigator.languages];
const spoken = asked.flatMap((one) => [one, one?.split("-")[0]]).find((one) => one in languages) ?? "en";
speak(spoken, languages[spoken]);
const system = matchMedia("(prefers-contrast: more)");
const look = (name, value) => {
  if (name) localStorage.setItem(`hallchat_${name}`, value);
  const chosen = (one) => localStorage.getItem(`hallchat_${one}`) ?? "";
  looks.set(Object.fromEntries(["contrast", "density", "halls", "keys", "alerts", "sound"].map((one) => [one, chosen(one)])));
  Object.assign(root.dataset, looks.get(), {contrast: looks.get().contrast || (system.matches ? "more" : "")});
};
look(); system.addEventListener("change", () => look()); addEventListener("storage", () => look());
// Safari lays its on-screen keyboard over the page; other browsers make the page smaller by themselves.
const fit = () => visualViewport.scale === 1 && root.style.setProperty("--seen", `${visualViewport.height}px`);
window.visualViewport?.addEventListener("resize", fit);

// Whether the server is heard: a websocket that nobody closed looks open for minutes, and Reflex keeps its own to itself.
const back = () => { line.set("back"); setTimeout(() => line.get() === "back" && line.set("ok"), 3000); pump(); };
// It is from the first attempt on, which has a few seconds before anything is said of it.
let heard = Infinity, met = false, gone = 0; const attempt = () => { heard = Math.min(heard, Date.now()); };
const listen = (since) => { if (Date.now() - heard > (met ? since : 4000) && line.get() !== "cut") line.set("cut"); };
// What the browser says of the network is not all: a server on the same machine goes on. But for what was under way then.
const hear = () => { heard = Date.now(); met = true; if (line.get() === "cut" && heard - gone > 2000) back(); };
window.WebSocket = class extends WebSocket {
  begun = attempt();
  watched = [this.addEventListener("message", hear), this.addEventListener("close", () => setTimeout(listen, 400, 350))];
};
setInterval(listen, LOOK, SILENT); addEventListener("offline", () => { gone = Date.now(); line.set("cut"); });
addEventListener("online", () => { gone = 0; if (Date.now() - heard < SILENT) back(); });

// What the page keeps of somebody in the browser begins so, and goes when somebody else comes.
const keptAt = (...of) => ["hallchat", user, ...of].join(" ");
// The outbox: what was sent and is not confirmed, oldest first. It outlives the page, which says in it when it is left.
const past = sessionStorage.getItem("hallchat"), own = newId(), place = (of) => keptAt("unsent", of);
sessionStorage.setItem("hallchat", own);
const put = (drafts, left = false) => {
  outbox.set(drafts);
  if (drafts.length) localStorage.setItem(place(own), JSON.stringify({drafts, left, at: Date.now()}));
  else localStorage.removeItem(place(own));
};
addEventListener("pagehide", () => put(outbox.get(), true));
// One is under way at a time, so that they keep their order whatever the line does; `again` when it may have been lost.
const pump = (again) => {
  const next = outbox.get().find((one) => !one.failed);
  if (!next || line.get() === "cut" || (next.id === waiting && !again)) return;
  waiting = next.id; fire(next.hall, next.id, next.text, next.user, next.reply?.seq ?? 0);
};
// What pages left unsent is sent by the next one; also what pages left that died without a word, or that this one is a copy of.
// One that lives renews its mark: it may have slept as long as this one, and has the time from one look to the next for it.
const marks = new Map();
const gather = (first) => {
  const all = new Map(outbox.get().map((one) => [one.id, one]));
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(place("")))) {
    const {drafts, left, at} = JSON.parse(localStorage.getItem(key)), same = marks.get(key) === at;
    marks.set(key, at);
    if (!left && !(first && key === place(past)) && (Date.now() - at < 90_000 || !(first || same))) continue;
    drafts.forEach((one) => all.set(one.id, one)); localStorage.removeItem(key);
  }
  if (all.size) put([...all.values()].sort((one, other) => one.at - other.at)); pump();
};
setInterval(() => user && gather(), 20_000 + 5000 * Math.random());
// A page that is only loaded again takes up its own by itself, so that others wait; not all equally long, or two would send it.
addEventListener("storage", ({key, newValue}) => key?.startsWith(place("")) && newValue?.includes('"left":true')
  && setTimeout(gather, 2000 + 2000 * Math.random()));
// Whose page it is: what others left in this browser goes; one's own only where they signed out by the form, which says so.
const begin = (whose) => {
  if (whose < 0) return whose < -1 && location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.hash)}`);
  if (user && user !== whose) return location.reload();
  user = whose;
  const out = localStorage.getItem("hallchat_out"), goes = (of) => whose ? of !== `${whose}` : of === out;
  for (const store of [sessionStorage, localStorage]) for (const key of Object.keys(store))
    if (/^hallchat \\d/.test(key) && goes(key.split(" ")[1])) store.removeItem(key);
  if (whose) localStorage.removeItem("hallchat_out");
  gather(true);
};
const signOut = () => localStorage.setItem("hallchat_out", user);
// What stands in the stream goes, and what was confirmed elsewhere: an answer may overtake the row. What was refused says why;
// what came too soon waits, no two pages equally long, and is sent again, and all that follow it wait too.
const settle = (answers, hall, rows = by("stream") ? null : []) => {
  const old = rows ? outbox.get() : [], stored = new Set(old.length ? rows.map((row) => row.cid) : []), head = rows?.at(-1)?.seq;
  const done = (one, said = answers[one.id]) => stored.has(one.id) || said?.why === "" && (one.hall !== hall || said.seq <= head);
  const marked = (one, said = answers[one.id]) => {
    if (!said || said.at === one.said) return one; if (said.later) setTimeout(pump, 1000 * (said.later + Math.random()), true);
    return {...one, failed: said.later ? "" : said.why, said: said.at};
  };
  const left = old.filter((one) => !done(one)).map((one) => marked(one));
  if (left.length < old.length || left.some((one, at) => one !== old[at])) put(left); pump();
};
const post = (one) => { put([...outbox.get(), {id: newId(), user, at: Date.now(), failed: "", ...one}]); pump(); };
const retry = (id) => { waiting = ""; put(outbox.get().map((one) => one.id === id ? {...one, failed: ""} : one)); pump(); };
const discard = (id) => put(outbox.get().filter((one) => one.id !== id));
const takeBack = (draft) => { draft.reply && hallchat.replyTo(draft.reply); hallchat.append(draft.text); discard(draft.id); };

// A key that an input method takes to compose a word is none; Safari says so by its code alone. A plain one comes by itself.
const composing = ({keyCode, nativeEvent, isComposing = nativeEvent?.isComposing}) => isComposing || keyCode === 229;
const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || composing(event));
const toEnd = () => { hallchat.sought.set(0); by("stream")?.scrollTo({top: 0}); };

// One line of the words of a message, as the server makes it; and words without accents and case, as it searches them.
const wordsOf = (html) => {
  const {body} = new DOMParser().parseFromString(html.replaceAll("<br>", " "), "text/html");
  return body.textContent.trim().replace(/\\s+/g, " ");
};
const folded = (text) => text.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase();
// Where a box stands that a button opens: below it, or above where there is no room, from its beginning or its end on; wholly
// inside the window, also when a phone is turned.
const beside = (button, {offsetWidth: wide, offsetHeight: high}, toEnd) => {
  const {left, right, top, bottom} = button.getBoundingClientRect();
  const from = toEnd === (document.dir === "rtl") ? left : innerWidth - right, above = bottom + high + 8 > innerHeight;
  return [Math.max(8, Math.min(from, innerWidth - wide - 8)), above ? Math.max(8, top - high - 4) : bottom + 4];
};

// A screen reader says each new message of others once; the stream itself would repeat what moves or is loaded.
const say = (text, region = by("news")) => {
  region.append(Object.assign(document.createElement("p"), {textContent: text}));
  region.childElementCount > 9 && region.firstChild.remove();
};
const announce = (hall, rows) => {
  if (told.hall !== hall) told = {hall, seq: rows.at(-1)?.seq ?? 0};
  for (const row of rows.filter((one) => one.seq > told.seq)) {
    told.seq = row.seq;
    if (row.by !== user && !row.gone) say(`${row.name}: ${wordsOf(row.html)}`);
  }
};
// Tell when an element comes into sight or goes: once, or as long as it stands.
const sight = (id, tell, once) => {
  const look = (there) => { if (there && once) watch.disconnect(); if (there || !once) tell(there); };
  const watch = new IntersectionObserver((seen) => look(seen.at(-1).isIntersecting), {rootMargin: once ? "600px" : "80px"});
  watch.observe(by(id)); return () => watch.disconnect();
};
// Whether somebody looks at the end of the conversation; scrolled up, where it was left. What the observer told was so in
// some frame before: a jump may have led away since.
const watchEnd = (id, tell) => {
  let there = null, last = null; const edge = (one, side) => by(one)?.getBoundingClientRect()[side];
  const look = () => { if (there === null) return;
    there &&= edge(id, "top") <= edge("stream", "bottom") + 1; away.set(there ? 0 : away.get() || told.seq + 1);
    if (last !== (last = there && !hallchat.sought.get() && !later.get() && document.visibilityState === "visible")) tell(last);
  };
  // The observer says nothing in a window behind others, which says so at once.
  const stop = sight(id, (now) => { there = now; look(); }), forgets = [later, hallchat.sought].map((one) => one.follow(look));
  if (document.visibilityState !== "visible") tell(last = false);
  addEventListener("visibilitychange", look, true);
  return () => { stop(); forgets.forEach((forget) => forget()); removeEventListener("visibilitychange", look, true); };
};
// The end is at 0, where the browser follows it by itself; a part of a pixel beyond, where a focus may lead, it does not. That is
// mended before anything more is drawn, for what comes at the same time would not be followed either.
const keepEnd = (at = by("stream")) => at?.scrollTop > 0 && at.scrollTop < 2 && at.scrollTo({top: 0});
for (const name of ["scroll", "focusin"]) addEventListener(name, () => queueMicrotask(() => keepEnd()), true);
const sendBy = (tell) => { fire = tell; };
// The document's name, for good: each page brings the one with it that it was built with, at a time of its own. It is compared
// with the element's text: document.title tells two spaces as one.
let name = ""; const named = () => name && root.querySelector("title")?.text !== name && (document.title = name);
const title = (text) => { name = text; named(); };
new MutationObserver(named).observe(document.head, {childList: true, subtree: true});
globalThis.hallchat = {live, outbox, line, away, later, looks, look, speak, begin, pump, settle, post, retry, discard,
  takeBack, signOut, composing, plain, toEnd, wordsOf, folded, keptAt, beside, say,
  announce, sight, watchEnd, sendBy, title,
}; })();
"""


def script() -> rx.Component:
    """Return the element for the document's head that defines ``hallchat`` for the page."""
    known = {code: direction(code) for code in languages()}
    places = {"LANGUAGES": json.dumps(known), "SILENT": str(SILENT_MS), "LOOK": str(LOOK_MS)}
    text = _SCRIPT
    for name, value in places.items():
        text = text.replace(name, value)
    return rx.el.script(text)


def followed(name: str, initial: str, type_: Any) -> Any:
    """Make a var of a value that lives in the page, shared by all components.

    Args:
        name: of the value in ``hallchat``.
        initial: an expression for it while the pages are built, where there is no browser.
        type_: of the var.

    Returns:
        The var; a component that uses it follows it.
    """
    nothing = f"(globalThis.hallchat_{name} ??= {initial})"  # React wants the same one each time
    value = f"useSyncExternalStore(globalThis.hallchat?.{name}.follow, globalThis.hallchat?.{name}.get, () => {nothing})"
    data = VarData(imports={"react": [ImportVar(tag="useSyncExternalStore")]}, hooks={f"const {name}_ = {value}": None})
    return rx.Var(f"{name}_", _var_type=type_, _var_data=data).guess_type()


def does(call: str, *arguments: Any, on: str = "onClick") -> dict[str, rx.Var]:
    """Return an attribute that calls a function of ``hallchat`` at once, also while the line is cut.

    Reflex's own events wait in one queue, so that nothing of a page would answer then.

    Args:
        call: the function.
        arguments: vars or values; without any it gets the browser's event.
        on: React's name of the event.

    Returns:
        For ``custom_attrs``.
    """
    made = [rx.Var.create(one) for one in arguments]
    inner = ", ".join(map(str, made)) or "event"
    data = VarData.merge(*(one._get_all_var_data() for one in made))
    return {on: rx.Var(f"((event) => hallchat.{call}({inner}))", _var_data=data)}


def says(call: str, *arguments: Any, type_: Any) -> Any:
    """Make a var of what a function of ``hallchat`` says of values.

    Args:
        call: the function; it says the same each time.
        arguments: vars or values.
        type_: of the var.

    Returns:
        The var, for components that do not stand in a page that is built before there is a browser.
    """
    made = [rx.Var.create(one) for one in arguments]
    data = VarData.merge(*(one._get_all_var_data() for one in made))
    return rx.Var(f"hallchat.{call}({', '.join(map(str, made))})", _var_type=type_, _var_data=data).guess_type()


def effect(call: str, *arguments: Any, after: tuple[Any, ...] = (), before_paint: bool = False, lasts: bool = False) -> rx.Var:
    """Return a hook that calls a function of ``hallchat`` when a component stands in the page.

    Args:
        call: the function.
        arguments: vars.
        after: it is called again when one of these changes.
        before_paint: whether before the browser paints.
        lasts: whether it returns a function that ends what it began.

    Returns:
        The hook, for ``add_hooks``.
    """
    hook = "useLayoutEffect" if before_paint else "useEffect"
    made, watched = ([rx.Var.create(one) for one in many] for many in (arguments, after))
    data = VarData.merge(
        VarData(imports={"react": [ImportVar(tag=hook)]}), *(one._get_all_var_data() for one in [*made, *watched])
    )
    body = f"{'' if lasts else 'void '}hallchat.{call}({', '.join(map(str, made))})"
    return rx.Var(f"{hook}(() => {body}, [{', '.join(map(str, watched))}])", _var_data=data)
