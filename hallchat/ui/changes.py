"""What was changed of a text that somebody wrote on: which words are gone, and which stand there now."""

MOST = 600
"""Words that are gone and new; to compare texts that differ in more would hold up who types."""

SCRIPT = """
(() => {
// A word comes with the space behind it, and is the same whatever space that is.
const words = (text) => text.match(/\\S+\\s*|\\s+/g) ?? [], bare = (all) => all.map((one) => one.trimEnd());
// Which words two texts have in common, in order: where each of the one stands in the other. As few as possible are gone and new
// (Myers, "An O(ND) Difference Algorithm", 1986): for how far a number of them leads on each diagonal, the number before is kept.
// Texts that differ in more have nothing in common.
const cameBy = (last, at) => at > 0 && !(last[at - 1] < last[at]); // a word that is gone, or else a new one
const shared = (old, now) => { const steps = [[]], places = new Map();
  for (let some = 0; some <= MOST; some++) { const last = steps[some], reach = []; steps.push(reach);
    for (let at = 0; at <= some; at++) { let i = cameBy(last, at) ? last[at - 1] + 1 : last[at] ?? 0, j = i - 2 * at + some;
      while (i < old.length && j < now.length && old[i] === now[j]) { i++; j++; }
      reach[at] = i; if (i < old.length || j < now.length) continue;
      for (; some >= 0; some--) { const last = steps[some], gone = cameBy(last, at), from = gone ? last[at - 1] : last[at] ?? 0;
        while (i > from + gone) places.set(--i, i - 2 * at + some);
        i = from; at -= gone; }
      return places;
    } }
  return places;
};
// A word that only grew or shrank was changed only there, or it would come back where somebody else took it away.
const trimmed = (text, {from, to, put}) => { const old = [...text.slice(from, to)], now = [...put]; let start = 0, end = 0;
  const most = Math.min(old.length, now.length); while (start < most && old[start] === now[start]) start++;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const several = Math.max(words(put).length, words(text.slice(from, to)).length) > 1;
  if (start + end < most || several && start < most && end < most) return {from, to, put};
  const size = (...part) => now.slice(...part).join("").length, after = size(now.length - end);
  return {from: from + size(0, start), to: to - after, put: now.slice(start, now.length - end).join("")};
};
// What was changed of a text: from where to where, and what stands there now.
const changes = (text, next) => { const old = words(text), now = words(next), all = []; let at = 0, last;
  while (old.length && old[0] === now[0]) { at += old.shift().length; now.shift(); }
  while (old.length && old.at(-1) === now.at(-1)) { old.pop(); now.pop(); }
  const places = shared(bare(old), bare(now));
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && places.get(i) === j) {
      const was = old[i++], is = now[j++], word = was.trimEnd().length; at += was.length;
      last = was === is ? null : {from: at - was.length + word, to: at, put: is.slice(word)};
      if (last) all.push(last); continue;
    }
    if (!last) all.push(last = {from: at, to: at, put: ""});
    if (i < old.length && !places.has(i)) last.to = at += old[i++].length; else last.put += now[j++];
  }
  return all.map((one) => trimmed(text, one));
};
Object.assign(hallchat, {changes});
})();
""".replace("MOST", str(MOST))
