"""One hall's ring: what its readers see is always a run without a gap, and at the end what the database says."""

import random

import pytest

from hallchat.realtime import feed as feed_module
from hallchat.realtime.feed import BEHIND, SIZE, Feed
from hallchat.realtime.wire import rows
from hallchat.states.ring import REV, REV_FROM
from hallchat.states.wire import StateWire
from hallchat.views import MessagePage, MessageView
from tests.realtime.conftest import at_one_moment
from tests.tabs import RING, START, Tabs, message, quiet, tail, until


@pytest.fixture
def tabs() -> Tabs:
    return Tabs()


@pytest.fixture
def feed(tabs: Tabs) -> Feed:
    return Feed(1, tabs, StateWire(), lambda feed: None)


async def test_the_whole_ring_is_the_first_thing_a_reader_gets(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(300))
    page = tabs.come("a")
    feed.open("a")
    assert (page.ring("hall"), page.ring("rev"), page.seqs) == (1, 300, list(range(173, 301)))
    assert page.window[0]["gap"] < page.window[0]["at"]  # what is said of the message before the ring comes from the database


async def test_many_readers_who_come_together_share_one_encoding(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(3))
    tabs.come("a", "b", "c")
    for sid in ("a", "b", "c"):
        feed.open(sid)
    assert tabs.encoded == 1


async def test_a_post_is_one_slot_for_everybody_encoded_once(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(200))
    tabs.come("a", "b")
    feed.open("a")
    feed.open("b")
    tabs.encoded = 0
    feed.apply(message(201))
    await quiet()
    assert tabs.encoded == 1
    for page in tabs.pages.values():
        assert len([name for name in page.updates[-1][RING] if name.startswith("slot_")]) == 1
        assert page.seqs[-1] == 201


async def test_what_happens_in_one_go_leaves_in_one_packet_and_revisions_chain(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(10))
    page = tabs.come("a")
    feed.open("a")
    for seq in range(11, 16):
        feed.apply(message(seq))
    await quiet()
    feed.apply(message(16))
    await quiet()
    assert [tuple(update[RING]["end_rx_state_"][REV_FROM:]) for update in page.updates] == [
        (0, 10),
        (10, 15),
        (15, 16),
    ]


async def test_the_same_event_again_changes_nothing(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(10))
    page = tabs.come("a")
    feed.open("a")
    for _ in range(2):
        assert feed.apply(message(11))
        await quiet()
    assert len(page.updates) == 2


async def test_a_deletion_inside_the_ring_replaces_its_row(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(10))
    page = tabs.come("a")
    feed.open("a")
    feed.apply(message(4, 11, gone=True))
    await quiet()
    assert [(row["seq"], row["gone"]) for row in page.window if row["gone"]] == [(4, True)]


async def test_a_deletion_older_than_the_ring_touches_no_slot(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(300))
    page = tabs.come("a")
    feed.open("a")
    before = feed.ring()
    assert feed.apply(message(172, 301, gone=True))
    await quiet()
    assert (feed.ring(), feed.rev, len(page.updates)) == (before, 301, 1)
    feed.apply(message(301, 302))
    await quiet()
    assert (page.ring("rev"), page.seqs[-1]) == (302, 301)


@pytest.mark.parametrize("missing", [message(13, 13), message(5, 12, gone=True), message(13, 11)])
async def test_a_gap_makes_it_cold_and_then_every_reader_gets_the_whole_ring(
    tabs: Tabs, feed: Feed, missing: MessageView
) -> None:
    feed.fill(tail(10))
    page = tabs.come("a")
    feed.open("a")
    assert not feed.apply(missing)
    assert not feed.warm
    feed.apply(message(14, 14))
    feed.fill(tail(13))
    await quiet()
    assert (feed.warm, page.ring("rev"), page.seqs) == (True, 14, list(range(1, 15)))


async def test_what_happened_while_it_was_cold_is_not_lost_and_not_taken_twice(tabs: Tabs, feed: Feed) -> None:
    for event in (message(9), message(10), message(11), message(3, 12, gone=True)):
        feed.apply(event)
    feed.fill(tail(10))
    assert (feed.head, feed.rev, feed.slots[3] and feed.slots[3]["gone"]) == (11, 12, True)


async def test_a_gap_among_what_happened_while_it_was_cold_sends_nobody_half_a_ring(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(10))
    page = tabs.come("a")
    feed.open("a")
    feed.apply(message(12, 12))
    feed.apply(message(14, 14))
    feed.fill(tail(12))  # 13 was lost on the way, and is not in what was read
    assert not feed.warm
    await quiet()
    assert page.ring("rev") == 10
    feed.fill(tail(14))
    assert (feed.warm, page.seqs[-1]) == (True, 14)


async def test_while_it_is_cold_everything_says_that_it_must_be_read(feed: Feed) -> None:
    assert not feed.apply(message(1))
    feed.fill(tail(1))
    assert feed.apply(message(2))


async def test_members_that_changed_while_it_was_cold_are_told_after(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(3))
    page = tabs.come("a")
    feed.open("a")
    feed.apply(message(9, 9))
    feed.members_changed()
    await quiet()
    feed.fill(tail(9))
    await quiet()
    assert page.ring("crowd") == 1


