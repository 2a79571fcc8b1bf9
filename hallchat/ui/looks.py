"""How the pages look, by the reader's choice: kept in the browser, and applied before the first paint."""

from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from hallchat.ui.browser import does
from hallchat.ui.elements import looks
from hallchat.ui.words import t


def looks_choice() -> rx.Component:
    """Offer theme, contrast and density."""
    modes = {"system": t("As the system"), "light": t("Light"), "dark": t("Dark")}
    contrasts = {"": t("As the system"), "normal": t("Normal"), "more": t("High")}
    densities = {"": t("Comfortable"), "compact": t("Compact")}
    return rx.fragment(
        _choice("theme", t("Theme"), color_mode, modes, lambda mode: {"on_change": set_color_mode(mode)}),
        _choice("contrast", t("Contrast"), looks["contrast"], contrasts, _kept("contrast")),
        _choice("density", t("Density"), looks["density"], densities, _kept("density")),
    )


def _kept(name: str) -> Any:
    return lambda value: {"custom_attrs": does("look", name, value, on="onChange")}


def _choice(name: str, title: Any, chosen: Any, options: dict[str, Any], picks: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(title),
        rx.el.div(*[_option(name, chosen, value, words, picks(value)) for value, words in options.items()]),
        class_name="segments",
    )


def _option(name: str, chosen: Any, value: str, words: Any, picks: dict[str, Any]) -> rx.Component:
    return rx.el.label(rx.el.input(type="radio", name=name, value=value, checked=chosen == value, **picks), rx.el.span(words))
