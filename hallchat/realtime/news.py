"""The hall lists, unread counts and mentions of everybody who is here: gathered, and told at most once a second."""

import asyncio
import time

from hallchat.realtime.roster import Roster
from hallchat.realtime.tabs import Tabs
from hallchat.realtime.wire import Delta, Wire, merged

Counts = tuple[dict[str, int], dict[str, int], dict[str, int]]
"""What is unread, how much of it mentions one, and how much of it one had read before, by hall."""
INTERVAL = 1.0  # seconds between two looks at what is new


class News:
    """What is new for whom, and not told yet."""

    def __init__(self, roster: Roster, tabs: Tabs, wire: Wire) -> None:
        """Start with nothing new.

        Args:
            roster: who is in which hall, and how far they have read.
            tabs: the open tabs of each user.
            wire: how changes are named.
        """
        self._roster, self._tabs, self._wire = roster, tabs, wire
        self._lists: set[int] = set()  # users whose hall list changed
        self._counts: set[int] = set()  # users whose unread counts may have changed
        self._told: dict[int, Counts] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._looked = 0.0

    def lists_changed(self, *users: int) -> None:
        """Note that users' hall lists changed."""
        self._lists.update(users)
        self._plan()

    def tell_list(self, user_id: int) -> None:
        """Tell a user's tabs their list at once: a hall that is not in it any more may be back before the next look."""
        if self._roster.knows(user_id):
            self._tell(user_id, with_list=True)

    def counts_changed(self, *users: int) -> None:
        """Note that users' unread counts or mentions may have changed."""
        self._counts.update(users)
        self._plan()

    def whole(self, user_id: int) -> Delta:
        """Return a user's hall list, counts and drafts, for one of their tabs."""
        self._told.pop(user_id, None)  # their other tabs may know older counts
        listing = self._roster.listing(user_id)
        delta = merged(self._wire.unread(listing.unread, listing.mentions, listing.again), self._wire.halls(listing.halls))
        return merged(delta, self._wire.drafts(listing.drafts))

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
        counts = self._counted(user_id)
        if not with_list and self._told.get(user_id) == counts:
            return
        delta = self.whole(user_id) if with_list else self._wire.unread(*counts)
        self._told[user_id] = counts
        self._tabs.tell(self._tabs.of(user_id), delta)

    def _counted(self, user_id: int) -> Counts:
        return self._roster.unread(user_id), self._roster.mentions(user_id), self._roster.again(user_id)
