"""How the pages look, by the reader's choice: kept in the browser, and applied before the first paint."""

from typing import Any

import reflex as rx
from reflex.constants import ColorMode
from reflex.style import color_mode
from reflex.vars import VarData

from hallchat.ui.browser import does
from hallchat.ui.elements import looks
from hallchat.ui.words import t

LIGHT, DARK = "#f5f2ec", "#111417"
"""What the stylesheet calls ``--side``, for the browser's own bar until that is there."""
SCRIPT = """
(() => {
// The browser's own bar has the colour of the page, also where that is not the system's: the stylesheet gives it to the element.
const tint = () => {
  for (const bar of document.querySelectorAll("meta[name=theme-color]")) bar.content = getComputedStyle(bar).color;
};
new MutationObserver(tint).observe(document.documentElement, {attributeFilter: ["class", "data-contrast"]});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tint);
Object.assign(hallchat, {tint});
})();
"""


def looks_choice() -> rx.Component:
    """Offer theme, contrast and density."""
    modes = {"system": t("System"), "light": t("Light"), "dark": t("Dark")}
    contrasts = {"": t("System"), "normal": t("Normal"), "more": t("High")}
    densities = {"": t("Comfortable"), "compact": t("Compact")}
    return rx.fragment(
        segments("theme", t("Theme"), color_mode, modes, _set_theme),
        segments("contrast", t("Contrast"), looks["contrast"], contrasts, kept("contrast")),
        segments("density", t("Density"), looks["density"], densities, kept("density")),
    )


def _set_theme(mode: str) -> dict[str, Any]:
    # At once: Reflex's event for it would wait behind what waits for the server.
    hook = VarData(hooks={f"const {{ {ColorMode.SET} }} = useContext(ColorModeContext)": None})
    data = VarData.merge(color_mode._get_all_var_data(), hook)
    return {"custom_attrs": {"onChange": rx.Var(f"(() => {ColorMode.SET}({mode!r}))", _var_data=data)}}


def kept(name: str) -> Any:
    """Return what makes a value's handlers for ``segments``: it is kept in this browser, as ``elements.looks`` has it.

    Args:
        name: of the choice.

    Returns:
        A function of the value.
    """
    return lambda value: {"custom_attrs": does("look", name, value, on="onChange")}


def segments(name: str, title: Any, chosen: Any, options: dict[str, Any], picks: Any) -> rx.Component:
    """Offer one of a few things, side by side.

    Args:
        name: of the choice, unlike others of its page.
        title: a var of words.
        chosen: which it is, a var.
        options: the words for each value.
        picks: makes a value's handlers.

    Returns:
        The choice.
    """
    return rx.el.fieldset(
        rx.el.legend(title),
        rx.el.div(*[_option(name, chosen, value, words, picks(value)) for value, words in options.items()]),
        class_name="segments",
    )


def _option(name: str, chosen: Any, value: str, words: Any, picks: dict[str, Any]) -> rx.Component:
    return rx.el.label(rx.el.input(type="radio", name=name, value=value, checked=chosen == value, **picks), rx.el.span(words))
