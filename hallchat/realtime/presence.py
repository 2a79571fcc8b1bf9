"""Who is there: online or away, of all who have a page open or had one a moment ago. Kept in memory, and nowhere else.

It goes to the pages of the halls that they are in, gathered: the more people, the more seldom, so that it stays a small part
of what is sent.
"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal

from hallchat.events import Event, MembershipEnded, MembershipStarted
from hallchat.realtime.feeds import Feeds
from hallchat.realtime.wire import Delta, Here, Wire

GRACE = 15.0  # seconds from the last page's end until somebody is offline: a reload or a tunnel is no absence
SHORTEST, LONGEST = 1.0, 30.0  # seconds between two tellings in a hall
EACH = 0.15  # seconds of them for each person there: a longer list is sent more seldom
NAMED = 200  # people there, who are told to all pages of a hall; of more only the number is, until a page asks

State = Literal["online", "away", "offline"]
Changed = Callable[[int, Collection[int]], None]


@dataclass(slots=True, eq=False)
class _Person:
    """Somebody who is there, or was a moment ago."""

    halls: set[int] = field(default_factory=set)
    pages: dict[str, bool] = field(default_factory=dict)  # by socket: whether somebody is at it
    awake: bool = False  # at one of them; without any, at the last one when it went
    going: asyncio.TimerHandle | None = None  # ends it, without a page


class Presence:
    """Everybody who is there, by hall."""

    def __init__(self, feeds: Feeds, wire: Wire, changed: Changed) -> None:
        """Start with nobody.

        Args:
            feeds: the pages of each hall.
            wire: how changes are named.
            changed: is told whose presence changed, and which halls they are in.
        """
        self._feeds, self._wire, self._changed = feeds, wire, changed
        self._people: dict[int, _Person] = {}
        self._there: dict[int, set[int]] = {}
        self._told: dict[int, tuple[float, Here]] = {}
        self._changes: dict[int, int] = {}  # how often somebody came or went or stirred, by hall
        self._planned: dict[int, asyncio.TimerHandle] = {}

    def of(self, user_id: int) -> State:
        """Tell how somebody is there."""
        person = self._people.get(user_id)
        return "offline" if person is None else "online" if person.awake else "away"

    def came(self, user_id: int, sid: str, halls: Collection[int]) -> None:
        """Take note of a page that somebody opened.

        Args:
            user_id: whose.
            sid: the page.
            halls: all that its user is in.
        """
        person = self._people.setdefault(user_id, _Person())
        if person.going is not None:
            person.going.cancel()
            person.going = None
        for hall_id in set(halls) - person.halls:
            self._enter(hall_id, user_id, person)
        for hall_id in person.halls - set(halls):
            self._exit(hall_id, user_id, person)
        person.pages[sid] = True
        self._see(user_id, person)

    def went(self, user_id: int, sid: str) -> None:
        """Take note that a page is gone; with the last one somebody is offline after a while."""
        person = self._people.get(user_id)
        if person is None or person.pages.pop(sid, None) is None:
            return
        if person.pages:
            self._see(user_id, person)
        else:
            person.going = asyncio.get_running_loop().call_later(GRACE, self._gone, user_id)

    def rest(self, user_id: int, sid: str, *, resting: bool) -> None:
        """Take note whether nobody is at a page, for as long as the page takes for an absence."""
        person = self._people.get(user_id)
        if person is not None and sid in person.pages:
            person.pages[sid] = not resting
            self._see(user_id, person)

    def opening(self, hall_id: int) -> Delta:
        """Name who is there of a hall, for the first page that opens it."""
        self._told[hall_id] = asyncio.get_running_loop().time(), self._here(hall_id)
        return self._wire.presence(self._told[hall_id][1])

    def everybody(self, hall_id: int) -> Here:
        """Name all who are there of a hall, however many, for a page that shows them."""
        there = sorted(self._there.get(hall_id, ()))
        awake = [user_id for user_id in there if self._people[user_id].awake]
        away = [user_id for user_id in there if not self._people[user_id].awake]
        return Here(count=len(there), online=awake, away=away)

    def apply(self, event: Event) -> None:
        """Keep up with what happened."""
        match event:
            case MembershipStarted(hall_id, user_id) if person := self._people.get(user_id):
                self._enter(hall_id, user_id, person)
            case MembershipEnded(hall_id, user_id) if person := self._people.get(user_id):
                self._exit(hall_id, user_id, person)
            case _:
                pass

    def close(self) -> None:
        """Stop telling."""
        for timer in (*self._planned.values(), *(person.going for person in self._people.values())):
            if timer is not None:
                timer.cancel()

    def _see(self, user_id: int, person: _Person) -> None:
        awake = any(person.pages.values())
        if awake != person.awake:
            person.awake = awake
            self._changed(user_id, person.halls)
            for hall_id in person.halls:
                self._plan(hall_id)

    def _gone(self, user_id: int) -> None:
        person = self._people.pop(user_id)
        self._changed(user_id, person.halls)
        for hall_id in tuple(person.halls):
            self._exit(hall_id, user_id, person)

    def _enter(self, hall_id: int, user_id: int, person: _Person) -> None:
        person.halls.add(hall_id)
        self._there.setdefault(hall_id, set()).add(user_id)
        self._plan(hall_id)

    def _exit(self, hall_id: int, user_id: int, person: _Person) -> None:
        person.halls.discard(hall_id)
        there = self._there.get(hall_id, set())
        there.discard(user_id)
        if not there:
            self._there.pop(hall_id, None)
            self._told.pop(hall_id, None)
            self._changes.pop(hall_id, None)
        self._plan(hall_id)

    def _here(self, hall_id: int) -> Here:
        many = len(self._there.get(hall_id, ()))
        if many <= NAMED:
            return self.everybody(hall_id)
        return Here(count=many, online=[], away=[], changes=self._changes[hall_id])

    def _plan(self, hall_id: int) -> None:
        """Tell soon, where somebody has the hall open. What changes until then goes with it."""
        if hall_id in self._there:
            self._changes[hall_id] = self._changes.get(hall_id, 0) + 1
        feed = self._feeds.get(hall_id)
        if hall_id in self._planned or feed is None or not feed.readers:
            return
        loop = asyncio.get_running_loop()
        last, _ = self._told.get(hall_id, (float("-inf"), None))
        wait = last + pause(len(self._there.get(hall_id, ()))) - loop.time()
        self._planned[hall_id] = loop.call_later(max(0.0, wait), self._tell, hall_id)

    def _tell(self, hall_id: int) -> None:
        del self._planned[hall_id]
        _, told = self._told.get(hall_id, (0.0, None))
        feed = self._feeds.get(hall_id)
        if feed is not None and feed.readers and self._here(hall_id) != told:
            feed.beside(self.opening(hall_id))


def pause(people: int) -> float:
    """Return how long a hall is not told who is there, from one time to the next.

    Args:
        people: how many are there.

    Returns:
        Seconds.
    """
    return min(max(people * EACH, SHORTEST), LONGEST)
