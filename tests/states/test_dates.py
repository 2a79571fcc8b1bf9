"""Jumping to a date in a tab."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hallchat.services import messages
from hallchat.states.dates import DateState
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.states.conftest import Server, Tab

FIRST = datetime(2026, 3, 1, tzinfo=UTC)


async def asked(tab: Tab) -> tuple[int, int]:
    state = await tab.state(DateState)
    return state.seq, state.asked


async def test_a_moment_leads_to_a_place_again_and_again(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)

    def say(tx: Transaction) -> None:
        for day in range(3):
            at, prepared = FIRST + timedelta(days=day), messages.prepare("hola")
            messages.bring_in(tx, ana, hall_id=hall, prepared=prepared, client_id=str(uuid4()), at=at)

    await server.write(say)
    tab = await server.open(ana, hall)
    day = round(FIRST.timestamp() * 1000)
    for number, (at, seq) in enumerate(((day, 1), (day + 1, 2), (day + 1, 2), (0, 1), (-(2**70), 1), (2**70, 3)), 1):
        await tab.send(DateState, "find", at=at)
        assert await asked(tab) == (seq, number)


@pytest.mark.parametrize("odd", [None, "x", [1], {"a": 1}])
async def test_odd_moments_and_halls_lead_nowhere(server: Server, ana: Actor, bea: Actor, odd: Any) -> None:
    hall, private, empty = await server.hall(ana, last=1), await server.hall(bea, kind="private", last=1), await server.hall(ana)
    tab, visitor = await server.open(ana, hall), await server.open(None, hall)
    await tab.send(DateState, "find", at=odd)
    await tab.send(DateState, "find", hall_id=odd, at=0)
    await tab.send(DateState, "find", hall_id=private, at=0)
    await visitor.send(DateState, "find", at=0)
    assert (await asked(tab), await asked(visitor)) == ((0, 0), (0, 0))
    await tab.send(DateState, "find", hall_id=empty, at=0)
    assert (tab.notice, await asked(tab)) == ("There is no such message in this hall.", (0, 0))
