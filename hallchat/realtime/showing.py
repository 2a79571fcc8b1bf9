"""Which tab shows which hall: it enters and gets the ring in one step, and its page is emptied when it may not stay."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from hallchat.realtime.feed import SIZE, Feed
from hallchat.realtime.feeds import Feeds
from hallchat.realtime.presence import Presence
from hallchat.realtime.reading import Reading
from hallchat.realtime.roster import Roster
from hallchat.realtime.sockets import Packet, Sockets
from hallchat.realtime.tabs import Tab, Tabs
from hallchat.realtime.typists import CROWD
from hallchat.realtime.wire import Row, Typist, Wire, merged
from hallchat.views import MessageView

Refresh = Callable[[Sequence[str], MessageView], Awaitable[None]]


class Showing:
    """The halls that are shown, and in which tabs."""

    def __init__(
        self, tabs: Tabs, feeds: Feeds, roster: Roster, reading: Reading, presence: Presence, sockets: Sockets, wire: Wire
    ) -> None:
        """Start with none.

        Args:
            tabs: the open tabs.
            feeds: the live end of each hall.
            roster: who may see it.
            reading: what is new there, for whom.
            presence: who is there.
            sockets: where packets go.
            wire: how they are named.
        """
        self._tabs, self._feeds, self._roster, self._reading, self._presence = tabs, feeds, roster, reading, presence
        self._sockets, self._wire = sockets, wire
        self._older: Refresh | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._nothing: tuple[int, Packet] | None = None  # the last empty ring that was sent, and in place of which hall

    def when_older_changes(self, callback: Refresh) -> None:
        """Call back with the tabs that have loaded a message which changed and is older than the ring."""
        self._older = callback

    async def open(self, sid: str, hall_id: int) -> bool:
        """Show a hall in a tab: leave the old one, enter the new one and send its ring, in one step.

        Args:
            sid: the tab; connected before.
            hall_id: the hall.

        Returns:
            Whether the tab shows it: not when it is gone, or its user is no member at that moment.
        """
        feed = await self._feeds.warm(hall_id)
        # From here to the end nothing awaits: no event can come between the check and the ring.
        tab = self._tabs.get(sid)
        if tab is None or not self._roster.is_member(tab.user_id, hall_id):
            return False
        moved = tab.hall_id is not None
        self.leave(tab)
        tab.hall_id = hall_id
        if not feed.readers:
            feed.beside(self._presence.opening(hall_id))
        self._reading.say_new(tab, feed, anew=moved)
        feed.open(sid)
        self._reading.read(tab, feed)  # after a reconnect the page may have said before that it is watched
        return True

    def feed(self, tab: Tab) -> Feed | None:
        """Return the feed of the hall that a tab shows."""
        return None if tab.hall_id is None else self._feeds.get(tab.hall_id)

    def typing(self, tab: Tab, hall_id: int, name: str) -> None:
        """Note that the user of a tab is typing; unless it shows another hall by now, or too many would hear of it.

        Args:
            tab: the tab.
            hall_id: where to.
            name: the user's, for the others.
        """
        if tab.hall_id == hall_id:
            self.typing_elsewhere(tab.user_id, hall_id, name, sid=tab.sid)

    def typing_elsewhere(self, user_id: int, hall_id: int, name: str, *, sid: str = "") -> None:
        """Note that a member is typing; unless nobody would hear of it, or too many.

        Args:
            user_id: whose.
            hall_id: where to.
            name: theirs, for the others.
            sid: the page that they do it in, if any.
        """
        if (feed := self._feeds.get(hall_id)) and len(feed.readers) <= CROWD:
            feed.typists.typed(sid, user_id, name)

    def typists(self, hall_id: int) -> Sequence[Typist]:
        """Return who is typing to a hall, as far as its pages know."""
        feed = self._feeds.get(hall_id)
        return feed.typists.everybody() if feed else ()

    def refresh_older(self, message: MessageView, *, quoted: bool) -> None:
        """Let the tabs that have loaded a message beside the ring read it again.

        Args:
            message: which changed.
            quoted: whether others may quote it; then any of them may be loaded.
        """
        # A block may overlap the ring: its copy is shown once the message has left the ring.
        feed = self._feeds.get(message.hall_id)
        readers = self._tabs.among(feed.readers) if feed else ()
        holders = [tab.sid for tab in readers if message.seq in tab.pages or (quoted and tab.pages)]
        if holders and self._older is not None:
            self._spawn(self._older(holders, message))

    def turn_out(self, hall_id: int, user_id: int) -> None:
        """Take a hall away from all tabs of somebody who is no member any more."""
        for tab in self._tabs.at(user_id, hall_id):
            self.take_away(tab, ended=True)

    def take_away(self, tab: Tab, *, ended: bool = False) -> None:
        """Let a tab leave its hall, and empty its page: it may show a hall also while it waits for the ring.

        Args:
            tab: the tab.
            ended: whether the membership or the sign-in did. Then the page is told the hall below zero: it may have
                chosen another one already.
        """
        hall = -(tab.hall_id or 0) if ended else 0
        self.leave(tab)
        if not self._nothing or self._nothing[0] != hall:
            nothing: dict[int, Row | None] = dict.fromkeys(range(SIZE))
            slots = self._wire.slots(nothing, hall=hall, head=0, rev_from=0, rev_to=0)
            self._nothing = hall, self._sockets.packet(merged(slots, self._wire.new_from(0, 0)))
        self._sockets.put(tab.sid, self._nothing[1])

    def leave(self, tab: Tab) -> None:
        """Let a tab leave its hall, of whose messages it gets no more; what its page shows stays."""
        if tab.hall_id is None:
            return
        if feed := self._feeds.get(tab.hall_id):
            feed.close(tab.sid)
            feed.typists.left(tab.sid)
        tab.hall_id, tab.watching, tab.pages, tab.first = None, None, range(0), 0

    def close(self) -> None:
        """Stop what is under way."""
        for task in self._tasks:
            task.cancel()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
