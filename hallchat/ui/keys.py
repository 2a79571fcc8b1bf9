"""What keys and fingers do where Reflex and the browser leave off: dialogs, lists, shortcuts, and the focus that is never lost.

Its JavaScript runs in the head of every page, after that of ``browser``, whose rules are its own.
"""

SCRIPT = """
(() => { const by = (id) => document.getElementById(id), shown = {};
let wanted = null, answered = "", trail = [], from, held;

// Dialogs are the browser's own, with the focus kept inside and given back: React cannot open one. One is open at a time.
const whenShown = (id, tell) => { shown[id] = tell; };
const show = (id) => {
  if (by(id)?.open !== false) return;
  hide(); by(id).showModal(); shown[id]?.();
  by(id).querySelectorAll("[type=search]").forEach((box) => { box.value = ""; box.focus(); });
};
const hide = (id) => (id ? by(id) : document.querySelector("dialog[open]"))?.close();
// Who made a hall or chose one in a dialog goes on by writing: nothing outside could have the focus while it was open.
const moveOn = () => document.querySelector("dialog[open]") && (hide(), by("composer")?.focus());
const outside = (event) => event.target === event.currentTarget && event.target.close();
// What a dialog says of a message is asked for again when that changes or goes.
const changed = (id, seq, tell) => () => by(id)?.dataset.of === `${seq}` && tell();
// The switcher closes before a choice is followed, so that the focus goes on from there; Enter waits for the list to answer.
const chose = (event) => event.target.closest("[data-step]") && hide();
const found = (query) => {
  if ((answered = query) === wanted && by("switcher").open) wanted = by("switcher").querySelector("[data-step]")?.click();
};
const take = ({keyCode, target}) => { wanted = keyCode === 13 ? target.value : null; found(answered); }; // 229 in input methods
// Arrow keys go through a list; the browser does that for select boxes only. What is typed meanwhile goes into its box.
const walk = (event) => {
  const steps = [...event.currentTarget.querySelectorAll("[data-step]")];
  const at = steps.indexOf(document.activeElement.closest("[data-step]")), last = steps.length - 1;
  const to = {ArrowDown: at + 1, ArrowUp: at < 0 ? last : at - 1, Home: 0, End: last}[event.key];
  if (steps[to] && (event.key === "ArrowDown" || !event.target.matches("input"))) { event.preventDefault(); steps[to].focus(); }
  else if (/^[^ ]$/u.test(event.key) && !(event.ctrlKey || event.metaKey || event.altKey))
    event.currentTarget.querySelector("input[type=search]")?.focus();
};
// A finger that rests somewhere does what a mouse does by hovering.
const hold = ({type, pointerType, target}) => { clearTimeout(held);
  held = type === "pointerdown" && pointerType === "touch" && setTimeout(hallchat.rest, 450, target); };
const copied = ({dataset}) => { dataset.done = "yes"; hallchat.say(dataset.said); setTimeout(() => delete dataset.done, 1500); };
// Plain http has no clipboard: there a box is copied from, as long ago.
const copyText = (button, text) => {
  const box = Object.assign(document.createElement("textarea"), {value: text});
  if (navigator.clipboard) navigator.clipboard.writeText(text);
  else { button.append(box); box.select(); document.execCommand("copy"); box.remove(); button.focus(); }
  copied(button); };
// Shortcuts count wherever the focus is; Reflex's listener cannot keep the browser from its own use of a key.
const nextHall = (step, halls = [...document.querySelectorAll(".halls .hall")]) =>
  halls.at(Math.max(halls.findIndex((one) => one.ariaCurrent === "page") + step, -1) % halls.length)?.click();
// Escape takes back the last step: a menu, before the panel that it is in; and not what was written.
const shut = (menu) => { menu.open = false; menu.firstChild.focus(); };
const leave = (panel, menu = panel.querySelector("details[open]")) => {
  if (menu) shut(menu);
  else if (![...panel.querySelectorAll("input")].some((one) => one.value !== one.defaultValue)) by("members-close").click();
};
addEventListener("keydown", (event) => {
  const {key, altKey, target} = event, command = event.ctrlKey || event.metaKey, box = by("composer");
  const typing = target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  const deed = command && key.toLowerCase() === "k" ? () => show("switcher")
    : command && key === "z" && !typing ? () => document.querySelector(".notice .link")?.click()
    : altKey && /^Arrow(Up|Down)$/.test(key) ? () => nextHall(key === "ArrowUp" ? -1 : 1)
    : key === "?" && !typing && hallchat.looks.get().keys !== "off" ? () => show("shortcuts")
    : key !== "Escape" ? null : document.querySelector("dialog[open]") ? hide
    : target.closest(".panel") ? () => leave(target.closest(".panel")) : box && (() => { hallchat.toEnd(); box.focus(); });
  if (deed && !event.isComposing) { event.preventDefault(); deed(); }
});
// What says that it cannot be done now keeps the focus, and is not done: not by a form's Enter either.
const barred = (event) => event.target.closest("[aria-disabled=true]") && (event.preventDefault(), event.stopPropagation());
addEventListener("click", barred, true);
// What has the focus may leave the page: it goes on to what stands around it, or had it before, or to another page's main part.
addEventListener("focusin", (event) => { trail = [...event.composedPath(), ...trail].slice(0, 999); from = location.pathname; });
const lost = () => document.activeElement === document.body && trail[0]?.isConnected === false;
const nearby = () => [...(from === location.pathname ? trail : []), document.querySelector("main"), by("halls")];
const goOn = () => lost() && nearby().some((one) => one?.focus?.() ?? !lost());
new MutationObserver(goOn).observe(document.documentElement, {childList: true, subtree: true});

Object.assign(hallchat, {whenShown, show, hide, moveOn, outside, changed, chose, found, take, walk, shut, hold, copyText});
})();
"""
