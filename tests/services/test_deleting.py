"""Deleted messages: a tombstone by their sender or who keeps order, and back for a while by who deleted them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from hallchat import errors, models
from hallchat.events import MessageDeleted, MessageRestored
from hallchat.services import editing, halls, history, memberships
from hallchat.services.editing import Deleted
from hallchat.services.messages import Prepared
from hallchat.transaction import Transaction
from tests.builders import appoint, edit, hall, person, say

NOTHING = Prepared("", "")


def test_a_repeated_send_of_a_deleted_message_returns_its_tombstone(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id, "hola", client_id="one")
    editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    again = say(tx, ana, plaza.id, "hola", client_id="one")
    assert (again.seq, again.content) == (1, "")
    assert again.deleted_at


def test_a_deleted_message_leaves_a_tombstone_without_content(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    secret = say(tx, ana, plaza.id, "secret")
    say(tx, bob, plaza.id)
    tx.events.clear()
    editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    (event,) = tx.events
    assert isinstance(event, MessageDeleted)
    tombstone, _ = history.latest(tx, bob, hall_id=plaza.id, limit=5).messages
    assert event.message == tombstone
    assert (tombstone.id, tombstone.seq, tombstone.rev, tombstone.content, tombstone.html) == (secret.id, 1, 3, "", "")
    assert tombstone.deleted_at
    assert tombstone.created_at == secret.created_at
    assert "secret" not in "".join(tx.connection.exec_driver_sql("SELECT content || html FROM messages").scalars())


def test_deleting_again_changes_nothing(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id)
    editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    tx.events.clear()
    assert editing.delete(tx, ana, hall_id=plaza.id, seq=1) is None
    assert tx.events == []
    assert history.latest(tx, ana, hall_id=plaza.id, limit=1).last_rev == 2


def test_members_delete_their_own_and_who_keeps_order_deletes_anybodys(tx: Transaction) -> None:
    ana, bob, eva, leo = (person(tx, name) for name in ("ana", "bob", "eva", "leo"))
    plaza = hall(tx, ana, bob, eva, leo)
    appoint(tx, ana, plaza.id, eva)
    said = [say(tx, sender, plaza.id) for sender in (bob, bob, ana)]
    for seq in (1, 3):
        with pytest.raises(errors.NotYourMessage):
            editing.delete(tx, leo, hall_id=plaza.id, seq=seq)
    assert list(history.latest(tx, leo, hall_id=plaza.id, limit=5).messages) == said
    for seq, who in enumerate((ana, eva, eva), 1):
        deleted = editing.delete(tx, who, hall_id=plaza.id, seq=seq)
        assert deleted
        assert deleted.by == who.user_id
    assert all(one.deleted_at for one in history.latest(tx, leo, hall_id=plaza.id, limit=5).messages)


def test_what_is_restored_has_its_versions_again_and_goes_on_from_there(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, bob, plaza.id, "one", client_id="one")
    two = edit(tx, bob, plaza.id, 1, "two")
    before = history.versions(tx, ana, hall_id=plaza.id, seq=1)
    deleted = editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    assert deleted
    editing.restore(tx, ana, hall_id=plaza.id, seq=1, deleted=deleted)
    assert history.latest(tx, bob, hall_id=plaza.id, limit=1).messages == (replace(two, rev=4),)
    assert history.versions(tx, ana, hall_id=plaza.id, seq=1) == before
    assert say(tx, bob, plaza.id, "one", client_id="one").content == "two"
    edit(tx, bob, plaza.id, 1, "three")
    found = history.versions(tx, ana, hall_id=plaza.id, seq=1)
    assert [one.content for one in found] == ["one", "two", "three"]


def test_a_deletion_is_taken_back_and_the_message_is_as_it_was_but_for_its_revision(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    said = say(tx, ana, plaza.id, "**hola**", client_id="one")
    deleted = Deleted(ana.user_id, Prepared("**hola**", said.html))
    assert editing.delete(tx, ana, hall_id=plaza.id, seq=1) == deleted
    tx.events.clear()
    editing.restore(tx, ana, hall_id=plaza.id, seq=1, deleted=deleted)
    wanted = replace(said, rev=3)
    assert tx.events == [MessageRestored(wanted)]
    assert history.latest(tx, ana, hall_id=plaza.id, limit=5).messages == (wanted,)
    assert say(tx, ana, plaza.id, "**hola**", client_id="one") == wanted
    with pytest.raises(errors.ClientIdReused):
        say(tx, ana, plaza.id, "adiós", client_id="one")


def test_what_is_not_deleted_is_not_restored(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    said = say(tx, ana, plaza.id)
    tx.events.clear()
    editing.restore(tx, ana, hall_id=plaza.id, seq=1, deleted=Deleted(ana.user_id, Prepared("rewritten", "")))
    assert tx.events == []
    assert history.latest(tx, ana, hall_id=plaza.id, limit=5).messages == (said,)


def test_a_deletion_is_taken_back_by_who_did_it_as_a_member_and_while_the_hall_is_open(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    for deleting, other in ((bob, ana), (ana, bob)):
        seq = say(tx, bob, plaza.id).seq
        deleted = editing.delete(tx, deleting, hall_id=plaza.id, seq=seq)
        assert deleted
        with pytest.raises(errors.NotYourMessage):
            editing.restore(tx, other, hall_id=plaza.id, seq=seq, deleted=deleted)
    deleted = Deleted(bob.user_id, NOTHING)
    halls.change(tx, ana, hall_id=plaza.id, archived=True)
    with pytest.raises(errors.HallArchived):
        editing.restore(tx, bob, hall_id=plaza.id, seq=1, deleted=deleted)
    halls.change(tx, ana, hall_id=plaza.id, archived=False)
    memberships.leave(tx, bob, hall_id=plaza.id)
    with pytest.raises(errors.NotAMember):
        editing.restore(tx, bob, hall_id=plaza.id, seq=1, deleted=deleted)


@pytest.mark.parametrize(("late", "comes_back"), [(editing.GRACE / 2, True), (editing.GRACE * 2, False)])
def test_a_deletion_is_taken_back_only_soon(tx: Transaction, late: timedelta, comes_back: bool) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id)
    deleted = editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    assert deleted
    tx.execute(update(models.messages).values(deleted_at=datetime.now(UTC) - late))
    if not comes_back:
        with pytest.raises(errors.TooLateToUndo):
            editing.restore(tx, ana, hall_id=plaza.id, seq=1, deleted=deleted)
        return
    editing.restore(tx, ana, hall_id=plaza.id, seq=1, deleted=deleted)
    assert history.latest(tx, ana, hall_id=plaza.id, limit=1).messages[0].deleted_at is None


@pytest.mark.parametrize("seq", [0, -1, 2, 2**63 - 1, 2**63, 10**30])
def test_a_message_that_is_not_there_cannot_be_deleted(tx: Transaction, seq: int) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id)
    with pytest.raises(errors.MessageNotFound):
        editing.delete(tx, ana, hall_id=plaza.id, seq=seq)
