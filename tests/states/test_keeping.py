"""What the server knows of a tab stays as long as its page is open, however long nothing comes from it."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest
from reflex.istate.manager import memory

from hallchat.states import keeping
from hallchat.states.members import MembersState
from hallchat.views import Actor
from tests.states.conftest import Server, Tab
from tests.tabs import until

HOUR = 3600.0


class Clock:
    """The time of day, which a test may move on."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def time(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(memory, "time", clock)
    return clock


@pytest.fixture
async def tab(server: Server, ana: Actor) -> Tab:
    """A tab with an open panel."""
    tab = await server.open(ana, await server.hall(ana, last=3))
    await tab.send(MembersState, "toggle")
    return tab


def rest(server: Server, clock: Clock, seconds: float) -> None:
    """Let time pass in which nothing comes from any page."""
    clock.ahead += seconds
    server.states._purge_expired_tokens()


async def keep_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server look once which pages are open."""
    app: Any = SimpleNamespace(state_manager=server.states, event_namespace=server)
    kept, looked = keeping.keep, asyncio.Event()

    async def keep(*given: Any) -> None:
        await kept(*given)
        looked.set()

    monkeypatch.setattr(keeping, "keep", keep)
    monkeypatch.setattr(keeping, "EVERY", 0.001)
    task = asyncio.ensure_future(keeping.keep_open(app))
    await until(looked.is_set)
    task.cancel()


async def test_a_page_that_is_open_keeps_what_it_had_however_long_it_rests(
    server: Server, tab: Tab, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        rest(server, clock, HOUR / 2)
        await keep_once(server, monkeypatch)
    rest(server, clock, HOUR / 2)
    assert (await tab.state(MembersState)).open


async def test_of_a_page_that_is_closed_nothing_is_kept(
    server: Server, tab: Tab, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    del server.sid_to_token[tab.sid]
    rest(server, clock, HOUR / 2)
    await keep_once(server, monkeypatch)
    rest(server, clock, HOUR / 2 + 1)
    assert server.states.states == {}


def test_it_looks_often_enough(server: Server) -> None:
    assert server.states.token_expiration > 2 * keeping.EVERY
