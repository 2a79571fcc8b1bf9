"""Hall lists and unread counts: told gathered, only when they changed, and the same in all tabs of a user."""

import pytest

from hallchat.events import MarkedUnread, ReadMoved
from hallchat.realtime import news as news_module
from hallchat.realtime import reads
from hallchat.realtime.live import Live
from tests.realtime.conftest import Store, at_one_moment, opened
from tests.tabs import HALLS, Page, Tabs, quiet, until


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news_module, "INTERVAL", 0.0)
    monkeypatch.setattr(reads, "INTERVAL", 0.01)


def told(page: Page) -> int:
    return page.count(HALLS, "unread")


async def test_unread_is_what_was_posted_since_it_was_read_in_all_tabs_and_in_no_others(
    live: Live, store: Store, tabs: Tabs
) -> None:
    pages = [await opened(live, tabs, sid) for sid in ("a", "b")]
    outsider = await opened(live, tabs, "c", user=3)
    live.apply([store.post(1), store.post(1), store.post(2), store.post(3)])
    await until(lambda: all(page.unread == {"1": 2, "2": 1} for page in pages))
    live.apply([store.read(1, 1, 4)])
    await until(lambda: all(page.unread == {"1": 1, "2": 1} for page in pages))
    assert outsider.updates == []


async def test_mentions_are_told_with_what_is_unread_and_again_when_only_they_change(
    live: Live, store: Store, tabs: Tabs
) -> None:
    page, other = await opened(live, tabs, "a"), await opened(live, tabs, "b", user=2)
    live.apply([store.post(1, mentions={1}), store.post(1, mentions={1, 2})])
    await until(lambda: (page.mentions, other.mentions) == ({"1": 2}, {"1": 1}))
    live.apply([store.delete(1, 4)])
    await until(lambda: page.mentions == {"1": 1})
    assert (page.unread, told(other)) == ({"1": 2}, 1)
    live.apply([store.read(1, 1, 5)])
    await until(lambda: (page.mentions, page.unread, other.mentions) == ({}, {}, {"1": 1}))


