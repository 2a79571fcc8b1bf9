"""A tab's first snapshot is filled, and what it shows after is the truth whatever happened in between."""

from typing import Any

import pytest
import reflex as rx

from hallchat.services import history, memberships, sessions
from hallchat.states.boot import OF_A_HALL, Boot
from hallchat.states.card import CardState
from hallchat.states.completing import CompletingState
from hallchat.states.editing import EditingState
from hallchat.states.halls import HallsState
from hallchat.states.members import MembersState
from hallchat.states.notices import NoticeState
from hallchat.states.pages import PagesState
from hallchat.states.ring import RingState
from hallchat.states.session import SessionState
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import Server, Tab
from tests.tabs import HALLS, RING, SESSION, quiet, until


def snapshot(tab: Tab) -> dict:
    """Return the first update that a page gets."""
    return tab.page.updates[0]


async def test_the_first_snapshot_says_who_where_and_what(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=3)
    tab = await server.open(ana, hall)
    first = snapshot(tab)
    assert first[SESSION]["username_rx_state_"] == "ana"
    assert [row["name"] for row in first[HALLS]["halls_rx_state_"]] == ["General", "Plaza"]
    assert first[RING] == {}  # the page keeps what it shows, until the feed sends the ring
    assert (tab.page.ring("hall"), tab.page.seqs) == (hall, [1, 2, 3])


async def test_a_visitor_gets_nothing_and_is_led_to_sign_in(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=3)
    tab = await server.open(None, hall, language="es")
    state = tab.page.vars
    assert (state[SESSION]["user_id"], state[SESSION]["language"], tab.page.halls, tab.page.window) == (0, "es", [], [])
    assert "/sign-in" in str(tab.page.events)
    assert server.app.live.shown(tab.sid) is None


@pytest.mark.parametrize("path", ["/h/2", "/h/999", "/h/9223372036854775808", "/h/x", "/h/-1", "/h/"])
async def test_a_hall_that_may_not_be_seen_is_not_in_the_snapshot(server: Server, ana: Actor, bea: Actor, path: str) -> None:
    await server.hall(ana, kind="private", last=3)
    tab = server.tab(bea, path=path)
    await tab.connect()
    assert (tab.page.window, tab.page.halls, server.app.live.shown(tab.sid)) == ([], ["General"], None)


async def test_after_a_reconnect_the_page_never_empties_and_catches_up(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=3)
    tab = await server.open(ana, hall)
    page, seen = tab.page, []
    take = page.take
    page.take = lambda delta: (take(delta), seen.append(page.seqs))  # pyright: ignore
    await server.write(lambda tx: builders.say(tx, ana, hall))
    await quiet()
    await tab.reconnect()
    await server.write(lambda tx: builders.say(tx, ana, hall))
    await quiet()
    assert page.seqs == [1, 2, 3, 4, 5]
    assert [] not in seen


async def test_a_hall_that_was_left_meanwhile_is_not_in_the_next_snapshot(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=3)
    tab = await server.open(bea, hall)
    (await tab.state(RingState)).keep()  # for a snapshot that was never sent
    await server.write(lambda tx: memberships.leave(tx, bea, hall_id=hall))
    await tab.reconnect()
    assert (tab.page.ring("hall"), tab.page.window, tab.page.halls) == (0, [], ["General"])


