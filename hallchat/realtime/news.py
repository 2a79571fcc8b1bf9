"""The hall lists of everybody who is here, and what is unread, mentions them and who is there: told at most once a second."""

import asyncio
import time
from collections.abc import Callable

from hallchat.realtime.presence import State
from hallchat.realtime.roster import Roster
from hallchat.realtime.tabs import Tabs
from hallchat.realtime.wire import Delta, Wire, merged

Counts = tuple[dict[str, int], dict[str, int], dict[str, int]]
"""What is unread, how much of it mentions one, and how much of it is not new, by hall."""
Talks = dict[str, str]
"""Who is online or away of those with whom one talks alone, by direct hall."""
TALKS = 100  # direct halls, those with the newest messages, of which that is told
INTERVAL = 1.0  # seconds between two looks at what is new


class News:
    """What is new for whom, and not told yet."""

    def __init__(self, roster: Roster, tabs: Tabs, wire: Wire, presence: Callable[[int], State]) -> None:
        """Start with nothing new.

        Args:
            roster: who is in which hall, and how far they have read.
            tabs: the open tabs of each user.
            wire: how changes are named.
            presence: tells how a user is there.
        """
        self._roster, self._tabs, self._wire, self._presence = roster, tabs, wire, presence
        self._lists: set[int] = set()  # users whose hall list changed
        self._counts: set[int] = set()  # users whose unread counts may have changed
        self._told: dict[int, tuple[Counts, Talks | None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._looked = float("-inf")

    def lists_changed(self, *users: int) -> None:
        """Note that users' hall lists changed."""
        self._lists.update(users)
        self._plan()

    def tell_list(self, user_id: int) -> None:
        """Tell a user's tabs their list at once: a hall that is not in it any more may be back before the next look."""
        if self._roster.knows(user_id):
            self._tell(user_id, with_list=True)

    def counts_changed(self, *users: int) -> None:
        """Note that users' unread counts or mentions may have changed, or who is there of those with whom they talk."""
        self._counts.update(users)
        self._plan()

    def whole(self, user_id: int) -> Delta:
        """Return a user's hall list, counts and drafts, and who is there, for one of their tabs."""
        self._told.pop(user_id, None)  # their other tabs may know older counts
        listing = self._roster.listing(user_id)
        delta = merged(self._wire.unread(listing.unread, listing.mentions, listing.again), self._wire.halls(listing.halls))
        delta = merged(delta, self._wire.drafts(listing.drafts))
        return delta if (talks := self._talks(user_id)) is None else merged(delta, self._wire.talks(talks))

    def forget(self, user_id: int) -> None:
        """Forget what a user was told: they have no tab any more."""
        self._told.pop(user_id, None)

    def close(self) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()

    def _plan(self) -> None:
        if self._timer is None and (self._lists or self._counts):
            wait = max(0.0, self._looked + INTERVAL - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(wait, self._tell_all)

    def _tell_all(self) -> None:
        self._timer, self._looked = None, time.monotonic()
        lists, counts = self._lists, self._counts | self._lists
        self._lists, self._counts = set(), set()
        for user_id in counts:
            if self._roster.knows(user_id):
                self._tell(user_id, with_list=user_id in lists)

    def _tell(self, user_id: int, *, with_list: bool) -> None:
        counts, talks = self._counted(user_id), self._talks(user_id)
        delta = self.whole(user_id) if with_list else self._changed(user_id, counts, talks)
        if delta:
            self._told[user_id] = counts, talks
            self._tabs.tell(self._tabs.of(user_id), delta)

    def _changed(self, user_id: int, counts: Counts, talks: Talks | None) -> Delta:
        told_counts, told_talks = self._told.get(user_id, (None, None))
        news = {} if counts == told_counts else self._wire.unread(*counts)
        return news if talks is None or talks == told_talks else merged(news, self._wire.talks(talks))

    def _counted(self, user_id: int) -> Counts:
        return self._roster.unread(user_id), self._roster.mentions(user_id), self._roster.again(user_id)

    def _talks(self, user_id: int) -> Talks | None:
        newest = [*self._roster.partners(user_id).items()][-TALKS:]
        if not newest:
            return None
        return {str(hall_id): there for hall_id, other in newest if (there := self._presence(other)) != "offline"}