async def test_whoever_comes_later_knows_the_same_count_of_member_changes(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(3))
    tabs.come("a", "b")
    feed.open("a")
    for _ in range(3):
        feed.members_changed()
        await quiet()
    feed.open("b")
    assert {page.ring("crowd") for page in tabs.pages.values()} == {3}


async def test_who_lies_too_far_behind_is_skipped_and_healed_once_by_a_whole_ring(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(10))
    tabs.come("slow", "quick")
    feed.open("slow")
    feed.open("quick")
    tabs.behind["slow"] = BEHIND + 1
    for seq in range(11, 14):
        feed.apply(message(seq))
        await quiet()
    feed.heal()
    assert (len(tabs.pages["slow"].updates), len(tabs.pages["quick"].updates), feed.behind) == (1, 4, True)
    tabs.behind["slow"] = 0
    feed.apply(message(14))  # the queue is empty, but it has missed something
    await quiet()
    assert len(tabs.pages["slow"].updates) == 1
    feed.heal()
    feed.heal()
    assert (len(tabs.pages["slow"].updates), tabs.pages["slow"].seqs[-1], feed.behind) == (2, 14, False)


async def test_a_broadcast_that_fails_leaves_nobody_without_what_was_said(
    tabs: Tabs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[bool] = []
    feed = Feed(1, tabs, StateWire(), lambda feed: told.append(feed.behind))
    feed.fill(tail(10))
    tabs.come("a", "b", "c")
    for sid in ("a", "b", "c"):
        feed.open(sid)
    with monkeypatch.context() as patched:
        patched.setattr(tabs, "waiting", lambda sid: 1 // (sid != "b"))
        feed.apply(message(11))
        await quiet()
    assert told[-1]
    assert "ZeroDivisionError" in caplog.text
    feed.heal()
    feed.apply(message(12))
    await quiet()
    assert [page.seqs[-1] for page in tabs.pages.values()] == [12, 12, 12]


async def test_who_comes_while_a_packet_is_going_round_gets_nothing_older_than_its_ring(
    tabs: Tabs, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "SLICE", 1)
    feed.fill(tail(10))
    tabs.come("a", "b", "c")
    for sid in ("a", "b", "c"):
        feed.open(sid)
    feed.apply(message(11))
    await quiet(1)
    feed.close("c")
    feed.apply(message(12))
    feed.open("c")
    await quiet()
    revs = [update[RING]["end_rx_state_"][REV] for update in tabs.pages["c"].updates]
    assert revs == sorted(revs)
    assert {page.seqs[-1] for page in tabs.pages.values()} == {12}


async def test_who_leaves_while_a_packet_is_going_round_gets_no_more(
    tabs: Tabs, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "SLICE", 1)
    feed.fill(tail(10))
    tabs.come("a", "b")
    feed.open("a")
    feed.open("b")
    feed.apply(message(11))
    await quiet(1)
    feed.close("b")
    await quiet()
    assert (tabs.pages["b"].seqs[-1], tabs.pages["a"].seqs[-1]) == (10, 11)


@pytest.mark.parametrize("seed", range(5))
async def test_any_changes_leave_the_ring_as_the_database_has_it(tabs: Tabs, feed: Feed, seed: int) -> None:
    chance = random.Random(seed)
    stored: list[MessageView] = []
    feed.fill(MessagePage((), 0, 0, has_before=False, has_after=False))
    page = tabs.come("a")
    feed.open("a")
    at = 0.0
    for rev in range(1, 400):
        at += chance.choice((1, 30, 400))
        if stored and chance.random() < 0.2:
            old = chance.choice(stored[-150:])
            said = (old.created_at - START).total_seconds()
            edited, gone = (at, False) if chance.random() < 0.5 else (None, True)
            changed = message(old.seq, rev, sender=old.sender.id, gone=gone, edited=edited, at=said)
            stored[old.seq - 1] = changed
        else:
            changed = message(len(stored) + 1, rev, sender=chance.randint(1, 3), at=at)
            stored.append(changed)
        feed.apply(changed)
        if chance.random() < 0.5:
            await quiet()
    await quiet()
    assert page.window == rows(stored[-SIZE - 1 :], seen_from=len(stored) - SIZE + 1)


async def test_a_hall_with_many_readers_takes_breath_and_what_happens_meanwhile_leaves_together(
    tabs: Tabs, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "BREATH", 0.05)
    feed.fill(tail(10))
    page = tabs.come("a", "b")
    for sid in ("a", "b"):
        feed.open(sid)
    with at_one_moment():
        feed.apply(message(11))
        await quiet()
        assert page.seqs[-1] == 11  # the first of them waits for nothing
        for seq in (12, 13, 14):
            feed.apply(message(seq))
            await quiet()
    assert page.seqs[-1] == 11
    await until(lambda: page.seqs[-1] == 14)
    assert page.count(RING, "end") == 3  # the ring, the first, and the others
    await until(lambda: feed._pump is None)  # pyright: ignore[reportPrivateUsage]
    feed.apply(message(15))
    await quiet()
    assert page.seqs[-1] == 15


async def test_a_hall_with_few_readers_takes_none(tabs: Tabs, feed: Feed) -> None:
    feed.fill(tail(10))
    page = tabs.come("a")
    feed.open("a")
    for seq in (11, 12, 13):
        feed.apply(message(seq))
        await quiet()
        assert page.seqs[-1] == seq
