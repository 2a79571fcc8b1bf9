"""The live end: who gets the ring of which hall, and what happens when somebody may not any more."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from hallchat.events import SessionEnded
from hallchat.realtime import feed as feed_module
from hallchat.realtime import feeds as feeds_module
from hallchat.realtime.feed import BEHIND
from hallchat.realtime.live import Live
from hallchat.views import MessageView
from tests.realtime.conftest import Store, at_one_moment, opened
from tests.tabs import HALLS, LATER, RING, Tabs, quiet, until


async def test_a_post_reaches_every_tab_that_shows_the_hall_and_no_other(live: Live, store: Store, tabs: Tabs) -> None:
    shown = [await opened(live, tabs, sid, 1, user=user) for sid, user in (("a", 1), ("b", 1), ("c", 2))]
    elsewhere, nowhere = await opened(live, tabs, "d", 2), await opened(live, tabs, "e")
    live.apply([store.post(1)])
    await quiet()
    assert [page.seqs for page in shown] == [[1, 2, 3, 4]] * 3
    assert (elsewhere.seqs, nowhere.seqs) == ([1, 2, 3], [])


async def test_after_switching_nothing_of_the_former_hall_comes(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a", 1)
    live.apply([store.post(1)])
    assert await live.open("a", 2)
    live.apply([store.post(1), store.post(2)])
    await quiet()
    assert page.ring("hall") == 2
    assert [row["html"] for row in page.window] == [f"<p>2:{seq}</p>" for seq in (1, 2, 3, 4)]


async def test_a_hall_can_be_opened_by_its_members_only(live: Live, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a")
    assert not await live.open("a", 3)
    assert not await live.open("nobody", 1)
    assert (live.shown("a"), page.window) == (None, [])


async def test_an_end_of_membership_empties_the_ring_at_once_and_nothing_follows(live: Live, store: Store, tabs: Tabs) -> None:
    pages = [await opened(live, tabs, sid, 1) for sid in ("a", "b")]
    other = await opened(live, tabs, "c", 1, user=2)
    live.apply([store.post(1), *store.end(1, 1), store.post(1)])
    for page in pages:
        assert (page.ring("hall"), page.window) == (-1, [])
    await quiet()
    live.apply([store.post(1)])
    await quiet()
    for page in pages:
        assert (page.ring("hall"), page.window) == (-1, [])
    assert (other.seqs[-1], live.shown("a"), live.shown("c")) == (6, None, 1)


@pytest.mark.parametrize("comes_back", [False, True])
async def test_a_membership_that_ends_while_the_hall_is_opened(live: Live, store: Store, tabs: Tabs, comes_back: bool) -> None:
    page = await opened(live, tabs, "a")
    store.gate.clear()
    opening = asyncio.create_task(live.open("a", 1))
    await quiet()
    live.apply(store.end(1, 1))
    if comes_back:
        live.apply([store.post(1), *store.start(1, 1)])
    store.gate.set()
    assert await opening is comes_back
    assert page.seqs == ([1, 2, 3, 4] if comes_back else [])


async def test_what_happens_while_a_ring_is_read_is_in_it(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a")
    store.gate.clear()
    opening = asyncio.create_task(live.open("a", 1))
    await quiet()
    live.apply([store.post(1), store.delete(1, 2), store.post(1)])
    store.gate.set()
    await opening
    assert [(row["seq"], row["gone"]) for row in page.window] == [(1, False), (2, True), (3, False), (4, False), (5, False)]


async def test_a_missing_revision_is_read_again_for_everybody(live: Live, store: Store, tabs: Tabs) -> None:
    pages = [await opened(live, tabs, sid, 1) for sid in ("a", "b")]
    store.post(1)
    live.apply([store.post(1)])
    await until(lambda: all(page.seqs == [1, 2, 3, 4, 5] for page in pages))
    assert store.tails == 2


async def test_reading_again_is_tried_until_it_succeeds(
    live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds_module, "RETRY", 0.01)
    page = await opened(live, tabs, "a", 1)
    store.post(1)
    store.failures = 2
    live.apply([store.post(1)])
    await until(lambda: page.seqs == [1, 2, 3, 4, 5])


async def test_a_first_read_that_fails_leaves_nothing_behind(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a")
    store.failures = 1
    with pytest.raises(OSError, match="no database"):
        await live.open("a", 1)
    live.apply([store.post(1)])
    assert await live.open("a", 1)
    assert page.seqs == [1, 2, 3, 4]


async def test_one_event_that_fails_does_not_take_the_others_with_it(
    live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await opened(live, tabs, "a", 1)
    broken, fine = store.post(2), store.post(1)
    apply = live._roster.apply  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(live._roster, "apply", lambda event: 1 / 0 if event is broken else apply(event))  # pyright: ignore[reportPrivateUsage]
    live.apply([broken, fine])
    await quiet()
    assert page.seqs == [1, 2, 3, 4]


async def test_the_end_of_a_sign_in_says_farewell_to_its_tabs_only_and_drops_them(live: Live, store: Store, tabs: Tabs) -> None:
    page, lobby = await opened(live, tabs, "a", 1), await opened(live, tabs, "b")
    tabs.come("c")
    await live.connect("c", user_id=1, session_id="another", expires_at=LATER)
    await live.open("c", 1)
    other = tabs.pages["c"]
    live.apply([store.post(1), SessionEnded("session 1", 1), store.post(1)])
    assert (page.signed_out, page.window, lobby.signed_out, other.signed_out) == (True, [], True, False)
    await until(lambda: sorted(tabs.dropped) == ["a", "b"])
    await quiet()
    assert (page.window, other.seqs, live.shown("a")) == ([], [1, 2, 3, 4, 5], None)


async def test_a_sign_in_that_ends_while_a_tab_connects_lets_it_not_in(live: Live, store: Store, tabs: Tabs) -> None:
    page = tabs.come("a")
    store.gate.clear()
    connecting = asyncio.create_task(live.connect("a", user_id=1, session_id="session 1", expires_at=LATER))
    await quiet()
    live.apply([SessionEnded("session 1", 1)])
    store.gate.set()
    assert not await connecting
    assert (page.signed_out, await live.open("a", 1)) == (True, False)


async def test_a_socket_that_goes_while_it_connects_is_forgotten(live: Live, store: Store, tabs: Tabs) -> None:
    tabs.come("a")
    store.gate.clear()
    connecting = asyncio.create_task(live.connect("a", user_id=1, session_id="session 1", expires_at=LATER))
    await quiet()
    tabs.go("a")
    store.gate.set()
    assert not await connecting
    assert live.listing(1).halls == []


@pytest.mark.parametrize("cancelled", [False, True])
async def test_a_socket_that_was_gone_before_is_not_kept(live: Live, store: Store, cancelled: bool) -> None:
    store.gate.clear()
    connecting = asyncio.create_task(live.connect("gone", user_id=1, session_id="session 1", expires_at=LATER))
    await quiet()
    if cancelled:
        connecting.cancel()
        await quiet()
    store.gate.set()
    await asyncio.gather(connecting, return_exceptions=True)
    await quiet()
    assert (live.listing(1).halls, live._tabs.of(1)) == ([], ())  # pyright: ignore[reportPrivateUsage]


async def test_a_tab_whose_halls_could_not_be_read_connects_anew(live: Live, store: Store, tabs: Tabs) -> None:
    tabs.come("a")
    store.failures = 1
    with pytest.raises(OSError, match="no database"):
        await live.connect("a", user_id=1, session_id="session 1", expires_at=LATER)
    assert await live.connect("a", user_id=1, session_id="session 1", expires_at=LATER)
    assert [row["id"] for row in live.listing(1).halls] == [1, 2]


async def test_a_tab_that_connects_twice_at_once_waits_for_its_halls_both_times(live: Live, store: Store, tabs: Tabs) -> None:
    tabs.come("a")
    store.gate.clear()
    both = [asyncio.create_task(live.connect("a", user_id=1, session_id="session 1", expires_at=LATER)) for _ in range(2)]
    await quiet()
    assert not any(task.done() for task in both)
    store.gate.set()
    assert await asyncio.gather(*both) == [True, True]
    tabs.go("a")
    assert live.listing(1).halls == []


async def test_a_change_of_a_loaded_message_reaches_exactly_the_tabs_that_hold_it(live: Live, store: Store, tabs: Tabs) -> None:
    told: list[tuple[list[str], int]] = []

    async def older(sids: object, message: MessageView) -> None:
        told.append((sorted(sids), message.seq))  # pyright: ignore[reportArgumentType, reportCallIssue]

    live.when_older_changes(older)
    for sid, places in (("a", range(64, 128)), ("b", range(64)), ("c", range(0)), ("d", range(64, 128))):
        await opened(live, tabs, sid, 3, user=2)
        live.hold(sid, places)
    live.close_hall("d")
    live.apply([store.delete(3, 70), store.delete(3, 63), store.delete(3, 199), store.post(3)])
    await quiet()
    assert told == [(["a"], 70), (["b"], 63)]


async def test_a_deletion_inside_the_ring_reaches_also_the_block_that_overlaps_it(live: Live, store: Store, tabs: Tabs) -> None:
    told: list[int] = []

    async def older(_sids: object, message: MessageView) -> None:
        told.append(message.seq)

    live.when_older_changes(older)
    page = await opened(live, tabs, "a", 3, user=2)
    live.hold("a", range(64, 128))
    live.apply([store.delete(3, 100)])  # the ring begins at 73: when 100 leaves it, the block's copy is shown
    await quiet()
    assert (told, [row["seq"] for row in page.window if row["gone"]]) == ([100], [100])


async def test_who_was_skipped_is_healed_without_another_event(
    live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds_module, "HEAL_INTERVAL", 0.01)
    monkeypatch.setattr(feed_module, "SLICE", 1)
    quick, slow = await opened(live, tabs, "a", 1), await opened(live, tabs, "b", 1)
    tabs.behind["b"] = BEHIND + 1
    live.apply([store.post(1), store.post(1)])
    await until(lambda: slow.count(HALLS, "unread"))  # the news of it went out; the socket takes nothing of the hall
    assert (quick.seqs, slow.seqs) == ([1, 2, 3, 4, 5], [1, 2, 3])
    tabs.behind["b"] = 0
    await until(lambda: slow.seqs == [1, 2, 3, 4, 5])
    assert slow.count(RING, "end") == 2


async def test_who_was_skipped_has_not_read_until_they_are_healed(
    live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds_module, "HEAL_INTERVAL", 0.01)
    slow = await opened(live, tabs, "b", 1)
    live.watch("b", watching=True)
    tabs.behind["b"] = BEHIND + 1
    live.apply([store.post(1), store.post(1)])
    await until(lambda: slow.count(HALLS, "unread"))
    assert live.listing(1).unread == {"1": 2}
    tabs.behind["b"] = 0
    await until(lambda: slow.seqs == [1, 2, 3, 4, 5])
    assert live.listing(1).unread == {}


async def test_idle_rings_are_given_up(live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds_module, "IDLE", 2)
    await opened(live, tabs, "a", 1)
    await live.warm(2)
    await live.warm(3)
    reads = store.tails
    await live.warm(1)
    assert store.tails == reads
    await live.warm(2)
    assert store.tails == reads + 1


async def test_everything_is_forgotten_when_the_last_tab_goes(live: Live, store: Store, tabs: Tabs) -> None:
    for sid in ("a", "b"):
        await opened(live, tabs, sid, 1)
    live.apply([store.post(1)])
    await until(lambda: tabs.pages["a"].count(HALLS, "unread"))
    for sid in ("a", "b"):
        tabs.go(sid)
    live.apply([store.post(1)])
    await quiet()
    assert (live.shown("a"), live.listing(1).halls, live.listing(1).unread) == (None, [], {})


async def test_a_tab_is_signed_out_when_its_sign_in_expires(live: Live, store: Store, tabs: Tabs) -> None:
    page = tabs.come("a")
    with at_one_moment():
        soon = datetime.now(UTC) + timedelta(milliseconds=200)
        await live.connect("a", user_id=1, session_id="short", expires_at=soon)
        assert await live.open("a", 1)
    await until(lambda: page.signed_out)
    live.apply([store.post(1)])
    await quiet()
    assert page.window == []
