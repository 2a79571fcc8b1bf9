"""A box in the stream that somebody types into stays where it is and in sight, whatever comes below it meanwhile."""

import reflex as rx

from hallchat.ui.browser import effect

SCRIPT = """
(() => {
// At its end the stream follows what comes, and the box would go up with the rest. One pixel above the end the browser keeps
// what it shows where it is; so the box is brought there as long as somebody is in it, and back where nothing came meanwhile.
const steady = (id) => {
  const box = document.getElementById(id), stream = box.closest("#stream"), seen = () => stream.getBoundingClientRect();
  let left = false; if (!stream) return; // it is shown by itself
  const look = (all) => {
    if (document.activeElement !== box) return;
    if (all.some(({target}) => target !== box.closest(".inner"))) box.form.scrollIntoView({block: "nearest"});
    if (stream.scrollTop <= -1 || box.getBoundingClientRect().bottom < seen().top) return;
    stream.scrollTo({top: -1}); left = true;
  };
  const watch = new ResizeObserver(look);
  for (const one of [box, stream, box.closest(".inner")]) watch.observe(one);
  return () => { watch.disconnect(); if (left && !hallchat.away.get()) stream.scrollTo({top: 0}); };
};
Object.assign(hallchat, {steady});
})();
"""


def steady(box: str) -> rx.Var:
    """Return the hook that keeps a box where it is.

    Args:
        box: its id.

    Returns:
        The hook, for ``add_hooks``.
    """
    return effect("steady", box, lasts=True)
