"""The live end as a whole: open tabs, the feeds of the halls they show, and the news of all their halls.

Two kinds of room: a hall's room are the readers of its ``Feed`` and get its ring; a user's room are all of
their tabs, and get the hall list and the unread counts, gathered, at most once a second.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from hallchat.events import (
    DraftChanged,
    Event,
    HallChanged,
    HallHidden,
    LevelChanged,
    MarkedUnread,
    MembershipChanged,
    MembershipEnded,
    MembershipStarted,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageReacted,
    MessageRestored,
    ReadMoved,
    RepliesCounted,
    SessionEnded,
)
from hallchat.realtime.feed import SIZE, Feed
from hallchat.realtime.feeds import Feeds
from hallchat.realtime.news import News
from hallchat.realtime.presence import Presence, State
from hallchat.realtime.reads import Mark, ReadMarks
from hallchat.realtime.roster import Roster
from hallchat.realtime.sockets import Packet, Sockets
from hallchat.realtime.typists import CROWD
from hallchat.realtime.wire import HallRow, Row, Wire, merged
from hallchat.views import HallView, MessagePage, MessageView

FAREWELL = 1.0  # seconds that an ended sign-in's tabs have to leave by themselves

logger = logging.getLogger(__name__)


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
    first: int = 0  # the place above which its page shows the line "new since you left"
    pages: range = range(0)  # the places whose messages it has loaded beside the ring
    greeted: bool = False  # it got its hall list after its first snapshot
    expiry: asyncio.TimerHandle | None = None  # ends it with its sign-in


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
        self._feeds = Feeds(store.tail, sockets, wire, self._read_by_watchers)
        self._marks = ReadMarks(store.store_marks)
        self._roster = Roster(self._halls_of)
        self._news = News(self._roster, sockets, wire, self._by_user)
        self._presence = Presence(self._feeds, wire)
        self._older: Callable[[Sequence[str], MessageView], Awaitable[None]] | None = None
        self._nothing: tuple[int, Packet] | None = None  # the last empty ring that was sent, and in place of which hall
        self._tasks: set[asyncio.Task[None]] = set()
        sockets.when_gone(self.gone)

    def when_older_changes(self, callback: Callable[[Sequence[str], MessageView], Awaitable[None]]) -> None:
        """Call back with the tabs that have loaded a message which changed and is older than the ring."""
        self._older = callback

    async def connect(self, sid: str, *, user_id: int, session_id: str, expires_at: datetime) -> bool:
        """Let a tab take part in all halls of its user.

        Args:
            sid: its socket.
            user_id: whose.
            session_id: the sign-in that it came by.
            expires_at: when that ends by itself; aware.

        Returns:
            Whether it is in: not when the socket went away meanwhile.
        """
        if not self._sockets.connected(sid):
            return False
        if sid in self._tabs:
            await self._roster.ready(user_id)
            return sid in self._tabs
        self._tabs[sid] = tab = Tab(sid, user_id, session_id)
        left = (expires_at - datetime.now(UTC)).total_seconds()
        tab.expiry = asyncio.get_running_loop().call_later(left, self._sign_out, session_id, user_id)
        self._by_user.setdefault(user_id, set()).add(sid)
        try:
            await self._roster.enter(user_id)
        except BaseException:
            self.gone(sid)
            raise
        if sid not in self._tabs:
            return False
        self._presence.came(user_id, sid, self._roster.halls_of(user_id))
        return True

    def rewind(self, sid: str) -> None:
        """Take note that a tab gets a new snapshot: what was pushed before it does not count any more."""
        if tab := self._tabs.get(sid):
            self._leave_hall(tab)
            tab.greeted = False

    def greet(self, sid: str) -> None:
        """Send a tab its hall list and unread counts after its snapshot, which what was pushed may have overtaken."""
        if (tab := self._tabs.get(sid)) and not tab.greeted:
            tab.greeted = True
            self._sockets.put(sid, self._news.whole(tab.user_id))

    def gone(self, sid: str) -> None:
        """Forget a tab."""
        tab = self._tabs.pop(sid, None)
        if tab is None:
            return
        if tab.expiry is not None:
            tab.expiry.cancel()
        self._leave_hall(tab)
        tabs = self._by_user[tab.user_id]
        tabs.discard(sid)
        if not tabs:
            del self._by_user[tab.user_id]
            self._news.forget(tab.user_id)
        self._roster.leave(tab.user_id)
        self._presence.went(tab.user_id, sid)

    async def warm(self, hall_id: int) -> Feed:
        """Return a hall's feed with its ring filled. Whoever may not see the hall must not get to see it."""
        return await self._feeds.warm(hall_id)

    async def open(self, sid: str, hall_id: int) -> bool:
        """Show a hall in a tab: leave the old one, enter the new one and send its ring, in one step.

        Args:
            sid: the tab; connected before.
            hall_id: the hall.

        Returns:
            Whether the tab shows it: not when it is gone, or its user is no member at that moment.
        """
        feed = await self.warm(hall_id)
        # From here to the end nothing awaits: no event can come between the check and the ring.
        tab = self._tabs.get(sid)
        if tab is None or not self._roster.is_member(tab.user_id, hall_id):
            return False
        moved = tab.hall_id is not None
        self._leave_hall(tab)
        tab.hall_id = hall_id
        if not feed.readers:
            feed.beside(self._presence.opening(hall_id))
        self._say_new(tab, feed, anew=moved)
        feed.open(sid)
        self._read(tab, feed)  # after a reconnect the page may have said before that it is watched
        return True

    def close_hall(self, sid: str) -> None:
        """Show no hall in a tab any more, and take away what its page shows of one."""
        if tab := self._tabs.get(sid):
            self._take_away(tab)

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
            if watching:
                self._say_new(tab, feed, anew=False)
            self._read(tab, feed)

    def typing(self, sid: str, hall_id: int, name: str) -> None:
        """Note that the user of a tab is typing; unless it shows another hall by now, or too many would hear of it.

        Args:
            sid: the tab.
            hall_id: where to.
            name: the user's, for the others.
        """
        tab = self._tabs.get(sid)
        if tab is not None and tab.hall_id == hall_id and (feed := self._feeds.get(hall_id)) and len(feed.readers) <= CROWD:
            feed.typists.typed(sid, tab.user_id, name)

    def rest(self, sid: str, *, resting: bool) -> None:
        """Note whether nobody is at a tab."""
        if tab := self._tabs.get(sid):
            self._presence.rest(tab.user_id, sid, resting=resting)

    def presence(self, user_id: int) -> State:
        """Tell whether somebody is online, away or offline."""
        return self._presence.of(user_id)

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

    def mentions(self, user_id: int) -> dict[str, int]:
        """Return how many unread messages mention a user, by hall id; the user must have a tab."""
        return self._roster.mentions(user_id)

    def drafts(self, user_id: int) -> dict[str, int]:
        """Return when a user wrote last what they did not send, by hall id; the user must have a tab."""
        return self._roster.drafts(user_id)

    async def settle(self, user_id: int) -> None:
        """Write a user's gathered read marks, so that the database may be asked for them."""
        await self._marks.settle(user_id)

    def marks_held(self) -> AbstractAsyncContextManager[None]:
        """Keep gathered read marks from being written while one is put back."""
        return self._marks.held()

    async def close(self) -> None:
        """Write what is gathered and stop."""
        self._news.close()
        self._presence.close()
        self._feeds.close()
        for task in self._tasks:
            task.cancel()
        await self._marks.close()

    def apply(self, events: Sequence[Event]) -> None:
        """Pass on what happened, in the order of the commits. What fails for one event does not keep the others back."""
        for event in events:
            try:
                self._apply(event)
            except Exception:
                logger.exception("an event was not passed on: %s", type(event).__name__)

    def _apply(self, event: Event) -> None:
        lifted = self._roster.apply(event)
        self._presence.apply(event)
        match event:
            case MessagePosted(message):
                self._news.lists_changed(*lifted)
                self._news.counts_changed(*self._roster.guests_in(message.hall_id))
                self._feeds.apply(message)
                if feed := self._feeds.get(message.hall_id):
                    feed.typists.said(message.sender.id)
            case MessageReacted(message):
                self._refresh_older(message, quoted=False)
                self._feeds.apply(message)
            case MessageEdited(message) | MessageDeleted(message) | MessageRestored(message):
                self._news.counts_changed(*self._roster.guests_in(message.hall_id))
                self._refresh_older(message, quoted=message.replies > 0)
                self._feeds.apply(message)
            case RepliesCounted(message):
                self._refresh_older(message, quoted=False)
                self._feeds.apply(message)
            case HallChanged(hall):
                self._news.lists_changed(*self._roster.guests_in(hall.id))
            case MembershipStarted(hall_id, user_id) | MembershipChanged(hall_id, user_id):
                self._membership(hall_id, user_id)
            case LevelChanged(_, user_id):
                self._news.lists_changed(user_id)
            case MembershipEnded(hall_id, user_id):
                self._turn_out(hall_id, user_id)
                self._membership(hall_id, user_id)
            case HallHidden(_, user_id):
                self._news.lists_changed(user_id)
            case ReadMoved(_, user_id):
                self._news.counts_changed(user_id)
            case MarkedUnread(hall_id, user_id, seq):
                self._unread_from(hall_id, user_id, seq + 1)
            case DraftChanged(_, user_id):
                self._tell_drafts(user_id)
            case SessionEnded(session_id, user_id):
                self._sign_out(session_id, user_id)

    def _refresh_older(self, message: MessageView, *, quoted: bool) -> None:
        # A block may overlap the ring: its copy is shown once the message has left the ring. And any block may quote it.
        readers = [(sid, self._tabs[sid].pages) for sid in self._readers(message.hall_id)]
        holders = [sid for sid, pages in readers if message.seq in pages or (quoted and pages)]
        if holders and self._older is not None:
            self._spawn(self._older(holders, message))

    def _membership(self, hall_id: int, user_id: int) -> None:
        self._news.lists_changed(user_id)
        if feed := self._feeds.get(hall_id):
            feed.members_changed()

    def _unread_from(self, hall_id: int, user_id: int, first: int) -> None:
        """Let a message and what follows be unread, also in the tabs that look at the end: until they say so once more."""
        self._marks.forget(user_id, hall_id)
        self._news.counts_changed(user_id)
        packet = self._sockets.packet(self._wire.new_from(hall_id, first, kept=True))
        for sid in self._by_user.get(user_id, ()):
            if (tab := self._tabs[sid]).hall_id == hall_id:
                tab.watching, tab.first = False, first
                self._sockets.put(sid, packet)

    def _tell_drafts(self, user_id: int) -> None:
        tabs = self._by_user.get(user_id)
        if tabs and self._roster.knows(user_id):
            packet = self._sockets.packet(self._wire.drafts(self._roster.drafts(user_id)))
            for sid in tabs:
                self._sockets.put(sid, packet)

    def _turn_out(self, hall_id: int, user_id: int) -> None:
        for sid in self._by_user.get(user_id, ()):
            if self._tabs[sid].hall_id == hall_id:
                self._take_away(self._tabs[sid], ended=True)

    def _sign_out(self, session_id: str, user_id: int) -> None:
        packet = None
        for sid in [sid for sid in self._by_user.get(user_id, ()) if self._tabs[sid].session_id == session_id]:
            self._take_away(self._tabs[sid], ended=True)
            packet = packet or self._sockets.packet(self._wire.signed_out())
            self._sockets.put(sid, packet)
            self.gone(sid)
            asyncio.get_running_loop().call_later(FAREWELL, self._sockets.drop, sid)

    def _take_away(self, tab: Tab, *, ended: bool = False) -> None:
        """Let a tab go from its hall, and empty its page: it may show a hall also while it waits for the ring.

        Where the membership ended, the page is told the hall below zero: it may have chosen another one already.
        """
        hall = -(tab.hall_id or 0) if ended else 0
        self._leave_hall(tab)
        if not self._nothing or self._nothing[0] != hall:
            nothing: dict[int, Row | None] = dict.fromkeys(range(SIZE))
            slots = self._wire.slots(nothing, hall=hall, head=0, rev_from=0, rev_to=0)
            self._nothing = hall, self._sockets.packet(merged(slots, self._wire.new_from(0, 0)))
        self._sockets.put(tab.sid, self._nothing[1])

    def _leave_hall(self, tab: Tab) -> None:
        if tab.hall_id is None:
            return
        if feed := self._feeds.get(tab.hall_id):
            feed.close(tab.sid)
            feed.typists.left(tab.sid)
        tab.hall_id, tab.watching, tab.pages, tab.first = None, False, range(0), 0

    def _readers(self, hall_id: int) -> Iterable[str]:
        feed = self._feeds.get(hall_id)
        return feed.readers if feed else ()

    def _read_by_watchers(self, feed: Feed) -> None:
        for sid in feed.keeping_up:
            self._read(self._tabs[sid], feed)

    def _say_new(self, tab: Tab, feed: Feed, *, anew: bool) -> None:
        """Say where what is new begins, before it counts as read; where nothing is, the line goes as the hall is opened anew."""
        read = self._roster.read_mark(tab.user_id, feed.hall_id)
        first = read + 1 if read < feed.head else 0
        if anew or (first and first != tab.first):
            tab.first = first
            self._sockets.put(tab.sid, self._sockets.packet(self._wire.new_from(feed.hall_id, first)))

    def _read(self, tab: Tab, feed: Feed) -> None:
        if tab.watching and self._roster.read_mark(tab.user_id, feed.hall_id) < feed.head:
            self._roster.move_mark(tab.user_id, feed.hall_id, feed.head)
            self._marks.note(tab.user_id, feed.hall_id, feed.head)
            self._news.counts_changed(tab.user_id)

    async def _halls_of(self, user_id: int) -> Sequence[HallView]:
        try:
            await self._marks.settle(user_id)
        except Exception:
            logger.exception("read marks were not written before they were read")
        return await self._store.halls_of(user_id)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