async def test_of_a_hall_that_ended_nothing_is_in_the_next_snapshot_of_a_tab_that_shows_another(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall, other = await server.hall(ana, bea, kind="private", name="Secret"), await server.hall(ana, bea)
    tab = await server.open(bea, hall)
    await tab.send(MembersState, "toggle")
    await tab.send(MembersState, "toggle")
    await tab.send(CompletingState, "ask")
    await tab.send(CardState, "show", username="ana")
    await tab.go(f"/h/{other}")
    await server.write(lambda tx: memberships.remove(tx, ana, hall_id=hall, user_id=bea.user_id))
    await tab.reconnect()
    assert (await tab.state(MembersState)).members == []
    assert (await tab.state(CompletingState)).people == []
    assert (await tab.state(CardState)).shared == []


def test_every_state_that_knows_a_hall_forgets_it() -> None:
    known, waiting = set[Any](), list[Any]([rx.State])
    while waiting:
        state = waiting.pop()
        waiting += state.get_substates()
        known |= {state} if "hall" in state.base_vars else set()
    kept = {EditingState}  # one's own words, of any hall
    elsewhere = {RingState}  # a snapshot leaves it
    assert known - kept - elsewhere == {PagesState, MembersState, *OF_A_HALL}


async def test_a_state_that_expired_is_filled_again_by_whatever_comes_first(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=3)
    tab = await server.open(ana, hall)
    server.states.states.clear()  # Reflex forgets a tab that did nothing for an hour, though its socket is there
    await tab.send(NoticeState, "dismiss")
    assert (tab.page.seqs, tab.page.halls, tab.page.vars[SESSION]["user_id"]) == ([1, 2, 3], ["General", "Plaza"], ana.user_id)
    await server.write(lambda tx: builders.say(tx, ana, hall))
    await quiet()
    assert tab.page.seqs == [1, 2, 3, 4]


async def test_what_happens_between_filling_and_the_snapshot_is_not_lost(
    server: Server, ana: Actor, bea: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = await server.hall(ana, bea, last=3)
    tab, preprocess = server.tab(bea, path=f"/h/{hall}"), Boot.preprocess
    made: list[int] = []

    async def meanwhile(self: Boot, **given: object) -> None:
        await preprocess(self, **given)  # pyright: ignore
        if not made:
            made.append(await server.hall(ana, bea, last=2, name="New"))
            await server.write(lambda tx: builders.say(tx, ana, hall))
            await until(lambda: "New" in tab.page.halls)  # the news are told: the snapshot, which is older, comes after them

    monkeypatch.setattr(Boot, "preprocess", meanwhile)
    await tab.connect()
    await quiet()
    assert (tab.page.seqs, tab.page.halls) == ([1, 2, 3, 4], ["General", "New", "Plaza"])
    assert tab.page.unread == server.app.live.listing(bea.user_id).unread == {str(hall): 4, str(made[0]): 2}
    server.states.states.clear()  # again on the same socket, when the state expired
    made.clear()
    await tab.send(NoticeState, "dismiss")
    await quiet()
    assert (tab.page.seqs, tab.page.halls) == ([1, 2, 3, 4, 5], ["General", "New", "New", "Plaza"])


@pytest.mark.parametrize("ending", ["leaving", "signing out"])
async def test_what_ends_between_filling_and_opening_takes_away_what_the_page_kept(
    server: Server, ana: Actor, bea: Actor, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    hall = await server.hall(ana, bea, last=3)
    tab, preprocess = await server.open(bea, hall), Boot.preprocess

    async def meanwhile(self: Boot, **given: object) -> None:
        await preprocess(self, **given)  # pyright: ignore
        monkeypatch.setattr(Boot, "preprocess", preprocess)
        if ending == "leaving":
            await server.write(lambda tx: memberships.remove(tx, ana, hall_id=hall, user_id=bea.user_id))
        else:
            await server.write(lambda tx: sessions.end(tx, session_id=bea.session_id))

    monkeypatch.setattr(Boot, "preprocess", meanwhile)
    assert tab.page.seqs == [1, 2, 3]
    await tab.reconnect()
    await quiet()
    assert tab.page.window == []


async def test_a_sign_in_that_ends_before_the_tab_is_known_lets_it_not_in(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = server.app.live.connect

    async def late(sid: str, **who: object) -> bool:
        await server.write(lambda tx: sessions.end(tx, session_id=ana.session_id))
        return await connect(sid, **who)  # pyright: ignore

    monkeypatch.setattr(server.app.live, "connect", late)
    tab = await server.open(ana, await server.hall(ana, last=3))
    assert (server.app.live.listing(ana.user_id).halls, tab.page.window, tab.page.halls) == ([], [], [])


async def test_a_database_that_fails_while_a_tab_is_filled_leaves_a_page_that_says_so(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = await server.hall(ana, last=3)
    with monkeypatch.context() as patched:
        patched.setattr(history, "tail", lambda *_args, **_options: 1 / 0)
        tab = await server.open(ana, hall)
    assert "wrong on our side" in tab.notice
    assert tab.page.vars[SESSION]["ready"]
    await tab.reconnect()
    assert (tab.page.seqs, tab.notice) == ([1, 2, 3], "")


async def test_who_signed_out_takes_their_halls_out_of_the_state(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=3))
    await server.write(lambda tx: sessions.end(tx, session_id=ana.session_id))
    assert (tab.page.signed_out, tab.page.window) == (True, [])
    await tab.connect()
    assert (tab.page.halls, (await tab.state(SessionState)).user_id) == ([], 0)


async def test_the_hall_list_is_in_one_snapshot_and_not_kept(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=3))
    assert tab.page.halls == ["General", "Plaza"]
    assert (await tab.state(HallsState)).dict()[HALLS]["halls_rx_state_"] == []
