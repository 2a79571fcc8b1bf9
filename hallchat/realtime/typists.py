"""Who is typing in one hall: told to its pages at most once a second, and forgotten by itself."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hallchat.realtime.wire import Typist

FRESH = 6.0  # seconds that somebody is typing without further news: a page tells every three
INTERVAL = 1.0  # seconds between two tellings
MOST = 10  # people typing at once that are counted
NAMED = 3  # of them with their names: a page says two, and leaves its own user out
CROWD = 100  # open pages; with more nobody is told who types: it would say nothing, and cost much


@dataclass(slots=True, eq=False)
class _Typing:
    """Somebody who is typing, in one page."""

    sid: str  # the page, or what stands for it
    name: str
    until: float  # by the clock of the event loop


class Typists:
    """The people who are typing in a hall, in the order in which they began."""

    def __init__(self, tell: Callable[[Sequence[Typist]], None]) -> None:
        """Start with nobody.

        Args:
            tell: called with who is typing whenever that changed, not more often than every ``INTERVAL``.
        """
        self._tell = tell
        self._typing: dict[int, _Typing] = {}  # by user
        self._told: list[Typist] = []
        self._told_at = float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    def typed(self, sid: str, user_id: int, name: str) -> None:
        """Take note that somebody is typing in a page."""
        until = asyncio.get_running_loop().time() + FRESH
        if (known := self._typing.get(user_id)) is not None:
            known.sid, known.until = sid, until
        elif len(self._typing) < MOST:
            self._typing[user_id] = _Typing(sid, name, until)
        self._look()

    def everybody(self) -> list[Typist]:
        """Return all who are typing, with their names."""
        now = asyncio.get_running_loop().time()
        return [Typist(id=user_id, name=one.name) for user_id, one in self._typing.items() if one.until > now]

    def left(self, sid: str) -> None:
        """Take note that a page is gone."""
        for user_id in [user_id for user_id, one in self._typing.items() if one.sid == sid]:
            del self._typing[user_id]
            self._look()

    def said(self, user_id: int) -> None:
        """Take note that somebody's message is there; it is told at once, to go together with the message."""
        if self._typing.pop(user_id, None) is not None:
            self._now()
            self._look()

    def _look(self) -> None:
        """Forget who has not typed for a while, tell what is new if it may be told, and look again when the next is due."""
        now = asyncio.get_running_loop().time()
        self._typing = {user_id: one for user_id, one in self._typing.items() if one.until > now}
        if self._told_at + INTERVAL <= now:
            self._now()
        due = [one.until for one in self._typing.values()]
        if self._shown() != self._told:
            due.append(self._told_at + INTERVAL)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(min(due), self._look) if due else None

    def _now(self) -> None:
        if (shown := self._shown()) != self._told:
            self._told, self._told_at = shown, asyncio.get_running_loop().time()
            self._tell(shown)

    def _shown(self) -> list[Typist]:
        shown = [Typist(id=user_id) for user_id in self._typing]
        for typist in shown[:NAMED]:
            typist["name"] = self._typing[typist["id"]].name
        return shown
