"""Arrow keys in a grid of buttons with a search box above it."""

from typing import Any

from hallchat.ui.browser import does

SCRIPT = """
(() => {
// The grid has rows of any length, as the style sheet breaks them: up and down lead to what is nearest in the next one.
const far = (one, other) => Math.abs(one.offsetLeft - other.offsetLeft);
const beside = (from, cells, next = cells.slice(0, 40).filter((one) => one.offsetTop !== from.offsetTop)) =>
  next.filter((one) => one.offsetTop === next[0].offsetTop).sort((one, other) => far(one, from) - far(other, from))[0];
// Enter in the box takes the first one, arrow-down leads to it, and letters lead back to the box.
const roam = (event, box = event.currentTarget.querySelector("input")) => {
  const {key, target} = event;
  const cells = [...event.currentTarget.querySelectorAll("fieldset button")].filter((one) => one.checkVisibility());
  const at = cells.indexOf(target), up = () => beside(target, cells.slice(0, at).reverse()) ?? box;
  const steps = {ArrowRight: cells[at + 1], ArrowLeft: cells[at - 1], ArrowDown: beside(target, cells.slice(at + 1))};
  const to = at < 0 ? key === "ArrowDown" && cells[0] : key === "ArrowUp" ? up() : steps[key];
  if (to) to.focus(); else if (target === box && key === "Enter" && !hallchat.composing(event)) cells[0]?.click();
  else return at >= 0 && /^\\S$/.test(key) && box.focus();
  event.preventDefault();
};
Object.assign(hallchat, {roam});
})();
"""


def walked() -> dict[str, Any]:
    """Return the attribute of what holds the box and the grid."""
    return does("roam", on="onKeyDown")
