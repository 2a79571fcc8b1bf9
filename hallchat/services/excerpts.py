"""The part of a message that a search shows: around what was found first, and where in it the rest stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, takewhile

from hallchat import quotes
from hallchat.services.queries import Phrase
from hallchat.views import MessageView
from hallchat.words import Word, words

LENGTH = 240  # code points of an excerpt, at most, beside the dots
_BEFORE = 60  # of them before the first mark, about
_DOTS = "…"

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text, with dots where it is cut, and the ranges of code points in it that were looked for."""

    text: str
    marks: Marks


def of(message: MessageView, phrases: Sequence[Phrase]) -> Excerpt:
    """Show a part of a message as it reads, without its formatting; as it was typed where only that has what was looked for.

    Args:
        message: what was found.
        phrases: what was looked for: an address that a link hides, perhaps.

    Returns:
        The part.
    """
    shown = excerpt(quotes.text(message.html), phrases)
    return shown if shown.marks else excerpt(message.content, phrases)


def excerpt(content: str, phrases: Sequence[Phrase]) -> Excerpt:
    """Cut the part out of a text that shows why it was found.

    Args:
        content: the whole text.
        phrases: what was looked for.

    Returns:
        The part; its marks ascend and do not overlap.
    """
    found = words(content)
    places = [partial(_places, found, f" {' '.join(word.folded for word in found)} ", phrase) for phrase in phrases]
    first = min((mark[0] for each in places for mark in islice(each(), 1)), default=0)
    start, end = _cut(content, found, first)
    shown = (mark for each in places for mark in takewhile(lambda mark: mark[0] < end, each()))
    marks = _joined(sorted(mark for mark in shown if mark[1] > start))
    before, after = _DOTS if start else "", _DOTS if end < len(content) else ""
    shift = len(before) - start
    inside = tuple((max(one, start) + shift, min(other, end) + shift) for one, other in marks)
    return Excerpt(before + content[start:end] + after, inside)


def _places(found: list[Word], text: str, phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands, from the first on; the text has the words as they are compared, a space around each."""
    sought = f" {' '.join(phrase.words)}{'' if phrase.open else ' '}"
    at = text.find(sought)
    word = counted = 0
    while at >= 0:
        word, counted = word + text.count(" ", counted, at), at
        yield found[word].start, found[word + len(phrase.words) - 1].end
        at = text.find(sought, at + 1)


def _joined(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut(content: str, found: list[Word], first: int) -> tuple[int, int]:
    """Choose where a part begins and ends: between words, where there are any near."""
    if len(content) <= LENGTH:
        return 0, len(content)
    wanted = max(0, min(first - _BEFORE, len(content) - LENGTH))
    start = next((word.start for word in found if wanted <= word.start <= first), wanted) if wanted else 0
    limit = start + LENGTH
    end = max((word.end for word in found if start < word.end <= limit), default=limit) if limit < len(content) else len(content)
    return start, end
