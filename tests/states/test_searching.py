"""The search page: what it shows of what was found, and to whom."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hallchat import operations
from hallchat.errors import TooMany
from hallchat.services import editing, memberships, messages
from hallchat.states.notices import NoticeState
from hallchat.states.searching import MOST, PAGE, SearchState
from hallchat.states.session import SessionState
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import Server, Tab
from tests.tabs import until

SEARCH = SearchState.get_full_name()


async def found(tab: Tab, query: Any) -> list[str]:
    """The excerpts that a page shows for what was typed."""
    await tab.send(SearchState, "search", query=query)
    return [excerpt(one) for one in (await tab.state(SearchState)).found]


def excerpt(one: dict[str, Any]) -> str:
    return "".join(f"[{piece['text']}]" if piece["marked"] else piece["text"] for piece in one["pieces"])


async def test_what_is_found_leads_to_its_place_and_what_was_looked_for_is_marked(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, name="Puerto", last=2)
    await server.write(lambda tx: builders.say(tx, ana, hall, "the tide at the harbour, and the Tidé tables"))
    tab = await server.open(ana)
    assert await found(tab, "tide the") == ["[the] [tide] at [the] harbour, and [the] [Tidé] tables"]
    (one,) = (await tab.state(SearchState)).found
    assert (one["path"], one["hall"], one["name"]) == (f"/h/{hall}#3", "Puerto", "Ana")


async def test_older_ones_are_found_by_and_by(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=2 * PAGE + 3)
    tab = await server.open(ana, hall)
    assert (await found(tab, "message"))[0] == f"[message] {2 * PAGE + 3}"
    for shown in (2 * PAGE, 2 * PAGE + 3, 2 * PAGE + 3):
        await tab.send(SearchState, "older")
        assert len((await tab.state(SearchState)).found) == shown
    assert excerpt((await tab.state(SearchState)).found[-1]) == "[message] 1"
    assert not (await tab.state(SearchState)).more


async def test_days_begin_where_the_page_says_that_it_is(server: Server, ana: Actor) -> None:
    hall, late = await server.hall(ana), datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    prepared = messages.prepare("the tide")
    await server.write(lambda tx: messages.bring_in(tx, ana, hall_id=hall, prepared=prepared, client_id="one", at=late))
    tab, seen = await server.open(ana), {}
    await tab.send(SearchState, "search", query="tide after:2026-03-02")
    assert (await tab.state(SearchState)).found == []
    odd = ("Mars/Base", "../../etc/passwd", "America", "\ud800\0", "x" * 9999)
    for zone in ("Europe/Madrid", "America/Lima", "Asia/Tokyo", *odd):
        await tab.send(SearchState, "stand", zone=zone)
        seen[zone] = len((await tab.state(SearchState)).found)
    assert [zone for zone, many in seen.items() if many] == ["Europe/Madrid", "Asia/Tokyo"]
    await tab.send(SearchState, "search", query="tide after:2026-03-02", zone="Europe/Madrid")
    await tab.send(SearchState, "arrive")
    assert len((await tab.state(SearchState)).found) == 1


async def test_what_is_refused_and_what_fits_nothing_is_said(server: Server, ana: Actor) -> None:
    await server.hall(ana, last=1)
    tab = await server.open(ana, language="es")
    assert await found(tab, "x" * 300) == []
    assert "caracteres" in (await tab.state(SearchState)).problem
    assert await found(tab, "from:nobody message") == []
    state = await tab.state(SearchState)
    assert (state.problem, state.unmet) == ("", "nobody")
    assert await found(tab, " ") == []
    assert (await tab.state(SearchState)).unmet == ""


async def test_who_left_a_hall_finds_nothing_of_it_and_a_visitor_nothing_at_all(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    tab, visitor = await server.open(bea), await server.open(None)
    assert await found(tab, "message") == ["[message] 1"]
    await server.write(lambda tx: memberships.leave(tx, bea, hall_id=hall))
    assert await found(tab, "message") == []
    assert await found(visitor, "message") == []
    assert (await visitor.state(SessionState)).signed_out
    assert (await visitor.state(SearchState)).problem == ""


async def test_what_the_address_asks_for_is_found_each_time_one_arrives(server: Server, ana: Actor) -> None:
    await server.hall(ana, last=1)
    tab = await server.open(ana)
    for _ in range(2):
        await tab.go("/find?q=message")
        await tab.send(SearchState, "arrive")
        state = await tab.state(SearchState)
        assert (state.query, [excerpt(one) for one in state.found]) == ("message", ["[message] 1"])
        await found(tab, "another one")


async def test_after_a_reload_as_much_stands_there_as_before(server: Server, ana: Actor) -> None:
    await server.hall(ana, last=PAGE + 2)
    tab = await server.open(ana)
    await tab.go("/find?q=message")
    await found(tab, "message")
    await tab.send(SearchState, "older")
    await tab.reconnect()
    await tab.send(SearchState, "arrive")
    assert len((await tab.state(SearchState)).found) == PAGE + 2


async def test_what_was_found_is_there_for_who_comes_back_and_gone_for_the_next_in_the_tab(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=1)
    tab = await server.open(ana)
    assert await found(tab, "message") == ["[message] 1"]
    await tab.go(f"/h/{hall}")
    await tab.send(SearchState, "arrive")
    assert [excerpt(one) for one in (await tab.state(SearchState)).found] == ["[message] 1"]


async def test_who_comes_back_finds_what_is_there_by_now_and_as_much_of_it(server: Server, ana: Actor, bea: Actor) -> None:
    hall, left = await server.hall(ana, bea, last=PAGE + 2), await server.hall(ana, bea, last=1)
    tab = await server.open(bea)
    await found(tab, "message")
    await tab.send(SearchState, "older")
    assert len((await tab.state(SearchState)).found) == PAGE + 3
    await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=2))
    await server.write(lambda tx: builders.edit(tx, ana, hall, 1, "the first message"))
    await server.write(lambda tx: memberships.remove(tx, ana, hall_id=left, user_id=bea.user_id))
    await tab.reconnect()
    assert f"/h/{left}#" not in str(tab.page.vars[SEARCH]["found"])
    await tab.send(SearchState, "arrive")
    now = [excerpt(one) for one in (await tab.state(SearchState)).found]
    assert (now[0], now[-2:], len(now)) == (f"[message] {PAGE + 2}", ["[message] 3", "the first [message]"], PAGE + 1)


async def test_what_stands_there_stays_where_it_cannot_be_found_again(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await server.hall(ana, last=1)
    tab = await server.open(ana)
    assert await found(tab, "message") == ["[message] 1"]
    notices = await tab.state(NoticeState)
    notices.sentence = "You can change only your own messages."

    async def refuse(*_: object, **__: object) -> None:
        raise TooMany(seconds=3)

    monkeypatch.setattr(operations, "search_messages", refuse)
    for times in (1, 2):
        await tab.send(SearchState, "again")
        state = await tab.state(SearchState)
        assert ([excerpt(one) for one in state.found], state.problem) == (["[message] 1"], "")
        assert (state.later, state.refused) == (3, times)  # the page asks again by itself
    assert (await tab.state(NoticeState)).sentence
    monkeypatch.undo()
    await tab.send(SearchState, "again")
    assert (await tab.state(SearchState)).later == 0


async def test_as_much_is_found_again_as_stood_there(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=MOST + PAGE + 2)
    tab = await server.open(bea)
    await found(tab, "message")
    for _ in range(MOST // PAGE):
        await tab.send(SearchState, "older")
    await server.write(lambda tx: builders.edit(tx, ana, hall, 1, "nothing of that"))
    await tab.send(SearchState, "again")
    state = await tab.state(SearchState)
    assert (len(state.found), state.more) == (MOST + PAGE, True)
    await tab.send(SearchState, "older")
    assert not (await tab.state(SearchState)).more


async def test_only_so_much_is_listed_however_often_one_asks_for_more(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hallchat.states.searching.LISTED", 2 * PAGE)
    await server.hall(ana, last=3 * PAGE)
    tab = await server.open(ana)
    await found(tab, "message")
    for _ in range(3):
        await tab.send(SearchState, "older")
    state = await tab.state(SearchState)
    assert (len(state.found), state.more) == (2 * PAGE, False)


async def test_what_is_listed_is_found_again_as_it_is_now(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=2)
    tab = await server.open(bea)
    assert await found(tab, "message") == ["[message] 2", "[message] 1"]
    await server.write(lambda tx: builders.edit(tx, ana, hall, 1, "the first message"))
    await until(lambda: tab.page.listed > 0)
    await tab.send(SearchState, "again")
    assert [excerpt(one) for one in (await tab.state(SearchState)).found] == ["[message] 2", "the first [message]"]
    for seq in (1, 2):
        deleted = await server.write(lambda tx, seq=seq: editing.delete(tx, ana, hall_id=hall, seq=seq))
    await tab.send(SearchState, "again")
    assert (await tab.state(SearchState)).found == []
    heard = tab.page.listed
    await server.write(lambda tx: editing.restore(tx, ana, hall_id=hall, seq=2, deleted=deleted))
    await until(lambda: tab.page.listed > heard)
    await tab.send(SearchState, "again")
    assert [excerpt(one) for one in (await tab.state(SearchState)).found] == ["[message] 2"]
