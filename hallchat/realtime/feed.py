"""One hall's live end: its newest messages in a ring, and the one place that pushes them."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from hallchat.realtime.sockets import Packet, Sockets
from hallchat.realtime.typists import Typists
from hallchat.realtime.wire import Delta, Row, Wire, merged, requoted, row, rows
from hallchat.views import MessagePage, MessageView

SIZE = 128  # slots: message ``seq`` lives in slot ``seq % SIZE``
BREATH = 75e-6  # seconds for each receiver from one broadcast to the next: pushing takes a third of a processor at most
SHORTEST_BREATH, LONGEST_BREATH = 0.001, 0.1  # seconds
SLICE = 100  # receivers between two breaths of the event loop
BEHIND = 64  # packets that a receiver may leave lying before it is skipped

logger = logging.getLogger(__name__)


class Feed:
    """The ring of a hall and the tabs that have the hall open."""

    def __init__(self, hall_id: int, sockets: Sockets, wire: Wire, on_sent: "Callable[[Feed], None]") -> None:
        """Start cold: nothing is known until ``fill``.

        Args:
            hall_id: which hall.
            sockets: where packets go.
            wire: how they are named.
            on_sent: called after each broadcast.
        """
        self.hall_id = hall_id
        self.warm = False
        self.head = 0
        self.rev = 0
        self.slots: list[Row | None] = [None] * SIZE
        self.readers: dict[str, int] = {}  # sid -> the rev that its last whole ring had
        self._sockets, self._wire, self._on_sent = sockets, wire, on_sent
        self._early: list[MessageView] = []  # what happened while cold
        self._changed: set[int] = set()
        self._sent_rev = 0
        self.typists = Typists(lambda typists: self.beside(wire.typing(typists)))
        self._crowd = 0
        self._beside = merged(wire.crowd(0), wire.typing(()))  # what is no message, as it is now
        self._beside_changed: Delta = {}
        self._behind: set[str] = set()
        self._whole: Packet | None = None
        self._pump: asyncio.Task[None] | None = None

    def fill(self, page: MessagePage) -> None:
        """Take the newest messages from the database, then what happened since they were read.

        Args:
            page: at least the last ``SIZE`` messages and the one before them, where there are so many. When a
                revision is missing between it and what happened since, the feed stays cold.
        """
        self.slots = [None] * SIZE
        for one in rows(page.messages, seen_from=page.last_seq - SIZE + 1):
            self.slots[one["seq"] % SIZE] = one
        self.head, self.rev, self._sent_rev, self._whole = page.last_seq, page.last_rev, page.last_rev, None
        self._changed.clear()
        self.warm = True
        early, self._early = self._early, []
        for message in early:
            self.apply(message)
        if not self.warm:
            return
        self._changed.clear()
        self._sent_rev, self._beside_changed = self.rev, {}
        for sid in self.keeping_up:
            self._put_whole(sid)
        self._on_sent(self)

    def apply(self, message: MessageView) -> bool:
        """Take in a message that was posted or changed.

        Args:
            message: as it is now; applying it again changes nothing.

        Returns:
            Whether the feed is complete; while it is cold, as it is after a revision was missing, it wants ``fill``.
        """
        if not self.warm:
            self._early.append(message)
            return False
        if message.rev <= self.rev:
            return True
        if message.rev != self.rev + 1 or message.seq > self.head + 1:
            logger.warning("hall %d: revision %d after %d, reading it again", self.hall_id, message.rev, self.rev)
            self.warm, self._early = False, [message]
            return False
        self.rev = message.rev
        if message.replies:
            self._requote(message)
        if message.seq > self.head - SIZE:
            self.head = max(self.head, message.seq)
            self._put(message.seq % SIZE, row(message, self._previous(message.seq)))
        return True

    def open(self, sid: str) -> None:
        """Let a tab in: from here on it receives, and the whole ring is the first thing it gets. One step."""
        self._behind.discard(sid)
        self._put_whole(sid)

    def close(self, sid: str) -> None:
        """Let a tab go: nothing more goes to it."""
        self.readers.pop(sid, None)
        self._behind.discard(sid)

    def members_changed(self) -> None:
        """Tell the tabs that the hall's members are others now."""
        self._crowd += 1
        self.beside(self._wire.crowd(self._crowd))

    def beside(self, delta: Delta) -> None:
        """Tell the tabs something that is no message, together with the messages that leave next. Who comes later is told too."""
        self._beside, self._whole = merged(self._beside, delta), None
        if self.readers:
            self._beside_changed = merged(self._beside_changed, delta)
            self._start()

    def heal(self) -> None:
        """Give those who were skipped the whole ring, once they have taken what they had."""
        for sid in [sid for sid in self._behind if not self._sockets.waiting(sid)]:
            self._behind.discard(sid)
            self._put_whole(sid)

    @property
    def behind(self) -> bool:
        """Whether somebody was skipped and waits for the whole ring."""
        return bool(self._behind)

    @property
    def keeping_up(self) -> set[str]:
        """The tabs that were told of everything so far."""
        return self.readers.keys() - self._behind

    def ring(self) -> dict[int, Row | None]:
        """Return all slots."""
        return dict(enumerate(self.slots))

    def _put(self, slot: int, row: Row) -> None:
        self.slots[slot] = row
        self._changed.add(slot)
        self._whole = None
        self._start()

    def _requote(self, message: MessageView) -> None:
        """Let the replies of the ring say what a message says now, wherever in the hall that stands."""
        for slot, old in enumerate(self.slots):
            if old is not None and (new := requoted(old, message)) is not old:
                self._put(slot, new)

    def _previous(self, seq: int) -> Row | None:
        known = self.slots[(seq - 1) % SIZE]
        if known is not None and known["seq"] == seq - 1:
            return known
        old = self.slots[seq % SIZE]  # the oldest of the ring: keep what was said of its predecessor
        if old is None or old["seq"] != seq or old["gap"] == old["at"]:
            return None
        return {**old, "at": old["at"] - old["gap"], "by": old["by"] if old["follows"] else 0}

    def _put_whole(self, sid: str) -> None:
        if self._whole is None:
            delta = self._wire.slots(self.ring(), hall=self.hall_id, head=self.head, rev_from=0, rev_to=self.rev)
            self._whole = self._sockets.packet(merged(delta, self._beside))
        self.readers[sid] = self.rev
        self._sockets.put(sid, self._whole)

    def _start(self) -> None:
        if self._pump is None:
            self._pump = asyncio.get_running_loop().create_task(self._broadcast())

    async def _broadcast(self) -> None:
        """Push what changed until nothing is left: what happens meanwhile gathers and goes together."""
        loop = asyncio.get_running_loop()
        try:
            while self.warm and (self._changed or self._beside_changed):
                began, rev, packet = loop.time(), self.rev, self._sockets.packet(self._gathered())
                await self._send(tuple(self.readers), rev, packet)
                self._on_sent(self)
                if (rest := min(len(self.readers) * BREATH, LONGEST_BREATH) - (loop.time() - began)) > SHORTEST_BREATH:
                    await asyncio.sleep(rest)
        except Exception:
            logger.exception("hall %d: a broadcast failed, its readers get the whole ring", self.hall_id)
            self._behind.update(self.readers)
            self._on_sent(self)
        finally:
            self._pump = None

    def _gathered(self) -> Delta:
        delta, self._beside_changed = self._beside_changed, {}
        if self._changed:
            slots = {slot: self.slots[slot] for slot in self._changed}
            ring = self._wire.slots(slots, hall=self.hall_id, head=self.head, rev_from=self._sent_rev, rev_to=self.rev)
            delta = merged(ring, delta)
            self._changed.clear()
            self._sent_rev = self.rev
        return delta

    async def _send(self, sids: Sequence[str], rev: int, packet: Packet) -> None:
        for count, sid in enumerate(sids, 1):
            # Who left, or came while we were sending and has a newer ring already, must not get this.
            if (opened := self.readers.get(sid)) is not None and opened <= rev and sid not in self._behind:
                if self._sockets.waiting(sid) > BEHIND:
                    self._behind.add(sid)
                else:
                    self._sockets.put(sid, packet)
            if count % SLICE == 0:
                await asyncio.sleep(0)
