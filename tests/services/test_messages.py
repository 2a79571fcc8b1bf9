"""Messages: stored once, in order; and how far a member has read."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from hallchat import errors
from hallchat.events import MessagePosted, ReadMoved
from hallchat.services import halls, history, messages
from hallchat.transaction import Transaction
from tests.builders import hall, person, say


def test_a_message_is_stored_with_its_place_and_its_senders_name(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    tx.events.clear()
    sent = say(tx, ana, plaza.id, "¡**Hola** 👩‍👧!\r\n", client_id="one")
    assert (sent.hall_id, sent.seq, sent.rev, sent.client_id) == (plaza.id, 1, 1, "one")
    assert (sent.content, sent.html) == ("¡**Hola** 👩‍👧!", "<p>¡<strong>Hola</strong> 👩‍👧!</p>")
    assert (sent.sender.username, sent.sender.display_name) == ("ana", "Ana")
    assert sent.created_at.tzinfo is UTC
    assert sent.created_at <= datetime.now(UTC)
    assert history.latest(tx, bob, hall_id=plaza.id, limit=1).messages == (sent,)
    assert tx.events == [MessagePosted(sent), ReadMoved(plaza.id, ana.user_id, 1)]


def test_each_hall_counts_for_itself_and_without_gaps(tx: Transaction) -> None:
    ana = person(tx, "ana")
    one, other = hall(tx, ana), hall(tx, ana)
    assert [say(tx, ana, hall_id).seq for hall_id in (one.id, other.id, one.id, other.id, one.id)] == [1, 1, 2, 2, 3]


def test_the_same_client_id_again_returns_the_first_message(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    prepared = messages.prepare("hola")
    first = messages.post(tx, ana, hall_id=plaza.id, prepared=prepared, client_id="one")
    tx.events.clear()
    again = messages.post(tx, ana, hall_id=plaza.id, prepared=prepared, client_id="one")
    assert (first.new, again.new) == (True, False)
    assert again.message == first.message
    assert history.latest(tx, ana, hall_id=plaza.id, limit=5).last_seq == 1
    assert tx.events == []


def test_a_client_id_with_another_hall_or_content_is_refused(tx: Transaction) -> None:
    ana = person(tx, "ana")
    one, other = hall(tx, ana), hall(tx, ana)
    say(tx, ana, one.id, "hola", client_id="one")
    for hall_id, content in ((other.id, "hola"), (one.id, "adiós")):
        with pytest.raises(errors.ClientIdReused):
            say(tx, ana, hall_id, content, client_id="one")


def test_two_senders_may_have_the_same_client_id(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    assert say(tx, ana, plaza.id, client_id="one").seq == 1
    assert say(tx, bob, plaza.id, client_id="one").seq == 2


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("", errors.MessageEmpty),
        ("\u200b", errors.MessageEmpty),
        ("x" * 8_001, errors.MessageTooLong),
        ("\0", errors.ControlCharacters),
    ],
)
def test_what_cannot_be_sent_is_refused_before_it_is_queued(content: str, refusal: type[errors.Refusal]) -> None:
    with pytest.raises(refusal):
        messages.prepare(content)


def test_what_others_say_is_unread_and_what_one_says_is_read(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    for _ in range(3):
        say(tx, ana, plaza.id)
    assert halls.get(tx, ana, hall_id=plaza.id).unread == 0
    assert halls.get(tx, bob, hall_id=plaza.id).unread == 3
    say(tx, bob, plaza.id)
    assert halls.get(tx, bob, hall_id=plaza.id).unread == 0
    assert halls.get(tx, ana, hall_id=plaza.id).unread == 1


@pytest.mark.parametrize(("seq", "mark"), [(3, 3), (2, 2), (1, 2), (0, 2), (-5, 2), (4, 3), (2**63, 3), (-(2**70), 2)])
def test_the_read_mark_never_moves_back_nor_beyond_the_end(tx: Transaction, seq: int, mark: int) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    for _ in range(3):
        say(tx, ana, plaza.id)
    messages.mark_read(tx, bob, hall_id=plaza.id, seq=2)
    tx.events.clear()
    messages.mark_read(tx, bob, hall_id=plaza.id, seq=seq)
    assert halls.get(tx, bob, hall_id=plaza.id).last_read_seq == mark
    assert tx.events == ([ReadMoved(plaza.id, bob.user_id, 3)] if mark == 3 else [])


def test_gathered_read_marks_only_move_on(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    for _ in range(3):
        say(tx, ana, plaza.id)
    tx.events.clear()
    messages.store_marks(tx, [(bob.user_id, plaza.id, 2), (bob.user_id, plaza.id, 1), (999, plaza.id, 3), (ana.user_id, 999, 1)])
    assert tx.events == [ReadMoved(plaza.id, bob.user_id, 2)]


def test_what_is_brought_in_has_the_time_when_it_was_said_and_counts_as_any_other(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    then = datetime(2020, 2, 29, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    tx.events.clear()
    prepared = messages.prepare("¿Hay alguien?")
    said = messages.bring_in(tx, ana, hall_id=plaza.id, prepared=prepared, client_id="one", at=then).message
    assert (said.seq, said.created_at, said.created_at.tzinfo) == (1, then, UTC)
    assert history.latest(tx, bob, hall_id=plaza.id, limit=5).messages == (said,)
    assert tx.events == [MessagePosted(said), ReadMoved(plaza.id, ana.user_id, 1)]
    assert halls.get(tx, bob, hall_id=plaza.id).unread == 1


def test_times_rise_with_places_also_when_they_are_brought_in(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    now = datetime.now(UTC)
    prepared = messages.prepare("hola")
    messages.bring_in(tx, ana, hall_id=plaza.id, prepared=prepared, client_id="one", at=now - timedelta(days=2))
    for client_id, days in (("before the last", 3), ("to come", -1)):
        with pytest.raises(ValueError, match="to come, or before"):
            messages.bring_in(tx, ana, hall_id=plaza.id, prepared=prepared, client_id=client_id, at=now - timedelta(days=days))
    for client_id in ("at once", "the same moment"):
        messages.bring_in(tx, ana, hall_id=plaza.id, prepared=prepared, client_id=client_id, at=now)
    assert [one.seq for one in history.latest(tx, ana, hall_id=plaza.id, limit=5).messages] == [1, 2, 3]


def test_nothing_is_brought_in_to_a_hall_where_one_is_not(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana)
    with pytest.raises(errors.NotAMember):
        messages.bring_in(tx, bob, hall_id=plaza.id, prepared=messages.prepare("hola"), client_id="one", at=datetime.now(UTC))
