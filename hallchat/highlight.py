"""Code in colours: which of its words are of which kind, as classes that the stylesheet colours.

Pygments reads the code. A stranger chooses what it reads, so there is an end to it: after so many colours, or so much time, the
rest stays plain. Only languages are known whose rules were tried with hostile code; any other stays plain too.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from typing import Any

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class, get_all_lexers
from pygments.token import Token

MOST = 1_000
"""Coloured words of a message: as many as 8,000 characters of usual code have."""
LONGEST = 0.05
"""Seconds of processor time for a message; usual code takes 10 ms for 8,000 characters."""
_ENDLESS = re.compile(r"\s{60}|\w{200}")
"""What no code needs, and what single rules of some languages take seconds for, before one can look at the time."""
LANGUAGES = {
    "Bash", "Batchfile", "C", "C#", "C++", "CSS", "Clojure", "Dart", "Diff", "Docker", "Elixir",
    "Erlang", "Go", "GraphQL", "Groovy", "HTML", "Haskell", "JSON", "JSX", "Java", "JavaScript", "Julia",
    "Kotlin", "Lua", "Makefile", "Nginx configuration file", "Nix", "Objective-C", "PHP", "Perl",
    "PowerShell", "Properties", "Protocol Buffer", "Python", "Ruby", "Rust", "S", "SCSS",
    "SQL", "Scala", "Swift", "TOML", "TeX", "Terraform", "TypeScript", "XML", "YAML", "Zig",
}  # fmt: skip
"""By the names that Pygments gives them; one that may hand code over to any other is none of them."""
KINDS: dict[Any, str] = {
    Token.Comment: "c",
    Token.Comment.Preproc: "k",
    Token.Generic.Deleted: "d",
    Token.Generic.Heading: "k",
    Token.Generic.Inserted: "a",
    Token.Generic.Prompt: "c",
    Token.Generic.Subheading: "k",
    Token.Keyword: "k",
    Token.Keyword.Constant: "v",
    Token.Literal: "v",
    Token.Literal.String: "s",
    Token.Name.Attribute: "n",
    Token.Name.Class: "n",
    Token.Name.Constant: "v",
    Token.Name.Decorator: "n",
    Token.Name.Function: "n",
    Token.Name.Tag: "k",
    Token.Name.Variable: "n",
    Token.Operator.Word: "k",
}
"""The class of a kind of token, and of all kinds within it that have none of their own: comment, keyword, name, string, value,
and what was added or deleted."""


@dataclass(slots=True)
class Allowance:
    """How much of a message may still be coloured."""

    words: int = MOST
    seconds: float = LONGEST


def coloured(code: str, language: str, allowance: Allowance) -> str:
    """Put each word of code whose kind is known into a ``span`` with a class of ``KINDS``.

    Args:
        code: as it was typed.
        language: as it was typed; unknown ones leave the code plain, as very long words and gaps do.
        allowance: what is left for this message; it is used up.

    Returns:
        HTML. The first code in a language reads its rules, for some 50 ms: not for the event loop.
    """
    lexer = _lexer(language.lower())
    if lexer is None or allowance.words <= 0 or allowance.seconds <= 0 or _ENDLESS.search(code):
        return escape(code, quote=False)
    read, pieces = 0, []
    for kind, tokens in groupby(_within(allowance, lexer, code), key=lambda token: token[0]):
        words = "".join(value for _, value in tokens)
        if not code.startswith(words, read):  # a lexer that puts things in another order: rather plain than wrong
            return escape(code, quote=False)
        read += len(words)
        shown = escape(words, quote=False)
        pieces.append(f'<span class="{kind}">{shown}</span>' if kind else shown)
    return "".join([*pieces, escape(code[read:], quote=False)])


def _within(allowance: Allowance, lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    """Yield words with their kinds until the allowance is used up."""
    before, last = time.thread_time(), ""
    for _, token, words in lexer.get_tokens_unprocessed(code):
        kind = _kind(token)
        allowance.words -= bool(kind) and kind != last
        now = time.thread_time()
        allowance.seconds, before, last = allowance.seconds - (now - before), now, kind
        if allowance.words < 0 or allowance.seconds < 0:
            return
        yield kind, words


@cache
def _kind(token: Any) -> str:
    while token is not Token and token not in KINDS:
        token = token.parent
    return KINDS.get(token, "")


@cache
def _names() -> dict[str, str]:
    """Return Pygments's name of each language, by the names that people write."""
    return {alias: name for name, aliases, _, _ in get_all_lexers(plugins=False) if name in LANGUAGES for alias in aliases}


def _lexer(language: str) -> Lexer | None:
    name = _names().get(language)
    lexer = find_lexer_class(name) if name else None
    return lexer(startinline=True) if lexer else None  # PHP as people quote it, without ``<?php``; others have no such option
