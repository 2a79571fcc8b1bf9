"""Older messages: whole blocks, in one run, live while they are loaded, and of one hall."""

from typing import Any, cast

import pytest
from reflex.istate.manager.token import BaseStateToken

from hallchat.services import editing, history, memberships
from hallchat.states.conversation import ConversationState
from hallchat.states.members import MembersState
from hallchat.states.pages import BLOCK, KEPT, PagesState, refresh
from hallchat.views import Actor, MessageView
from tests import builders
from tests.states.conftest import MEMBERS, PAGES, Server, Tab
from tests.tabs import quiet, until


async def loaded(tab: Tab) -> tuple[int, int]:
    state = await tab.state(PagesState)
    return state.low, state.high


async def older(tab: Tab, times: int = 1) -> None:
    for _ in range(times):
        await tab.send(PagesState, "older")


async def post(server: Server, actor: Actor, hall: int, count: int) -> None:
    await server.write(lambda tx: [builders.say(tx, actor, hall) for _ in range(count)])
    await quiet()


async def test_blocks_begin_by_overlapping_the_ring_and_go_back_to_the_beginning(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=300))
    assert tab.rows == list(range(173, 301))
    await older(tab)
    assert (await loaded(tab), tab.rows) == ((1, 2), list(range(64, 301)))
    await older(tab, 3)
    assert (await loaded(tab), tab.rows) == ((0, 2), list(range(1, 301)))


async def test_a_block_goes_over_the_wire_once(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=300))
    await older(tab, 2)
    assert [tab.page.count(PAGES, f"page_{block}") for block in range(3)] == [2, 2, 2]  # the snapshot, and once


async def test_what_the_ring_holds_is_not_loaded(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=128))
    await older(tab)
    await tab.send(PagesState, "newer")
    assert await loaded(tab) == (0, -1)
    await post(server, ana, server.app.live.shown(tab.sid) or 0, 1)
    await older(tab)
    assert (await loaded(tab), tab.rows) == ((0, 0), list(range(1, 130)))


async def test_at_most_eight_blocks_are_kept_and_the_hole_is_filled_from_below(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=900)
    tab = await server.open(ana, hall)
    await older(tab, KEPT + 1)
    low, high = await loaded(tab)
    assert (high - low + 1, low) == (KEPT, 12 - KEPT - 1)
    blocks = list(range(low * BLOCK, (high + 1) * BLOCK))
    assert tab.rows == [*blocks, *range(773, 901)]
    for _ in range(5):  # more often than there are holes: a block that reaches the end is never loaded
        await tab.send(PagesState, "newer")
    assert (await loaded(tab), tab.rows) == ((5, 12), list(range(320, 901)))


@pytest.mark.parametrize(
    ("seq", "blocks", "rows"),
    [
        (300, (3, 5), [*range(192, 384), *range(773, 901)]),
        (1, (0, 1), [*range(1, 128), *range(773, 901)]),
        (770, (11, 12), list(range(704, 901))),
        (773, (0, -1), list(range(773, 901))),
        (900, (0, -1), list(range(773, 901))),
    ],
)
async def test_what_stands_around_a_place_is_loaded_unless_the_ring_holds_it(
    server: Server, ana: Actor, seq: int, blocks: tuple[int, int], rows: list[int]
) -> None:
    tab = await server.open(ana, await server.hall(ana, last=900))
    await tab.send(PagesState, "around", seq=seq)
    assert (await loaded(tab), tab.rows) == (blocks, rows)


async def test_a_place_that_is_loaded_keeps_what_is_loaded(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=900))
    await older(tab, 4)
    before = await loaded(tab)
    await tab.send(PagesState, "around", seq=640)
    assert await loaded(tab) == before
    await tab.send(PagesState, "around", seq=100)
    assert await loaded(tab) == (0, 2)


@pytest.mark.parametrize("seq", [0, -1, 901, 2**62])
async def test_a_place_where_nothing_was_said_is_refused(server: Server, ana: Actor, seq: int) -> None:
    tab = await server.open(ana, await server.hall(ana, last=900))
    await tab.send(PagesState, "around", seq=seq)
    assert tab.notice == "There is no such message in this hall."
    assert await loaded(tab) == (0, -1)
    assert (await tab.state(PagesState)).asked == 1  # answered: the page waits for it no more


