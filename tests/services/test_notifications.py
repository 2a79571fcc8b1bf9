"""What somebody wants to be told of: by hall, and not while they want quiet."""

from datetime import UTC, datetime, timedelta

import pytest

from hallchat import errors
from hallchat.events import LevelChanged, QuietChanged
from hallchat.services import editing, halls, history, memberships, messages, notifications
from hallchat.services.notifications import LEVELS, LONGEST, is_quiet
from hallchat.transaction import Transaction
from hallchat.views import QuietView
from tests.builders import hall, person, say

NOON = 12 * 60


def test_a_member_chooses_for_themselves_alone(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    tx.events.clear()
    for level in ("nothing", "nothing", "mentions"):
        assert notifications.set_level(tx, ana, hall_id=plaza.id, level=level).notify == level
    assert tx.events == [LevelChanged(plaza.id, ana.user_id, "nothing"), LevelChanged(plaza.id, ana.user_id, "mentions")]
    assert [halls.get(tx, who, hall_id=plaza.id).notify for who in (ana, bob)] == ["mentions", "everything"]
    memberships.leave(tx, bob, hall_id=plaza.id)
    assert halls.get(tx, bob, hall_id=plaza.id).notify is None


@pytest.mark.parametrize("level", ["", "Everything", "all", "nothing ", 7, None, []])
def test_another_level_is_refused_and_changes_nothing(tx: Transaction, level: str) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    tx.events.clear()
    with pytest.raises(errors.LevelInvalid):
        notifications.set_level(tx, ana, hall_id=plaza.id, level=level)
    assert (halls.get(tx, ana, hall_id=plaza.id).notify, tx.events) == ("everything", [])


def test_from_outside_nobody_chooses_or_is_told(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    public, private = hall(tx, ana), hall(tx, ana, kind="private")
    say(tx, ana, public.id)
    for place, refusal in ((public.id, errors.NotAMember), (private.id, errors.HallNotFound), (999, errors.HallNotFound)):
        with pytest.raises(refusal):
            notifications.set_level(tx, bob, hall_id=place, level="nothing")
        with pytest.raises(refusal):
            notifications.newest(tx, bob, hall_id=place, minute=NOON)


def test_the_newest_message_is_told_until_it_is_read(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    assert notifications.newest(tx, ana, hall_id=plaza.id, minute=NOON) is None
    first = say(tx, bob, plaza.id, "one")
    said = say(tx, bob, plaza.id, "two")
    news = notifications.newest(tx, ana, hall_id=plaza.id, minute=NOON)
    assert news is not None
    assert (news.message, news.hall.id) == (history.there(tx, hall_id=plaza.id, seq=said.seq), plaza.id)
    assert notifications.newest(tx, bob, hall_id=plaza.id, minute=NOON) is None
    editing.delete(tx, bob, hall_id=plaza.id, seq=said.seq)
    left = notifications.newest(tx, ana, hall_id=plaza.id, minute=NOON)
    assert left is not None
    assert left.message.seq == first.seq
    messages.mark_read(tx, ana, hall_id=plaza.id, seq=first.seq)
    assert notifications.newest(tx, ana, hall_id=plaza.id, minute=NOON) is None
    say(tx, bob, plaza.id, "three")
    editing.delete(tx, bob, hall_id=plaza.id, seq=said.seq + 1)
    assert notifications.newest(tx, ana, hall_id=plaza.id, minute=NOON) is None


@pytest.mark.parametrize("level", LEVELS)
def test_by_level_nothing_is_told_where_it_is_not_wanted(tx: Transaction, level: str) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, bob, plaza.id)
    notifications.set_level(tx, ana, hall_id=plaza.id, level=level)
    told = notifications.newest(tx, ana, hall_id=plaza.id, minute=NOON)
    assert (told is not None) == (level == "everything")


@pytest.mark.parametrize("level", LEVELS)
def test_the_newest_mention_is_told_where_one_is_new_until_it_is_read(tx: Transaction, level: str) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    notifications.set_level(tx, ana, hall_id=plaza.id, level=level)
    called = say(tx, bob, plaza.id, "@ana, look")
    plain = say(tx, bob, plaza.id, "nothing of that kind")

    def told(*, mention: bool) -> int | None:
        news = notifications.newest(tx, ana, hall_id=plaza.id, minute=NOON, mention=mention)
        return news.message.seq if news else None

    newest, mentioning = {"everything": (plain.seq, called.seq), "mentions": (None, called.seq), "nothing": (None, None)}[level]
    assert (told(mention=False), told(mention=True)) == (newest, mentioning)
    messages.mark_read(tx, ana, hall_id=plaza.id, seq=called.seq)
    assert (told(mention=False), told(mention=True)) == (newest, newest)


def test_while_one_wants_quiet_nothing_is_told(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, bob, plaza.id)
    soon = datetime.now(UTC) + timedelta(hours=1)
    assert notifications.keep_quiet(tx, ana, until=soon) == QuietView(soon, "")
    assert notifications.newest(tx, ana, hall_id=plaza.id, minute=NOON) is None
    assert notifications.quiet(tx, bob) == QuietView(None, "")
    past = datetime.now(UTC) - timedelta(hours=1)
    notifications.keep_hours(tx, ana, hours="22:00-07:00")
    assert notifications.keep_quiet(tx, ana, until=past) == QuietView(None, "22:00-07:00")
    told = [notifications.newest(tx, ana, hall_id=plaza.id, minute=hour * 60) is not None for hour in (6, 7, 12, 21, 22, 23)]
    assert told == [False, True, True, True, False, False]


@pytest.mark.parametrize(
    "hours",
    ["22:00", "22:00-22:00", "24:00-07:00", "7:00-8:00", "22:00-07:60", "x", "1٢:00-07:00", "22:00-07:00\n", "٢٢:00-07:00"],
)
def test_hours_that_are_none_are_refused(tx: Transaction, hours: str) -> None:
    ana = person(tx, "ana")
    tx.events.clear()
    notifications.keep_hours(tx, ana, hours="09:00-10:00")
    with pytest.raises(errors.QuietInvalid):
        notifications.keep_hours(tx, ana, hours=hours)
    with pytest.raises(errors.QuietInvalid):
        notifications.keep_quiet(tx, ana, until=datetime.now(UTC) + LONGEST + timedelta(days=1))
    assert notifications.quiet(tx, ana) == QuietView(None, "09:00-10:00")
    assert tx.events == [QuietChanged(ana.user_id, QuietView(None, "09:00-10:00"))]


@pytest.mark.parametrize(("hours", "quiet_at"), [("09:00-17:00", {9, 12, 16}), ("22:00-07:00", {22, 23, 0, 6}), ("", set())])
def test_hours_hold_from_the_first_to_before_the_last_and_over_midnight(hours: str, quiet_at: set[int]) -> None:
    looked_at = {0, 6, 7, 9, 12, 16, 17, 21, 22, 23}
    assert {hour for hour in looked_at if is_quiet(QuietView(None, hours), hour * 60)} == quiet_at
