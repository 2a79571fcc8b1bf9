"""The live end over a database of plain lists, or over a real one, with tabs that take everything at once."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hallchat.config import Settings
from hallchat.events import Event, HallChanged, MembershipEnded, MembershipStarted, MessageDeleted, MessagePosted, ReadMoved
from hallchat.realtime import live as live_module
from hallchat.realtime.feed import SIZE
from hallchat.realtime.live import Live
from hallchat.realtime.reads import Mark
from hallchat.realtime.roster import Roster
from hallchat.runtime import Runtime
from hallchat.states.wire import StateWire
from hallchat.views import HallFacts, HallView, MessagePage, MessageView, UserView
from tests.realtime.halls import Halls
from tests.tabs import LATER, Page, Tabs, message
from tests.watchdog import Watch


class Store:
    """Halls, who is in them and what was said; a read can be held up after it was made, and fail."""

    def __init__(self) -> None:
        self.said: dict[int, list[MessageView]] = {}
        self.revs: dict[int, int] = {}
        self.members: dict[int, dict[int, int]] = {}  # hall -> user -> read up to
        self.talks: dict[int, dict[str, Any]] = {}  # what is otherwise in direct halls
        self.marks: list[Mark] = []
        self.tails = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.failures = 0

    async def tail(self, hall_id: int, limit: int) -> MessagePage:
        self.tails += 1
        said = tuple(self.said[hall_id][-limit:])
        page = MessagePage(said, len(self.said[hall_id]), self.revs[hall_id], has_before=False, has_after=False)
        await self._answer()
        return page

    async def halls_of(self, user_id: int) -> Sequence[HallView]:
        found = [
            HallView(hall, f"Hall {hall}", "", "public", False, True, len(reads), "member", last, read, last - read, "everything")
            for hall, reads in self.members.items()
            for read, last in [(reads.get(user_id), len(self.said[hall]))]
            if read is not None
        ]
        await self._answer()
        return [replace(one, **self.talks.get(one.id, {})) for one in found]

    async def store_marks(self, marks: list[Mark]) -> None:
        self.marks += marks
        for user, hall, seq in marks:
            self.members[hall][user] = max(seq, self.members[hall][user])

    async def _answer(self) -> None:
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise OSError("no database")

    def hall(self, hall: int, *users: int, last: int = 0) -> None:
        self.said[hall] = [message(seq, hall=hall) for seq in range(1, last + 1)]
        self.revs[hall] = last
        self.members[hall] = dict.fromkeys(users, last)

    def talk(self, hall: int, *users: int) -> None:
        """Make a direct hall."""
        self.hall(hall, *users)
        self.talks[hall] = {"kind": "direct", "people": tuple(UserView(one, f"u{one}", f"User {one}") for one in users)}

    def post(self, hall: int, *, sender: int = 99, mentions: Collection[int] = ()) -> MessagePosted:
        self.revs[hall] += 1
        self.said[hall].append(message(len(self.said[hall]) + 1, self.revs[hall], hall=hall, sender=sender))
        return MessagePosted(self.said[hall][-1], frozenset(mentions))

    def delete(self, hall: int, seq: int) -> MessageDeleted:
        self.revs[hall] += 1
        self.said[hall][seq - 1] = message(seq, self.revs[hall], hall=hall, gone=True)
        return MessageDeleted(self.said[hall][seq - 1])

    def end(self, hall: int, user: int) -> list[Event]:
        del self.members[hall][user]
        return [MembershipEnded(hall, user), self._facts(hall)]

    def start(self, hall: int, user: int) -> list[Event]:
        self.members[hall][user] = last = len(self.said[hall])
        return [MembershipStarted(hall, user, "member", last), self._facts(hall)]

    def read(self, hall: int, user: int, seq: int) -> ReadMoved:
        self.members[hall][user] = seq
        return ReadMoved(hall, user, seq)

    def _facts(self, hall: int) -> HallChanged:
        return HallChanged(HallFacts(hall, f"Hall {hall}", "", "public", False, len(self.members[hall]), 0))


@pytest.fixture(autouse=True)
def loop_stays_free(watch: Watch) -> None:
    """Fail a test that holds the event loop up, or asks the database on it."""


@pytest.fixture
def store() -> Store:
    store = Store()
    store.hall(1, 1, 2, last=3)
    store.hall(2, 1, 2, last=3)
    store.hall(3, 2, last=SIZE + 72)
    return store


@pytest.fixture
def read() -> Halls:
    return Halls()


@pytest.fixture
def roster(read: Halls) -> Roster:
    return Roster(read.load)


@pytest.fixture
def tabs() -> Tabs:
    return Tabs()


@pytest.fixture
async def live(store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Live]:
    monkeypatch.setattr(live_module, "FAREWELL", 0.01)
    live = Live(store, tabs, StateWire())
    yield live
    await live.close()


@pytest.fixture
async def app(tmp_path: Path, database_url: str, tabs: Tabs) -> AsyncIterator[Runtime]:
    """An installation on a real database."""
    settings = Settings(data_dir=tmp_path, database_url=database_url, secret="s" * 32, rate_limits="off")
    app = Runtime(settings, tabs, StateWire())
    yield app
    await app.close()


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Let no time go by for the event loop inside the block, however long it takes: what is due later waits."""
    loop = asyncio.get_running_loop()
    moment = loop.time()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "time", lambda: moment)
        yield


async def opened(live: Live, tabs: Tabs, sid: str, hall: int | None = None, *, user: int = 1) -> Page:
    """Connect a tab of a user, and show a hall in it."""
    page = tabs.come(sid)
    assert await live.connect(sid, user_id=user, session_id=f"session {user}", expires_at=LATER)
    if hall is not None:
        assert await live.open(sid, hall)
    return page
