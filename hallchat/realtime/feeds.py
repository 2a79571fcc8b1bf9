"""The feeds of all halls that are shown or were lately: filled from the database, and again when they lost something."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from hallchat.realtime.feed import SIZE, Feed
from hallchat.realtime.sockets import Sockets
from hallchat.realtime.wire import Wire
from hallchat.views import MessagePage, MessageView

IDLE = 256  # rings kept without a reader
RETRY = 1.0  # seconds until a ring that could not be read is tried again
HEAL_INTERVAL = 1.0  # seconds between two looks at whether a tab that was skipped has caught up

ReadTail = Callable[[int, int], Awaitable[MessagePage]]
logger = logging.getLogger(__name__)


class Feeds:
    """A feed for each hall that somebody shows."""

    def __init__(self, tail: ReadTail, sockets: Sockets, wire: Wire, on_sent: Callable[[Feed], None]) -> None:
        """Start without any.

        Args:
            tail: reads the newest messages of a hall.
            sockets: where packets go.
            wire: how they are named.
            on_sent: called with a feed after each of its broadcasts.
        """
        self._tail, self._sockets, self._wire, self._on_sent = tail, sockets, wire, on_sent
        self._feeds: dict[int, Feed] = {}
        self._reading: dict[int, asyncio.Task[None]] = {}
        self._restoring: dict[int, asyncio.Task[None]] = {}  # feeds with readers that are read until they are whole again
        self._healing: asyncio.TimerHandle | None = None
        self._closed = False

    def get(self, hall_id: int) -> Feed | None:
        """Return a hall's feed, if there is one."""
        return self._feeds.get(hall_id)

    async def warm(self, hall_id: int) -> Feed:
        """Return a hall's feed, filled."""
        while True:
            feed = self._feeds.get(hall_id)
            if feed is None:
                self._give_up_idle()
                feed = self._feeds[hall_id] = Feed(hall_id, self._sockets, self._wire, self._sent)
            if feed.warm:
                return feed
            await asyncio.shield(self._read(feed))

    def apply(self, message: MessageView) -> None:
        """Pass a message that was posted or changed on to its hall's feed."""
        feed = self._feeds.get(message.hall_id)
        if feed is not None and not feed.apply(message) and message.hall_id not in self._reading:
            self._restore(feed)

    def close(self) -> None:
        """Stop reading."""
        self._closed = True
        for task in (*self._reading.values(), *self._restoring.values()):
            task.cancel()
        if self._healing is not None:
            self._healing.cancel()

    def _read(self, feed: Feed) -> "asyncio.Task[None]":
        task = self._reading.get(feed.hall_id)
        if task is None:
            task = self._reading[feed.hall_id] = asyncio.ensure_future(self._fill(feed))
        return task

    async def _fill(self, feed: Feed) -> None:
        try:
            feed.fill(await self._tail(feed.hall_id, SIZE + 1))
        finally:
            del self._reading[feed.hall_id]
            if not feed.warm:
                self._restore(feed)

    def _restore(self, feed: Feed) -> None:
        """Read a cold feed again for those who wait for it; without readers it is read when one comes."""
        hall_id = feed.hall_id
        if self._closed or self._feeds.get(hall_id) is not feed:
            return
        if not feed.readers:
            del self._feeds[hall_id]
        elif hall_id not in self._restoring:
            self._restoring[hall_id] = asyncio.ensure_future(self._until_warm(feed))

    async def _until_warm(self, feed: Feed) -> None:
        try:
            while feed.readers and not feed.warm:
                try:
                    await asyncio.shield(self._read(feed))
                except Exception:
                    logger.exception("hall %d could not be read, trying again", feed.hall_id)
                    await asyncio.sleep(RETRY)
        finally:
            del self._restoring[feed.hall_id]
            if not feed.warm:
                self._restore(feed)

    def _give_up_idle(self) -> None:
        if len(self._feeds) >= IDLE:
            for hall_id in [hall_id for hall_id, feed in self._feeds.items() if feed.warm and not feed.readers]:
                del self._feeds[hall_id]

    def _sent(self, feed: Feed) -> None:
        if feed.behind and self._healing is None:
            self._healing = asyncio.get_running_loop().call_later(HEAL_INTERVAL, self._heal)
        self._on_sent(feed)

    def _heal(self) -> None:
        self._healing = None
        for feed in [feed for feed in self._feeds.values() if feed.behind]:
            feed.heal()
            self._sent(feed)
