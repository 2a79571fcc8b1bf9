"""The interface's words, in every language at once: the browser picks by the session's language."""

from typing import Any

import reflex as rx

from hallchat.i18n import SOURCE, languages, message
from hallchat.states.session import SessionState

language: Any = SessionState.language
"""The language of the page, as a var."""


def t(text: str, **places: Any) -> rx.Var[str]:
    """Say something in the reader's language.

    Args:
        text: the English words, with ``{named}`` places; also the gettext message id.
        places: what goes into them, vars too.

    Returns:
        The words as a var.
    """
    translated = [(code, _filled(message(text, code), places)) for code in languages() if code != SOURCE]
    chosen: Any = rx.match(language, *translated, _filled(text, places))
    return chosen.to(str)


def tn(one: str, many: str, count: Any, **places: Any) -> rx.Var[str]:
    """Say how many of something there are.

    Args:
        one: the words for exactly one, with ``{count}``.
        many: the words for any other number.
        count: how many, a var.
        places: what else goes into them.

    Returns:
        The words as a var. Languages with more than two forms need more than this.
    """
    number: Any = rx.cond(count == 1, t(one, count=count, **places), t(many, count=count, **places))
    return number.to(str)


def _filled(text: str, places: dict[str, Any]) -> rx.Var[str]:
    return rx.Var.create(text.format(**places) if places else text).to(str)
