"""Two versions of a draft that were made of the same one, by two devices of a person, become one with the changes of both.

What one of them put in stands in it once, what one took out does not, and of what neither touched nothing is there twice.
"""

SCRIPT = """
(() => {
// Where both put something in, mine stands behind theirs, on a line of its own unless there is a space between them; what goes
// on with a word stands at the word, and what goes on with what the other one put in takes its place. Words that nobody wrote
// as one do not become one because what stood between them is gone.
const merged = (base, theirs, mine) => {
  if (theirs === base || theirs === mine) return mine; else if (mine === base) return theirs;
  const there = hallchat.changes(base, theirs), here = hallchat.changes(base, mine);
  const within = (one) => (other) => one.from === other.from && one.to === other.to && other.put.startsWith(one.put);
  const others = here.filter((one) => !there.some(within(one)));
  const all = [...there.filter((one) => !others.some(within(one))), ...others];
  const goesOn = ({from, put}) => from > 0 && /^\\S\\S/.test(base[from - 1] + put);
  let text = "", at = 0, last = -1, own = true, touches = true;
  const add = (part, meets) => { const [end, start] = meets ? [/\\S$/, /^\\S/] : [/[\\p{L}\\p{N}]$/u, /^[\\p{L}\\p{N}]/u];
    text += (touches || !end.test(text) || !start.test(part) ? "" : meets ? "\\n" : " ") + part; };
  const keep = (to) => { if (to > at) { add(base.slice(at, to)); at = to; own = touches = true; } };
  for (const {from, to, put} of all.sort((a, b) => a.from - b.from || goesOn(b) - goesOn(a))) { keep(from);
    touches = at === from && own;
    if (put) { add(put, from === last); own = false; }
    touches = to >= at && (put !== "" || touches); at = Math.max(at, to); last = from;
  }
  keep(base.length); return text;
};
Object.assign(hallchat, {merged});
})();
"""
