"""Two versions of a draft that were made of the same one, by two devices of a person, become one: each word stands in it once."""

SCRIPT = """
(() => {
// What was changed of a text: from where to where, and what stands there now. By code points, so that none is cut in two.
const change = (old, now) => { const most = Math.min(old.length, now.length); let from = 0, end = 0;
  while (from < most && old[from] === now[from]) from++;
  while (end < most - from && old.at(-1 - end) === now.at(-1 - end)) end++;
  return {from, to: old.length - end, put: now.slice(from, now.length - end)};
};
// What was put in here stands after what was put in there; on a line of its own, unless there is a space between them. Where both
// changed the same words, theirs stay, and mine follow at the end, whole.
const apart = (before, after) => before.length && after.length && !/^\\s|\\s$/.test(before.at(-1) + after[0]) ? "\\n" : "";
const merged = (base, theirs, mine) => {
  if (theirs === base || theirs === mine) return mine; else if (mine === base) return theirs;
  const [old, there, here] = [base, theirs, mine].map((one) => [...one]), moved = there.length - old.length;
  const {from, to, put} = change(old, here), {from: first, to: last, put: added} = change(old, there);
  const at = (start, end, between = "") =>
    there.slice(0, start).join("") + between + put.join("") + there.slice(end).join("");
  if (from >= last) return at(from + moved, to + moved, from === last && added.length ? apart(added, put) : "");
  if (to <= first) return at(from, to);
  const space = (at) => /^\\s?$/.test(here[at] ?? ""), ends = here.length - old.length + to; let [start, end] = [from, ends];
  while (end > start && !space(start - 1)) start--; while (end > start && !space(end)) end++;
  return theirs + apart(there, here.slice(start, end)) + here.slice(start, end).join("");
};
Object.assign(hallchat, {merged});
})();
"""
