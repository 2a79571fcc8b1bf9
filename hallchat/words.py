"""The words of a text as they are searched: without case and accents, each with where it stands.

A word is a run of letters and digits. Where a script has no spaces between words (Chinese, Japanese, Thai and others),
each character is a word of its own, and so is each emoji: then several of them in a row are found as a phrase is.
Whoever changes what this returns has to index all messages anew, by a revision.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from hallchat.text import fold

LONGEST = 40  # characters that words are told apart by
_LOOKED_AT = 4 * LONGEST  # of them with all their accents

_WORD = re.compile("w[wm]*|[cs]m*")  # in the kinds of a text's characters
_KEPT = 16_384  # words whose folding is remembered: most are among them
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_SEPARATORS = re.compile(r"[\x00-/:-@\[-`{-\x7f]")  # folding makes them of some letters; the index is split at them


class Word(NamedTuple):
    """A word as it is compared, and where it stands in its text, in code points."""

    folded: str
    start: int
    end: int


class _Kinds(dict[int, str]):
    """A letter for each character: of a word, a mark on one, a word by itself, a symbol, or a space for all between."""

    def __missing__(self, ordinal: int) -> str:
        kind = _kind(chr(ordinal))
        if ordinal < 0x10000:  # beyond it are too many to be kept
            self[ordinal] = kind
        return kind


def words(value: str) -> list[Word]:
    """Return the words of a text, in order.

    Args:
        value: any text.

    Returns:
        Its words; ``folded`` has 1–40 characters, of ASCII only letters and digits.
    """
    found = (each.span() for each in _WORD.finditer(value.translate(_KINDS)))
    return [Word(word, start, end) for start, end in found if (word := _folded(value[start:end][:_LOOKED_AT]))]


def folded(value: str) -> list[str]:
    """Return the words of a text alone, as they are compared: in half the time, for what is stored."""
    found = (each.span() for each in _WORD.finditer(value.translate(_KINDS)))
    return [word for start, end in found if (word := _folded(value[start:end][:_LOOKED_AT]))]


@lru_cache(_KEPT)
def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()[:LONGEST]
    alone = word[0].translate(_KINDS) in "cs"  # with its marks, such as the one that asks for a coloured emoji
    return _SEPARATORS.sub("", fold(word[0] if alone else word))[:LONGEST]


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LN":
        return "c" if _UNSPACED.match(character) else "w"
    return {"M": "m", "So": "s"}.get(category if category == "So" else category[0], " ")


_KINDS = _Kinds()
