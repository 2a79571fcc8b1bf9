"""What blocks of code need of a page: their html, the same for everybody, holds a button without words."""

import reflex as rx

from hallchat.markdown import COPY
from hallchat.ui.words import t

SCRIPT = """
(() => {
// The html of a message is no component: one listener hears all of its buttons, and an element of the page names them.
addEventListener("click", ({target}) => {
  const button = target.closest(".body button"), name = document.getElementById(button?.getAttribute("aria-labelledby"));
  if (!name) return;
  Object.assign(button.dataset, name.dataset);
  hallchat.copyText(button, button.previousSibling.innerText.replace(/\\n$/, ""));
});
})();
"""


@rx.memo
def copy_code() -> rx.Component:
    """Say what the buttons at blocks of code do, and what they did."""
    return rx.el.span(t("Copy this code"), id=COPY, hidden=True, custom_attrs={"data-said": t("Copied.")})
