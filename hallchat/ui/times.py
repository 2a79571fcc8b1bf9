"""Times as the reader's browser says them: the server knows neither their zone nor their clock."""

from typing import Any

import reflex as rx
from reflex.vars import VarData

from hallchat.ui.words import locale


def clock(at: Any, language: Any) -> rx.Var[str]:
    """Say the local time of a moment, in the reader's zone, which the server does not know."""
    return _formatted(at, language, "{hour: '2-digit', minute: '2-digit'}")


def hour(at: Any, language: Any) -> rx.Var[str]:
    """Say the day of the week and the local time of a moment in the next few days."""
    return _formatted(at, language, "{weekday: 'long', hour: '2-digit', minute: '2-digit'}")


def full_date(at: Any, language: Any) -> rx.Var[str]:
    """Say the local date and time of a moment in full."""
    return _formatted(at, language, "{dateStyle: 'full', timeStyle: 'medium'}")


def date(at: Any, language: Any) -> rx.Var[str]:
    """Say the local date of a moment, with its year."""
    return _formatted(at, language, "{dateStyle: 'long'}")


def day(at: Any, language: Any) -> rx.Var[str]:
    """Say the local date of a moment; of the last two days, that it was today or yesterday; the year if it is another."""
    # By the calendar, and rounded: a day has 23 hours when clocks go forward. A page open over midnight says it as it was drawn.
    ago = f"Math.round((new Date().setHours(0, 0, 0, 0) - new Date({at!s}).setHours(0, 0, 0, 0)) / 86400000)"
    near = f"new Intl.RelativeTimeFormat({locale(language)}, {{numeric: 'auto'}}).format(-({ago}), 'day')"
    this_year = f"new Date({at!s}).getFullYear() === new Date().getFullYear()"
    short = _format(at, language, "{weekday: 'long', day: 'numeric', month: 'long'}")
    full = _format(at, language, "{weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'}")
    date = f"({this_year} ? {short} : {full})"
    begun = f"words.charAt(0).toLocaleUpperCase({locale(language)}) + words.slice(1)"
    words = f"((words) => {begun})([0, 1].includes({ago}) ? {near} : {date})"
    return rx.Var(words, _var_data=_data(at, language)).to(str)


def new_day(at: Any, gap: Any) -> Any:
    """Tell whether midnight lies in the gap before a moment, in the reader's zone."""
    return rx.Var(
        f"(new Date({at!s}).toDateString() !== new Date({at!s} - {gap!s}).toDateString())", _var_data=_data(at, gap)
    ).to(bool)


def _formatted(at: Any, language: Any, options: str) -> rx.Var[str]:
    return rx.Var(_format(at, language, options), _var_data=_data(at, language)).to(str)


def _format(at: Any, language: Any, options: str) -> str:
    # Kept for all rows of the page: making a formatter takes longer than drawing a row.
    kept = f'(globalThis.hallchatFormats ??= {{}})[locale + "{options}"] ??= new Intl.DateTimeFormat(locale, {options})'
    return f"((locale) => {kept})({locale(language)}).format({at!s})"


def _data(*values: Any) -> VarData | None:
    return VarData.merge(*(value._get_all_var_data() for value in values))
