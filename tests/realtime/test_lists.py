"""What tabs list outside of a conversation: they hear when a message of it changes, and of nothing else."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from hallchat.events import Event, MembershipEnded, MessageDeleted, MessageEdited, MessageRestored
from hallchat.realtime import lists
from hallchat.realtime.live import Live
from hallchat.views import MessageView
from tests.realtime.conftest import Store, opened
from tests.tabs import Page, Tabs, message, quiet

NOBODY = frozenset[int]()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell of each change by itself."""
    monkeypatch.setattr(lists, "INTERVAL", 0.0)


def said(number: int, *, hall: int = 1) -> MessageView:
    """The message of a hall with this place and id."""
    return replace(message(number, hall=hall), id=number)


def hold(live: Live, sid: str, *ids: int) -> None:
    with live.following(sid) as following:
        following.holds(ids)


async def heard(live: Live, pages: Mapping[str, Page], *events: Event) -> str:
    """Who heard of a change."""
    before = {sid: page.listed for sid, page in pages.items()}
    live.apply(events)
    await quiet()
    return "".join(sid for sid, page in pages.items() if page.listed != before[sid])


async def test_tabs_hear_of_a_change_in_what_they_list_and_of_no_other(live: Live, store: Store, tabs: Tabs) -> None:
    pages = {sid: await opened(live, tabs, sid, user=user) for sid, user in (("a", 1), ("b", 1), ("c", 2))}
    hold(live, "a", 1, 2)
    hold(live, "c", 2)
    assert await heard(live, pages, MessageEdited(said(1), NOBODY)) == "a"
    assert await heard(live, pages, MessageDeleted(said(2))) == "ac"
    hold(live, "c")
    assert await heard(live, pages, MessageEdited(said(9), NOBODY)) == ""
    assert await heard(live, pages, MessageEdited(said(9), frozenset({2}))) == "c"  # now it mentions somebody
    assert await heard(live, pages, MessageRestored(said(9), NOBODY)) == ""
    assert await heard(live, pages, MessageRestored(said(2), NOBODY)) == "ac"
    assert await heard(live, pages, MembershipEnded(1, 1)) == "a"
    live.unfollow("c")
    assert await heard(live, pages, MessageEdited(said(2), frozenset({2})), MessageRestored(said(2), NOBODY)) == ""


async def test_while_a_list_is_read_anything_may_be_in_it_but_nothing_of_halls_of_others(
    live: Live, store: Store, tabs: Tabs
) -> None:
    pages = {"a": await opened(live, tabs, "a")}
    with pytest.raises(OSError), live.following("a"):
        assert await heard(live, pages, MessageEdited(said(1), NOBODY)) == "a"
        assert await heard(live, pages, MessageEdited(said(2, hall=3), NOBODY)) == ""
        raise OSError
    assert await heard(live, pages, MessageEdited(said(1), NOBODY)) == ""  # what could not be read is not listed


async def test_who_reads_a_list_knows_which_changes_are_in_it(live: Live, store: Store, tabs: Tabs) -> None:
    pages = {"a": await opened(live, tabs, "a")}
    hold(live, "a", 1)
    await heard(live, pages, MessageEdited(said(1), NOBODY))
    with live.following("a") as following:
        assert following.known == pages["a"].listed
        await heard(live, pages, MessageEdited(said(1), NOBODY))
        assert following.known < pages["a"].listed


async def test_many_changes_are_told_at_once(live: Live, store: Store, tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"a": await opened(live, tabs, "a")}
    hold(live, "a", 1)
    monkeypatch.setattr(lists, "INTERVAL", 3600.0)
    live._lists._told = float("-inf")  # long ago
    edits = [MessageEdited(said(1), NOBODY) for _ in range(5)]
    assert await heard(live, pages, *edits) == "a"
    assert pages["a"].listed == 5
    assert await heard(live, pages, *edits) == ""
