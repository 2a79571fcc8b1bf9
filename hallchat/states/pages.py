"""Older messages: blocks of 64, aligned, a var for each, so that a block goes over the wire once.

A contiguous run of blocks is loaded, eight at most. It begins by overlapping the ring; further back,
the newest blocks are given up, and the hole between them and the ring is filled when it is scrolled to.
"""

import re
from collections.abc import Sequence

import reflex as rx
from reflex.istate.manager.token import BaseStateToken

from hallchat.errors import MessageNotFound
from hallchat.realtime.feed import SIZE
from hallchat.realtime.wire import Row, requoted, row, rows
from hallchat.runtime import Runtime, current
from hallchat.services import history
from hallchat.states.acting import acting, sid_of
from hallchat.states.notices import noticed
from hallchat.views import Actor, MessageView

BLOCK = 64
_PLACE = re.compile(r"(\d{1,18}) (\d{1,15}) (\d{1,15})")
KEPT = 8  # blocks at once; 8 * 64 + 128 rows in the page at most


class PagesState(rx.State):
    """The loaded blocks ``low`` to ``high`` of a hall; block ``b`` holds the places ``64 b`` to ``64 b + 63``."""

    hall: int = 0
    low: int = 0
    high: int = -1  # below low: none is loaded
    asked: int = 0  # how often what stands around a place was asked for, and answered
    place: str = rx.SessionStorage("", name="hallchat_place")  # the same three, kept by the page: it outlives the server

    _changed: dict[int, int] = {}  # place -> the last revision that was put in: what waits for a tab may overtake another

    @rx.event
    async def older(self) -> None:
        """Load the block before what is shown."""
        async with noticed(self, unasked=True):
            app, _ = await acting(self)
            hall_id = app.live.shown(sid_of(self))
            if hall_id is None:
                return
            if self.hall == hall_id and self.low <= self.high:
                await self._load(hall_id, self.low - 1)
                return
            self.clear(hall_id)
            oldest = (await app.live.warm(hall_id)).head - SIZE + 1
            if oldest <= 1:
                return  # the ring holds them all
            overlap = oldest // BLOCK
            for block in (overlap, overlap - 1):
                await self._load(hall_id, block)

    @rx.event
    async def newer(self) -> None:
        """Load the block after the loaded ones, where a hole parts them from the ring."""
        async with noticed(self, unasked=True):
            app, _ = await acting(self)
            hall_id = app.live.shown(sid_of(self))
            if hall_id is None or self.hall != hall_id or self.high < self.low:
                return
            # A block that reaches the end would be loaded in part, and what is posted there later be missing.
            if (self.high + 1) * BLOCK <= (await app.live.warm(hall_id)).head - SIZE:
                await self._load(hall_id, self.high + 1)

    @rx.event
    async def around(self, seq: int) -> None:
        """Load what stands around a place, for a link that leads there."""
        async with noticed(self):
            app, _ = await acting(self)
            if (hall_id := app.live.shown(sid_of(self))) is not None:
                await self._load_around(app, hall_id, seq)
        self.asked += 1

    async def _load_around(self, app: Runtime, hall_id: int, seq: int) -> None:
        head = (await app.live.warm(hall_id)).head
        if not 0 < seq <= head:
            raise MessageNotFound
        block, overlap = seq // BLOCK, (head - SIZE + 1) // BLOCK
        if seq > head - SIZE or (self.hall == hall_id and self.low <= block <= self.high):
            return  # it stands there already
        self.clear(hall_id)
        for one in (block, block - 1, block + 1):
            if one <= overlap:
                await self._load(hall_id, one)

    def give_up(self, app: Runtime) -> None:
        """Give up all blocks: the reader is back at the end."""
        if self.low <= self.high:
            self.clear(self.hall)
            app.live.hold(sid_of(self), range(0))

    async def reload(self) -> None:
        """Read the loaded blocks again: after a reconnect they may have changed."""
        for block in range(self.low, self.high + 1):
            await self._load(self.hall, block)

    def clear(self, hall_id: int) -> None:
        """Give up all blocks and belong to a hall from here on."""
        for block in range(self.low, self.high + 1):
            setattr(self, _name(block), [])
        self.hall, self.low, self.high, self.place = hall_id, 0, -1, ""
        self._changed = {}

    async def restore(self, app: Runtime, actor: Actor, hall_id: int, place: str) -> None:
        """Load what the page says it shows, before its first snapshot; nothing unless that can be.

        Args:
            app: the installation.
            actor: a member of the hall.
            hall_id: the hall at the page's address.
            place: from the page, so anybody's.
        """
        found = _PLACE.fullmatch(place)
        hall, low, high = map(int, found.groups()) if found else (0, 0, -1)
        if hall != hall_id or not low <= high < low + KEPT:
            return
        self.hall, self.low, self.high = hall_id, low, high
        for block in range(low, high + 1):
            setattr(self, _name(block), await _read(app, actor, hall_id, block))

    def change(self, message: MessageView) -> None:
        """Show a message as it is now, where it is loaded or quoted."""
        if message.hall_id != self.hall or message.rev < self._changed.get(message.seq, 0):
            return
        self._changed[message.seq] = message.rev
        own = message.seq // BLOCK
        for block in range(self.low, self.high + 1) if message.replies else {own} & set(range(self.low, self.high + 1)):
            shown: list[Row] = getattr(self, _name(block))
            changed = [_now(old, message) for old in shown]
            if any(new is not old for new, old in zip(changed, shown, strict=True)):
                setattr(self, _name(block), changed)

    async def _load(self, hall_id: int, block: int) -> None:
        app, actor = await acting(self)
        if block < 0:
            return
        sid, loaded = sid_of(self), range(self.low, self.high + 1) or range(block, block + 1)
        low, high = min(loaded[0], block), max(loaded[-1], block)
        app.live.hold(sid, _places(low, high))  # before it is read: what changes meanwhile is put in afterwards
        shown = await _read(app, actor, hall_id, block)
        if app.live.shown(sid) != hall_id:
            return  # the membership ended while it was read
        setattr(self, _name(block), shown)
        if high - low >= KEPT:
            low, high = (low, high - 1) if block == low else (low + 1, high)
        self.low, self.high, self.place = low, high, f"{hall_id} {low} {high}"
        app.live.hold(sid, _places(low, high))


