"""The emoji that Unicode recommends, and what they are called: a table for each language, which pages load as it is.

The tables stand in ``assets/emoji``, made by ``tests/emoji_tables.py`` from emojibase-data 17 (Emoji 17), whose names and
words are those of Unicode's CLDR.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hallchat.i18n import SOURCE

FOLDER = "emoji"
"""Where the tables are among the assets: ``en.json`` and so on."""
_ASSETS = Path(__file__).parent.parent / "assets"
_SELECTOR = "\N{VARIATION SELECTOR-16}"  # keyboards and programs leave it out, or put it in without need


class Emoji(NamedTuple):
    """A row of a table."""

    emoji: str
    name: str
    codes: str  # what it is called between colons, in any language: ``tada``
    words: str  # others that it is found by, without case and accents
    group: int
    tones: str  # it with colours of skin; the five where all persons have the same come first


@cache
def table(language: str) -> tuple[Emoji, ...]:
    """Return all emoji in Unicode's order, as they are called in a language.

    Args:
        language: one of ``i18n.languages()``; one without a table has the English one.

    Returns:
        The rows.
    """
    rows = json.loads((_ASSETS / path(language)).read_text(encoding="utf-8"))["emoji"]
    return tuple(Emoji(*row) for row in rows)


def path(language: str) -> str:
    """Return where a language's table is among the assets, as ``table`` chooses it."""
    own = f"{FOLDER}/{language}.json"
    return own if (_ASSETS / own).exists() else f"{FOLDER}/{SOURCE}.json"


# Read at the start: each message with a word between colons asks for it, on the event loop.
_BY_CODE = {code: row.emoji for row in table(SOURCE) for code in row.codes.split()}


def find(text: str) -> str | None:
    """Return the emoji that a text is, as it is written in full; None when it is anything else.

    Args:
        text: any text.

    Returns:
        One of the table, with any colour of skin.
    """
    return _known().get(text.replace(_SELECTOR, ""))


def called(code: str) -> str | None:
    """Return the emoji that has a code such as ``tada``, without regard to case; None where none has it."""
    return _BY_CODE.get(code.lower())


@cache
def _known() -> dict[str, str]:
    rows = table(SOURCE)
    return {one.replace(_SELECTOR, ""): one for row in rows for one in (row.emoji, *row.tones.split())}
