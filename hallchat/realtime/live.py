"""The live end as a whole: open tabs, the feeds of the halls they show, and the news of all their halls.

Two kinds of room: a hall's room are the readers of its ``Feed`` and get its ring; a user's room are all of
their tabs, and get the hall list and the unread counts, gathered, at most once a second.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hallchat.events import (
    Event,
    HallChanged,
    MembershipChanged,
    MembershipEnded,
    MembershipStarted,
    MessageDeleted,
    MessagePosted,
    ReadMoved,
    SessionEnded,
)
from hallchat.realtime.feed import SIZE, Feed
from hallchat.realtime.reads import Mark, ReadMarks
from hallchat.realtime.roster import Roster
from hallchat.realtime.sockets import Sockets
from hallchat.realtime.wire import HallRow, Row, Wire
from hallchat.views import HallView, MessagePage, MessageView

NEWS_INTERVAL = 1.0  # seconds between two looks at what is new for a user
IDLE_FEEDS = 256  # rings kept without a reader
FAREWELL = 1.0  # seconds that an ended sign-in's tabs have to leave by themselves


class Store(Protocol):
    """What the live end asks of the database."""

    async def tail(self, hall_id: int, limit: int) -> MessagePage:
        """Read the newest messages of a hall."""
        ...

    async def halls_of(self, user_id: int) -> Sequence[HallView]:
        """Read a user's halls."""
        ...

    async def store_marks(self, marks: list[Mark]) -> None:
        """Write read marks."""
        ...


@dataclass(slots=True)
class Tab:
    """An open tab: one socket of one sign-in."""

    sid: str
    user_id: int
    session_id: str
    hall_id: int | None = None
    watching: bool = False  # in sight, and at the end of the conversation
    pages: range = range(0)  # the places whose messages it has loaded beside the ring


