"""Composes the harbour's log, the demo's long history: day by day who opens, who goes out with which boat, what is repaired.

The same each time, and no sentence comes again before all others of its kind had their turn.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from hallchat.demo.content import DemoHall, Line, Somebody, clock, hall, read
from hallchat.demo.weather import STORM, Weather, weather

_MINUTE = timedelta(minutes=1)


class _Turns:
    """Sentences or people that take turns: shuffled, and shuffled again when each was there."""

    def __init__(self, those: list[str], dice: Random) -> None:
        self._those, self._dice, self._waiting = those, dice, list[str]()

    def next(self, *, but: str = "") -> str:
        """Take the next one that is not ``but``."""
        if not [one for one in self._waiting if one != but]:
            self._waiting += self._dice.sample(self._those, len(self._those))
        found = next(one for one in self._waiting if one != but)
        self._waiting.remove(found)
        return found


class _Logbook:
    """Who may write, what they may write, and the dice."""

    def __init__(self, found: dict[str, Any], people: tuple[Somebody, ...]) -> None:
        self._dice = Random(1)  # noqa: S311 - nothing secret: the same book each time
        self._people = {one.username: one for one in people}
        self._found, self._days = found, range(1 - found["days"], 1)
        self._weather = weather(found["days"], self._dice)
        self._sentences = {
            (kind, language): _Turns(found[kind][language], self._dice)
            for kind in ("open", "stormy", "out", "back", "close")
            for language in ("es", "en")
        }
        self._openers, self._crews, self._boats = (_Turns(found[key], self._dice) for key in ("openers", "crews", "boats"))

    def lines(self) -> tuple[Line, ...]:
        """Return all entries in order."""
        stories = [[(0, *step) for step in remark] for remark in self._found["remarks"]]
        written = [
            *(line for day in self._days for line in self._day(day)),
            *self._spread(stories),
            *self._spread([work["steps"] for work in self._found["work"]]),
        ]
        return tuple(sorted(written, key=lambda line: (line.day, line.at)))

    def _day(self, day: int) -> Iterator[Line]:
        opener = self._openers.next()
        yield self._entry("open", day, self._between("07:05", "07:25"), opener)
        if day == 0:
            return  # it is still early
        if self._weather[day].knots >= STORM:
            yield self._entry("stormy", day, self._between("08:30", "09:45"), self._openers.next(but=opener))
        else:
            for morning in self._dice.choice(((True,), (True, False), (True, False), (False,))):
                yield from self._outing(day, morning=morning)
        if self._dice.random() < 0.7:
            yield self._entry("close", day, self._between("20:05", "21:40"), self._openers.next(but=opener))

    def _outing(self, day: int, *, morning: bool) -> Iterator[Line]:
        who = self._crews.next()
        with_whom = {"mate": self._people[self._crews.next(but=who)].called, "boat": self._boats.next()}
        leaves = self._between("09:10", "10:50") if morning else self._between("14:05", "15:40")
        returns = leaves + self._between("01:40", "03:20")
        hour = _told(timedelta(minutes=30) * round(returns / timedelta(minutes=30)))
        yield self._entry("out", day, leaves, who, hour=hour, **with_whom)
        yield self._entry("back", day, returns, who, **with_whom)

    def _spread(self, stories: list[list[Any]]) -> Iterator[Line]:
        """Begin one story after the other, so that the last one ends before the newest day."""
        longest = max(step[0] for story in stories for step in story)
        span = len(self._days) - 1 - longest
        for number, story in enumerate(stories):
            begin, day, at = self._days[number * span // len(stories)], -1, timedelta()
            for days, who, text in story:
                at = at + self._between("00:03", "00:14") if days == day else self._between("08:20", "19:15")
                day = days
                yield Line(begin + day, at, who, text)

    def _entry(self, kind: str, day: int, at: timedelta, who: str, **more: str) -> Line:
        language = self._people[who].language
        words = _words(self._weather[day], self._found["winds"][language], language) | more
        return Line(day, at, who, self._sentences[kind, language].next().format(**words))

    def _between(self, earliest: str, latest: str) -> timedelta:
        return clock(earliest) + self._dice.randint(0, (clock(latest) - clock(earliest)) // _MINUTE) * _MINUTE


def logbook(people: tuple[Somebody, ...]) -> DemoHall:
    """Compose the hall with the harbour's log.

    Args:
        people: everybody, for what they are called and the language they write in.

    Returns:
        The hall, with some four hundred entries.
    """
    found = read("logbook.toml")
    fields = {key: found[key] for key in ("name", "topic", "owner", "members", "unread")}
    return hall(fields, _Logbook(found, people).lines())


def _words(today: Weather, winds: list[str], language: str) -> dict[str, str]:
    height = f"{today.height:.1f}"
    return {
        "high": _told(today.high),
        "low": _told(today.low),
        "height": height.replace(".", ",") if language == "es" else height,
        "wind": winds[today.direction],
        "knots": str(today.knots),
    }


def _told(time: timedelta) -> str:
    minutes = round(time / _MINUTE)
    return f"{minutes // 60:02}:{minutes % 60:02}"
