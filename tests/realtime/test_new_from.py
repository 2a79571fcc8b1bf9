"""Where the line "new since you left" stands, and that what its reader marked unread stays so in every tab that shows it."""

from collections.abc import Sequence

from hallchat import operations
from hallchat.events import MarkedUnread, ReadMoved
from hallchat.realtime.live import Live
from hallchat.runtime import Runtime
from hallchat.services import halls, messages
from tests import builders
from tests.realtime.conftest import Store, opened
from tests.tabs import RING, Page, Tabs, quiet


def line(page: Page) -> Sequence[int]:
    """Return the hall that has the line, the place below it, and whether its reader put it there."""
    return page.ring("new_from") or [0, 0, 0]


async def test_it_stands_where_one_had_read_up_to_and_stays_while_one_reads(live: Live, store: Store, tabs: Tabs) -> None:
    read, unread = await opened(live, tabs, "a", 1), await opened(live, tabs, "b", 1, user=2)
    live.watch("a", watching=True)
    live.apply([store.post(1)])
    await quiet()
    store.members[1][2] = 3
    assert await live.open("b", 2)
    assert await live.open("b", 1)
    live.watch("b", watching=True)
    live.apply([store.post(1)])
    await quiet()
    assert (line(read), line(unread), live.listing(2).unread) == ([0, 0, 0], [1, 4, 0], {})


async def test_it_comes_before_the_ring(live: Live, store: Store, tabs: Tabs) -> None:
    store.members[1][1] = 1
    page = await opened(live, tabs, "a", 1)
    names = [set(update.get(RING, {})) for update in page.updates]
    assert [any(name.startswith("new_from") for name in one) for one in names].index(True) < [
        any(name.startswith("end") for name in one) for one in names
    ].index(True)


async def test_it_goes_when_one_leaves_and_returns_with_nothing_new(live: Live, store: Store, tabs: Tabs) -> None:
    store.members[1][1] = 1
    page = await opened(live, tabs, "a", 1)
    live.watch("a", watching=True)
    assert await live.open("a", 2)
    assert line(page)[1] == 0
    assert await live.open("a", 1)
    assert line(page)[1] == 0
    live.close_hall("a")
    assert line(page) == [0, 0, 0]


async def test_after_a_reconnect_it_stays_and_what_came_meanwhile_has_its_own(live: Live, store: Store, tabs: Tabs) -> None:
    store.members[1][1] = 1
    page = await opened(live, tabs, "a", 1)
    live.watch("a", watching=True)
    live.rewind("a")
    assert await live.open("a", 1)
    assert line(page) == [1, 2, 0]
    live.rewind("a")
    live.apply([store.post(1)])
    assert await live.open("a", 1)
    assert line(page) == [1, 4, 0]


async def test_who_looks_again_has_it_above_what_came_while_they_looked_away(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a", 1)
    live.watch("a", watching=True)
    live.watch("a", watching=False)
    live.apply([store.post(1)])
    await quiet()
    assert line(page) == [0, 0, 0]
    live.watch("a", watching=True)
    assert (line(page), live.listing(1).unread) == ([1, 4, 0], {})


async def test_what_comes_before_the_page_first_says_that_one_looks_has_no_line(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a", 1)
    live.watch("a", watching=True)
    assert await live.open("a", 2)
    live.apply([store.post(2)])
    live.watch("a", watching=True)
    assert (line(page), live.listing(1).unread) == ([2, 0, 0], {})
    live.watch("a", watching=False)
    live.apply([store.post(2)])
    live.watch("a", watching=True)
    assert line(page)[1] > 0


async def test_who_opened_a_hall_and_looks_only_later_has_the_line(live: Live, store: Store, tabs: Tabs) -> None:
    page = await opened(live, tabs, "a", 2)
    live.watch("a", watching=False)  # in a window behind others
    live.apply([store.post(2)])
    live.watch("a", watching=True)
    assert (line(page)[1] > 0, live.listing(1).unread) == (True, {})


async def test_what_is_marked_unread_stays_so_in_all_tabs_until_one_looks_again(live: Live, store: Store, tabs: Tabs) -> None:
    pages = [await opened(live, tabs, sid, 1) for sid in ("a", "b")]
    elsewhere, other = await opened(live, tabs, "c", 2), await opened(live, tabs, "d", 1, user=2)
    for sid in tabs.pages:
        live.watch(sid, watching=True)
    live.apply([MarkedUnread(1, 1, 1), store.post(1)])
    await quiet()
    assert [line(page) for page in (*pages, elsewhere, other)] == [[1, 2, 1]] * 2 + [[0, 0, 0]] * 2
    assert (live.listing(1).unread, live.listing(2).unread) == ({"1": 3}, {})
    live.watch("b", watching=True)
    assert (live.listing(1).unread, line(pages[1])) == ({}, [1, 2, 1])


async def test_what_was_gathered_before_does_not_make_it_read_again(live: Live, store: Store, tabs: Tabs) -> None:
    await opened(live, tabs, "a", 1)
    live.apply([store.post(1)])
    live.watch("a", watching=True)
    live.apply([MarkedUnread(1, 1, 1)])
    await live.settle(1)
    assert store.marks == []
    live.apply([ReadMoved(1, 1, 3)])
    assert live.listing(1).unread == {"1": 1}


async def test_a_mark_is_put_back_in_the_database_whatever_was_gathered(app: Runtime, tabs: Tabs) -> None:
    ana, bob = [await app.database.write(lambda tx, name=name: builders.person(tx, name)) for name in ("ana", "bob")]
    hall = (await app.database.write(lambda tx: builders.hall(tx, ana, bob))).id
    for _ in range(3):
        await app.database.write(lambda tx: builders.say(tx, ana, hall))
    await opened(app.live, tabs, "b", hall, user=bob.user_id)
    app.live.watch("b", watching=True)
    await operations.mark_unread(app, bob, hall_id=hall, seq=2)
    await app.live.settle(bob.user_id)
    seen = await app.read(lambda tx: halls.get(tx, bob, hall_id=hall))
    assert (seen.unread, app.live.listing(bob.user_id).unread) == (2, {str(hall): 2})
    await app.database.write(lambda tx: messages.mark_read(tx, bob, hall_id=hall, seq=3))
    assert app.live.listing(bob.user_id).unread == {}