async def test_the_ring_moves_on_and_the_hole_that_opens_is_filled(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=300)
    tab = await server.open(ana, hall)
    await older(tab)
    await post(server, ana, hall, 100)
    assert tab.rows == [*range(64, 192), *range(273, 401)]
    await tab.send(PagesState, "newer")
    await tab.send(PagesState, "newer")
    assert tab.rows == list(range(64, 401))


async def test_another_hall_starts_without_blocks(server: Server, ana: Actor) -> None:
    one, two = await server.hall(ana, last=300), await server.hall(ana, last=200, name="Two")
    tab = await server.open(ana, one)
    await older(tab)
    await tab.go(f"/h/{two}")
    assert (await loaded(tab), tab.rows) == ((0, -1), list(range(73, 201)))
    await older(tab)
    assert tab.rows == list(range(1, 201))


async def test_being_back_at_the_end_gives_the_blocks_up(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=300))
    await older(tab)
    await tab.send(ConversationState, "watch", watching=False)
    assert await loaded(tab) == (1, 2)
    await tab.send(ConversationState, "watch", watching=True)
    assert (await loaded(tab), tab.rows) == ((0, -1), list(range(173, 301)))


async def test_a_deletion_is_seen_in_the_blocks_that_hold_it_and_stays_when_it_leaves_the_ring(
    server: Server, ana: Actor
) -> None:
    hall = await server.hall(ana, last=300)
    tab, other = await server.open(ana, hall), await server.open(ana, hall)
    await older(tab)
    for seq in (70, 180):  # in a block alone; in a block and in the ring
        await server.write(lambda tx, seq=seq: editing.delete(tx, ana, hall_id=hall, seq=seq))
    await until(lambda: tab.page.vars[PAGES]["page_2"][180 - 128]["gone"])
    shown = tab.page.vars[PAGES]["page_1"][70 - 64]
    assert (shown["gone"], shown["html"], shown["gap"] < shown["at"]) == (True, "", True)
    assert other.page.count(PAGES, "page_1") == 1
    await older(other)
    assert other.page.vars[PAGES]["page_1"][70 - 64] == shown


async def test_a_deletion_while_its_block_is_read_is_not_lost(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = await server.hall(ana, last=300)
    tab, read = await server.open(ana, hall), server.app.read

    async def late(work):
        answer = await read(work)
        await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=150))
        return answer

    monkeypatch.setattr(server.app, "read", late)
    await older(tab)
    await until(lambda: tab.page.vars[PAGES]["page_2"][150 - 128]["gone"])


async def test_a_deletion_that_was_taken_back_is_seen_so_in_the_blocks_whichever_news_waits_longer(
    server: Server, ana: Actor
) -> None:
    hall = await server.hall(ana, last=300)
    tab = await server.open(ana, hall)
    await older(tab)
    before, told = tab.page.vars[PAGES]["page_1"][70 - 64], []
    server.app.live.when_older_changes(lambda _, message: keep(told, message))
    deleted = await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=70))
    await server.write(lambda tx: editing.restore(tx, ana, hall_id=hall, seq=70, deleted=deleted))
    await until(lambda: len(told) == 2)
    for message in (*told, *reversed(told)):
        await refresh(cast(Any, server), [tab.sid], message)
    assert tab.page.count(PAGES, "page_1") > 2
    assert tab.page.vars[PAGES]["page_1"][70 - 64] == before


async def keep(told: list[MessageView], message: MessageView) -> None:
    told.append(message)


async def test_a_change_that_waited_for_a_tab_does_not_reach_it_after_the_membership_ended(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=300)
    tab = await server.open(bea, hall)
    await older(tab)
    async with server.states.modify_state(BaseStateToken(ident=server.sid_to_token[tab.sid], cls=PagesState)):
        await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=70))
        await quiet()
        await server.write(lambda tx: memberships.leave(tx, bea, hall_id=hall))
    await quiet()
    assert not tab.page.vars[PAGES]["page_1"][70 - 64]["gone"]


