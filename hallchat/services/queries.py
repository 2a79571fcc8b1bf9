"""What somebody searches for, read from what they typed. Anything may be typed: what is no filter and no quote is words.

``faro puerto`` has both words, ``"el faro"`` the words in a row, and the last word, where it is not quoted, may go on (``barc``
finds barcos). ``from:``, ``in:``, ``before:`` and ``after:`` are also ``de:``, ``en:``, ``antes:`` and ``después:``, in every
language; names with spaces are quoted. A day is ``2026-11-01``: before is before it begins, after is since it began.
"""

import re
from dataclasses import dataclass
from datetime import date

from hallchat import errors, text
from hallchat.words import words

MAX_QUERY = 200
LEAST = 4  # characters of a word that may go on: with 3, one that begins many words took 200 ms among 1,000,000 messages

_PART = re.compile(r'(?:(\w+):(?=\S))?(?:"([^"]*)"?|([^\s"]+))')
_QUOTES = dict.fromkeys(map(ord, "“”„«»＂"), '"')
_FILTERS = {name: kind for kind, names in {
    "sender": "from de", "hall": "in en", "before": "before antes", "after": "after despues",
}.items() for name in names.split()}  # fmt: skip
_YEARS = range(1970, 9000)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, as they are compared. Where it is open, the last one may go on."""

    words: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All that has to hold: each phrase, one of the senders, one of the halls, and the days."""

    phrases: tuple[Phrase, ...]
    senders: tuple[str, ...]  # names, folded
    halls: tuple[str, ...]  # names, folded
    before: date | None
    after: date | None
    misread: tuple[str, ...]  # filters whose value is none, as typed


def read(typed: str) -> Query:
    """Read what was typed.

    Args:
        typed: any text.

    Returns:
        What is asked for.

    Raises:
        SearchEmpty: when there is neither a word nor a filter in it.
        SearchTooLong: beyond 200 code points.
    """
    typed = text.mended(typed).strip().translate(_QUOTES)
    if len(typed) > MAX_QUERY:
        raise errors.SearchTooLong(most=MAX_QUERY)
    reading = _Reading()
    for part in _PART.finditer(typed):
        reading.take(part)
    query = reading.query()
    if query == Query((), (), (), None, None, ()):
        raise errors.SearchEmpty
    return query


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []
        self.names: dict[str, list[str]] = {"sender": [], "hall": []}
        self.days: dict[str, list[date]] = {"before": [], "after": []}
        self.misread: list[str] = []

    def take(self, part: re.Match[str]) -> None:
        """Take the next part: a filter or words."""
        name, quoted, bare = part.groups()
        kind = _FILTERS.get(text.fold(name or ""))
        if kind is not None:
            self._filter(kind, bare if quoted is None else quoted, part[0])
        elif bare is None or not (bare.endswith(":") and text.fold(bare[:-1]) in _FILTERS):  # a filter that is still typed
            self._words(part[0], open=bare is not None and part.end() == len(part.string))

    def query(self) -> Query:
        """Return all of it."""
        return Query(
            phrases=tuple(dict.fromkeys(self.phrases)),
            senders=tuple(self.names["sender"]),
            halls=tuple(self.names["hall"]),
            before=min(self.days["before"], default=None),
            after=max(self.days["after"], default=None),
            misread=tuple(self.misread),
        )

    def _filter(self, kind: str, value: str, typed: str) -> None:
        if kind in self.names:
            if name := text.fold(value.lstrip("@#")).strip():
                self.names[kind].append(name)
        elif (day := _day(value)) is not None:
            self.days[kind].append(day)
        else:
            self.misread.append(typed)

    def _words(self, value: str, *, open: bool) -> None:
        if found := tuple(word.folded for word in words(value)):
            self.phrases.append(Phrase(found, open and len(found[-1]) >= LEAST))


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year in _YEARS else None
