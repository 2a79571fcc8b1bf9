// Two pages of one person and a server that keeps a draft as `hallchat.services.drafts` does, with a line that is slow, breaks,
// falls silent and loses answers. `played(deeds)` lets them do what it says, and tells what stands where.
// `drafted(seed, steps, more)` lets chance write, send, reload and cut, how often `more` says too, and tells what became of
// each word.
const HALL = "7", AGAIN = 0.5; // how often a word is one that was sent before

const chance = (seed) => () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648; };

class Store { getItem(key) { return this[key] ?? null; } setItem(key, value) { this[key] = `${value}`; } }

class Server {
  constructor() {
    this.content = ""; this.version = 0; this.clock = 0; this.time = 0; this.devices = [];
    this.posted = new Map(); this.sends = this.reply = 0;
  }
  look(device, question, heard) {
    if (device.refused) { device.refused = false; return {question, at: -1, content: null, reply: null, mine: 0, again: 1}; }
    const mine = device.kept?.question > heard ? device.kept.question : 0;
    return {question, at: this.version, content: this.content, reply: this.reply && {seq: this.reply}, mine, again: 0};
  }
  save(device, question, heard, content, since, reply) {
    const known = device.kept?.question > heard ? device.kept.version : since;
    content = content.trim() ? content : "";
    if (content !== this.content || content && reply !== this.reply) {
      if (known !== this.version) return this.look(device, question, heard);
      this.content = content; this.reply = content && reply; this.version = content ? ++this.clock : 0; this.tell();
    }
    device.kept = {question, version: this.version};
    return {question, at: this.version, content: null, reply: null, mine: 0, again: 0};
  }
  post(id, text) { // as the outbox sends it: again, until it is confirmed
    if (this.posted.has(id)) return; this.posted.set(id, text);
    if (this.content && this.content.trim() === text.trim()) { this.content = ""; this.reply = this.version = 0; this.tell(); }
  }
  marks() { return this.version ? {[HALL]: this.version} : {}; }
  tell() { for (const one of this.devices) one.hears("followDrafts", this.marks()); }
}

class Device {
  constructor(server, name) {
    Object.assign(this, {server, name, store: new Store(), up: [], down: [], kept: null, words: 100, typed: [], sent: [], outbox: []});
    server.devices.push(this); this.open();
  }
  open() {
    let timer = 0; const timers = this.timers = new Map(), events = this.events = {};
    const setSelectionRange = (...at) => { const place = (one) => Math.min(one >>> 0, box.value.length); // as browsers do
      [box.selectionStart, box.selectionEnd] = at.map(place); };
    const box = this.box = {value: "", dataset: {hall: HALL}, selectionStart: 0, selectionEnd: 0, setSelectionRange};
    const live = (value, all = []) => ({
      get: () => value, set: (next) => { value = next; all.forEach((tell) => tell()); }, follow: (tell) => all.push(tell),
    });
    this.line = live("ok"); this.dead = this.silent = false;
    const hallchat = this.hallchat = {
      live, line: this.line, keptAt: (of) => `hallchat 1 ${of}`, typed: () => hallchat.keepDraft(HALL, box.value),
      replyIn: () => JSON.parse(this.store.getItem("reply")), putReply: (of, to) => this.store.setItem("reply", JSON.stringify(to)),
    };
    const page = {
      hallchat, Date: {now: () => ++this.server.time * 1e6}, sessionStorage: this.store, document: {activeElement: box, getElementById: () => box},
      addEventListener: (name, heard) => { events[name] = heard; },
      setTimeout: (deed) => { timers.set(++timer, deed); return timer; }, clearTimeout: (of) => timers.delete(of),
    };
    for (const script of SCRIPTS) new Function(...Object.keys(page), script)(...Object.values(page));
    hallchat.draftsBy((...asked) => this.asks("save", asked), (...asked) => this.asks("look", asked));
    hallchat.restore(HALL); hallchat.followDrafts(this.server.marks(), 1); this.pump(true);
  }
  asks(what, [question, , ...rest]) { if (!this.dead) this.up.push([what, question, ...rest]); }
  hears(what, told) { if (!this.dead) this.down.push([what, told]); }
  serve() {
    if (this.silent || !this.up.length) return false;
    const [what, ...asked] = this.up.shift();
    if (what === "post") { this.server.post(...asked); this.hears("posted", asked[0]); }
    else this.hears("draftsAnswered", {[HALL]: this.server[what](this, ...asked)}); return true;
  }
  hear() {
    if (this.silent || !this.down.length) return false;
    const [what, told] = this.down.shift();
    if (what === "posted") { this.outbox = this.outbox.filter(({id}) => id !== told); this.pump(); } else this.hallchat[what](told, 1);
    return true;
  }
  rest() { // what waits for a moment
    const due = [...this.timers.values()]; this.timers.clear(); due.forEach((deed) => deed()); return due.length > 0;
  }
  write(words) { this.box.value += words; this.hallchat.typed(); }
  fill(words = "") { this.box.value = words; this.hallchat.typed(); }
  reply(seq) { this.hallchat.putReply(HALL, +seq ? {seq: +seq} : null); this.hallchat.saveSoon(HALL, this.box.value); }
  select(range) { this.box.setSelectionRange(...range.split("-").map(Number)); }
  selected() { const {selectionStart, selectionEnd, value} = this.box;
    return [value.slice(0, selectionStart), value.slice(selectionStart, selectionEnd), value.slice(selectionEnd)].join("|");
  }
  type(random) { // another word, or one of what was sent
    const all = this.box.value.match(/\S+\s*|\s+/g) ?? [];
    const old = random() < AGAIN && this.sent[Math.floor(random() * this.sent.length)], word = old || this.name + this.words++; this.typed.push(word); all.splice(random() * (all.length + 1), 0, `${word} `);
    this.box.value = all.join(""); this.hallchat.typed();
  }
  take(random, taken) { // away what was written
    const all = this.box.value.match(/\S+\s*|\s+/g) ?? []; taken.push(...all.splice(random() * all.length, 1).map((one) => one.trim()));
    this.box.value = all.join(""); this.hallchat.typed();
  }
  send() {
    const {value} = this.box; if (!value.trim()) return;
    this.outbox.push({id: ++this.server.sends, text: value}); this.sent.push(...value.match(/\S+/g));
    this.reply(0);
    this.box.value = ""; this.hallchat.typed(); this.pump();
  }
  pump(again) {
    const [next] = this.outbox; if (!next || this.line.get() === "cut" || next.id === this.waiting && !again) return;
    this.waiting = next.id; this.asks("post", [next.id, 0, next.text]);
  }
  refuse() { this.refused = true; } // the next look, for a moment
  mute() { if (this.line.get() === "ok") { this.silent = true; this.line.set("cut"); } } // nothing is heard for a while
  lossy() { return false; } // whether what was said goes with the line
  cut() { this.silent = false; this.dead = true; this.down = []; if (this.lossy()) this.up = []; this.line.set("cut"); }
  restart() { for (const one of this.server.devices) { one.cut(); one.kept = null; } }
  mend() {
    if (this.line.get() === "ok") return;
    const lost = this.dead; this.dead = this.silent = false; this.line.set("ok"); this.pump(lost);
    if (lost) { this.down = []; this.hears("followDrafts", this.server.marks()); this.hallchat.resumeDrafts(true); }
  }
  reload() { this.mend(); this.events.beforeunload?.({type: "beforeunload"}); while (this.serve()); this.down = []; this.open(); }
}

