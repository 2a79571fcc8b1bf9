"""The sound of a notification: two soft tones, made in the page."""

SCRIPT = """
(() => {
// Two soft tones; made here, for there is nothing to fetch then. A page may have only a few audio contexts.
const chime = (air = new AudioContext()) => {
  for (const [at, frequency] of [660, 880].entries()) {
    const tone = new OscillatorNode(air, {frequency}), soft = new GainNode(air, {gain: 0.06}), start = air.currentTime + at / 8;
    soft.gain.setTargetAtTime(0, start + 0.08, 0.06); tone.connect(soft).connect(air.destination);
    tone.start(start); tone.stop(start + 0.5);
  }
  setTimeout(() => air.close(), 1500);
};
Object.assign(hallchat, {chime});
})();
"""
