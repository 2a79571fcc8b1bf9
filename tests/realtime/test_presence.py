"""Who is there: online, away or offline, told to the halls that they are in, and never more than a little of it."""

import pytest

from hallchat.realtime import news as news_module
from hallchat.realtime import presence as presence_module
from hallchat.realtime.live import Live
from hallchat.realtime.presence import NAMED, pause
from hallchat.realtime.wire import Here, row
from hallchat.states.presence import PresenceState
from hallchat.states.wire import StateWire
from tests.realtime.conftest import Store, at_one_moment, opened
from tests.tabs import Page, Tabs, message, quiet, until

PRESENCE = PresenceState.get_full_name()


def here(page: Page) -> tuple[list[int], list[int]]:
    """Who is online and who is away, as a page knows it."""
    known = page.vars[PRESENCE]["here"]
    return known["online"], known["away"]


def talks(page: Page) -> dict[str, str]:
    """Who is there with whom somebody talks alone, as a page of theirs knows it."""
    return page.vars.get(PRESENCE, {}).get("talks", {})


def told(page: Page) -> int:
    return page.count(PRESENCE, "here")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence_module, "SHORTEST", 0.0)
    monkeypatch.setattr(presence_module, "EACH", 0.0)
    monkeypatch.setattr(presence_module, "GRACE", 0.02)


async def test_a_hall_knows_who_of_its_members_is_there_wherever_they_look(live: Live, tabs: Tabs, at_once: None) -> None:
    page = await opened(live, tabs, "a", 1)
    assert here(page) == ([1], [])
    await opened(live, tabs, "b", 3, user=2)
    await opened(live, tabs, "c", user=3)  # in no hall
    await until(lambda: here(page) == ([1, 2], []))
    later = await opened(live, tabs, "d", 1)
    assert here(later) == ([1, 2], [])


async def test_away_is_who_rests_in_all_their_tabs(live: Live, tabs: Tabs, at_once: None) -> None:
    page = await opened(live, tabs, "a", 1)
    for sid in ("b", "c"):
        await opened(live, tabs, sid, user=2)
    live.rest("b", resting=True)
    await quiet()
    assert (live.presence(2), here(page)) == ("online", ([1, 2], []))
    live.rest("c", resting=True)
    await until(lambda: here(page) == ([1], [2]))
    assert live.presence(2) == "away"
    live.rest("b", resting=False)
    await until(lambda: here(page) == ([1, 2], []))
    tabs.go("b")
    await until(lambda: here(page) == ([1], [2]))


async def test_offline_comes_a_while_after_the_last_tab_went(live: Live, tabs: Tabs, at_once: None) -> None:
    page = await opened(live, tabs, "a", 1)
    for sid in ("b", "c"):
        await opened(live, tabs, sid, user=2)
    await until(lambda: here(page) == ([1, 2], []))
    tabs.go("b")
    tabs.go("c")
    assert live.presence(2) == "online"
    await until(lambda: here(page) == ([1], []))
    assert (live.presence(2), live.presence(99)) == ("offline", "offline")


async def test_a_reload_is_not_seen_by_anybody(live: Live, tabs: Tabs, at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence_module, "GRACE", 0.1)
    page = await opened(live, tabs, "a", 1)
    for sid, user in (("b", 2), ("d", 3)):
        await opened(live, tabs, sid, user=user)
    await until(lambda: here(page) == ([1, 2], []))
    before = told(page)
    with at_one_moment():
        tabs.go("b")
        await quiet()
        await opened(live, tabs, "c", user=2)
    tabs.go("d")
    await until(lambda: live.presence(3) == "offline")  # so whoever went before would be too
    assert (live.presence(2), told(page)) == ("online", before)


async def test_who_joins_or_leaves_is_there_or_not_also_in_the_moment_after_their_last_tab(
    live: Live, store: Store, tabs: Tabs, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "GRACE", 20.0)
    page = await opened(live, tabs, "a", 1)
    await opened(live, tabs, "c", user=3)
    live.apply(store.start(1, 3))
    await until(lambda: here(page) == ([1, 3], []))
    tabs.go("c")
    live.apply(store.end(1, 3))
    await until(lambda: here(page) == ([1], []))


async def test_a_hall_that_nobody_had_open_is_known_as_it_is_now(live: Live, tabs: Tabs, at_once: None) -> None:
    first = await opened(live, tabs, "a", 1)
    await opened(live, tabs, "b", user=2)
    await until(lambda: here(first) == ([1, 2], []))
    live.close_hall("a")
    live.rest("b", resting=True)
    await quiet()
    assert await live.open("a", 1)
    assert here(first) == ([1], [2])
    live.rest("b", resting=False)
    await until(lambda: here(first) == ([1, 2], []))


