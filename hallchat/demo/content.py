"""Reads the demo's content: who there is, which halls, and what was said when, counted in days before the newest one."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
_HASTE = timedelta(seconds=15)  # between two messages of a talk, at least


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person: their account's names, what friends call them, and the language of their entries in the logbook."""

    username: str
    name: str
    called: str
    language: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message. ``day`` is 0 on the newest day and negative before it; ``at`` is the time since midnight."""

    day: int
    at: timedelta
    who: str
    text: str
    deleted: bool = False
    reactions: tuple[tuple[str, str], ...] = ()  # an emoji, and the username of who put it there
    replies_to: int = 0  # how many messages before it; 0 for none


@dataclass(frozen=True, slots=True)
class DemoHall:
    """A hall, with usernames for people; a direct one has no name, topic or real owner.

    ``unread`` is how many messages somebody has not read; the others read all.
    """

    owner: str
    members: tuple[str, ...]
    lines: tuple[Line, ...]
    name: str = ""
    topic: str = ""
    kind: str = "public"
    archived: bool = False
    moderators: tuple[str, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)


def people() -> tuple[Somebody, ...]:
    """Return everybody, in the order in which they are shown."""
    return tuple(Somebody(**one) for one in read("people.toml")["people"])


def written_halls() -> Iterator[DemoHall]:
    """Return the halls whose talks are written out, by name of their file."""
    for path in sorted((FOLDER / "halls").glob("*.toml")):
        found = read(path)
        talks = found.pop("talk", [])
        yield hall(found, tuple(line for talk in talks for line in _talk(**talk)))


def hall(found: dict[str, Any], lines: tuple[Line, ...]) -> DemoHall:
    """Shape a hall.

    Args:
        found: its fields, as a file has them.
        lines: what was said in it, in order.

    Returns:
        The hall.
    """
    people = {key: tuple(found.get(key, ())) for key in ("members", "moderators")}
    fields: dict[str, Any] = found | people | {"lines": lines}
    return DemoHall(**fields)


def read(path: str | Path) -> dict[str, Any]:
    """Read one file of the content, by its path there."""
    return tomllib.loads((FOLDER / path).read_text(encoding="utf-8"))


def clock(time: str) -> timedelta:
    """Return how long after midnight ``14:20`` is."""
    hours, minutes = time.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _talk(*, day: int, at: str, said: list[list[str]]) -> Iterator[Line]:
    """Let people speak one after the other, each as long as it takes to write that much.

    What they say may have marks behind it: ``deleted``, or ``re`` and how many messages before stands what it replies to, or an
    emoji and who reacts with it.
    """
    now = clock(at)
    for who, text, *marks in said:
        words = [mark.split() for mark in marks]
        replies_to = sum(int(before) for kind, *rest in words if kind == "re" for before in rest)
        reactions = tuple((emoji, by) for emoji, *people in words if emoji != "re" for by in people)
        yield Line(day, now, who, text, deleted="deleted" in marks, reactions=reactions, replies_to=replies_to)
        now += _HASTE + timedelta(seconds=len(text) // 3 + len(text) * 7 % 60)
