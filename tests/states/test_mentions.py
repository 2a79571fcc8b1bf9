"""What a page knows of mentions: the badges, the list of them, and whom one may mention."""

import pytest

from hallchat.realtime import news
from hallchat.services import memberships, mentioning
from hallchat.states.completing import CompletingState
from hallchat.states.halls import HallsState
from hallchat.states.mentions import PAGE, MentionsState
from hallchat.views import Actor
from tests import builders
from tests.services.past import crowd
from tests.states.conftest import Server, Tab
from tests.tabs import until


async def shown(tab: Tab) -> list[str]:
    return ["".join(piece["text"] for piece in one["pieces"]) for one in (await tab.state(MentionsState)).found]


async def test_badges_come_with_the_page_and_go_on_live(
    server: Server, ana: Actor, bea: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "INTERVAL", 0.0)
    hall = await server.hall(ana, bea)
    await server.write(lambda tx: builders.say(tx, ana, hall, "@bea"))
    tab = await server.open(bea)
    assert tab.page.mentions == {str(hall): 1}
    await server.write(lambda tx: builders.say(tx, ana, hall, "@bea, @ana"))
    await until(lambda: tab.page.mentions == {str(hall): 2})
    await server.write(lambda tx: builders.edit(tx, ana, hall, 1, "nobody"))
    await until(lambda: tab.page.mentions == {str(hall): 1})
    assert (await tab.state(HallsState)).mentions == {}  # the server keeps none for each tab


async def test_the_page_hears_when_a_mention_that_it_lists_changes(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    for content in ("@bea one", "nobody"):
        await server.write(lambda tx, content=content: builders.say(tx, ana, hall, content))
    tab = await server.open(bea)
    await tab.send(MentionsState, "look")
    await tab.send(MentionsState, "older")
    for seq, now in ((1, "@bea two"), (2, "@bea too")):
        heard = tab.page.listed
        await server.write(lambda tx, seq=seq, now=now: builders.edit(tx, ana, hall, seq, now))
        await until(lambda heard=heard: tab.page.listed > heard)
        await tab.send(MentionsState, "look")
    assert await shown(tab) == ["@bea too", "@bea two"]


async def test_the_page_lists_mentions_and_more_of_them_and_keeps_those_when_a_new_one_comes(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea)
    for number in range(PAGE + 2):
        await server.write(lambda tx, number=number: builders.say(tx, ana, hall, f"@bea {number}"))
    tab, visitor = await server.open(bea), await server.open(None)
    await tab.send(MentionsState, "look")
    assert ((await shown(tab))[0], len(await shown(tab))) == (f"@bea {PAGE + 1}", PAGE)
    (one, *_) = (await tab.state(MentionsState)).found
    assert one["path"] == f"/h/{hall}#{PAGE + 2}"
    await tab.send(MentionsState, "older")
    await server.write(lambda tx: builders.say(tx, ana, hall, "@bea, look"))
    await tab.send(MentionsState, "look")
    assert (await shown(tab)) == ["@bea, look", *[f"@bea {number}" for number in reversed(range(PAGE + 2))]]
    assert not (await tab.state(MentionsState)).more
    await server.write(lambda tx: builders.say(tx, ana, builders.GENERAL, "@bea, here"))
    await tab.send(MentionsState, "look")
    await server.write(lambda tx: memberships.remove(tx, ana, hall_id=hall, user_id=bea.user_id))
    await tab.reconnect()
    assert await shown(tab) == ["@bea, here"]
    await server.write(lambda tx: builders.edit(tx, ana, builders.GENERAL, 1, "@bea, there"))
    await tab.send(MentionsState, "look")
    assert await shown(tab) == ["@bea, there"]
    await visitor.send(MentionsState, "look")
    assert await shown(visitor) == []


async def test_a_page_is_told_whom_one_may_mention_who_spoke_last_first(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    others = {name: await server.person(name) for name in ("carl", "Dora", "elke")}
    for one in others.values():
        await server.write(lambda tx, one=one: memberships.join(tx, one, hall_id=hall))
    await server.write(lambda tx: builders.say(tx, others["elke"], hall))
    tab, outside = await server.open(bea, hall), await server.open(await server.person("eve"))
    await tab.send(CompletingState, "ask", hall_id=hall)
    state = await tab.state(CompletingState)
    assert [one["user"] for one in state.people] == ["elke", "ana", "carl", "Dora"]
    assert (state.hall, state.everybody) == (hall, True)
    await server.write(lambda tx: [memberships.admit(tx, hall, user_id) for user_id in crowd(tx, mentioning.FEW)])
    await tab.send(CompletingState, "ask", hall_id=hall)
    assert not (await tab.state(CompletingState)).everybody
    await outside.send(CompletingState, "ask", hall_id=hall)
    assert (await outside.state(CompletingState)).people == []
    assert outside.notice
