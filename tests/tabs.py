"""Tabs without a browser: sockets that keep what was put into them, and what a page would show of it."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from engineio import packet as engine
from reflex.utils.format import json_dumps
from reflex_base.constants.state import FIELD_MARKER

from hallchat.realtime.feed import SIZE
from hallchat.realtime.sockets import Packet
from hallchat.realtime.wire import Delta, HallRow, Row
from hallchat.states.halls import HallsState
from hallchat.states.ring import RingState
from hallchat.states.session import SessionState
from hallchat.views import MessagePage, MessageView, UserView

RING, HALLS, SESSION = (state.get_full_name() for state in (RingState, HallsState, SessionState))
END = ("hall", "head", "rev_from", "rev")
"""What ``RingState.end`` holds."""
START = datetime(2026, 11, 22, tzinfo=UTC)
LATER = datetime.now(UTC) + timedelta(days=30)
"""When sign-ins of tests end by themselves."""


class Page:
    """What a page makes of the state updates that reach it."""

    def __init__(self) -> None:
        self.vars: dict[str, dict[str, Any]] = {}
        self.updates: list[Delta] = []
        self.events: list[Any] = []  # what the server asked of the page, as redirects

    def take(self, delta: Delta) -> None:
        """Apply an update, and check what must hold after each that carries messages."""
        known = self.ring("rev")
        self.updates.append(delta)
        for state, values in delta.items():
            self.vars.setdefault(state, {}).update({name.removesuffix(FIELD_MARKER): value for name, value in values.items()})
        if f"end{FIELD_MARKER}" in delta.get(RING, {}):
            assert self.ring("rev_from") <= known, "a revision is missing"
            self.check()

    def check(self) -> None:
        """Check that a run of messages without a gap is shown, up to the end."""
        head = self.ring("head")
        assert self.seqs == list(range(max(1, head - SIZE + 1), head + 1))

    def ring(self, name: str) -> Any:
        """Return a var of the ring, or one of the numbers at its end by name."""
        known = self.vars.get(RING, {})
        return known.get("end", [0] * len(END))[END.index(name)] if name in END else known.get(name, 0)

    @property
    def window(self) -> list[Row]:
        """The rows as ``ui.window`` puts them: the ring from its oldest slot on, without the empty ones."""
        slots = [self.vars.get(RING, {}).get(f"slot_{slot}") for slot in range(SIZE)]
        start = (self.ring("head") + 1) % SIZE
        return [cast(Row, {"follows": False, "gone": False, **row}) for row in slots[start:] + slots[:start] if row]

    @property
    def seqs(self) -> list[int]:
        return [row["seq"] for row in self.window]

    @property
    def hall_rows(self) -> list[HallRow]:
        return self.vars.get(HALLS, {}).get("halls", [])

    @property
    def halls(self) -> list[str]:
        return [row["name"] for row in self.hall_rows]

    @property
    def unread(self) -> dict[str, int]:
        return self.vars.get(HALLS, {}).get("unread", {})

    @property
    def mentions(self) -> dict[str, int]:
        return self.vars.get(HALLS, {}).get("mentions", {})

    @property
    def listed(self) -> int:
        return self.vars.get(HALLS, {}).get("listed", 0)

    @property
    def drafts(self) -> dict[str, int]:
        return self.vars.get(HALLS, {}).get("drafts", {})

    @property
    def signed_out(self) -> bool:
        return self.vars.get(SESSION, {}).get("signed_out", False)

    def count(self, state: str, name: str) -> int:
        """Count the updates that carry a var."""
        return sum(f"{name}{FIELD_MARKER}" in delta.get(state, {}) for delta in self.updates)


class Tabs:
    """Sockets whose pages take everything at once, unless they lie behind."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.encoded = 0
        self.behind: dict[str, int] = {}
        self.dropped: list[str] = []
        self._gone: Callable[[str], None] = lambda sid: None

    def come(self, *sids: str) -> Page:
        for sid in sids:
            self.pages[sid] = Page()
        return self.pages[sids[-1]]

    def go(self, sid: str) -> None:
        self._gone(sid)
        del self.pages[sid]

    def connected(self, sid: str) -> bool:
        return sid in self.pages

    def packet(self, delta: Delta) -> Packet:
        self.encoded += 1
        return Packet(engine.MESSAGE, json_dumps(delta))

    def put(self, sid: str, packet: Packet) -> None:
        if sid in self.pages:
            self.pages[sid].take(json.loads(str(packet.data)))

    def waiting(self, sid: str) -> int:
        return self.behind.get(sid, 0)

    def drop(self, sid: str) -> None:
        self.dropped.append(sid)
        self.go(sid)

    def when_gone(self, callback: Callable[[str], None]) -> None:
        self._gone = callback


def message(
    seq: int,
    rev: int | None = None,
    *,
    hall: int = 1,
    sender: int = 1,
    gone: bool = False,
    at: float | None = None,
    edited: float | None = None,
) -> MessageView:
    """Make a message that was posted as the ``rev``-th change, ``at`` seconds after the first, and perhaps edited later."""
    name = f"user{sender}"
    when = START + timedelta(seconds=seq if at is None else at)
    return MessageView(
        id=hall * 1_000_000 + seq,
        hall_id=hall,
        seq=seq,
        rev=seq if rev is None else rev,
        sender=UserView(sender, name, name.title()),
        client_id=f"{hall}-{seq}",
        content="" if gone else f"{hall}:{seq}",
        html="" if gone else f"<p>{hall}:{seq}</p>",
        created_at=when,
        edited_at=None if edited is None else START + timedelta(seconds=edited),
        deleted_at=when if gone else None,
    )


def tail(last: int, *, hall: int = 1, rev: int | None = None) -> MessagePage:
    """Make the page that a feed reads when a hall has ``last`` messages."""
    messages = tuple(message(seq, hall=hall) for seq in range(max(1, last - SIZE), last + 1))
    return MessagePage(messages, last, last if rev is None else rev, last > len(messages), has_after=False)


async def until(true: Callable[[], Any], *, seconds: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.001)


async def quiet(turns: int = 20) -> None:
    """Let everything run that waits for nothing but its turn."""
    for _ in range(turns):
        await asyncio.sleep(0)
