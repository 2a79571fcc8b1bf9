"""What tabs list outside of a conversation: they hear when a message of it changes, and of nothing else."""

from dataclasses import replace

from hallchat.events import MessageDeleted, MessageEdited, MessageRestored
from hallchat.realtime.live import Live
from hallchat.views import MessageView
from tests.realtime.conftest import Store, opened
from tests.tabs import Tabs, message


def said(number: int, *, hall: int = 1) -> MessageView:
    """The message of a hall with this place and id."""
    return replace(message(number, hall=hall), id=number)


async def test_tabs_hear_of_a_change_in_what_they_list_and_of_no_other(live: Live, store: Store, tabs: Tabs) -> None:
    pages = {sid: await opened(live, tabs, sid, user=user) for sid, user in (("a", 1), ("b", 1), ("c", 2))}
    live.lists("a", frozenset({1, 2}))
    live.lists("c", frozenset({2}))
    heard = lambda: [page.listed for page in pages.values()]  # noqa: E731
    live.apply([MessageEdited(said(1), frozenset())])
    assert heard() == [1, 0, 0]
    live.apply([MessageDeleted(said(2))])
    assert heard() == [2, 0, 2]
    live.apply([MessageEdited(said(9), frozenset()), MessageEdited(said(8), frozenset({2}))])  # now it mentions somebody
    assert heard() == [2, 0, 4]
    live.apply([MessageRestored(said(7), frozenset())])  # it may be what stood there before
    assert heard() == [5, 0, 5]
    live.lists("a", None)
    live.apply([MessageEdited(said(1), frozenset()), MessageRestored(said(2), frozenset())])
    assert heard() == [5, 0, 7]


async def test_while_a_list_is_read_anything_may_be_in_it_but_nothing_of_halls_of_others(
    live: Live, store: Store, tabs: Tabs
) -> None:
    page = await opened(live, tabs, "a")
    live.lists("a")
    live.apply([MessageEdited(said(1), frozenset())])
    assert page.listed == 1
    live.apply([MessageEdited(said(2, hall=3), frozenset()), MessageRestored(said(3, hall=3), frozenset())])
    assert page.listed == 1
