"""What the server has of what is being written, as far as a tab knows: what other devices wrote is merged with what began so."""

SCRIPT = """
(() => {
// For each hall: since when, what it says, by which answer the tab knows, and what was written there since then, each with the
// question that it was sent with, 0 for none, and with the place of the message that it replies to.
const place = (hall) => `${hallchat.keptAt(hall)} saved`;
const known = (hall) => JSON.parse(sessionStorage.getItem(place(hall)) ?? '[0, "", 0]');
const know = (hall, reply, ...what) => { sessionStorage.setItem(`${place(hall)} reply`, reply);
  sessionStorage.setItem(place(hall), JSON.stringify(what)); };
const knownReply = (hall) => +sessionStorage.getItem(`${place(hall)} reply`);
const repliesTo = (hall) => hallchat.replyIn(hall)?.seq ?? 0;
const noted = (hall) => known(hall).slice(3);
const note = (hall, question, words) => { const all = known(hall), since = all.splice(3);
  know(hall, knownReply(hall), ...all, ...since.slice(-7), [question, words, repliesTo(hall)]); };
// What was sent as a message is gone on the server, too, by the time that a page hears of it.
const noteEmpty = (hall) => (noted(hall).at(-1)?.[1] ?? known(hall)[1]) && note(hall, 0, "");
const sentWith = (hall, question) => noted(hall).find(([by]) => by === question) ?? [];
// It has what was sent with a question; what was written after that was written on it.
const knowSent = (hall, question, at) => { const all = noted(hall), later = all.findIndex(([by]) => by === question) + 1;
  const [, words, reply] = sentWith(hall, question); know(hall, at && reply, at, words, question, ...all.slice(later)); };
// What another device wrote and what was written here become one. Both began with what was kept of this page last: the server
// knows by which question, or has lost that, and says the same; or else with what was known before. Of what the other one wrote
// on, nothing is left where the box was empty since: what stands in it is the next text, with what that replies to.
const takeUp = (hall, {question, at, content, mine, reply}) => { const all = noted(hall), now = hallchat.wordsIn(hall);
  const begun = all.findIndex(([by, words]) => mine ? by === mine : words === content), [, was] = all[begun] ?? known(hall);
  const next = all.slice(Math.max(begun, 0)).some(([, words]) => !words), left = next && hallchat.merged(was, content, "");
  const replied = all[begun]?.[2] ?? knownReply(hall), there = reply?.seq ?? 0, here = repliesTo(hall);
  know(hall, there, at, content, question, ...next ? [[0, left, 0]] : []);
  if (there !== replied && (!here || !next && here === replied)) hallchat.putReply(hall, reply);
  hallchat.rewrite(hall, next ? hallchat.merged("", left, now) : hallchat.merged(was, content, now)); };
Object.assign(hallchat, {known, knownReply, repliesTo, note, noteEmpty, sentWith, knowSent, takeUp});
})();
"""
