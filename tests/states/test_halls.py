"""The directory: finding, joining and making halls."""

from typing import Any

import pytest

from hallchat.states.halls import DirectoryState
from hallchat.views import Actor
from tests.states.conftest import Server
from tests.tabs import until


async def test_public_halls_that_one_is_not_in_are_found(server: Server, ana: Actor, bea: Actor) -> None:
    await server.hall(ana, name="Café")
    await server.hall(ana, name="Secret", kind="private")
    tab = await server.open(bea)
    directory = await tab.state(DirectoryState)
    await tab.send(DirectoryState, "show")
    assert (directory.open, [row["name"] for row in directory.found]) == (True, ["Café"])
    for query, found in (("cafe", ["Café"]), ("secret", []), (None, []), ({"a": 1}, []), ("%" * 9_999, [])):
        await tab.send(DirectoryState, "search", query=query)
        assert [row["name"] for row in directory.found] == found
    await tab.send(DirectoryState, "hide")
    assert (directory.open, directory.found) == (False, [])


async def test_joining_leads_to_the_hall_and_lists_it(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(bea)
    await tab.send(DirectoryState, "join", hall_id=hall)
    assert f"/h/{hall}" in str(tab.page.events)
    await until(lambda: tab.page.halls == ["General", "Plaza"])


@pytest.mark.parametrize("hall", [None, "x", -1, 2**64, [], 999])
async def test_what_cannot_be_joined_is_refused_with_a_sentence(server: Server, ana: Actor, hall: Any) -> None:
    tab = await server.open(ana)
    await tab.send(DirectoryState, "join", hall_id=hall)
    assert tab.notice == "There is no such hall, or you were not invited to it."
    assert tab.page.events == []


async def test_making_a_hall_leads_to_it(server: Server, ana: Actor) -> None:
    tab = await server.open(ana)
    for _click in range(2):
        await tab.send(DirectoryState, "create", form={"name": "Mine", "topic": "t", "private": "on"})
    await until(lambda: tab.page.halls == ["General", "Mine"])
    assert server.app.live.listing(ana.user_id).halls[1]["kind"] == "private"
    assert "/h/2" in str(tab.page.events)


async def test_a_dialog_that_was_open_before_the_server_started_goes_on(server: Server, ana: Actor, bea: Actor) -> None:
    await server.hall(ana, name="Café")
    tab = await server.open(bea)
    await tab.send(DirectoryState, "search", query="caf")
    directory = await tab.state(DirectoryState)
    assert (directory.open, [row["name"] for row in directory.found]) == (True, ["Café"])
    await tab.send(DirectoryState, "create", form={"name": "Mine"})
    await until(lambda: tab.page.halls == ["General", "Mine"])
    await tab.send(DirectoryState, "show")
    await tab.send(DirectoryState, "create", form={"name": "Mine too"})
    await until(lambda: tab.page.halls == ["General", "Mine", "Mine too"])


@pytest.mark.parametrize("form", [{}, {"name": ""}, {"name": "x" * 81}, {"name": ["\0"]}, [], None, "x"])
async def test_a_hall_that_will_not_do_is_not_made(server: Server, ana: Actor, form: Any) -> None:
    tab = await server.open(ana, language="es")
    await tab.send(DirectoryState, "show")
    await tab.send(DirectoryState, "create", form=form)
    assert tab.notice or form == {"name": ["\0"]}
    if not tab.page.events:
        assert [row["name"] for row in server.app.live.listing(ana.user_id).halls] == ["General"]


async def test_a_visitor_finds_joins_and_makes_nothing(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(None)
    tab.page.events.clear()
    for handler, given in (("show", {}), ("join", {"hall_id": hall}), ("create", {"form": {"name": "Mine"}})):
        await tab.send(DirectoryState, handler, **given)
    assert ((await tab.state(DirectoryState)).found, tab.page.signed_out, tab.page.events) == ([], True, [])
