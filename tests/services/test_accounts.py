"""Accounts: one name for one person, everybody in General, passwords that end other sign-ins."""

import pytest

from hallchat import errors
from hallchat.events import MembershipStarted, SessionEnded
from hallchat.services import accounts, halls, memberships, sessions
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.builders import GENERAL, LIFETIME, hall, person, say


def test_an_application_is_checked_before_anything_is_hashed() -> None:
    application = accounts.apply(username=" Ana.B ", password=" correct horse ", display_name=" Jose\u0301 ")
    assert (application.username, application.display_name, application.password) == ("Ana.B", "José", " correct horse ")
    for refusal, wrong in {
        errors.UsernameInvalid: {"username": "an"},
        errors.DisplayNameInvalid: {"display_name": "x" * 81},
        errors.PasswordTooShort: {"password": "1234567"},
        errors.PasswordTooLong: {"password": "x" * 129},
        errors.PasswordTooCommon: {"password": "password1"},
    }.items():
        with pytest.raises(refusal):
            accounts.apply(**({"username": "ana", "password": "correct horse", "display_name": "Ana"} | wrong))


@pytest.mark.parametrize("display_name", [None, "", "  "])
def test_without_a_display_name_it_is_the_username(display_name: str | None) -> None:
    assert accounts.apply(username="ana", password="correct horse", display_name=display_name).display_name == "ana"


@pytest.mark.parametrize("again", ["ana", "ANA", "aNa"])
def test_a_username_is_taken_without_regard_to_case(tx: Transaction, again: str) -> None:
    person(tx, "Ana")
    with pytest.raises(errors.UsernameTaken) as refused:
        person(tx, again)
    assert refused.value.params == {"username": again}


def test_an_account_is_found_without_regard_to_case_and_spaces_around(tx: Transaction) -> None:
    ana = person(tx, "Ana")
    for typed in ("Ana", "ana", " ANA "):
        found = accounts.credentials(tx, username=typed)
        assert found is not None
        assert (found.account.id, found.account.username) == (ana.user_id, "Ana")


@pytest.mark.parametrize("typed", ["", "bob", "an", "ana%", "x" * 100_000, "\ud800na", "ana\0"])
def test_any_other_name_finds_no_account(tx: Transaction, typed: str) -> None:
    person(tx, "ana")
    assert accounts.credentials(tx, username=typed) is None


def test_a_new_account_joins_general_with_everything_read(tx: Transaction) -> None:
    ana = person(tx, "ana")
    say(tx, ana, GENERAL)
    tx.events.clear()
    bob = person(tx, "bob")
    assert [(mine.id, mine.name, mine.role, mine.unread) for mine in halls.mine(tx, bob.user_id)] == [
        (GENERAL, "General", "member", 0)
    ]
    assert MembershipStarted(GENERAL, bob.user_id, "member", 1) in tx.events


def test_the_first_account_owns_general(tx: Transaction) -> None:
    ana = person(tx, "ana")
    assert halls.get(tx, ana, hall_id=GENERAL).role == "owner"


def test_an_archived_general_takes_no_new_accounts(tx: Transaction) -> None:
    halls.change(tx, person(tx, "ana"), hall_id=GENERAL, archived=True)
    assert halls.mine(tx, person(tx, "bob").user_id) == ()


@pytest.mark.parametrize(("local", "role"), [(True, "admin"), (False, "member")])
def test_the_very_first_account_is_administrator_only_when_it_is_local(tx: Transaction, local: bool, role: str) -> None:
    first, second = person(tx, "ana", first_is_admin=local), person(tx, "bob", first_is_admin=local)
    assert accounts.own_credentials(tx, first).account.role == role
    assert accounts.own_credentials(tx, second).account.role == "member"


def test_a_new_password_ends_the_other_sign_ins_and_nobody_elses(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    other = sessions.begin(tx, accounts.own_credentials(tx, ana).account, lifetime=LIFETIME).session_id
    tx.events.clear()
    accounts.set_password(tx, user_id=ana.user_id, password_hash="new", keep_session=ana.session_id)
    assert accounts.own_credentials(tx, ana).password_hash == "new"
    assert accounts.own_credentials(tx, bob).password_hash == "-"
    assert tx.events == [SessionEnded(other, ana.user_id)]
    assert sessions.find(tx, other) is None
    assert sessions.find(tx, ana.session_id)
    assert sessions.find(tx, bob.session_id)


def test_a_reset_password_ends_all_sign_ins(tx: Transaction) -> None:
    ana = person(tx, "ana")
    accounts.set_password(tx, user_id=ana.user_id, password_hash="new", keep_session=None)
    assert sessions.find(tx, ana.session_id) is None


def test_an_account_that_is_gone_has_no_credentials(tx: Transaction) -> None:
    with pytest.raises(errors.NotSignedIn):
        accounts.own_credentials(tx, Actor(999, ""))


def test_a_deactivated_account_can_do_nothing_and_keeps_its_name(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    place = hall(tx, ana)
    tx.connection.exec_driver_sql("UPDATE users SET deactivated_at = CURRENT_TIMESTAMP WHERE id = ?", (bob.user_id,))
    assert accounts.credentials(tx, username="bob") is None
    assert sessions.find(tx, bob.session_id) is None
    with pytest.raises(errors.NotSignedIn):
        accounts.own_credentials(tx, bob)
    with pytest.raises(errors.HallNotFound):
        halls.get(tx, bob, hall_id=GENERAL)
    with pytest.raises(errors.UserNotFound):
        memberships.invite(tx, ana, hall_id=place.id, username="bob")
    with pytest.raises(errors.UsernameTaken):
        person(tx, "bob")
