"""The live end as a whole: open tabs, the feeds of the halls they show, and the news of all their halls.

Two kinds of room: a hall's room are the readers of its ``Feed`` and get its ring; a user's room are all of
their tabs, and get the hall list and the unread counts, gathered, at most once a second.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
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
    QuietChanged,
    ReadMoved,
    RepliesCounted,
    SessionEnded,
)
from hallchat.realtime.feed import Feed
from hallchat.realtime.feeds import Feeds
from hallchat.realtime.guests import Listing
from hallchat.realtime.lists import Following, Lists
from hallchat.realtime.news import News
from hallchat.realtime.presence import Presence, State
from hallchat.realtime.reading import Reading
from hallchat.realtime.reads import Mark, ReadMarks
from hallchat.realtime.roster import Roster
from hallchat.realtime.showing import Refresh, Showing
from hallchat.realtime.sockets import Sockets
from hallchat.realtime.tabs import Tab, Tabs
from hallchat.realtime.wire import Here, Typist, Wire
from hallchat.views import HallView, MessagePage

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
        self._marks = ReadMarks(store.store_marks)
        self._roster = Roster(self._halls_of)
        self._tabs = Tabs(sockets)
        self._news = News(self._roster, self._tabs, wire, self.presence)
        self._reading = Reading(self._roster, self._marks, self._tabs, self._news, wire)
        self._feeds = Feeds(store.tail, sockets, wire, self._reading.read_by_watchers)
        self._presence = Presence(self._feeds, wire, self._presence_changed)
        self._lists = Lists(self._roster, self._tabs, wire)
        self._showing = Showing(self._tabs, self._feeds, self._roster, self._reading, self._presence, sockets, wire)
        sockets.when_gone(self.gone)

    def when_older_changes(self, callback: Refresh) -> None:
        """Call back with the tabs that have loaded a message which changed and is older than the ring."""
        self._showing.when_older_changes(callback)

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
        if self._tabs.get(sid):
            await self._roster.ready(user_id)
            return self._tabs.get(sid) is not None
        left = (expires_at - datetime.now(UTC)).total_seconds()
        expiry = asyncio.get_running_loop().call_later(left, self._sign_out, session_id, user_id)
        self._tabs.add(Tab(sid, user_id, session_id, expiry))
        try:
            await self._roster.enter(user_id)
        except BaseException:
            self.gone(sid)
            raise
        if self._tabs.get(sid) is None:
            return False
        self._presence.came(user_id, sid, self._roster.halls_of(user_id))
        return True

    def rewind(self, sid: str) -> None:
        """Take note that a tab gets a new snapshot: what was pushed before it does not count any more."""
        if tab := self._tabs.get(sid):
            self._showing.leave(tab)
            tab.greeted = False

    def greet(self, sid: str) -> None:
        """Send a tab its hall list and unread counts after its snapshot, which what was pushed may have overtaken."""
        if (tab := self._tabs.get(sid)) and not tab.greeted:
            tab.greeted = True
            self._tabs.tell([tab], self._news.whole(tab.user_id))

    def gone(self, sid: str) -> None:
        """Forget a tab."""
        tab = self._tabs.forget(sid)
        if tab is None:
            return
        tab.expiry.cancel()
        self._showing.leave(tab)
        if not self._tabs.of(tab.user_id):
            self._news.forget(tab.user_id)
        self._roster.leave(tab.user_id)
        self._presence.went(tab.user_id, sid)

    async def warm(self, hall_id: int) -> Feed:
        """Return a hall's feed with its ring filled. Whoever may not see the hall must not get to see it."""
        return await self._feeds.warm(hall_id)

    async def open(self, sid: str, hall_id: int) -> bool:
        """Show a hall in a connected tab; return whether it does. See ``Showing.open``."""
        return await self._showing.open(sid, hall_id)

    def close_hall(self, sid: str) -> None:
        """Show no hall in a tab any more, and take away what its page shows of one."""
        if tab := self._tabs.get(sid):
            self._showing.take_away(tab)

    def shown(self, sid: str) -> int | None:
        """Return the hall that a tab shows."""
        tab = self._tabs.get(sid)
        return tab.hall_id if tab else None

    def hold(self, sid: str, places: range) -> None:
        """Note which places a tab has loaded beside the ring, so that changes there reach it."""
        if tab := self._tabs.get(sid):
            tab.pages = places

    def following(self, sid: str) -> AbstractContextManager[Following]:
        """Take note of what a block reads for a tab to list outside of a conversation; see ``Lists.following``."""
        return self._lists.following(self._tabs.get(sid))

    def unfollow(self, sid: str) -> None:
        """Note that a tab lists nothing any more."""
        if tab := self._tabs.get(sid):
            self._lists.end(tab)

    def watch(self, sid: str, *, watching: bool) -> None:
        """Note whether somebody is looking at the end of the hall that a tab shows; then it is read."""
        if tab := self._tabs.get(sid):
            self._reading.watch(tab, self._showing.feed(tab), watching=watching)

    def typing(self, sid: str, hall_id: int, name: str) -> None:
        """Note that the user of a tab is typing to a hall, with their name; see ``Showing.typing``."""
        if tab := self._tabs.get(sid):
            self._showing.typing(tab, hall_id, name)

    def typing_elsewhere(self, user_id: int, hall_id: int, name: str) -> None:
        """Note that a member is typing to a hall without a page; see ``Showing.typing_elsewhere``."""
        self._showing.typing_elsewhere(user_id, hall_id, name)

    def typists(self, hall_id: int) -> Sequence[Typist]:
        """Return who is typing to a hall, as far as its pages know."""
        return self._showing.typists(hall_id)

    def rest(self, sid: str, *, resting: bool) -> None:
        """Note whether nobody is at a tab."""
        if tab := self._tabs.get(sid):
            self._presence.rest(tab.user_id, sid, resting=resting)

    def presence(self, user_id: int) -> State:
        """Tell whether somebody is online, away or offline."""
        return self._presence.of(user_id)

    def everybody(self, sid: str) -> tuple[int, Here]:
        """Tell which hall a tab shows, 0 for none, and name all who are there of it, however many."""
        hall_id = self.shown(sid) or 0
        return hall_id, self._presence.everybody(hall_id)

    def listing(self, user_id: int) -> Listing:
        """Return what a user's list of halls says; the user must have a tab."""
        return self._roster.listing(user_id)

    async def settle(self, user_id: int) -> None:
        """Write a user's gathered read marks, so that the database may be asked for them."""
        await self._marks.settle(user_id)

    def marks_held(self) -> AbstractAsyncContextManager[None]:
        """Keep gathered read marks from being written while one is put back."""
        return self._marks.held()

    async def close(self) -> None:
        """Write what is gathered and stop."""
        self._news.close()
        self._lists.close()
        self._presence.close()
        self._feeds.close()
        self._showing.close()
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
        self._lists.apply(event)
        match event:
            case MessagePosted(message):
                self._news.lists_changed(*lifted)
                self._news.counts_changed(*self._roster.guests_in(message.hall_id))
                self._feeds.apply(message)
                if feed := self._feeds.get(message.hall_id):
                    feed.typists.said(message.sender.id)
            case MessageReacted(message) | RepliesCounted(message):
                self._showing.refresh_older(message, quoted=False)
                self._feeds.apply(message)
            case MessageEdited(message) | MessageDeleted(message) | MessageRestored(message):
                self._news.counts_changed(*self._roster.guests_in(message.hall_id))
                self._showing.refresh_older(message, quoted=message.replies > 0)
                self._feeds.apply(message)
            case HallChanged(hall):
                self._news.lists_changed(*self._roster.guests_in(hall.id))
            case MembershipStarted(hall_id, user_id) | MembershipChanged(hall_id, user_id):
                self._news.lists_changed(user_id)
                self._members_changed(hall_id)
            case LevelChanged(_, user_id) | HallHidden(_, user_id):
                self._news.lists_changed(user_id)
            case MembershipEnded(hall_id, user_id):
                self._news.tell_list(user_id)
                self._showing.turn_out(hall_id, user_id)
                self._members_changed(hall_id)
            case ReadMoved(_, user_id):
                self._news.counts_changed(user_id)
            case MarkedUnread(hall_id, user_id, seq):
                self._reading.unread_from(hall_id, user_id, seq + 1)
            case DraftChanged(_, user_id):
                self._tell_drafts(user_id)
            case QuietChanged(user_id, quiet):
                self._tabs.tell(self._tabs.of(user_id), self._wire.quiet(quiet))
            case SessionEnded(session_id, user_id):
                self._sign_out(session_id, user_id)

    def _presence_changed(self, user_id: int, halls: Collection[int]) -> None:
        self._news.counts_changed(*self._roster.partners_in(user_id, halls))

    def _members_changed(self, hall_id: int) -> None:
        if feed := self._feeds.get(hall_id):
            feed.members_changed()

    def _tell_drafts(self, user_id: int) -> None:
        if self._roster.knows(user_id):
            self._tabs.tell(self._tabs.of(user_id), self._wire.drafts(self._roster.drafts(user_id)))

    def _sign_out(self, session_id: str, user_id: int) -> None:
        ended = [tab for tab in self._tabs.of(user_id) if tab.session_id == session_id]
        for tab in ended:
            self._showing.take_away(tab, ended=True)
        self._tabs.tell(ended, self._wire.signed_out())
        for tab in ended:
            self.gone(tab.sid)
            asyncio.get_running_loop().call_later(FAREWELL, self._sockets.drop, tab.sid)

    async def _halls_of(self, user_id: int) -> Sequence[HallView]:
        try:
            await self._marks.settle(user_id)
        except Exception:
            logger.exception("read marks were not written before they were read")
        return await self._store.halls_of(user_id)
