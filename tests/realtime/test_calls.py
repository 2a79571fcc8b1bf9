"""What calls somebody in the list of their halls: mentions that they have not read, and direct halls where something is said."""

from dataclasses import replace

from hallchat.events import (
    SHOWN,
    Event,
    HallHidden,
    MembershipEnded,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageRestored,
)
from hallchat.realtime.roster import Roster
from hallchat.views import MOST_MENTIONS, HallView, UserView
from tests.realtime.halls import Halls, entering, hall, names
from tests.tabs import message


def mentioning(seq: int, *users: int, how: type[MessagePosted] | type[MessageEdited] = MessagePosted) -> Event:
    return how(message(seq, hall=7), frozenset(users))


async def test_mentions_are_those_after_the_mark_whatever_happens_to_their_messages(roster: Roster, read: Halls) -> None:
    read.halls[1] = [replace(hall(7, last=5, read=3), mentioned=(2, 3, 5))]
    read.halls[2] = [hall(7, last=5, read=5)]
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


async def test_mentions_while_the_halls_are_read_count_once(roster: Roster, read: Halls) -> None:
    read.halls[1] = [replace(hall(7, last=5, read=3), mentioned=(5,))]
    await entering(roster, read, 1, mentioning(5, 1), mentioning(6, 1), mentioning(6, how=MessageEdited), mentioning(8, 1))
    assert roster.mentions(1) == {"7": 2}


async def test_no_more_mentions_are_remembered_than_anybody_counts(roster: Roster, read: Halls) -> None:
    read.halls[1] = [hall(7)]
    await roster.enter(1)
    for seq in range(1, MOST_MENTIONS + 10):
        roster.apply(mentioning(seq, 1))
    assert roster.mentions(1) == {"7": MOST_MENTIONS}


def direct(hall_id: int, *others: int, last: int = 0, hidden: bool = False) -> HallView:
    people = tuple(UserView(user, f"user{user}", f"User{user}") for user in (1, *others))
    return HallView(
        hall_id, "", "", "direct", False, True, len(people), "member", last, last, 0, "everything", people=people, hidden=hidden
    )


async def test_direct_halls_come_last_the_newest_talk_first(roster: Roster, read: Halls) -> None:
    read.halls[1] = [direct(5, 3, last=1), hall(7), direct(4, 2, 3, last=1), direct(6)]
    await roster.enter(1)
    assert names(roster, 1) == ["Hall 7", "User3", "User2, User3", "User1"]
    assert [row.get("people") for row in roster.halls(1)][1] == [{"id": 3, "user": "user3", "name": "User3"}]
    assert roster.apply(MessagePosted(message(2, hall=4))) == {1}
    assert names(roster, 1) == ["Hall 7", "User2, User3", "User3", "User1"]
    assert roster.apply(MessagePosted(message(3, hall=4))) == set()
    assert roster.apply(MessagePosted(message(1, hall=7))) == set()


async def test_what_is_said_while_a_list_is_read_is_the_newest_talk(roster: Roster, read: Halls) -> None:
    read.halls[1] = [direct(5, 3, last=1), direct(4, 2, last=1)]
    await entering(roster, read, 1, MessagePosted(message(2, hall=4)))
    assert names(roster, 1) == ["User2", "User3"]


async def test_a_hidden_hall_comes_back_with_the_next_message(roster: Roster, read: Halls) -> None:
    read.halls[1] = [direct(5, 3, last=2, hidden=True), direct(4, 2, last=1)]
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
