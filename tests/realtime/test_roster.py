"""Who is here, their halls and unread counts: read once, kept up by events, forgotten when they leave."""

import asyncio

import pytest

from hallchat.events import (
    SHOWN,
    Event,
    HallChanged,
    MembershipChanged,
    MembershipEnded,
    MembershipStarted,
    MessagePosted,
    ReadMoved,
)
from hallchat.realtime.roster import Roster
from tests.realtime.halls import Halls, entering, facts, hall, names
from tests.tabs import message, quiet


async def test_two_tabs_of_a_user_are_read_once_and_the_last_to_leave_is_forgotten(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(7, last=5, read=3)]
    await asyncio.gather(roster.enter(1), roster.enter(1))
    assert (read.reads, names(roster, 1), roster.unread(1)) == (1, ["Hall 7"], {"7": 2})
    roster.leave(1)
    assert roster.is_member(1, 7)
    roster.leave(1)
    assert (roster.is_member(1, 7), names(roster, 1), roster.unread(1)) == (False, [], {})


async def test_halls_are_in_order_with_the_archived_ones_last(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(1, "b"), hall(2, "A"), hall(3, "a"), hall(4, "Z")]
    await roster.enter(1)
    roster.apply(HallChanged(facts(2, "A", archived=True)))
    assert names(roster, 1) == ["a", "b", "Z", "A"]


@pytest.mark.parametrize("again", [1, 2])
async def test_events_keep_it_up_and_again_they_change_nothing(roster: Roster, read: Halls, again: int) -> None:
    read.halls[1] = [hall(7, last=5, read=5)]
    await roster.enter(1)
    for event in (
        MembershipStarted(8, 1, "owner", 2),
        HallChanged(facts(8, "New")),
        MessagePosted(message(3, hall=8)),
        MessagePosted(message(4, hall=8)),
        MessagePosted(message(6, hall=7)),
        ReadMoved(7, 1, 6),
        MembershipChanged(7, 1, "owner"),
    ):
        for _ in range(again):
            roster.apply(event)
    assert names(roster, 1) == ["Hall 7", "New"]
    assert {row["role"] for row in roster.halls(1)} == {"owner"}
    assert roster.unread(1) == {"8": 2}


async def test_who_is_a_member_again_has_what_they_had(roster: Roster, read: Halls) -> None:
    read.halls[1] = []
    await roster.enter(1)
    roster.apply(MembershipStarted(8, 1, "member", 2, SHOWN, "nothing", (1, 3)))
    roster.apply(HallChanged(facts(8, "New", last=4)))
    assert (roster.unread(1), roster.mentions(1)) == ({"8": 2}, {"8": 1})
    assert [row.get("notify") for row in roster.halls(1)] == ["nothing"]


async def test_what_stood_in_a_hall_when_one_was_taken_out_is_not_new_when_one_is_in_again(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(7, last=5, read=0)]
    await roster.enter(1)
    assert (roster.unread(1), roster.again(1)) == ({"7": 5}, {})
    roster.apply(MembershipEnded(7, 1))
    assert (roster.unread(1), roster.again(1)) == ({}, {})
    roster.apply(MembershipStarted(7, 1, "member", 0, known=5))
    roster.apply(HallChanged(facts(7, "Hall 7", last=6)))
    assert (roster.unread(1), roster.again(1)) == ({"7": 6}, {"7": 5})


async def test_marks_never_go_back(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(7, last=5, read=4)]
    await roster.enter(1)
    roster.apply(ReadMoved(7, 1, 2))
    roster.move_mark(1, 7, 3)
    assert roster.unread(1) == {"7": 1}


async def test_what_happens_while_it_is_read_is_applied_after(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(7, "Old", last=5, read=5), hall(8)]
    await entering(
        roster,
        read,
        1,
        MembershipEnded(8, 1),
        MembershipStarted(9, 1, "member", 0),
        HallChanged(facts(9, "New")),
        HallChanged(facts(7, "Renamed")),
        MessagePosted(message(6, hall=7)),
        MembershipChanged(7, 1, "owner"),
    )
    assert (names(roster, 1), roster.unread(1), roster.is_member(1, 8)) == (["New", "Renamed"], {"7": 1}, False)
    assert [row["role"] for row in roster.halls(1)] == ["member", "owner"]


