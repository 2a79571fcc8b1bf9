"""Unread again from a message on, everything read at once, and that taken back."""

import pytest

from hallchat import errors
from hallchat.events import MarkedUnread, ReadMoved
from hallchat.services import halls, memberships, messages, reading
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.builders import hall, person, say


@pytest.fixture
def plaza(tx: Transaction) -> tuple[Actor, Actor, int]:
    """Ana, who said three things, Bob, who read two of them, and where that was."""
    ana, bob = person(tx, "ana"), person(tx, "bob")
    made = hall(tx, ana, bob)
    for _ in range(3):
        say(tx, ana, made.id)
    messages.mark_read(tx, bob, hall_id=made.id, seq=2)
    tx.events.clear()
    return ana, bob, made.id


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_message_and_what_follows_are_unread_again_and_what_is_before_is_read(
    tx: Transaction, plaza: tuple[Actor, Actor, int], seq: int
) -> None:
    ana, bob, hall_id = plaza
    reading.mark_unread(tx, bob, hall_id=hall_id, seq=seq)
    assert halls.get(tx, bob, hall_id=hall_id).unread == 4 - seq
    assert halls.get(tx, ana, hall_id=hall_id).unread == 0
    assert tx.events == [MarkedUnread(hall_id, bob.user_id, seq - 1)]


@pytest.mark.parametrize("seq", [0, -1, 4, 2**63])
def test_a_place_without_a_message_is_refused_and_changes_nothing(
    tx: Transaction, plaza: tuple[Actor, Actor, int], seq: int
) -> None:
    _, bob, hall_id = plaza
    with pytest.raises(errors.MessageNotFound):
        reading.mark_unread(tx, bob, hall_id=hall_id, seq=seq)
    assert halls.get(tx, bob, hall_id=hall_id).unread == 1
    assert tx.events == []


def test_everything_is_read_at_once_in_all_halls_of_who_asks_and_for_nobody_else(
    tx: Transaction, plaza: tuple[Actor, Actor, int]
) -> None:
    ana, bob, hall_id = plaza
    other, left = hall(tx, ana, bob, name="Other").id, hall(tx, ana, bob, name="Left").id
    say(tx, ana, other)
    memberships.leave(tx, bob, hall_id=left)
    say(tx, ana, left)
    eva = person(tx, "eva")
    memberships.join(tx, eva, hall_id=hall_id)
    say(tx, ana, hall_id)
    tx.events.clear()
    reading.mark_all_read(tx, bob)
    assert [halls.get(tx, bob, hall_id=one).unread for one in (hall_id, other)] == [0, 0]
    assert halls.get(tx, eva, hall_id=hall_id).unread == 1
    assert set(tx.events) == {ReadMoved(hall_id, bob.user_id, 4), ReadMoved(other, bob.user_id, 1)}
    assert reading.mark_all_read(tx, bob) == ()


def test_that_is_taken_back_but_not_where_one_read_on_or_left(tx: Transaction, plaza: tuple[Actor, Actor, int]) -> None:
    ana, bob, hall_id = plaza
    on, left = hall(tx, ana, bob, name="On").id, hall(tx, ana, bob, name="Left").id
    for one in (on, left):
        say(tx, ana, one)
    passed = reading.mark_all_read(tx, bob)
    say(tx, ana, on)
    messages.mark_read(tx, bob, hall_id=on, seq=2)
    memberships.leave(tx, bob, hall_id=left)
    tx.events.clear()
    reading.take_up_again(tx, bob, passed=passed)
    assert [halls.get(tx, bob, hall_id=one).unread for one in (hall_id, on)] == [1, 0]
    assert tx.events == [MarkedUnread(hall_id, bob.user_id, 2)]