// What is under way comes to its end, if it ever does.
const calm = (server, before = () => {}) => { let turns = 0;
  const moves = () => { before(); return server.devices.map((one) => [one.serve(), one.hear(), one.rest()].some(Boolean)).some(Boolean); };
  while (moves() && turns < 2000) turns++; return turns < 2000;
};

const played = (deeds) => {
  const server = new Server(), devices = {desk: new Device(server, "desk"), phone: new Device(server, "phone")};
  for (const [name, deed, ...what] of deeds) devices[name][deed](...what);
  calm(server); return {
    kept: server.content, boxes: server.devices.map((one) => one.box.value), posted: [...server.posted.values()],
    selected: devices.phone.selected(), replies: server.devices.map((one) => one.hallchat.repliesTo(HALL)),
  };
};

const drafted = (seed, steps, more = {}) => {
  const random = chance(seed), server = new Server(), taken = [];
  const [desk, phone] = ["desk", "phone"].map((name) => new Device(server, name));
  for (const one of server.devices) one.lossy = () => random() < 0.5;
  const deeds = {type: 6, take: 1, serve: 8, hear: 8, rest: 5, send: 0.3, cut: 0.3, mute: 0.3, refuse: 0.3, mend: 1, reload: 0.2, ...more};
  const choices = Object.entries(deeds), all = choices.reduce((sum, [, weight]) => sum + weight, 0);
  const choose = () => { let at = random() * all; return choices.find(([, weight]) => (at -= weight) < 0)?.[0] ?? "hear"; };
  for (let step = 0; step < steps; step++) {
    const one = random() < 0.5 ? desk : phone, deed = choose();
    if (deed === "send" && one === phone) continue; // or both might send the same words, as two people at two desks would
    one[deed](random, taken);
  }
  const mend = () => server.devices.forEach((one) => one.mend());
  let ends = calm(server, mend); if (random() < 0.5) { desk.send(); ends &&= calm(server, mend); }
  const everything = [...server.posted.values(), server.content].join(" ").split(/\s+/).filter(Boolean);
  const typed = server.devices.flatMap((one) => one.typed), words = [...new Set(typed)];
  const often = (all, word) => all.filter((one) => one === word).length;
  return {
    seed, kept: server.content, boxes: server.devices.map((one) => one.box.value), ends,
    lost: words.filter((word) => often(everything, word) + often(taken, word) < often(typed, word)),
    twice: words.filter((word) => often(everything, word) > often(typed, word)),
  };
};
