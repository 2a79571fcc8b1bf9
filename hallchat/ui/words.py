"""The interface's words, in every language at once: the browser picks by the session's language."""

from typing import Any

import reflex as rx
from reflex.vars import VarData

from hallchat.i18n import SOURCE, forms, languages, message
from hallchat.states.session import SessionState

language: Any = SessionState.language
"""The language of the page, as a var."""


_SHOWN: Any = rx.Var("document.documentElement.lang").to(str)


def t(text: str, **places: Any) -> rx.Var[str]:
    """Say something in the reader's language.

    Args:
        text: the English words, with ``{named}`` places; also the gettext message id.
        places: what goes into them, vars too.

    Returns:
        The words as a var.
    """
    return _chosen({code: _filled(message(text, code), places) for code in languages()})


def told(text: str) -> rx.Var[str]:
    """Say something in the language that the document has, where the session's may be out of reach.

    Args:
        text: as for ``t``, without places.

    Returns:
        The words as a var that no component needs to follow.
    """
    return _chosen({code: _filled(message(text, code), {}) for code in languages()}, _SHOWN)


def tn(one: str, many: str, count: Any, **places: Any) -> rx.Var[str]:
    """Say how many of something there are.

    Args:
        one: the English words for exactly one, with ``{count}``; also the gettext message id.
        many: the English words for any other number; also the gettext plural id.
        count: how many, a var.
        places: what else goes into them.

    Returns:
        The words as a var.
    """
    places = {"count": number(count), **places}
    return _chosen({code: _counted(forms(one, many, code), count, code, places) for code in languages()})


def number(value: Any) -> rx.Var[str]:
    """Write a number as the reader's language does."""
    value = rx.Var.create(value)
    data = VarData.merge(value._get_all_var_data(), language._get_all_var_data())
    return rx.Var(f"new Intl.NumberFormat({locale(language)}).format({value!s})", _var_data=data).to(str)


def listed(names: Any) -> rx.Var[str]:
    """Write names one after the other as the reader's language does: "Ana, Bob and you"."""
    data = VarData.merge(names._get_all_var_data(), language._get_all_var_data())
    return rx.Var(f"new Intl.ListFormat({locale(language)}).format({names!s})", _var_data=data).to(str)


def locale(code: Any) -> str:
    """Return an expression for the browser's own locale in a language: en-GB has other clocks than en-US.

    Args:
        code: the language, a var.

    Returns:
        JavaScript: the first of the reader's locales in that language, or just the language.
    """
    return f"(navigator.languages.find((one) => one === {code!s} || one.startsWith({code!s} + '-')) ?? {code!s})"


def _counted(texts: Any, count: Any, code: str, places: dict[str, Any]) -> rx.Var[str]:
    category: Any = rx.Var(f"new Intl.PluralRules('{code}').select({count!s})", _var_data=count._get_all_var_data()).to(str)
    named = {name: _filled(text, places) for name, text in texts.items() if text != texts["other"]}
    return _matched(category, named, _filled(texts["other"], places))


def _chosen(words: dict[str, rx.Var[str]], by: Any = language) -> rx.Var[str]:
    return _matched(by, {code: said for code, said in words.items() if code != SOURCE}, words[SOURCE])


def _matched(value: Any, cases: dict[str, rx.Var[str]], otherwise: rx.Var[str]) -> rx.Var[str]:
    chosen: Any = rx.match(value, *cases.items(), otherwise) if cases else otherwise
    return chosen.to(str)


def _filled(text: str, places: dict[str, Any]) -> rx.Var[str]:
    return rx.Var.create(text.format(**places) if places else text).to(str)
