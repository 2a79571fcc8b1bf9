"""Who is here, their halls and unread counts: read once, kept up by events, forgotten when they leave."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from hallchat.events import (
    SHOWN,
    Event,
    HallChanged,
    HallHidden,
    MembershipChanged,
    MembershipEnded,
    MembershipStarted,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageRestored,
    ReadMoved,
)
from hallchat.realtime.roster import Roster
from hallchat.views import MOST_MENTIONS, HallFacts, HallView, UserView
from tests.tabs import message, quiet


def hall(hall_id: int, name: str = "", *, role: str = "member", last: int = 0, read: int = 0, members: int = 2) -> HallView:
    return HallView(
        hall_id, name or f"Hall {hall_id}", "", "public", False, True, members, role, last, read, last - read, "everything"
    )


def mentioning(seq: int, *users: int, how: type[MessagePosted] | type[MessageEdited] = MessagePosted) -> Event:
    return how(message(seq, hall=7), frozenset(users))


def facts(hall_id: int, name: str, *, archived: bool = False) -> HallFacts:
    return HallFacts(hall_id, name, "", "public", archived, 2, 0)


class Database:
    """What the roster reads; it can be held up after it was read, and fail."""

    def __init__(self) -> None:
        self.halls: dict[int, Sequence[HallView]] = {}
        self.reads = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.failing = False

    async def load(self, user_id: int) -> Sequence[HallView]:
        self.reads += 1
        found = self.halls.get(user_id, ())
        await self.gate.wait()
        if self.failing:
            raise OSError("no database")
        return found


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def roster(database: Database) -> Roster:
    return Roster(database.load)


async def entering(roster: Roster, database: Database, user_id: int, *meanwhile: Event | Callable[[], None]) -> None:
    """Let a user in while things happen between the read and its answer."""
    database.gate.clear()
    task = asyncio.create_task(roster.enter(user_id))
    await quiet()
    for what in meanwhile:
        if callable(what):
            what()
        else:
            roster.apply(what)
    database.gate.set()
    await task


def names(roster: Roster, user_id: int) -> list[str]:
    return [row["name"] for row in roster.halls(user_id)]


async def test_two_tabs_of_a_user_are_read_once_and_the_last_to_leave_is_forgotten(roster: Roster, database: Database) -> None:
    database.halls[1] = [hall(7, last=5, read=3)]
    await asyncio.gather(roster.enter(1), roster.enter(1))
    assert (database.reads, names(roster, 1), roster.unread(1)) == (1, ["Hall 7"], {"7": 2})
    roster.leave(1)
    assert roster.is_member(1, 7)
    roster.leave(1)
    assert (roster.is_member(1, 7), names(roster, 1), roster.unread(1)) == (False, [], {})


async def test_halls_are_in_order_with_the_archived_ones_last(roster: Roster, database: Database) -> None:
    database.halls[1] = [hall(1, "b"), hall(2, "A"), hall(3, "a"), hall(4, "Z")]
    await roster.enter(1)
    roster.apply(HallChanged(facts(2, "A", archived=True)))
    assert names(roster, 1) == ["a", "b", "Z", "A"]


@pytest.mark.parametrize("again", [1, 2])
async def test_events_keep_it_up_and_again_they_change_nothing(roster: Roster, database: Database, again: int) -> None:
    database.halls[1] = [hall(7, last=5, read=5)]
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


async def test_marks_never_go_back(roster: Roster, database: Database) -> None:
    database.halls[1] = [hall(7, last=5, read=4)]
    await roster.enter(1)
    roster.apply(ReadMoved(7, 1, 2))
    roster.move_mark(1, 7, 3)
    assert roster.unread(1) == {"7": 1}


async def test_what_happens_while_it_is_read_is_applied_after(roster: Roster, database: Database) -> None:
    database.halls[1] = [hall(7, "Old", last=5, read=5), hall(8)]
    await entering(
        roster,
        database,
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
    roster: Roster, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user in range(20):
        database.halls[user] = [hall(7, last=5, read=5)]
    applied = 0
    apply = roster._apply  # pyright: ignore[reportPrivateUsage]

    def counted(event: Event) -> None:
        nonlocal applied
        applied += 1
        assert applied < 1_000, "what happened grows with everybody who comes"
        apply(event)

    monkeypatch.setattr(roster, "_apply", counted)
    database.gate.clear()
    tasks = [asyncio.create_task(roster.enter(user)) for user in range(20)]
    await quiet()
    for seq in (6, 7):
        roster.apply(MessagePosted(message(seq, hall=7)))
    database.gate.set()
    await asyncio.gather(*tasks)
    assert {roster.unread(user)["7"] for user in range(20)} == {2}


async def test_who_comes_does_not_undo_what_others_have_read(roster: Roster, database: Database) -> None:
    database.halls[1] = database.halls[2] = [hall(7, last=5, read=5)]
    await roster.enter(1)

    def reads() -> None:
        roster.move_mark(1, 7, 9)  # by watching: the event comes when the mark is written

    posted = MessagePosted(message(9, hall=7))
    await entering(roster, database, 2, MembershipEnded(7, 1), MembershipStarted(7, 1, "member", 5), posted, reads)
    assert (roster.unread(1), roster.unread(2)) == ({}, {"7": 4})


async def test_who_leaves_while_being_read_is_not_kept(roster: Roster, database: Database) -> None:
    database.halls[1] = [hall(7)]
    await entering(roster, database, 1, lambda: roster.leave(1), MembershipStarted(8, 1, "member", 0))
    assert (roster.is_member(1, 7), roster.guests_in(7), roster.guests_in(8)) == (False, set(), set())


async def test_a_read_that_fails_is_told_and_the_next_one_starts_afresh(roster: Roster, database: Database) -> None:
    database.failing = True
    started = (MembershipStarted(8, 1, "member", 0), HallChanged(facts(8, "Gone")))
    with pytest.raises(OSError, match="no database"):
        await entering(roster, database, 1, *started)
    roster.apply(MembershipEnded(8, 1))
    database.failing = False
    database.halls[1] = [hall(7)]
    await roster.enter(1)
    assert (names(roster, 1), roster.is_member(1, 8)) == (["Hall 7"], False)


async def test_until_it_is_read_nobody_is_told_a_part(roster: Roster, database: Database) -> None:
    database.halls[1] = [hall(7)]
    seen: list[bool] = []
    await entering(roster, database, 1, MembershipStarted(8, 1, "member", 0), lambda: seen.append(roster.knows(1)))
    roster.apply(HallChanged(facts(8, "New")))
    assert (seen, roster.knows(1), roster.knows(2)) == ([False], True, False)


async def test_nothing_is_kept_when_everybody_left(roster: Roster, database: Database) -> None:
    database.halls[1] = database.halls[2] = [hall(7), hall(8)]
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


async def test_somebody_who_is_no_member_has_no_mark_to_move(roster: Roster, database: Database) -> None:
    database.halls[1] = [hall(7, last=3, read=1)]
    await roster.enter(1)
    assert (roster.read_mark(1, 7), roster.read_mark(1, 8) > 2**62, roster.read_mark(2, 7) > 2**62) == (1, True, True)


async def test_mentions_are_those_after_the_mark_whatever_happens_to_their_messages(roster: Roster, database: Database) -> None:
    database.halls[1] = [replace(hall(7, last=5, read=3), mentioned=(2, 3, 5))]
    database.halls[2] = [hall(7, last=5, read=5)]
    await roster.enter(1)
    await roster.enter(2)
    assert (roster.mentions(1), roster.mentions(2)) == ({"7": 1}, {})
    for event in (mentioning(6, 1, 2, 99), mentioning(7, 1)) * 2:
        roster.apply(event)
    assert (roster.mentions(1), roster.mentions(2)) == ({"7": 3}, {"7": 1})
    roster.apply(mentioning(6, 2, how=MessageEdited))
    roster.apply(MessageDeleted(message(5, hall=7, gone=True)))
    assert (roster.mentions(1), roster.mentions(2)) == ({"7": 1}, {"7": 1})
    roster.apply(MessageRestored(message(5, hall=7), frozenset({1})))
    assert roster.mentions(1) == {"7": 2}
    roster.move_mark(1, 7, 7)
    roster.apply(MembershipEnded(7, 2))
    assert (roster.mentions(1), roster.mentions(2)) == ({}, {})


async def test_mentions_while_the_halls_are_read_count_once(roster: Roster, database: Database) -> None:
    database.halls[1] = [replace(hall(7, last=5, read=3), mentioned=(5,))]
    await entering(roster, database, 1, mentioning(5, 1), mentioning(6, 1), mentioning(6, how=MessageEdited), mentioning(8, 1))
    assert roster.mentions(1) == {"7": 2}


async def test_no_more_mentions_are_remembered_than_anybody_counts(roster: Roster, database: Database) -> None:
    database.halls[1] = [hall(7)]
    await roster.enter(1)
    for seq in range(1, MOST_MENTIONS + 10):
        roster.apply(mentioning(seq, 1))
    assert roster.mentions(1) == {"7": MOST_MENTIONS}


def direct(hall_id: int, *others: int, last: int = 0, hidden: bool = False) -> HallView:
    people = tuple(UserView(user, f"user{user}", f"User{user}") for user in (1, *others))
    return HallView(
        hall_id, "", "", "direct", False, True, len(people), "member", last, last, 0, "everything", people=people, hidden=hidden
    )


async def test_direct_halls_come_last_the_newest_talk_first(roster: Roster, database: Database) -> None:
    database.halls[1] = [direct(5, 3, last=1), hall(7), direct(4, 2, 3, last=1), direct(6)]
    await roster.enter(1)
    assert names(roster, 1) == ["Hall 7", "User3", "User2, User3", "User1"]
    assert [row.get("people") for row in roster.halls(1)][1] == [{"id": 3, "user": "user3", "name": "User3"}]
    assert roster.apply(MessagePosted(message(2, hall=4))) == {1}
    assert names(roster, 1) == ["Hall 7", "User2, User3", "User3", "User1"]
    assert roster.apply(MessagePosted(message(3, hall=4))) == set()
    assert roster.apply(MessagePosted(message(1, hall=7))) == set()


async def test_what_is_said_while_a_list_is_read_is_the_newest_talk(roster: Roster, database: Database) -> None:
    database.halls[1] = [direct(5, 3, last=1), direct(4, 2, last=1)]
    await entering(roster, database, 1, MessagePosted(message(2, hall=4)))
    assert names(roster, 1) == ["User2", "User3"]


async def test_a_hidden_hall_comes_back_with_the_next_message(roster: Roster, database: Database) -> None:
    database.halls[1] = [direct(5, 3, last=2, hidden=True), direct(4, 2, last=1)]
    await roster.enter(1)
    shown = lambda: [row["name"] for row in roster.halls(1) if not row.get("hidden")]  # noqa: E731
    assert shown() == ["User2"]
    assert roster.apply(MessagePosted(message(3, hall=5))) == {1}
    assert shown() == ["User3", "User2"]
    roster.apply(HallHidden(5, 1, 3))
    assert shown() == ["User2"]
    assert roster.apply(MessagePosted(message(4, hall=5))) == {1}
    roster.apply(HallHidden(5, 1, 4))
    roster.apply(HallHidden(5, 1, SHOWN))
    assert shown() == ["User3", "User2"]
