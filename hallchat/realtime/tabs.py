"""The open tabs: whose they are, what they show, and the one way to tell several of them something."""

import asyncio
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from hallchat.realtime.sockets import Sockets
from hallchat.realtime.wire import Delta


@dataclass(slots=True)
class Tab:
    """An open tab: one socket of one sign-in."""

    sid: str
    user_id: int
    session_id: str
    expiry: asyncio.TimerHandle  # ends it with its sign-in
    hall_id: int | None = None
    watching: bool | None = None  # in sight, and at the end of the conversation; None until the page says
    first: int = 0  # the place above which its page shows the line "new since you left"
    pages: range = range(0)  # the places whose messages it has loaded beside the ring
    listed: Container[int] | None = None  # the ids of messages that it lists outside of a conversation
    unlisted: set[int] = field(default_factory=set)  # those that stood there and were deleted
    greeted: bool = False  # it got its hall list after its first snapshot


class Tabs:
    """All open tabs of this process, by socket and by user."""

    def __init__(self, sockets: Sockets) -> None:
        """Start without any.

        Args:
            sockets: where packets go.
        """
        self._sockets = sockets
        self._tabs: dict[str, Tab] = {}
        self._by_user: dict[int, dict[str, Tab]] = {}

    def get(self, sid: str) -> Tab | None:
        """Return a tab, if it is still open."""
        return self._tabs.get(sid)

    def add(self, tab: Tab) -> None:
        """Let a tab in."""
        self._tabs[tab.sid] = self._by_user.setdefault(tab.user_id, {})[tab.sid] = tab

    def forget(self, sid: str) -> Tab | None:
        """Forget a tab; return what it was, if it was there."""
        tab = self._tabs.pop(sid, None)
        if tab is not None:
            del self._by_user[tab.user_id][sid]
            if not self._by_user[tab.user_id]:
                del self._by_user[tab.user_id]
        return tab

    def among(self, sids: Iterable[str]) -> list[Tab]:
        """Return those of some tabs that are open."""
        return [tab for sid in sids if (tab := self._tabs.get(sid))]

    def of(self, user_id: int) -> Sequence[Tab]:
        """Return all tabs of a user."""
        return tuple(self._by_user.get(user_id, {}).values())

    def at(self, user_id: int, hall_id: int) -> Sequence[Tab]:
        """Return the tabs of a user that show a hall."""
        return [tab for tab in self.of(user_id) if tab.hall_id == hall_id]

    def tell(self, tabs: Sequence[Tab], delta: Delta) -> None:
        """Send some tabs a change; it is encoded once."""
        if tabs:
            packet = self._sockets.packet(delta)
            for tab in tabs:
                self._sockets.put(tab.sid, packet)
