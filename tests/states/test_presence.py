"""What a tab tells of its user, and what it knows of others: typing, being there, and both across a reconnect."""

from typing import Any

import pytest

from hallchat import operations
from hallchat.errors import NotAMember
from hallchat.realtime import presence as presence_module
from hallchat.services import direct
from hallchat.states.conversation import ConversationState
from hallchat.states.presence import PresenceState, TypingState
from hallchat.views import Actor
from tests.states.conftest import Server, Tab
from tests.tabs import quiet, until

TYPING, PRESENCE = TypingState.get_full_name(), PresenceState.get_full_name()


def typing(tab: Tab) -> list[str]:
    return [one["name"] for one in tab.page.vars[TYPING]["typists"]]


def here(tab: Tab) -> dict[str, Any]:
    return tab.page.vars[PRESENCE]["here"]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence_module, "SHORTEST", 0.0)
    monkeypatch.setattr(presence_module, "EACH", 0.0)


async def test_what_one_types_is_told_by_name_until_the_message_is_there(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    await mine.send(ConversationState, "typing")
    await quiet()
    assert typing(theirs) == ["Ana"]
    await mine.send(ConversationState, "send", client_id="one", content="hola")
    await quiet()
    assert (typing(theirs), theirs.page.seqs) == ([], [1])


async def test_who_types_without_a_page_is_told_by_name_too(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    tab = await server.open(ana, hall)
    await operations.show_typing(server.app, bea, hall_id=hall)
    await quiet()
    assert typing(tab) == ["Bea"]
    assert await operations.typists(server.app, ana, hall_id=hall) == [{"id": bea.user_id, "name": "Bea"}]
    eve = await server.person("eve")
    for refused in (operations.show_typing, operations.typists):
        with pytest.raises(NotAMember):
            await refused(server.app, eve, hall_id=hall)


async def test_typing_asks_nothing_of_the_database(server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    with monkeypatch.context() as patched:
        patched.setattr(server.app.database, "read", None)
        patched.setattr(server.app.database, "write", None)
        await tab.send(ConversationState, "typing")
        await tab.send(PresenceState, "rest", resting=True)
    await quiet()
    assert (typing(tab), server.app.live.presence(ana.user_id)) == (["Ana"], "away")


async def test_who_is_not_in_the_hall_or_not_signed_in_types_to_nobody(server: Server, ana: Actor, bea: Actor) -> None:
    hall, other = await server.hall(ana), await server.hall(bea, name="Other")
    theirs = await server.open(ana, hall)
    outside, visitor = await server.open(bea, other), await server.open(None, hall)
    for tab in (outside, visitor):
        for hall_id in (hall, other, -hall, 0, 2**70):
            await tab.send(ConversationState, "typing", hall_id=hall_id)
        await tab.send(PresenceState, "rest", resting=True)
    await quiet()
    assert typing(theirs) == []
    assert here(theirs) == {"count": 1, "online": [ana.user_id], "away": []}


async def test_a_page_that_comes_back_is_told_again_and_meanwhile_keeps_what_it_shows(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    await until(lambda: here(theirs)["online"] == [ana.user_id, bea.user_id])
    await mine.send(ConversationState, "typing")
    await quiet()
    known, updates = here(theirs), len(theirs.page.updates)
    await theirs.reconnect()
    assert (typing(theirs), here(theirs)) == (["Ana"], known)
    said = [one[PRESENCE]["here_rx_state_"] for one in theirs.page.updates[updates:] if one.get(PRESENCE)]
    assert said == [known]


async def test_resting_is_away_for_the_others(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    mine, theirs = await server.open(ana), await server.open(bea, hall)
    await mine.send(PresenceState, "rest", resting=True)
    await until(lambda: here(theirs)["away"] == [ana.user_id])
    await mine.send(PresenceState, "rest", resting=False)
    await until(lambda: here(theirs)["away"] == [])


async def test_with_whom_one_talks_alone_is_online_or_away_in_any_hall(server: Server, ana: Actor, bea: Actor) -> None:
    mine, theirs = await server.open(ana), await server.open(bea, await server.hall(bea))
    talk, _ = await server.write(lambda tx: direct.open_with(tx, ana, usernames=["bea"]))
    for tab in (mine, theirs):
        await until(lambda tab=tab: tab.page.vars[PRESENCE].get("talks") == {str(talk.id): "online"})
    await mine.send(PresenceState, "rest", resting=True)
    await until(lambda: theirs.page.vars[PRESENCE]["talks"] == {str(talk.id): "away"})
    await theirs.reconnect()
    assert theirs.page.vars[PRESENCE]["talks"] == {str(talk.id): "away"}


async def test_who_shows_the_members_of_a_hall_of_very_many_is_told_who_is_there(
    server: Server, ana: Actor, bea: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "NAMED", 1)
    hall = await server.hall(ana, bea)
    tab, theirs, stranger = await server.open(ana, hall), await server.open(bea), await server.open(None, hall)
    await until(lambda: here(tab)["count"] == 2)
    assert (here(tab)["online"], here(tab)["changes"] > 0) == ([], True)
    for one, known in ((tab, (hall, [ana.user_id, bea.user_id])), (theirs, (0, [])), (stranger, (0, []))):
        await one.send(PresenceState, "ask")
        state = await one.state(PresenceState)
        assert (state.asked_in, state.asked["online"]) == known
