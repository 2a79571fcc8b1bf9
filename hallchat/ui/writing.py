"""What is being written: a text for each hall, in the tab, and what of it stands in the box to write in."""

SCRIPT = """
(() => {
// The words of each hall as this tab has them. They outlive a reload.
const box = () => document.getElementById("composer"), wordsIn = (hall) => sessionStorage.getItem(hallchat.keptAt(hall)) ?? "";
const put = (hall, words) => sessionStorage.setItem(hallchat.keptAt(hall), words);
const kept = () => Object.keys(sessionStorage).map((key) => key.match(/^hallchat \\d+ (\\d+)$/)?.[1]);
// In which halls something was written, be it nothing by now; also where storage keeps nothing.
let last = "", composing = false; const writtenIn = () => [...new Set([last, ...kept()].filter(Boolean))];
const keepDraft = (hall, words) => { put(last = hall, words); hallchat.saveSoon(hall, words); };
const restore = (hall) => { composing = false; box().value = wordsIn(hall); hallchat.typed(); hallchat.lookAtDrafts(); };
// While an input method composes a word, the box is its own. A box that leaves the page meanwhile never says that it ended.
const boxOf = (hall) => box()?.dataset.hall === hall && box(), composesIn = (hall) => composing && !!boxOf(hall);
addEventListener("compositionstart", ({target}) => composing = target === box());
addEventListener("compositionend", () => { composing = false; hallchat.resumeDrafts(); });
// The words of a hall are others now, and the caret stays at the words where it was: behind what was put in there, which does
// not become a part of what is selected.
const rewrite = (hall, words) => { put(hall, words); const of = boxOf(hall); if (!of || of.value === words) return;
  const {value, selectionStart: from, selectionEnd: to} = of, all = hallchat.changes(value, words);
  const moved = (at, open) => all.reduce((sum, {from, to, put}) =>
    from < at || open && to === at ? sum + put.length + from - Math.min(to, at) : sum, at);
  of.value = words; hallchat.typed();
  if (document.activeElement === of) of.setSelectionRange(moved(from, true), moved(to, from === to));
};
Object.assign(hallchat, {wordsIn, writtenIn, keepDraft, restore, composesIn, rewrite});
})();
"""
