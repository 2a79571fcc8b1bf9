"""The quick switcher: what is offered, in which order, and to whom."""

from typing import Any

import pytest

from hallchat.services import direct, drafts, memberships, sessions
from hallchat.states.reading import ReadingState
from hallchat.states.session import SessionState
from hallchat.states.switcher import MOST, SHARES, Choice, SwitcherState
from hallchat.text import MAX_NAME
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import Server, Tab


async def found(tab: Tab, query: Any) -> list[Choice]:
    """What a page is offered for what was typed, before the search in messages."""
    await tab.send(SwitcherState, "search", query=query)
    return [one for one in (await tab.state(SwitcherState)).choices if one["kind"] != "search"]


async def keys(tab: Tab, query: str) -> list[str]:
    return [one["key"] for one in await found(tab, query)]


async def labels(tab: Tab, query: str) -> list[str]:
    return [one["label"] for one in await found(tab, query)]


async def test_halls_people_halls_to_join_and_commands_are_found_by_part_of_a_name(server: Server, ana: Actor) -> None:
    semra = await server.person("semra")
    mine = await server.hall(ana, name="Séminar", kind="private")
    other = await server.hall(semra, name="Semaphores")
    tab = await server.open(ana)
    choices = await found(tab, "SEM")
    assert [one["kind"] for one in choices] == ["hall", "person", "join"]
    assert choices[0] == Choice(
        kind="hall", key=f"hall:{mine}", label="Séminar", hint="", path=f"/h/{mine}", hall_id=mine, icon="lock", user=""
    )
    assert (choices[1]["key"], choices[1]["hint"]) == (f"person:{semra.user_id}", "@semra · General")
    assert (choices[1]["path"], choices[1]["hall_id"], choices[1]["user"]) == ("", 0, "semra")
    assert (choices[2]["key"], choices[2]["hall_id"], choices[2]["icon"]) == (f"join:{other}", other, "plus")
    assert await keys(tab, "sett") == ["settings"]
    assert (await found(tab, "sett"))[0]["path"] == "/settings"
    assert await keys(tab, "@semr") == await keys(tab, "no such thing") == []


async def test_who_is_talked_with_already_is_offered_once(server: Server, ana: Actor, bea: Actor) -> None:
    made, _ = await server.write(lambda tx: direct.open_with(tx, ana, usernames=["bea"]))
    tab = await server.open(ana)
    for query in ("bea", "@bea", ""):
        assert [one["key"] for one in await found(tab, query) if one["label"] == "Bea"] == [f"hall:{made.id}"]
    assert [(one["icon"], one["hint"]) for one in await found(tab, "bea")] == [("person", "@bea")]
    await server.write(lambda tx: memberships.leave(tx, ana, hall_id=made.id))
    assert f"hall:{made.id}" not in await keys(tab, "")
    assert await keys(tab, "bea") == [f"hall:{made.id}"]
    await server.write(lambda tx: drafts.save(tx, ana, hall_id=made.id, content="I was"))
    assert f"hall:{made.id}" in await keys(tab, "")


async def test_a_beginning_comes_before_a_word_and_a_word_before_any_part(server: Server, ana: Actor) -> None:
    for name in ("The Càr", "Old-car", "Car pool", "CARAVAN", "Thecar"):
        await server.hall(ana, name=name)
    await server.person("cara")
    assert await labels(await server.open(ana), "car") == ["CARAVAN", "Car pool", "Cara", "Old-car", "The Càr", "Thecar"]


async def test_with_nothing_typed_unread_halls_come_first_then_the_liveliest(server: Server, ana: Actor, bea: Actor) -> None:
    quiet, lively, unread = [await server.hall(bea, ana, name=name) for name in ("Quiet", "Lively", "Unread")]
    for hall, who in ((unread, bea), (quiet, ana), (lively, ana)):
        await server.write(lambda tx, who=who, hall=hall: builders.say(tx, who, hall))
    tab = await server.open(ana)
    assert (await keys(tab, " "))[:4] == [f"hall:{unread}", f"hall:{lively}", f"hall:{quiet}", "hall:1"]


async def test_with_nothing_typed_each_kind_has_its_share(server: Server, ana: Actor, bea: Actor) -> None:
    for number in range(20):
        await server.hall(ana, bea, name=f"Mine {number}")
        await server.hall(bea, name=f"Hers {number}")
        await server.person(f"person{number}")
    await server.hall(bea, ana, last=1)
    tab = await server.open(ana, 2)
    kinds = [one["kind"] for one in await found(tab, "")]
    assert {kind: kinds.count(kind) for kind in SHARES} == SHARES
    assert len(await found(tab, "e")) == MOST


async def test_commands_are_those_that_can_be_given_there_in_the_language_of_the_tab(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana)
    await server.hall(bea, ana, last=1)
    tab = await server.open(ana, language="es")
    commands = [one for one in await found(tab, "") if one["kind"] == "command"]
    assert [one["key"] for one in commands] == ["directory", "read_all", "settings", "shortcuts"]
    await tab.send(ReadingState, "mark_all_read")
    assert await labels(tab, "marcar") == []
    assert await labels(tab, "atajo") == ["Atajos de teclado"]
    await tab.go(f"/h/{hall}")
    assert await keys(tab, "miembros") == ["members"]
    await tab.send(SessionState, "choose_language", code="en")
    assert await labels(tab, "members") == ["Members of this hall"]


async def test_nothing_of_halls_that_one_is_not_in_is_offered(server: Server, ana: Actor, bea: Actor) -> None:
    await server.hall(ana, name="Diary", kind="private")
    left = await server.hall(ana, bea, name="Left", kind="private")
    tab = await server.open(bea)
    assert await labels(tab, "left") == ["Left"]
    await server.write(lambda tx: memberships.leave(tx, bea, hall_id=left))
    assert await keys(tab, "diary") == await keys(tab, "left") == []


async def test_a_visitor_finds_nothing_and_what_was_found_ends_with_the_sign_in(server: Server, ana: Actor, bea: Actor) -> None:
    await server.hall(ana, name="Diary", kind="private")
    visitor, tab = await server.open(None), await server.open(ana)
    assert await found(visitor, "diary") == []
    assert visitor.page.signed_out
    assert await labels(tab, "diary") == ["Diary"]
    await server.write(lambda tx: sessions.end(tx, session_id=ana.session_id))
    before = len(tab.page.updates)
    await tab.reconnect()
    assert (await tab.state(SwitcherState)).choices == []
    assert "Diary" not in str(tab.page.updates[before:])


@pytest.mark.parametrize("query", [None, 5, [], {}, "\ud800", "\0", "%", "(", "\\", "x" * 500_000, "'; --"])
async def test_what_no_page_sends_finds_nothing_and_breaks_nothing(server: Server, ana: Actor, query: Any) -> None:
    tab = await server.open(ana)
    await found(tab, query)
    state = await tab.state(SwitcherState)
    assert (tab.notice, len(state.query) <= MAX_NAME, state.query.isprintable()) == ("", True, query != "\0")


async def test_last_of_all_what_was_typed_is_looked_for_in_messages(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, language="es")
    for typed, path in (("faro & luz", "/find?q=faro%20%26%20luz"), ("general", "/find?q=general")):
        await tab.send(SwitcherState, "search", query=typed)
        last = (await tab.state(SwitcherState)).choices[-1]
        assert (last["kind"], last["path"], last["label"]) == ("search", path, f"Buscar «{typed}» en los mensajes")
    await tab.send(SwitcherState, "search", query=" ")
    assert "search" not in [one["kind"] for one in (await tab.state(SwitcherState)).choices]