class Live:
    """All open tabs of this process."""

    def __init__(self, store: Store, sockets: Sockets, wire: Wire) -> None:
        """Start without any.

        Args:
            store: the database.
            sockets: where packets go.
            wire: how they are named.
        """
        self._store, self._sockets, self._wire = store, sockets, wire
        self._tabs: dict[str, Tab] = {}
        self._by_user: dict[int, set[str]] = {}
        self._feeds: dict[int, Feed] = {}
        self._warming: dict[int, asyncio.Task[None]] = {}
        self._roster = Roster(store.halls_of)
        self._marks = ReadMarks(store.store_marks)
        self._lists: set[int] = set()  # users whose hall list changed
        self._counts: set[int] = set()  # users whose unread counts may have changed
        self._told: dict[int, dict[str, int]] = {}
        self._news: asyncio.TimerHandle | None = None
        self._news_at = 0.0
        self._older: Callable[[Sequence[str], MessageView], Awaitable[None]] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        sockets.when_gone(self.gone)

    def when_older_changes(self, callback: Callable[[Sequence[str], MessageView], Awaitable[None]]) -> None:
        """Call back with the tabs that have loaded a message which changed and is older than the ring."""
        self._older = callback

    async def connect(self, sid: str, *, user_id: int, session_id: str) -> bool:
        """Let a tab take part in all halls of its user.

        Args:
            sid: its socket.
            user_id: whose.
            session_id: the sign-in that it came by.

        Returns:
            Whether it is in: not when the socket went away meanwhile.
        """
        if sid in self._tabs:
            return True
        self._tabs[sid] = Tab(sid, user_id, session_id)
        self._by_user.setdefault(user_id, set()).add(sid)
        await self._roster.enter(user_id)
        if not self._sockets.connected(sid):
            self.gone(sid)
        return sid in self._tabs

    def gone(self, sid: str) -> None:
        """Forget a tab."""
        tab = self._tabs.pop(sid, None)
        if tab is None:
            return
        self._leave_hall(tab)
        tabs = self._by_user[tab.user_id]
        tabs.discard(sid)
        if not tabs:
            del self._by_user[tab.user_id]
            self._told.pop(tab.user_id, None)
        self._roster.leave(tab.user_id)

    async def warm(self, hall_id: int) -> Feed:
        """Return a hall's feed with its ring filled. Whoever may not see the hall must not get to see it."""
        feed = self._feeds.get(hall_id)
        if feed is None:
            self._evict()
            feed = self._feeds[hall_id] = Feed(hall_id, self._sockets, self._wire, self._mark_watchers)
        while not feed.warm:
            await asyncio.shield(self._fill(feed))
        return feed

    async def open(self, sid: str, hall_id: int) -> bool:
        """Show a hall in a tab: leave the old one, enter the new one and send its ring, in one step.

        Args:
            sid: the tab; connected before.
            hall_id: the hall.

        Returns:
            Whether the tab shows it: not when it is gone, or its user is no member at that moment.
        """
        while (feed := await self.warm(hall_id)) is not self._feeds.get(hall_id):
            pass  # dropped as idle while we waited
        # From here to the end nothing awaits: no event can come between the check and the ring.
        tab = self._tabs.get(sid)
        if tab is None or not self._roster.is_member(tab.user_id, hall_id) or not feed.warm:
            return False
        self._leave_hall(tab)
        tab.hall_id = hall_id
        feed.open(sid)
        self._read(tab, feed)  # after a reconnect the page may have said before that it is watched
        return True

    def close_hall(self, sid: str) -> None:
        """Show no hall in a tab any more."""
        if tab := self._tabs.get(sid):
            self._leave_hall(tab)

    def shown(self, sid: str) -> int | None:
        """Return the hall that a tab shows."""
        tab = self._tabs.get(sid)
        return tab.hall_id if tab else None

    def watch(self, sid: str, *, watching: bool) -> None:
        """Note whether somebody is looking at the end of the hall that a tab shows; then it is read."""
        tab = self._tabs.get(sid)
        if tab is None:
            return
        tab.watching = watching
        if tab.hall_id is not None and (feed := self._feeds.get(tab.hall_id)):
            self._read(tab, feed)

    def hold(self, sid: str, places: range) -> None:
        """Note which places a tab has loaded beside the ring, so that changes there reach it."""
        if tab := self._tabs.get(sid):
            tab.pages = places

    def halls(self, user_id: int) -> list[HallRow]:
        """Return a user's hall list; the user must have a tab."""
        return self._roster.halls(user_id)

    def unread(self, user_id: int) -> dict[str, int]:
        """Return a user's unread counts by hall id; the user must have a tab."""
        return self._roster.unread(user_id)

    def ring(self, hall_id: int, user_id: int) -> tuple[dict[int, Row | None], int, int] | None:
        """Return the slots, head and rev of a warm hall, for a first paint; None for no member."""
        feed = self._feeds.get(hall_id)
        if feed is None or not feed.warm or not self._roster.is_member(user_id, hall_id):
            return None
        return feed.ring(), feed.head, feed.rev

    async def settle(self, user_id: int) -> None:
        """Write a user's gathered read marks, so that the database may be asked for them."""
        await self._marks.settle(user_id)

    async def close(self) -> None:
        """Write what is gathered and stop."""
        if self._news is not None:
            self._news.cancel()
        await self._marks.close()

    def apply(self, events: Sequence[Event]) -> None:
        """Pass on what happened, in the order of the commits."""
        for event in events:
            self._roster.apply(event)
            match event:
                case MessagePosted(message) | MessageDeleted(message):
                    self._message(message)
                case HallChanged(hall):
                    self._lists |= self._roster.guests_in(hall.id)
                case MembershipStarted(hall_id, user_id) | MembershipChanged(hall_id, user_id):
                    self._membership(hall_id, user_id)
                case MembershipEnded(hall_id, user_id):
                    self._turn_out(hall_id, user_id)
                    self._membership(hall_id, user_id)
                case ReadMoved(_, user_id):
                    self._counts.add(user_id)
                case SessionEnded(session_id, user_id):
                    self._sign_out(session_id, user_id)
        self._plan_news()

    def _message(self, message: MessageView) -> None:
        self._counts |= self._roster.guests_in(message.hall_id)
        feed = self._feeds.get(message.hall_id)
        if feed is None:
            return
        if not feed.apply(message):
            self._fill(feed)
        elif feed.warm and message.seq <= feed.head - SIZE and self._older is not None:
            holders = [sid for sid in feed.readers if message.seq in self._tabs[sid].pages]
            if holders:
                self._spawn(self._older(holders, message))

    def _membership(self, hall_id: int, user_id: int) -> None:
        self._lists.add(user_id)
        self._counts.add(user_id)
        if feed := self._feeds.get(hall_id):
            feed.members_changed()

    def _turn_out(self, hall_id: int, user_id: int) -> None:
        for sid in self._by_user.get(user_id, ()):
            if self._tabs[sid].hall_id == hall_id:
                self._tabs[sid].hall_id = None
                self._feeds[hall_id].empty(sid)

    def _sign_out(self, session_id: str, user_id: int) -> None:
        packet = None
        for sid in [sid for sid in self._by_user.get(user_id, ()) if self._tabs[sid].session_id == session_id]:
            tab = self._tabs[sid]
            if tab.hall_id is not None and (feed := self._feeds.get(tab.hall_id)):
                feed.empty(sid)
            packet = packet or self._sockets.packet(self._wire.signed_out())
            self._sockets.put(sid, packet)
            self.gone(sid)
            asyncio.get_running_loop().call_later(FAREWELL, self._sockets.drop, sid)

    def _leave_hall(self, tab: Tab) -> None:
        if tab.hall_id is None:
            return
        if feed := self._feeds.get(tab.hall_id):
            feed.close(tab.sid)
        tab.hall_id, tab.watching, tab.pages = None, False, range(0)

    def _mark_watchers(self, feed: Feed) -> None:
        for sid in feed.readers:
            self._read(self._tabs[sid], feed)

    def _read(self, tab: Tab, feed: Feed) -> None:
        if tab.watching and self._roster.read_mark(tab.user_id, feed.hall_id) < feed.head:
            self._roster.move_mark(tab.user_id, feed.hall_id, feed.head)
            self._marks.note(tab.user_id, feed.hall_id, feed.head)
            self._counts.add(tab.user_id)
            self._plan_news()

    def _fill(self, feed: Feed) -> "asyncio.Task[None]":
        task = self._warming.get(feed.hall_id)
        if task is None:
            task = self._warming[feed.hall_id] = asyncio.ensure_future(self._read_tail(feed))
        return task

    async def _read_tail(self, feed: Feed) -> None:
        try:
            feed.fill(await self._store.tail(feed.hall_id, SIZE + 1))
        finally:
            del self._warming[feed.hall_id]

    def _evict(self) -> None:
        if len(self._feeds) >= IDLE_FEEDS:
            for hall_id in [hall_id for hall_id, feed in self._feeds.items() if feed.warm and not feed.readers]:
                del self._feeds[hall_id]

    def _plan_news(self) -> None:
        if self._news is None and (self._lists or self._counts or any(feed.behind for feed in self._feeds.values())):
            wait = max(0.0, self._news_at + NEWS_INTERVAL - time.monotonic())
            self._news = asyncio.get_running_loop().call_later(wait, self._tell_news)

    def _tell_news(self) -> None:
        self._news, self._news_at = None, time.monotonic()
        lists, counts = self._lists, self._counts | self._lists
        self._lists, self._counts = set(), set()
        for user_id in counts:
            self._tell(user_id, with_list=user_id in lists)
        for feed in self._feeds.values():
            feed.heal()
        self._plan_news()

    def _tell(self, user_id: int, *, with_list: bool) -> None:
        tabs = self._by_user.get(user_id)
        if not tabs:
            return
        unread = self._roster.unread(user_id)
        if not with_list and self._told.get(user_id) == unread:
            return
        self._told[user_id] = unread
        delta = self._wire.unread(unread)
        if with_list:
            for state, values in self._wire.halls(self._roster.halls(user_id)).items():
                delta.setdefault(state, {}).update(values)
        packet = self._sockets.packet(delta)
        for sid in tabs:
            self._sockets.put(sid, packet)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
