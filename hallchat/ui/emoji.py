"""The list of emoji in the page: loaded when it is first asked for, in the reader's language, and searched there."""

from typing import Any

import reflex as rx

from hallchat import emoji
from hallchat.i18n import SOURCE, languages
from hallchat.ui.words import language

SCRIPT = """
(() => { let loaded = "", groups = [], all = [], coming;
// It is the same for everybody and never changes at its address, so that the browser keeps it, also for when it is offline.
const emojiFrom = (address) => coming = load(address);
const load = async (address) => {
  if (loaded === address) return {groups, all};
  const list = await (await fetch(address, {cache: "force-cache"})).json();
  groups = list.groups; all = list.emoji.map((row) => [...row, bare(` ${row[1]} ${row[2]} ${row[3]}`)]); loaded = address;
  return {groups, all};
};
const bare = (text) => hallchat.folded(text).replace(/[^\\p{L}\\p{N}+]+/gu, " ");
// Each word that is typed begins one of an emoji's; what is called just so comes first, then what begins so.
const emojiNamed = (typed) => {
  const words = bare(typed).split(" ").filter(Boolean);
  const exact = ([, name, codes]) => [name, ...codes.split(" ")].some((one) => bare(one) === words.join(" "));
  const late = (row) => exact(row) ? 0 : row[6].startsWith(` ${words[0]}`) ? 1 : 2;
  const hits = all.filter((row) => words.every((word) => row[6].includes(` ${word}`)));
  return hits.sort((one, other) => late(one) - late(other));
};
// What was chosen without its name, as long ago, has it from the list; what was not chosen at all, the colour of skin too. What
// stands between two colons is one of its codes.
const emojiKnown = (emoji) => [emoji, all.find((row) => row[0] === emoji || row[5].split(" ").includes(emoji))?.[1] ?? emoji];
const emojiToned = (emoji) => hallchat.toned(all.find((row) => row[0] === emoji) ?? [emoji])[0];
const emojiCalled = (name) => {
  const row = all.find((row) => row[2].split(" ").includes(name.slice(1, -1).toLowerCase()));
  return row && hallchat.toned(row)[0];
};
// An emoji named in full, from colon to colon, is put in at the second one; soon after where the list still comes.
const spelled = async ({target: box, inputType}) => {
  if (!/^insert.*Text$/.test(inputType) || !("completes" in box.dataset)) return;
  const before = box.value.slice(0, box.selectionStart);
  const [, name] = before.match(/(?:^|[\\s([{"'¡¿*_~-])(:[\\p{L}\\p{N}_+-]{2,}:)$/u) ?? [];
  if (!name) return;
  await coming?.catch(() => {});
  const emoji = emojiCalled(name), end = before.length, at = box.selectionStart - name.length + emoji?.length;
  if (!emoji || box !== document.activeElement || !box.value.startsWith(before)) return;
  box.setSelectionRange(end - name.length, end); hallchat.insert(emoji, box); box.setSelectionRange(at, at);
};
addEventListener("input", spelled);
Object.assign(hallchat, {emojiFrom, emojiNamed, emojiKnown, emojiToned});
})();
"""


def emoji_list() -> Any:
    """Return the address of the list, as a var that follows the reader's language."""
    lists = {code: str(rx.asset(emoji.path(code))) for code in languages()}
    return rx.match(language, *lists.items(), lists[SOURCE])
