"""Direct conversations in a page: choosing people, going there, putting one away; and the card behind a name."""

from typing import Any

import pytest

from hallchat.services import memberships, sessions
from hallchat.states.card import CardState
from hallchat.states.direct import DirectState
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import Server, Tab
from tests.tabs import until


async def users(tab: Tab, var: str = "found") -> list[str]:
    return [one["user"] for one in getattr(await tab.state(DirectState), var)]


def talks(tab: Tab) -> list[str]:
    """The direct conversations in the column of a page."""
    return [row["name"] for row in tab.page.hall_rows if row["kind"] == "direct" and not row.get("hidden")]


async def test_who_is_chosen_is_talked_with_and_sees_it_when_something_is_said(server: Server, ana: Actor, bea: Actor) -> None:
    cara = await server.person("cara")
    tab, theirs = await server.open(ana), await server.open(bea)
    await tab.send(DirectState, "show")
    assert await users(tab) == ["bea", "cara"]
    await tab.send(DirectState, "search", query="@CAR")
    assert await users(tab) == ["cara"]
    await tab.send(DirectState, "choose", username="cara")
    await tab.send(DirectState, "search", query="be")
    for username in ("bea", "bea", "bea", "nobody"):
        await tab.send(DirectState, "choose", username=username)
    assert await users(tab, "chosen") == ["cara", "bea"]
    await tab.send(DirectState, "start")
    await until(lambda: talks(tab) == ["Bea, Cara"])
    hall = next(row["id"] for row in tab.page.hall_rows if row["kind"] == "direct")
    assert f"/h/{hall}" in str(tab.page.events)
    assert talks(theirs) == []
    await tab.go(f"/h/{hall}")
    await server.write(lambda tx: builders.say(tx, ana, hall))
    await until(lambda: talks(theirs) == ["Ana, Cara"] and theirs.page.unread == {str(hall): 1})
    await theirs.go(f"/h/{hall}")
    assert theirs.page.seqs == [1]
    assert cara.user_id in [one["id"] for one in theirs.page.hall_rows[-1].get("people", [])]


async def test_the_newest_talk_is_on_top_and_what_is_hidden_comes_back(server: Server, ana: Actor, bea: Actor) -> None:
    await server.person("cara")
    tab = await server.open(ana)
    for username in ("bea", "cara"):
        await tab.send(DirectState, "talk", username=username)
    await until(lambda: talks(tab) == ["Cara", "Bea"])
    by_name = {row["name"]: row["id"] for row in tab.page.hall_rows}
    await server.write(lambda tx: builders.say(tx, bea, by_name["Bea"]))
    await until(lambda: talks(tab) == ["Bea", "Cara"])
    await tab.send(DirectState, "hide_hall", hall_id=by_name["Bea"])
    await until(lambda: talks(tab) == ["Cara"] and tab.page.unread == {})
    await tab.reconnect()
    assert talks(tab) == ["Cara"]
    await server.write(lambda tx: builders.say(tx, bea, by_name["Bea"]))
    await until(lambda: talks(tab) == ["Bea", "Cara"])
    assert tab.page.unread == {str(by_name["Bea"]): 1}


async def test_somebody_without_a_common_hall_is_found_by_username_only(server: Server, ana: Actor, bea: Actor) -> None:
    await server.write(lambda tx: memberships.leave(tx, bea, hall_id=builders.GENERAL))
    tab = await server.open(ana)
    found = []
    for query in ("be", "bea", "@BEA "):
        await tab.send(DirectState, "search", query=query)
        found.append(await users(tab))
    assert found == [[], ["bea"], ["bea"]]


async def test_alone_it_is_for_ones_own_notes(server: Server, ana: Actor) -> None:
    tab = await server.open(ana)
    await tab.send(DirectState, "start")  # the dialog was open before the server started
    await until(lambda: talks(tab) == ["Ana"])


async def test_two_clicks_lead_to_one_conversation(server: Server, ana: Actor, bea: Actor) -> None:
    tab = await server.open(ana)
    await tab.send(DirectState, "show")
    await tab.send(DirectState, "choose", username="bea")
    for _click in range(2):
        await tab.send(DirectState, "start")
    await until(lambda: talks(tab) == ["Bea"])
    await tab.send(DirectState, "hide")
    assert await users(tab, "chosen") == []


@pytest.mark.parametrize(
    ("handler", "given"), [("talk", "nobody"), ("talk", "\ud800"), ("talk", 5), ("choose", None), ("search", {})]
)
async def test_what_cannot_be_is_refused_in_a_sentence_or_not_heard(server: Server, ana: Actor, handler: str, given: Any) -> None:
    tab = await server.open(ana, language="es")
    await tab.send(DirectState, handler, **{"search": {"query": given}}.get(handler, {"username": given}))
    assert (tab.notice.startswith("Aquí no hay nadie"), talks(tab)) == (handler == "talk", [])


async def test_a_hall_that_is_not_direct_is_not_hidden(server: Server, ana: Actor, bea: Actor) -> None:
    private, own = await server.hall(ana, kind="private"), await server.hall(ana, bea)
    tab = await server.open(bea)
    await tab.send(DirectState, "hide_hall", hall_id=private)
    assert tab.notice == "There is no such hall, or you were not invited to it."
    for hall in (own, builders.GENERAL):
        await tab.send(DirectState, "hide_hall", hall_id=hall)
        assert tab.notice.startswith("Only a direct conversation can be hidden")
    assert (tab.page.halls, tab.page.events) == (["General", "Plaza"], [])


async def test_a_card_tells_who_somebody_is(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(bea, ana, name="Plaza", kind="private")
    tab = await server.open(ana, hall)
    await tab.send(CardState, "show", username="bea")
    card = await tab.state(CardState)
    assert (card.person, card.user, card.name, card.role) == (bea.user_id, "bea", "Bea", "owner")
    assert ([one["name"] for one in card.shared], card.presence) == (["General", "Plaza"], "")
    theirs = await server.open(bea)
    await tab.send(CardState, "show", hall_id=0, username="bea")
    assert (await tab.state(CardState)).presence == "online"
    server.app.live.rest(theirs.sid, resting=True)
    await tab.send(CardState, "show", hall_id=0, username="bea")
    assert (await tab.state(CardState)).presence == "away"
    await tab.send(CardState, "show", hall_id=0, username="bea")
    assert (await tab.state(CardState)).role == ""
    await tab.send(CardState, "hide")
    assert (await tab.state(CardState)).person == 0


async def test_whether_somebody_is_there_is_told_only_to_who_shares_a_hall_with_them(
    server: Server, ana: Actor, bea: Actor
) -> None:
    await server.write(lambda tx: memberships.leave(tx, bea, hall_id=builders.GENERAL))
    await server.open(bea)
    tab = await server.open(ana)
    await tab.send(CardState, "show", hall_id=0, username="bea")
    card = await tab.state(CardState)
    assert (card.person, card.presence) == (bea.user_id, "")


async def test_a_card_tells_nothing_of_a_hall_that_one_is_not_in(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(bea, kind="private")
    tab = await server.open(ana)
    await tab.send(CardState, "show", hall_id=hall, username="bea")
    assert ((await tab.state(CardState)).person, tab.notice) == (0, "There is no such hall, or you were not invited to it.")
    await tab.send(CardState, "show", hall_id=0, username="bea")
    await server.write(lambda tx: sessions.end(tx, session_id=ana.session_id))
    await tab.reconnect()
    assert (await tab.state(CardState)).person == 0
