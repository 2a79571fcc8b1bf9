"""What a page is told to notify of, and what its user chooses."""

import time
from typing import Any

import pytest

from hallchat.realtime import news
from hallchat.services import direct
from hallchat.states.alerts import KEPT, SHOWN, AlertsState
from hallchat.states.conversation import ConversationState
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import Server, Tab
from tests.tabs import HALLS, until


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "INTERVAL", 0.0)


async def alerts(tab: Tab) -> Any:
    return (await tab.state(AlertsState)).alerts


def level(tab: Tab, hall: int) -> str | None:
    return next(row.get("notify") for row in tab.page.hall_rows if row["id"] == hall)


async def test_an_alert_says_who_where_and_the_first_words(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    mine, theirs = await server.open(ana), await server.open(bea, hall)
    await theirs.send(ConversationState, "send", client_id="one", content="**Soup** is\n<ready> & " + "hot " * 60)
    await mine.send(AlertsState, "ask", hall_id=hall, minute=600, mention=False)
    [told] = await alerts(mine)
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
    await tab.send(AlertsState, "ask", hall_id=hall.id, minute=600, mention=False)
    assert [one["title"] for one in await alerts(tab)] == [title]


async def test_alerts_of_several_halls_stand_beside_each_other_each_the_newest(server: Server, ana: Actor, bea: Actor) -> None:
    halls = [await server.hall(ana, bea, last=1) for _ in range(KEPT + 1)]
    tab = await server.open(bea)
    for hall in (*halls, halls[3]):
        await tab.send(AlertsState, "ask", hall_id=hall, minute=600, mention=False)
    assert [one["hall"] for one in await alerts(tab)] == [*halls[1:3], *halls[4:], halls[3]]


async def test_of_a_hall_that_one_is_not_in_nothing_is_told(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, kind="private", last=2)
    for tab in (await server.open(bea), await server.open(None)):
        for asked in (hall, 0, -hall, 2**70):
            await tab.send(AlertsState, "ask", hall_id=asked, minute=600, mention=True)
            await tab.send(AlertsState, "choose", hall_id=asked, level="nothing")
        assert await alerts(tab) == []


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


async def test_quiet_for_a_while_and_at_hours_are_kept_apart_and_seen_in_all_tabs(server: Server, ana: Actor, bea: Actor) -> None:
    state, tab, other, stranger = AlertsState, await server.open(ana, 1), await server.open(ana), await server.open(bea)

    def shown(one: Tab) -> tuple[int, str]:
        known = one.page.vars.get(state.get_full_name(), {})
        return known.get("until", 0), known.get("hours", "")

    await tab.send(state, "keep_hours", form={"start": "22:00", "end": "07:00"})
    await tab.send(state, "keep_quiet", until=4_000_000_000_000)
    assert "year" in tab.notice
    assert (await tab.state(state)).until == 0
    soon = (int(time.time()) + 3600) * 1000
    await tab.send(state, "keep_quiet", until=soon)
    assert [shown(one) for one in (tab, other, stranger)] == [(soon, "22:00-07:00")] * 2 + [(0, "")]
    late = await server.open(ana)
    await late.send(state, "look")
    assert shown(late) == (soon, "22:00-07:00")
    await other.send(state, "keep_quiet", until=0)
    await other.send(state, "keep_hours", form={})
    assert [shown(one) for one in (tab, other, late)] == [(0, "")] * 3
    await tab.send(state, "keep_quiet", until=soon)  # the same as this tab's state remembers
    assert shown(tab) == shown(other) == (soon, "")


@pytest.mark.parametrize("odd", [-1, 2**42, 2**70])
async def test_a_moment_that_is_none_is_refused(server: Server, ana: Actor, odd: int) -> None:
    tab = await server.open(ana, 1)
    await tab.send(AlertsState, "keep_quiet", until=odd)
    assert tab.notice
    assert (await tab.state(AlertsState)).until == 0