async def test_a_membership_that_ends_while_a_block_is_read_keeps_it_back(
    server: Server, ana: Actor, bea: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = await server.hall(ana, bea, last=300)
    tab, read = await server.open(bea, hall), server.app.read

    async def late(work):
        answer = await read(work)
        await server.write(lambda tx: memberships.leave(tx, bea, hall_id=hall))
        return answer

    monkeypatch.setattr(server.app, "read", late)
    await older(tab)
    assert (await loaded(tab), tab.page.vars[PAGES]["page_1"], tab.page.window) == ((0, -1), [], [])


async def test_without_a_hall_nothing_is_loaded(server: Server, ana: Actor) -> None:
    await server.hall(ana, last=300)
    for tab in (await server.open(ana), await server.open(None, 2)):
        for handler in ("older", "newer"):
            await tab.send(PagesState, handler)
        assert await loaded(tab) == (0, -1)


async def test_after_a_reconnect_the_blocks_are_as_the_database_has_them(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=300)
    tab = await server.open(ana, hall)
    await older(tab)
    server.tabs.go(tab.sid)
    await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=70))
    server.tabs.come(tab.sid)
    await tab.connect()
    stored = await server.app.read(lambda tx: history.before(tx, ana, hall_id=hall, seq=71, limit=1))
    assert stored.messages[0].deleted_at
    assert (tab.page.vars[PAGES]["page_1"][70 - 64]["gone"], tab.rows) == (True, list(range(64, 301)))


@pytest.mark.parametrize("address", ["the hall", "another hall", "none"])
async def test_who_was_removed_while_away_gets_no_older_messages_again(
    server: Server, ana: Actor, bea: Actor, address: str
) -> None:
    hall, other = await server.hall(ana, bea, last=300), await server.hall(ana, bea, name="Other")
    tab = await server.open(bea, hall)
    await older(tab)
    await tab.send(MembersState, "toggle")
    assert tab.page.vars[MEMBERS]["members"]
    server.app.live.gone(tab.sid)
    await server.write(lambda tx: memberships.remove(tx, ana, hall_id=hall, user_id=bea.user_id))
    tab.path = {"the hall": tab.path, "another hall": f"/h/{other}", "none": "/"}[address]
    seen = len(tab.page.updates)
    await tab.reconnect()
    await quiet()
    again = tab.page.updates[seen:]
    assert "message" not in str([update.get(PAGES) for update in again])
    assert not any(update.get(MEMBERS, {}).get("members_rx_state_") for update in again)
    assert tab.page.vars[PAGES]["page_1"] == []


async def test_after_a_restart_the_place_in_the_history_is_in_the_first_snapshot(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=400)
    tab = await server.open(ana, hall)
    await older(tab, 3)
    before, place = tab.rows, (await tab.state(PagesState)).place
    again = server.tab(ana, path=f"/h/{hall}")
    await again.connect(place=place)
    assert [len(again.page.updates[0][PAGES][f"page_{block}_rx_state_"]) for block in range(2, 5)] == [64] * 3
    assert again.rows == before
    await older(again)
    assert again.rows[0] < before[0]


@pytest.mark.parametrize("place", ["", "x", "2 0", "2 0 9", "2 3 1", "1 0 1", "2 -1 0", "2 0 0 0", "2 999999999999 999999999999"])
async def test_a_place_that_cannot_be_is_not_restored(server: Server, ana: Actor, place: str) -> None:
    hall = await server.hall(ana, last=400)
    assert hall == 2
    tab = server.tab(ana, path=f"/h/{hall}")
    await tab.connect(place=place)
    assert tab.rows == list(range(273, 401))


async def test_a_place_in_a_hall_that_may_not_be_seen_shows_nothing(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, kind="private", last=400)
    tab = server.tab(bea, path=f"/h/{hall}")
    await tab.connect(place=f"{hall} 0 3")
    assert tab.rows == []
    assert not any(tab.page.updates[0][PAGES][f"page_{block}_rx_state_"] for block in range(KEPT))
