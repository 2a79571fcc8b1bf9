"""Taking a removal back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hallchat import errors
from hallchat.events import MembershipStarted
from hallchat.models import memberships as rows
from hallchat.services import drafts, halls, memberships, messages, notifications, readmitting
from hallchat.services.readmitting import Removed
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.builders import appoint, hall, person, say


def standing(tx: Transaction, actor: Actor, hall_id: int) -> tuple[object, ...]:
    """All that somebody has in a hall."""
    row = tx.execute(select(rows).where(rows.c.hall_id == hall_id, rows.c.user_id == actor.user_id)).one()
    return tuple(row), drafts.get(tx, actor, hall_id=hall_id), halls.get(tx, actor, hall_id=hall_id)


def removed(tx: Transaction, owner: Actor, hall_id: int, whom: Actor) -> Removed:
    return memberships.remove(tx, owner, hall_id=hall_id, user_id=whom.user_id)


@pytest.mark.parametrize("archived", [False, True])
def test_all_is_as_it_was_before_the_removal_in_an_archived_hall_too(tx: Transaction, archived: bool) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob, kind="private").id
    appoint(tx, ana, plaza, bob)
    for content in ("one", "@bob two", "three"):
        say(tx, ana, plaza, content)
    messages.mark_read(tx, bob, hall_id=plaza, seq=1)
    notifications.set_level(tx, bob, hall_id=plaza, level="nothing")
    drafts.save(tx, bob, hall_id=plaza, content="¿Sal", reply_to=2)
    halls.change(tx, ana, hall_id=plaza, archived=archived)
    before = standing(tx, bob, plaza)
    gone = removed(tx, ana, plaza, bob)
    for _ in range(2):  # again, it changes nothing
        readmitting.readmit(tx, ana, hall_id=plaza, removed=gone)
        assert standing(tx, bob, plaza) == before


def test_what_was_said_meanwhile_is_unread(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob).id
    gone = removed(tx, ana, plaza, bob)
    say(tx, ana, plaza)
    readmitting.readmit(tx, ana, hall_id=plaza, removed=gone)
    assert halls.get(tx, bob, hall_id=plaza).unread == 1


def test_what_was_unread_at_the_removal_is_not_new(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob).id
    for _ in range(3):
        say(tx, ana, plaza)
    gone = removed(tx, ana, plaza, bob)
    say(tx, ana, plaza)
    tx.events.clear()
    readmitting.readmit(tx, ana, hall_id=plaza, removed=gone)
    (back,) = [event for event in tx.events if isinstance(event, MembershipStarted)]
    assert (back.last_read_seq, back.known) == (0, 3)


def test_who_came_back_by_themselves_gets_their_role_again(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob).id
    appoint(tx, ana, plaza, bob)
    gone = removed(tx, ana, plaza, bob)
    memberships.join(tx, bob, hall_id=plaza)
    readmitting.readmit(tx, ana, hall_id=plaza, removed=gone)
    assert [one.role for one in memberships.members(tx, ana, hall_id=plaza)] == ["owner", "moderator"]


@pytest.mark.parametrize(("before", "since"), [("member", "moderator"), ("moderator", "moderator")])
def test_what_they_were_made_since_stays(tx: Transaction, before: str, since: str) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob).id
    memberships.appoint(tx, ana, hall_id=plaza, user_id=bob.user_id, moderator=before == "moderator")
    gone = removed(tx, ana, plaza, bob)
    memberships.join(tx, bob, hall_id=plaza)
    memberships.appoint(tx, ana, hall_id=plaza, user_id=bob.user_id, moderator=since == "moderator")
    tx.events.clear()
    readmitting.readmit(tx, ana, hall_id=plaza, removed=gone)
    assert [one.role for one in memberships.members(tx, ana, hall_id=plaza)] == ["owner", since]
    assert tx.events == []


def test_only_the_owner_takes_a_removal_back_and_not_for_long(tx: Transaction, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, bob, eva = person(tx, "ana"), person(tx, "bob"), person(tx, "eva")
    plaza = hall(tx, ana, bob, eva).id
    gone = removed(tx, ana, plaza, bob)
    for actor, refusal in ((bob, errors.NotAMember), (eva, errors.OwnerOnly)):
        with pytest.raises(refusal):
            readmitting.readmit(tx, actor, hall_id=plaza, removed=gone)
    later = datetime.now(UTC) + readmitting.GRACE + timedelta(seconds=1)

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return later

    monkeypatch.setattr(readmitting, "datetime", Later)
    with pytest.raises(errors.TooLateToUndo):
        readmitting.readmit(tx, ana, hall_id=plaza, removed=gone)
    assert [one.username for one in memberships.members(tx, ana, hall_id=plaza)] == ["ana", "eva"]
