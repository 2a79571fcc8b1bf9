"""Sign-ins are rows: they end when they are ended, or by themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from hallchat.events import SessionEnded
from hallchat.services import accounts, sessions
from hallchat.services.sessions import SignIn
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.builders import LIFETIME, person


def sign_in(tx: Transaction, actor: Actor, *, lifetime: timedelta = LIFETIME) -> SignIn:
    """One more sign-in of somebody, without events of before."""
    begun = sessions.begin(tx, accounts.own_credentials(tx, actor).account, lifetime=lifetime)
    tx.events.clear()
    return begun


def test_a_sign_in_is_found_with_its_account(tx: Transaction) -> None:
    ana = person(tx, "ana")
    begun = sign_in(tx, ana)
    assert sessions.find(tx, begun.session_id) == begun
    assert begun.account.id == ana.user_id
    assert begun.expires_at - datetime.now(UTC) <= LIFETIME


def test_each_sign_in_has_an_id_of_its_own(tx: Transaction) -> None:
    ana = person(tx, "ana")
    assert len({sign_in(tx, ana).session_id for _ in range(20)}) == 20


@pytest.mark.parametrize("session_id", ["", "0" * 32, "' OR 1=1 --"])
def test_an_unknown_sign_in_is_not_found(tx: Transaction, session_id: str) -> None:
    person(tx, "ana")
    assert sessions.find(tx, session_id) is None


def test_an_expired_sign_in_is_not_found(tx: Transaction) -> None:
    begun = sign_in(tx, person(tx, "ana"), lifetime=timedelta(0))
    assert sessions.find(tx, begun.session_id) is None


def test_an_ended_sign_in_is_not_found_and_the_others_stay(tx: Transaction) -> None:
    ana = person(tx, "ana")
    begun = sign_in(tx, ana)
    sessions.end(tx, session_id=begun.session_id)
    assert tx.events == [SessionEnded(begun.session_id, ana.user_id)]
    assert sessions.find(tx, begun.session_id) is None
    assert sessions.find(tx, ana.session_id)


def test_ending_again_changes_nothing(tx: Transaction) -> None:
    begun = sign_in(tx, person(tx, "ana"))
    sessions.end(tx, session_id=begun.session_id)
    tx.events.clear()
    sessions.end(tx, session_id=begun.session_id)
    assert tx.events == []


def test_ending_all_ends_all_of_one_user_and_tells_of_each(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    other = sign_in(tx, ana)
    sessions.end_all(tx, user_id=ana.user_id)
    assert {event.session_id for event in tx.events if isinstance(event, SessionEnded)} == {ana.session_id, other.session_id}
    assert sessions.find(tx, ana.session_id) is None
    assert sessions.find(tx, other.session_id) is None
    assert sessions.find(tx, bob.session_id)