for _block in range(KEPT):
    PagesState.add_var(f"page_{_block}", list[Row], [])


async def refresh(app: rx.App, sids: Sequence[str], message: MessageView) -> None:
    """Show a changed message that is older than the ring in the tabs that have loaded it.

    Args:
        app: the Reflex application.
        sids: those tabs.
        message: as it is now.
    """
    for sid in sids:
        if app.event_namespace and (token := app.event_namespace.sid_to_token.get(sid)):
            with app.set_contexts():
                async with app.modify_state(BaseStateToken(ident=token, cls=PagesState)) as state:
                    if current().live.shown(sid) == message.hall_id:  # while we waited for the tab, it may have left
                        (await state.get_state(PagesState)).change(message)


async def _read(app: Runtime, actor: Actor, hall_id: int, block: int) -> list[Row]:
    first = block * BLOCK
    page = await app.read(lambda tx: history.before(tx, actor, hall_id=hall_id, seq=first + BLOCK, limit=BLOCK + 1))
    return rows(page.messages, seen_from=first)


def _name(block: int) -> str:
    return f"page_{block % KEPT}"


def _places(low: int, high: int) -> range:
    return range(low * BLOCK, (high + 1) * BLOCK)


def _now(old: Row, message: MessageView) -> Row:
    """Return a loaded row as a message makes it that changed: its own, or one that quotes it."""
    if old["seq"] != message.seq:
        return requoted(old, message)
    new = row(message, None)
    new["gap"], new["follows"] = old["gap"], old["follows"]
    return new
