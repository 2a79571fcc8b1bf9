"""What the server has of what is being written, as far as a tab knows: what other devices wrote is merged with what began so."""

SCRIPT = """
(() => {
// For each hall: since when, what it says, by which answer the tab knows, and what was written there since then, each with the
// question that it was sent with; 0 for none.
const place = (hall) => `${hallchat.keptAt(hall)} saved`;
const known = (hall) => JSON.parse(sessionStorage.getItem(place(hall)) ?? '[0, "", 0]');
const know = (hall, ...what) => sessionStorage.setItem(place(hall), JSON.stringify(what));
const noted = (hall) => known(hall).slice(3);
const note = (hall, question, words) => { const all = known(hall), since = all.splice(3);
  know(hall, ...all, ...since.slice(-7), [question, words]); };
// What was sent as a message is gone on the server, too, by the time that a page hears of it.
const noteEmpty = (hall) => (noted(hall).at(-1)?.[1] ?? known(hall)[1]) && note(hall, 0, "");
const sentWith = (hall, question) => noted(hall).find(([by]) => by === question)?.[1];
// It has what was sent with a question; what was written after that was written on it.
const knowSent = (hall, question, at) => { const all = noted(hall), later = all.findIndex(([by]) => by === question) + 1;
  know(hall, at, sentWith(hall, question), question, ...all.slice(later)); };
// What another device wrote and what was written here become one. Both began with what was kept of this page last: the server
// knows by which question, or has lost that, and says the same; or else with what was known before. Of what the other one wrote
// on, nothing is left where the box was empty since: what stands in it is the next text.
const takeUp = (hall, {question, at, content, mine}) => { const all = noted(hall), now = hallchat.wordsIn(hall);
  const begun = all.findIndex(([by, words]) => mine ? by === mine : words === content), [, was] = all[begun] ?? known(hall);
  const next = all.slice(begun + 1).some(([, words]) => !words), left = next && hallchat.merged(was, content, "");
  know(hall, at, content, question, ...next ? [[0, left]] : []);
  hallchat.rewrite(hall, next ? hallchat.merged("", left, now) : hallchat.merged(was, content, now)); };
Object.assign(hallchat, {known, note, noteEmpty, sentWith, knowSent, takeUp});
})();
"""
