// Two pages of one person and a server that keeps a draft as `hallchat.services.drafts` does, with a line that is slow, breaks
// and loses answers. `drafted(seed, steps, more)` lets chance write, send, reload and cut, how often `more` says too, and tells
// what became of each word.
const HALL = "7", KEY = `hallchat 1 ${HALL}`;

const chance = (seed) => () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648; };

class Store { getItem(key) { return this[key] ?? null; } setItem(key, value) { this[key] = `${value}`; } }

class Server {
  constructor() { this.content = ""; this.version = 0; this.clock = 0; this.time = 0; this.devices = []; }
  look(device, question, heard) {
    const mine = device.kept?.question > heard ? device.kept.question : 0;
    return {question, at: this.version, content: this.content, mine, again: 0};
  }
  save(device, question, heard, content, since) {
    const known = device.kept?.question > heard ? device.kept.version : since;
    content = content.trim() ? content : "";
    if (content !== this.content) {
      if (known !== this.version) return this.look(device, question, heard);
      this.content = content; this.version = content ? ++this.clock : 0; this.tell();
    }
    device.kept = {question, version: this.version};
    return {question, at: this.version, content: null, mine: 0, again: 0};
  }
  marks() { return this.version ? {[HALL]: this.version} : {}; }
  tell() { for (const one of this.devices) one.hears("followDrafts", this.marks()); }
}

class Device {
  constructor(server, name) {
    Object.assign(this, {server, name, store: new Store(), up: [], down: [], kept: null, line: "ok", words: 100});
    server.devices.push(this); this.open();
  }
  open() {
    const device = this, timers = this.timers = [], events = this.events = {};
    const box = this.box = {value: "", dataset: {hall: HALL}, selectionStart: 0, selectionEnd: 0, setSelectionRange() {}};
    const live = (value) => ({get: () => value, set: (next) => { value = next; }});
    const hallchat = this.hallchat = {
      live, line: {get: () => device.line}, keptAt: (of) => `hallchat 1 ${of}`,
      typed: () => hallchat.keepDraft(HALL, box.value),
    };
    const page = {
      hallchat, Date: {now: () => ++this.server.time * 1e6}, sessionStorage: this.store, document: {activeElement: null, getElementById: () => box},
      addEventListener: (name, heard) => { events[name] = heard; },
      setTimeout: (deed) => timers.push(deed), clearTimeout: (timer) => { delete timers[timer - 1]; },
    };
    for (const script of SCRIPTS) new Function(...Object.keys(page), script)(...Object.values(page));
    hallchat.draftsBy((...asked) => this.asks("save", asked), (...asked) => this.asks("look", asked));
    hallchat.restore(HALL); hallchat.followDrafts(this.server.marks(), 1);
  }
  asks(what, [question, , ...rest]) { if (this.line === "ok") this.up.push([what, question, ...rest]); }
  hears(what, told) { if (this.line === "ok") this.down.push([what, told]); }
  serve() {
    if (!this.up.length) return false;
    const [what, question, ...rest] = this.up.shift();
    this.hears("draftsAnswered", {[HALL]: this.server[what](this, question, ...rest)}); return true;
  }
  hear() {
    if (!this.down.length) return false;
    const [what, told] = this.down.shift(); this.hallchat[what](told, 1); return true;
  }
  rest() { // what waits for a moment
    const due = this.timers.splice(0).filter(Boolean); due.forEach((deed) => deed()); return due.length > 0;
  }
  type(random) {
    const all = this.box.value.match(/\S+\s*|\s+/g) ?? []; all.splice(random() * (all.length + 1), 0, `${this.name}${this.words++} `);
    this.box.value = all.join(""); this.hallchat.typed();
  }
  take(random, taken) { // away what was written
    const all = this.box.value.match(/\S+\s*|\s+/g) ?? []; taken.push(...all.splice(random() * all.length, 1).map((one) => one.trim()));
    this.box.value = all.join(""); this.hallchat.typed();
  }
  send() { const {value} = this.box; this.box.value = ""; this.hallchat.typed(); return value; }
  cut() { this.line = "cut"; this.down = []; if (this.lossy()) this.up = []; this.hallchat.resumeDrafts(true); }
  restart() { for (const one of this.server.devices) { one.cut(); one.kept = null; } }
  mend() {
    if (this.line === "ok") return;
    this.line = "ok"; this.down = []; this.hears("followDrafts", this.server.marks()); this.hallchat.resumeDrafts(true);
  }
  reload() { this.mend(); this.events.beforeunload?.({type: "beforeunload"}); while (this.serve()); this.down = []; this.open(); }
}

const drafted = (seed, steps, more = {}) => {
  const random = chance(seed), server = new Server(), sent = [], taken = [];
  const [desk, phone] = ["desk", "phone"].map((name) => new Device(server, name));
  for (const one of server.devices) one.lossy = () => random() < 0.5;
  const deeds = {type: 6, take: 1, serve: 8, hear: 8, rest: 5, send: 0.3, cut: 0.3, mend: 1, reload: 0.2, ...more};
  const choices = Object.entries(deeds), all = choices.reduce((sum, [, weight]) => sum + weight, 0);
  const choose = () => { let at = random() * all; return choices.find(([, weight]) => (at -= weight) < 0)?.[0] ?? "hear"; };
  for (let step = 0; step < steps; step++) {
    const one = random() < 0.5 ? desk : phone, deed = choose();
    if (deed === "send" && one === phone) continue; // or both might send the same words, as two people at two desks would
    const done = one[deed](random, taken); if (deed === "send" && done.trim()) sent.push(done);
  }
  const calm = () => server.devices.map((one) => { one.mend(); return [one.serve(), one.hear(), one.rest()].some(Boolean); }).some(Boolean);
  let turns = 0; while (calm() && turns < 2000) turns++;
  if (random() < 0.5) { sent.push(desk.send()); while (calm() && turns < 2000) turns++; }
  const everything = [...sent, server.content].join(" ").split(/\s+/).filter(Boolean);
  const words = server.devices.flatMap(({name, words}) => [...Array(words).keys()].slice(100).map((word) => name + word));
  return {
    seed, kept: server.content, boxes: server.devices.map((one) => one.box.value), ends: turns < 2000,
    lost: words.filter((word) => !everything.includes(word) && !taken.includes(word)), twice: everything.filter((word, at) => everything.indexOf(word) < at),
  };
};
