"""What was changed of a text that somebody wrote on: which words are gone, and which stand there now."""

SCRIPT = """
(() => {
// A word comes with the space behind it, and is the same whatever space that is.
const words = (text) => text.match(/\\S+\\s*|\\s+/g) ?? [], same = (one, other) => one.trimEnd() === other.trimEnd();
// How many words two texts have in common, in order, from each pair of places on; too long ones are not compared.
const shared = (old, now) => { const few = old.length * now.length < 2e6;
  const table = Array.from({length: old.length + 1}, () => new Uint16Array(few ? now.length + 1 : 0));
  if (few) for (let i = old.length; i--;) for (let j = now.length; j--;)
    table[i][j] = same(old[i], now[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  return table;
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
  const table = shared(old, now);
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && same(old[i], now[j])) {
      const was = old[i++], is = now[j++], word = was.trimEnd().length; at += was.length;
      last = was === is ? null : {from: at - was.length + word, to: at, put: is.slice(word)};
      if (last) all.push(last); continue;
    }
    if (!last) all.push(last = {from: at, to: at, put: ""});
    if (j === now.length || i < old.length && table[i + 1][j] >= table[i][j + 1]) last.to = at += old[i++].length;
    else last.put += now[j++];
  }
  return all.map((one) => trimmed(text, one));
};
Object.assign(hallchat, {changes});
})();
"""
