"""Long messages stand folded until they are asked for, and stay unfolded then. The server says which are long."""

from typing import Any, cast

import reflex as rx
from reflex_components_core.el import Button

from hallchat.ui.browser import does, effect
from hallchat.ui.words import t

SCRIPT = """
(() => {
// The halls' rows by name: what was unfolded in one is not in another.
const open = new Set(), named = (row) => location.pathname + " " + row.dataset.seq;
// React knows nothing of it: a row is not drawn again for it, and the place under the eye is measured on either side of it.
const unfold = (row, is = true) => {
  const button = row?.querySelector(".fold");
  if (!button) return;
  open[is ? "add" : "delete"](named(row));
  button.parentElement.toggleAttribute("data-unfolded", is); button.ariaExpanded = is;
};
// A row is drawn anew when its message leaves the ring: it stands as it stood.
const refold = (id) => {
  const row = document.getElementById(id).closest("[data-seq]");
  if (open.has(named(row))) unfold(row);
};
// Unfolding leaves the message where it begins, and folding leaves the button under the pointer.
const toggleFold = ({currentTarget: button}) => {
  const row = button.closest("[data-seq]"), is = button.ariaExpanded !== "true", eye = is ? row : button;
  const top = eye.getBoundingClientRect().top;
  unfold(row, is);
  row.closest("#stream")?.scrollBy({top: eye.getBoundingClientRect().top - top, behavior: "instant"});
};
// What Tab or the browser's search reaches in the folded part is shown.
const reached = ({target}) => {
  if (!target.scrollTop || !target.matches?.(".long > .body")) return;
  target.scrollTop = 0; unfold(target.closest("[data-seq]")); document.activeElement.scrollIntoView({block: "nearest"});
};
addEventListener("scroll", reached, true);
Object.assign(hallchat, {toggleFold, refold, unfold});
})();
"""


class Fold(Button):
    """A button that unfolds the message it stands in, and folds it again."""

    @classmethod
    def create(cls, *children: Any, **props: Any) -> Button:
        """Create it; it needs an ``id``."""
        return cast(Button, super().create(*children, aria_expanded=False, custom_attrs=does("toggleFold"), **props))

    def add_hooks(self) -> list[str | rx.Var]:
        """Stand as the message stood before it was drawn anew."""
        return [effect("refold", self.id, before_paint=True)]


@rx.memo
def fold_button(seq: rx.Var[int]) -> rx.Component:
    """Unfold the message at a place, and fold it again."""
    return Fold.create(
        rx.el.span(t("Show all")),
        rx.el.span(t("Show less")),
        id="fold-" + seq.to_string(),
        class_name="link fold",
    )
