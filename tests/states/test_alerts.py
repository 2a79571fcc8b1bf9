"""What a page is told to notify of, and what its user chooses."""

import time
from typing import Any

import pytest

from hallchat.realtime import news
from hallchat.services import direct
from hallchat.states.alerts import SHOWN, AlertsState
from hallchat.states.conversation import ConversationState
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import Server, Tab
from tests.tabs import HALLS, until


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "INTERVAL", 0.0)


async def alert(tab: Tab) -> Any:
    return (await tab.state(AlertsState)).alert


def level(tab: Tab, hall: int) -> str | None:
    return next(row.get("notify") for row in tab.page.hall_rows if row["id"] == hall)


async def test_an_alert_says_who_where_and_the_first_words(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    mine, theirs = await server.open(ana), await server.open(bea, hall)
    await theirs.send(ConversationState, "send", client_id="one", content="**Soup** is\n<ready> & " + "hot " * 60)
    await mine.send(AlertsState, "ask", hall_id=hall, minute=600)
    told = await alert(mine)
    assert (told["hall"], told["seq"], told["title"]) == (hall, 1, "Bea · Plaza")
    assert told["body"].startswith("Soup is <ready> & hot")
    assert told["body"].endswith("…")
    assert SHOWN - 4 <= len(told["body"]) <= SHOWN


@pytest.mark.parametrize(("others", "title"), [(["bea"], "Bea"), (["bea", "cara"], "Bea · Bea, Cara")])
async def test_an_alert_of_a_conversation_says_who_and_who_else_is_there(
    server: Server, ana: Actor, bea: Actor, others: list[str], title: str
) -> None:
    await server.person("cara")
    hall, _ = await server.write(lambda tx: direct.open_with(tx, ana, usernames=others))
    await server.write(lambda tx: builders.say(tx, bea, hall.id))
    tab = await server.open(ana)
    await tab.send(AlertsState, "ask", hall_id=hall.id, minute=600)
    assert (await alert(tab))["title"] == title


async def test_of_a_hall_that_one_is_not_in_nothing_is_told(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, kind="private", last=2)
    for tab in (await server.open(bea), await server.open(None)):
        for asked in (hall, 0, -hall, 2**70):
            await tab.send(AlertsState, "ask", hall_id=asked, minute=600)
            await tab.send(AlertsState, "choose", hall_id=asked, level="nothing")
        assert (await alert(tab))["hall"] == 0


async def test_a_level_is_seen_in_all_tabs_of_its_user_and_no_others(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    tabs = [await server.open(ana, hall), await server.open(ana)]
    other = await server.open(bea, hall)
    before = other.page.count(HALLS, "halls")
    await tabs[0].send(AlertsState, "choose", level="nothing")
    await until(lambda: [level(tab, hall) for tab in tabs] == ["nothing"] * 2)
    assert (level(other, hall), other.page.count(HALLS, "halls")) == (None, before)
    await tabs[1].send(AlertsState, "choose", hall_id=hall, level="all")
    assert "everything" in tabs[1].notice
    fresh = await server.open(ana)
    assert level(fresh, hall) == "nothing"


async def test_quiet_until_a_moment_and_at_hours_are_kept_apart(server: Server, ana: Actor) -> None:
    tab, state = await server.open(ana, 1), AlertsState
    await tab.send(state, "keep_hours", form={"start": "22:00", "end": "07:00"})
    await tab.send(state, "keep_quiet", until=4_000_000_000_000)
    assert "year" in tab.notice
    assert (await tab.state(state)).until == 0
    soon = (int(time.time()) + 3600) * 1000
    await tab.send(state, "keep_quiet", until=soon)
    other = await server.open(ana)
    await other.send(state, "look")
    kept = await other.state(state)
    assert (kept.until, kept.hours) == (soon, "22:00-07:00")
    await other.send(state, "keep_quiet", until=0)
    await other.send(state, "keep_hours", form={})
    kept = await other.state(state)
    assert (kept.until, kept.hours) == (0, "")


@pytest.mark.parametrize("odd", [-1, 2**42, 2**70])
async def test_a_moment_that_is_none_is_refused(server: Server, ana: Actor, odd: int) -> None:
    tab = await server.open(ana, 1)
    await tab.send(AlertsState, "keep_quiet", until=odd)
    assert tab.notice
    assert (await tab.state(AlertsState)).until == 0
