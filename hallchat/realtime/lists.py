"""What tabs list outside of a conversation, as what was found: they hear when a message of it changes, and ask again.

They hear at most once a second, and of what they do not know yet: a list says up to which change it was read.
"""

import asyncio
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from hallchat.events import Event, MembershipEnded, MessageDeleted, MessageEdited, MessageRestored
from hallchat.realtime.roster import Roster
from hallchat.realtime.tabs import Tab, Tabs
from hallchat.realtime.wire import Wire

INTERVAL = 1.0  # seconds between two times that a tab hears
EVERY = range(2**63)
"""While a list is read: whatever changes meanwhile may be in it."""


@dataclass
class Following:
    """A list that is being read."""

    known: int  # the changes that it holds
    ids: Container[int] = EVERY

    def holds(self, message_ids: Iterable[int]) -> None:
        """Note which messages it holds."""
        self.ids = frozenset(message_ids)


class Lists:
    """Which messages each tab lists."""

    def __init__(self, roster: Roster, tabs: Tabs, wire: Wire) -> None:
        """Start with none.

        Args:
            roster: who is in which hall.
            tabs: the open tabs.
            wire: how changes are named.
        """
        self._roster, self._tabs, self._wire = roster, tabs, wire
        self._changes, self._due = 0, set[str]()
        self._timer: asyncio.TimerHandle | None = None
        self._told = float("-inf")

    @contextmanager
    def following(self, tab: Tab | None) -> Iterator[Following]:
        """Take note of what a block reads for a tab to list; where it reads nothing in the end, the tab lists what it did.

        Args:
            tab: the tab; None when it is gone.

        Yields:
            What takes the ids of the messages.
        """
        following = Following(self._changes)
        if tab is None:
            yield following
            return
        before, tab.listed = tab.listed, EVERY
        try:
            yield following
        finally:
            tab.listed = before if following.ids is EVERY else following.ids

    def end(self, tab: Tab) -> None:
        """Note that a tab shows no list any more."""
        tab.listed = None
        tab.unlisted.clear()

    def apply(self, event: Event) -> None:
        """Tell the tabs in whose lists a message stands that changed, or stands again, or may stand now; or may stand no more."""
        match event:
            case MessageEdited(message, mentioned):
                self._tell(message.hall_id, lambda tab, listed: message.id in listed or tab.user_id in mentioned)
            case MessageDeleted(message):
                for tab in self._tell(message.hall_id, lambda tab, listed: message.id in listed):
                    tab.unlisted.add(message.id)
            case MembershipEnded(_, user_id):
                self._note([tab for tab in self._tabs.of(user_id) if tab.listed is not None])
            case MessageRestored(message, mentioned):
                self._tell(message.hall_id, lambda tab, _: message.id in tab.unlisted or tab.user_id in mentioned)

    def close(self) -> None:
        """Tell nobody any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _tell(self, hall_id: int, concerned: Callable[[Tab, Container[int]], bool]) -> list[Tab]:
        guests = (tab for user_id in self._roster.guests_in(hall_id) for tab in self._tabs.of(user_id))
        tabs = [tab for tab in guests if tab.listed is not None and concerned(tab, tab.listed)]
        self._note(tabs)
        return tabs

    def _note(self, tabs: Sequence[Tab]) -> None:
        if tabs:
            self._changes += 1
            self._due.update(tab.sid for tab in tabs)
        if self._due and self._timer is None:
            wait = max(0.0, self._told + INTERVAL - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(wait, self._tell_all)

    def _tell_all(self) -> None:
        self._timer, self._told = None, time.monotonic()
        due, self._due = self._due, set()
        self._tabs.tell(self._tabs.among(due), self._wire.listed(self._changes))
