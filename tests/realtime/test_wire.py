"""What a row says: of the message before it, whether its sender goes on and when; whether it was edited, and who reacted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hallchat.realtime.feed import Feed
from hallchat.realtime.wire import NAMED, row, rows
from hallchat.states.wire import StateWire
from hallchat.views import ReactionView, UserView, milliseconds
from tests.tabs import RING, START, Tabs, message, quiet, tail

FIVE_MINUTES = 300.0  # seconds


def follows(*, sender: int = 1, after: float = 1.0) -> bool:
    """Tell whether a message, so many seconds after one of user 1, goes without its sender's name."""
    first = row(message(1, sender=1, at=0), None)
    return row(message(2, sender=sender, at=after), first)["follows"]


@pytest.mark.parametrize("after", [0, 1, 60, FIVE_MINUTES - 0.001])
def test_the_same_sender_goes_on_within_five_minutes(after: float) -> None:
    assert follows(after=after)


@pytest.mark.parametrize("after", [FIVE_MINUTES, FIVE_MINUTES + 0.001, 86_400])
def test_after_five_minutes_the_name_is_said_again(after: float) -> None:
    assert not follows(after=after)


def test_another_sender_never_goes_on() -> None:
    assert not follows(sender=2)
    assert not follows(sender=2, after=0)


def test_the_first_message_of_a_hall_follows_none() -> None:
    first = row(message(1), None)
    assert (first["follows"], first["gap"]) == (False, first["at"])


def test_it_is_the_last_message_that_counts_not_the_first_of_the_group() -> None:
    long_talk = rows([message(seq, at=seq * 200) for seq in range(1, 6)], seen_from=1)
    assert [one["follows"] for one in long_talk] == [False, True, True, True, True]


def test_a_row_carries_the_time_of_the_message_before_it() -> None:
    first, second = rows([message(1, at=7), message(2, at=100_000)], seen_from=1)
    assert second["at"] - second["gap"] == first["at"] == int((START + timedelta(seconds=7)).timestamp() * 1000)
    assert second["gap"] == (100_000 - 7) * 1000


def test_across_the_border_of_a_page_the_message_before_it_counts() -> None:
    page = [message(63, sender=1), message(64, sender=1), message(65, sender=2)]
    bordering, after = rows(page, seen_from=64)
    assert (bordering["seq"], bordering["follows"], bordering["at"] - bordering["gap"]) == (
        64,
        True,
        milliseconds(page[0].created_at),
    )
    assert (after["seq"], after["follows"], after["at"] - after["gap"]) == (65, False, milliseconds(page[1].created_at))


async def test_what_is_pushed_and_what_is_read_again_say_the_same() -> None:
    tabs = Tabs()
    feed = Feed(1, tabs, StateWire(), lambda feed: None)
    page, senders = tabs.come("a"), [1, 1, 2, 2, 1]
    posted = [message(131 + place, sender=sender) for place, sender in enumerate(senders)]
    feed.fill(tail(130))
    feed.open("a")
    for one in posted:
        feed.apply(one)
    await quiet()
    known = [message(seq) for seq in range(1, 131)]
    assert page.window == rows([*known, *posted], seen_from=8)


async def test_a_tombstone_keeps_its_place_in_the_group() -> None:
    tabs = Tabs()
    feed = Feed(1, tabs, StateWire(), lambda feed: None)
    page = tabs.come("a")
    feed.fill(tail(3))
    feed.open("a")
    ties = [(one["follows"], one["gap"]) for one in page.window]
    feed.apply(message(2, 4, gone=True))
    await quiet()
    assert page.window[1]["gone"]
    assert [(one["follows"], one["gap"]) for one in page.window] == ties


def test_a_row_says_when_it_was_edited_and_nothing_of_it_where_it_was_not_or_is_gone() -> None:
    plain, edited = row(message(1), None), row(message(1, edited=90), None)
    assert "edited" not in plain
    assert edited == {**plain, "edited": milliseconds(START + timedelta(seconds=90))}
    assert "edited" not in row(message(1, edited=90, gone=True), None)


async def test_an_edit_is_one_slot_and_keeps_the_place_in_the_group() -> None:
    tabs = Tabs()
    feed = Feed(1, tabs, StateWire(), lambda feed: None)
    page = tabs.come("a")
    feed.fill(tail(3))
    feed.open("a")
    before, updates = page.window, len(page.updates)
    feed.apply(message(2, 4, edited=9))
    await quiet()
    assert page.window == [before[0], {**before[1], "edited": milliseconds(START + timedelta(seconds=9))}, before[2]]
    (update,) = page.updates[updates:]
    assert len([name for name in update[RING] if name.startswith("slot_")]) == 1


def test_a_row_says_who_reacted_and_of_many_only_the_first_by_name() -> None:
    plain, by = message(1), tuple(UserView(number, f"user{number}", f"User {number}") for number in range(40))
    reacted = row(replace(plain, reactions=(ReactionView("👍", by), ReactionView("🎉", by[3:4]))), None)
    assert "reactions" not in row(plain, None)
    assert reacted == {
        **row(plain, None),
        "reactions": [
            {"emoji": "👍", "by": list(range(40)), "names": [f"User {number}" for number in range(NAMED)]},
            {"emoji": "🎉", "by": [3], "names": ["User 3"]},
        ],
    }