async def test_what_one_had_read_before_is_told_apart_from_what_is_new(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a")

    def counts() -> tuple[dict[str, int], dict[str, int]]:
        return page.unread, page.vars.get(HALLS, {}).get("again", {})

    live.apply([store.post(1), ReadMoved(1, 1, 4), MarkedUnread(1, 1, 1), MarkedUnread(1, 1, 2)])
    await until(lambda: counts() == ({"1": 2}, {"1": 2}))
    live.apply([store.post(1)])
    await until(lambda: counts() == ({"1": 3}, {"1": 2}))
    live.apply([store.read(1, 1, 5)])
    await until(lambda: counts() == ({}, {}))


async def test_posts_in_between_are_told_together(live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news_module, "INTERVAL", 0.2)
    page = await opened(live, tabs, "a")
    with at_one_moment():
        for _ in range(30):
            live.apply([store.post(1)])
            await quiet(2)
    await until(lambda: page.unread == {"1": 30})
    assert told(page) == 2


async def test_what_did_not_change_is_not_told(live: Live, store: Store, tabs: Tabs) -> None:
    page, other = await opened(live, tabs, "a"), await opened(live, tabs, "b", user=2)
    live.apply([store.post(1)])
    await until(lambda: told(page) and told(other))
    live.apply([store.delete(1, 1), store.read(2, 1, 3), store.read(1, 2, 4)])
    await until(lambda: other.unread == {})
    assert (told(page), told(other)) == (1, 2)


async def test_watching_reads_in_all_tabs_and_is_written_once(live: Live, store: Store, tabs: Tabs) -> None:
    page, other = await opened(live, tabs, "a", 1), await opened(live, tabs, "b")
    live.apply([store.post(1)])
    await until(lambda: other.unread == {"1": 1})
    live.watch("a", watching=True)
    await until(lambda: page.unread == other.unread == {})
    live.apply([store.post(1), store.post(1)])
    await until(lambda: (1, 1, 6) in store.marks)
    await quiet()
    assert (page.unread, other.unread, store.marks[-1]) == ({}, {}, (1, 1, 6))
    live.watch("a", watching=False)
    live.apply([store.post(1)])
    await until(lambda: other.unread == {"1": 1})
    assert store.marks == sorted(store.marks)


async def test_a_ring_that_had_to_be_read_again_is_read_by_who_watches(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a", 1)
    live.watch("a", watching=True)
    store.post(1)
    live.apply([store.post(1)])
    await until(lambda: page.seqs == [1, 2, 3, 4, 5] and live.listing(1).unread == {})


async def test_a_hall_that_is_no_longer_shown_is_not_read_by_watching(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a", 1)
    live.watch("a", watching=True)
    await live.open("a", 2)
    live.apply([store.post(1), store.post(2)])
    await until(lambda: page.unread == {"1": 1, "2": 1})
    assert store.marks == []


async def test_marks_that_wait_are_written_before_the_halls_are_read(
    live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "INTERVAL", 60)
    await opened(live, tabs, "a", 1)
    live.apply([store.post(1)])
    live.watch("a", watching=True)
    tabs.go("a")
    await opened(live, tabs, "b")
    assert live.listing(1).unread == {}


async def test_memberships_that_begin_and_end_change_the_list(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a")
    live.apply(store.start(3, 1))
    await until(lambda: page.halls == ["Hall 1", "Hall 2", "Hall 3"])
    live.apply([store.post(3)])
    await until(lambda: page.unread == {"3": 1})
    live.apply(store.end(3, 1))
    await until(lambda: (page.halls, page.unread) == (["Hall 1", "Hall 2"], {}))


async def test_a_hall_leaves_the_list_before_its_page_ends_though_it_is_back_soon(
    live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await opened(live, tabs, "a", hall=1)
    live.apply([store.post(2)])
    await until(lambda: page.unread == {"2": 1})
    monkeypatch.setattr(news_module, "INTERVAL", 0.2)
    page.updates.clear()
    live.apply(store.end(1, 1))
    live.apply(store.start(1, 1))
    await until(lambda: page.count(HALLS, "halls") == 2)
    lost, ended = page.updates[:2]
    assert [one["name"] for one in lost[HALLS]["halls_rx_state_"]] == ["Hall 2"]
    assert HALLS not in ended
    assert page.ring("hall") == -1
    assert page.halls == ["Hall 1", "Hall 2"]


async def test_a_tab_is_greeted_once_after_each_snapshot_with_what_holds_then(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a")
    live.apply([store.post(1)])
    for _ in range(2):
        live.greet("a")
    assert (page.halls, page.unread, page.count(HALLS, "halls")) == (["Hall 1", "Hall 2"], {"1": 1}, 1)
    live.rewind("a")
    live.greet("a")
    assert page.count(HALLS, "halls") == 2


async def test_a_tab_that_came_between_two_tellings_is_told_what_the_others_know(live: Live, store: Store, tabs: Tabs) -> None:
    old = await opened(live, tabs, "a")
    live.greet("a")
    live.apply([store.post(1)])
    await until(lambda: old.unread == {"1": 1})
    live._roster.move_mark(1, 1, 4)  # pyright: ignore[reportPrivateUsage]
    new = await opened(live, tabs, "b")
    live.greet("b")
    assert new.unread == {}
    live.apply([store.post(1)])
    await until(lambda: new.unread == old.unread == {"1": 1})


async def test_rewinding_leaves_the_hall_so_that_opening_sends_the_ring_again(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a", 1)
    live.rewind("a")
    assert live.shown("a") is None
    live.apply([store.post(1)])
    await quiet()
    assert page.seqs == [1, 2, 3]
    await live.open("a", 1)
    assert page.seqs == [1, 2, 3, 4]
