"""Times as the reader's browser says them: the server knows neither their zone nor their clock."""

from typing import Any

import reflex as rx
from reflex.vars import VarData


def clock(at: Any, language: Any) -> rx.Var[str]:
    """Say the local time of a moment, in the reader's zone, which the server does not know."""
    return _formatted(at, language, "toLocaleTimeString", "{hour: '2-digit', minute: '2-digit'}")


def full_date(at: Any, language: Any) -> rx.Var[str]:
    """Say the local date and time of a moment in full."""
    return _formatted(at, language, "toLocaleString", "{dateStyle: 'full', timeStyle: 'medium'}")


def day(at: Any, language: Any) -> rx.Var[str]:
    """Say the local date of a moment."""
    return _formatted(at, language, "toLocaleDateString", "{weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'}")


def new_day(at: Any, gap: Any) -> Any:
    """Tell whether midnight lies in the gap before a moment, in the reader's zone."""
    data = VarData.merge(at._get_all_var_data(), gap._get_all_var_data())
    return rx.Var(f"(new Date({at!s}).toDateString() !== new Date({at!s} - {gap!s}).toDateString())", _var_data=data).to(bool)


def _formatted(at: Any, language: Any, method: str, options: str) -> rx.Var[str]:
    # Of the browser's own locales the one in the page's language: en-GB has other clocks than en-US.
    locale = f"(navigator.languages.find((one) => one.startsWith({language!s})) ?? {language!s})"
    data = VarData.merge(at._get_all_var_data(), language._get_all_var_data())
    return rx.Var(f"new Date({at!s}).{method}({locale}, {options})", _var_data=data).to(str)
