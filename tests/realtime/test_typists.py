"""Who is typing: told to the others of the hall, seldom, and forgotten by itself however it ends."""

import asyncio

import pytest

from hallchat.realtime import feed as feed_module
from hallchat.realtime import typists as typists_module
from hallchat.realtime.live import Live
from hallchat.realtime.typists import FRESH, MOST, NAMED
from hallchat.states.presence import TypingState
from tests.realtime.conftest import Store, at_one_moment, opened
from tests.tabs import RING, Page, Tabs, quiet, until

TYPING = TypingState.get_full_name()


def typing(page: Page) -> list[int]:
    """Who is typing, as a page knows it; its own user too."""
    return [one["id"] for one in page.vars[TYPING]["typists"]]


def told(page: Page) -> int:
    return page.count(TYPING, "typists")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typists_module, "INTERVAL", 0.0)


async def test_those_who_have_the_hall_open_are_told_and_whoever_opens_it_later(live: Live, tabs: Tabs) -> None:
    mine, theirs = await opened(live, tabs, "a", 1), await opened(live, tabs, "b", 1, user=2)
    elsewhere = await opened(live, tabs, "c", 2, user=2)
    live.typing("a", 1, "Ana")
    await quiet()
    later = await opened(live, tabs, "d", 1, user=2)
    assert [page.vars[TYPING]["typists"] for page in (mine, theirs, later)] == [[{"id": 1, "name": "Ana"}]] * 3
    assert typing(elsewhere) == []
    await live.open("d", 2)
    assert typing(later) == []


async def test_a_tab_types_only_to_the_hall_that_it_shows_as_a_member(live: Live, store: Store, tabs: Tabs) -> None:
    theirs = await opened(live, tabs, "b", 1, user=2)
    await opened(live, tabs, "a", 2)
    await opened(live, tabs, "c", 1)
    live.apply(store.end(1, 1))
    for sid in ("a", "c", "nobody"):
        live.typing(sid, 1, "Ana")
    await quiet()
    assert typing(theirs) == []


async def test_a_message_ends_it_in_the_same_update(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "b", 1, user=2)
    await opened(live, tabs, "a", 1)
    live.typing("a", 1, "Ana")
    await quiet()
    updates = len(page.updates)
    live.apply([store.post(1, sender=1)])
    await quiet()
    with_message = [update for update in page.updates[updates:] if "end_rx_state_" in update.get(RING, {})]
    assert [update[TYPING]["typists_rx_state_"] for update in with_message] == [[]]
    assert told(page) == 3  # the ring, the beginning, the end


async def test_somebody_elses_message_does_not_end_it_and_a_message_without_typing_says_nothing_of_it(
    live: Live, store: Store, tabs: Tabs
) -> None:
    page = await opened(live, tabs, "b", 1, user=2)
    await opened(live, tabs, "a", 1)
    live.apply([store.post(1, sender=2)])
    await quiet()
    assert told(page) == 1
    live.typing("a", 1, "Ana")
    live.apply([store.post(1, sender=2)])
    await quiet()
    assert typing(page) == [1]


@pytest.mark.parametrize("how", ["it is closed", "the line is lost", "another hall is shown"])
async def test_leaving_ends_it(live: Live, tabs: Tabs, at_once: None, how: str) -> None:
    page = await opened(live, tabs, "b", 1, user=2)
    await opened(live, tabs, "a", 1)
    live.typing("a", 1, "Ana")
    await quiet()
    assert typing(page) == [1]
    match how:
        case "it is closed":
            live.close_hall("a")
        case "the line is lost":
            tabs.go("a")
        case _:
            await live.open("a", 2)
    await quiet()
    assert typing(page) == []


async def test_another_tab_of_theirs_that_goes_does_not_end_it(live: Live, tabs: Tabs, at_once: None) -> None:
    page = await opened(live, tabs, "b", 1, user=2)
    for sid in ("a", "other"):
        await opened(live, tabs, sid, 1)
    live.typing("a", 1, "Ana")
    tabs.go("other")
    await quiet()
    assert typing(page) == [1]


async def test_without_news_it_ends_by_itself_and_with_news_it_lasts(
    live: Live, tabs: Tabs, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await opened(live, tabs, "b", 1, user=2)
    await opened(live, tabs, "a", 1)
    loop = asyncio.get_running_loop()
    clock, passed = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: clock() + passed)
    for _ in range(3):
        live.typing("a", 1, "Ana")
        passed += FRESH - 1
        await quiet()
    assert (typing(page), told(page)) == ([1], 2)
    passed += 1
    await until(lambda: typing(page) == [])


async def test_a_hundred_changes_in_a_second_are_two_broadcasts_of_the_same_few_bytes(
    live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typists_module, "INTERVAL", 0.3)
    monkeypatch.setattr(feed_module, "BREATH", 0.0)  # or the hall itself would gather them
    store.hall(4, *range(1, 51))
    pages = [await opened(live, tabs, f"{user}", 4, user=user) for user in range(1, 51)]
    before = told(pages[0])
    with at_one_moment():
        for user in (*range(1, 51), *range(50, 0, -1)):
            live.typing(f"{user}", 4, f"User {user}")
            await quiet(5)
    assert told(pages[0]) - before == 1
    await until(lambda: told(pages[0]) - before == 2)
    known = pages[0].vars[TYPING]["typists"]
    assert all(page.vars[TYPING]["typists"] == known for page in pages)
    assert ["name" in one for one in known] == [True] * NAMED + [False] * (MOST - NAMED)


async def test_before_a_crowd_nobody_is_said_to_type(
    live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hallchat.realtime.showing.CROWD", 3)
    pages = [await opened(live, tabs, f"{number}", 1, user=1 + number % 2) for number in range(4)]
    live.typing("1", 1, "Bea")
    await quiet()
    assert [told(page) for page in pages] == [1] * 4
    tabs.go("3")
    live.typing("1", 1, "Bea")
    await quiet()
    assert typing(pages[0]) == [2]


async def test_who_was_skipped_is_told_when_they_have_caught_up(live: Live, tabs: Tabs, at_once: None) -> None:
    page = await opened(live, tabs, "b", 1, user=2)
    await opened(live, tabs, "a", 1)
    tabs.behind["b"] = 1_000
    live.typing("a", 1, "Ana")
    await quiet()
    assert typing(page) == []
    tabs.behind["b"] = 0
    live._feeds.get(1).heal()  # pyright: ignore
    assert typing(page) == [1]