async def test_many_who_come_at_once_do_not_hand_each_other_what_happened_over_and_over(
    roster: Roster, read: Halls, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user in range(20):
        read.halls[user] = [hall(7, last=5, read=5)]
    applied = 0
    apply = roster._apply  # pyright: ignore[reportPrivateUsage]

    def counted(event: Event) -> None:
        nonlocal applied
        applied += 1
        assert applied < 1_000, "what happened grows with everybody who comes"
        apply(event)

    monkeypatch.setattr(roster, "_apply", counted)
    read.gate.clear()
    tasks = [asyncio.create_task(roster.enter(user)) for user in range(20)]
    await quiet()
    for seq in (6, 7):
        roster.apply(MessagePosted(message(seq, hall=7)))
    read.gate.set()
    await asyncio.gather(*tasks)
    assert {roster.unread(user)["7"] for user in range(20)} == {2}


async def test_who_comes_does_not_undo_what_others_have_read(roster: Roster, read: Halls) -> None:
    read.halls[1] = read.halls[2] = [hall(7, last=5, read=5)]
    await roster.enter(1)

    def reads() -> None:
        roster.move_mark(1, 7, 9)  # by watching: the event comes when the mark is written

    posted = MessagePosted(message(9, hall=7))
    await entering(roster, read, 2, MembershipEnded(7, 1), MembershipStarted(7, 1, "member", 5), posted, reads)
    assert (roster.unread(1), roster.unread(2)) == ({}, {"7": 4})


async def test_who_leaves_while_being_read_is_not_kept(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(7)]
    await entering(roster, read, 1, lambda: roster.leave(1), MembershipStarted(8, 1, "member", 0))
    assert (roster.is_member(1, 7), roster.guests_in(7), roster.guests_in(8)) == (False, set(), set())


async def test_a_read_that_fails_is_told_and_the_next_one_starts_afresh(roster: Roster, read: Halls) -> None:
    read.failing = True
    started = (MembershipStarted(8, 1, "member", 0), HallChanged(facts(8, "Gone")))
    with pytest.raises(OSError, match="no database"):
        await entering(roster, read, 1, *started)
    roster.apply(MembershipEnded(8, 1))
    read.failing = False
    read.halls[1] = [hall(7)]
    await roster.enter(1)
    assert (names(roster, 1), roster.is_member(1, 8)) == (["Hall 7"], False)


async def test_until_it_is_read_nobody_is_told_a_part(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(7)]
    seen: list[bool] = []
    await entering(roster, read, 1, MembershipStarted(8, 1, "member", 0), lambda: seen.append(roster.knows(1)))
    roster.apply(HallChanged(facts(8, "New")))
    assert (seen, roster.knows(1), roster.knows(2)) == ([False], True, False)


async def test_nothing_is_kept_when_everybody_left(roster: Roster, read: Halls) -> None:
    read.halls[1] = read.halls[2] = [hall(7), hall(8)]
    for user in (1, 2, 2):
        await roster.enter(user)
    roster.apply(MembershipEnded(8, 1))
    for user in (2, 1, 2):
        roster.leave(user)
    roster.apply(MessagePosted(message(9, hall=7)))
    roster.apply(HallChanged(facts(7, "New")))
    kept = {name: value for name, value in vars(roster).items() if isinstance(value, dict)}
    assert len(kept) == 4
    assert not any(kept.values())


async def test_somebody_who_is_no_member_has_no_mark_to_move(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(7, last=3, read=1)]
    await roster.enter(1)
    assert (roster.read_mark(1, 7), roster.read_mark(1, 8) > 2**62, roster.read_mark(2, 7) > 2**62) == (1, True, True)