async def test_of_those_with_whom_one_talks_alone_one_knows_in_every_hall(
    live: Live, store: Store, tabs: Tabs, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_module, "INTERVAL", 0.0)
    for hall, people in ((11, (1, 2)), (12, (1, 4)), (13, (1, 2, 4)), (14, (1,))):
        store.talk(hall, *people)
    page, stranger = await opened(live, tabs, "a"), await opened(live, tabs, "b", user=3)
    live.greet("a")
    assert talks(page) == talks(stranger) == {}
    theirs = await opened(live, tabs, "c", user=2)
    live.greet("c")
    assert talks(theirs) == {"11": "online"}
    await until(lambda: talks(page) == {"11": "online"})
    live.rest("c", resting=True)
    await until(lambda: talks(page) == {"11": "away"})
    await opened(live, tabs, "d", user=4)
    await until(lambda: talks(page) == {"11": "away", "12": "online"})
    page.updates.clear()
    live.apply([store.post(11)])
    await until(lambda: page.unread == {"11": 1})
    assert page.count(PRESENCE, "talks") == 0  # it did not change
    tabs.go("c")
    await until(lambda: talks(page) == {"12": "online"})
    assert talks(stranger) == {}


async def test_of_many_with_whom_one_talks_only_the_newest_are_told(
    live: Live, store: Store, tabs: Tabs, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_module, "TALKS", 2)
    for other in (2, 3, 4):
        store.talk(10 + other, 1, other)
        await opened(live, tabs, f"of {other}", user=other)
    page = await opened(live, tabs, "a")
    live.apply([store.post(14)])
    live.greet("a")
    assert talks(page).keys() == {"12", "14"}


async def test_of_many_only_the_number_is_told_and_that_they_changed_and_who_asks_is_told_who_they_are(
    live: Live, tabs: Tabs, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "NAMED", 1)
    page = await opened(live, tabs, "a", 1)
    many = {"count": 2, "online": [], "away": []}
    await opened(live, tabs, "b", user=2)
    await until(lambda: page.vars[PRESENCE]["here"]["count"] == 2)
    before = page.vars[PRESENCE]["here"]
    live.rest("b", resting=True)
    await until(lambda: page.vars[PRESENCE]["here"]["changes"] > before["changes"])
    assert before == {**many, "changes": before["changes"]} == {**page.vars[PRESENCE]["here"], "changes": before["changes"]}
    assert live.everybody("a") == (1, {"count": 2, "online": [1], "away": [2]})
    assert live.everybody("b") == (0, {"count": 0, "online": [], "away": []})  # it shows no hall
    tabs.go("b")
    await until(lambda: page.vars[PRESENCE]["here"] == {"count": 1, "online": [1], "away": []})


async def test_what_came_and_went_between_two_tellings_is_not_told(
    live: Live, tabs: Tabs, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await opened(live, tabs, "a", 1)
    await opened(live, tabs, "b", user=2)
    await until(lambda: here(page) == ([1, 2], []))
    before = told(page)
    live.rest("b", resting=True)
    live.rest("b", resting=False)
    await quiet()
    assert told(page) == before


async def test_hundreds_of_changes_in_a_second_are_two_broadcasts(live: Live, store: Store, tabs: Tabs) -> None:
    store.hall(4, *range(1, 61))
    page = await opened(live, tabs, "1", 4)
    before = told(page)
    for user in range(2, 61):
        await opened(live, tabs, f"{user}", 4, user=user)
    for number in range(300):
        live.rest(f"{2 + number % 59}", resting=number % 2 == 0)
        await quiet(1)
    assert told(page) - before <= 1


def size(delta: object) -> int:
    """How many bytes an update takes."""
    return len(Tabs().packet(delta).encode())  # pyright: ignore


@pytest.mark.parametrize("people", [100, NAMED, NAMED + 1, 1_000, 10_000])
def test_in_a_hall_of_many_presence_is_under_a_twentieth_of_the_messages_however_often_it_changes(people: int) -> None:
    wire = StateWire()
    named = list(range(10_000, 10_000 + people)) if people <= NAMED else []
    presence = size(wire.presence(Here(count=people, online=named, away=[], changes=10**6))) / pause(people)
    html = "<p>" + "a message as people write it, of some length, " * 3 + "</p>"
    said = {**row(message(7), None), "html": html, "cid": "0" * 32}
    messages = 4 * size(wire.slots({7: said}, hall=1, head=7, rev_from=6, rev_to=7))  # pyright: ignore
    assert presence < 0.05 * messages, f"{presence:.0f} of {messages} bytes a second"


async def test_presence_goes_together_with_a_message(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a", 1)
    updates = len(page.updates)
    feed = live._feeds.get(1)  # pyright: ignore[reportPrivateUsage]
    assert feed is not None
    feed.beside(StateWire().presence(Here(count=9, online=[], away=[])))
    live.apply([store.post(1)])
    await quiet()
    assert len([update for update in page.updates[updates:] if PRESENCE in update]) == 1
    assert page.seqs[-1] == 4
