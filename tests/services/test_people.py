"""Finding people: by part of a name, the best first, and only those whom one shares a hall with; and who somebody is."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from hallchat import errors
from hallchat.models import users
from hallchat.services import accounts, direct, memberships, people
from hallchat.services.accounts import Application
from hallchat.transaction import Transaction
from hallchat.views import AcquaintanceView, Actor
from tests.builders import GENERAL, hall, person, say


def named(tx: Transaction, username: str, display_name: str) -> Actor:
    """Make an account with a display name of its own."""
    account = accounts.register(tx, Application(username, display_name, ""), password_hash="-", may_be_admin=False)
    return Actor(account.id, "")


def names(found: tuple[AcquaintanceView, ...]) -> list[str]:
    return [one.username for one in found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nuñ", ["nunzio", "marina"]),
        ("NÚN", ["nunzio", "marina"]),
        ("mar", ["marina", "oscar", "tamara"]),
        ("osc", ["oscar"]),
        ("  marina núñez ", ["marina"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("\0", []),
        ("x" * 100_000, []),
        ("asker", []),
        ("\ud800osc", ["oscar"]),
    ],
)
def test_names_are_found_by_their_beginning_then_by_a_word_then_by_any_part(
    tx: Transaction, query: str, found: list[str]
) -> None:
    asker = named(tx, "asker", "Asker")
    for username, display_name in (
        ("tamara", "Amara"),
        ("oscar", "Óscar del Mar"),
        ("marina", "Marina Núñez"),
        ("nunzio", "Zio"),
    ):
        named(tx, username, display_name)
    assert names(people.known(tx, asker, query=query)) == found


def test_only_people_of_ones_own_halls_are_found(tx: Transaction) -> None:
    ana, bea, cara = (person(tx, name) for name in ("ana", "bea", "cara"))
    diary = hall(tx, ana, bea, name="Diary", kind="private").id
    for one in (cara, bea, ana):
        memberships.leave(tx, one, hall_id=GENERAL)
    for query in ("a", ""):
        assert [names(people.known(tx, one, query=query)) for one in (ana, bea, cara)] == [["bea"], ["ana"], []]
    memberships.leave(tx, bea, hall_id=diary)
    for query in ("a", ""):
        assert names(people.known(tx, ana, query=query)) == names(people.known(tx, bea, query=query)) == []


def test_whoever_is_deactivated_is_not_found(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    tx.execute(update(users).where(users.c.id == bea.user_id).values(deactivated_at=datetime.now(UTC)))
    assert people.known(tx, ana, query="bea") == people.known(tx, ana) == ()


@pytest.mark.parametrize("query", ["bea", ""])
def test_each_comes_with_the_shared_hall_where_something_was_said_last(tx: Transaction, query: str) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    old, new, hers = hall(tx, ana, bea, name="Old"), hall(tx, ana, bea, name="New"), hall(tx, bea, name="Hers")
    alone = hall(tx, ana, name="Alone")
    for place, who in ((old, ana), (new, ana), (hers, bea), (alone, ana)):
        say(tx, who, place.id)
    assert [one.hall for one in people.known(tx, ana, query=query)] == ["New"]
    say(tx, bea, old.id)
    assert [one.hall for one in people.known(tx, ana, query=query)] == ["Old"]


def test_without_a_name_the_people_of_the_liveliest_halls_come_first(tx: Transaction) -> None:
    ana, bea, cara = (person(tx, name) for name in ("ana", "bea", "cara"))
    quiet = hall(tx, ana, bea, name="Quiet")
    lively = hall(tx, ana, cara, name="Lively")
    say(tx, bea, quiet.id)
    say(tx, cara, lively.id)
    assert [(one.username, one.hall) for one in people.known(tx, ana)] == [("cara", "Lively"), ("bea", "Quiet")]


@pytest.mark.parametrize("query", ["p", ""])
def test_no_more_are_found_than_asked_for(tx: Transaction, query: str) -> None:
    ana = person(tx, "ana")
    for number in range(25):
        person(tx, f"p{number:02}")
    assert len(people.known(tx, ana, query=query)) == 20
    assert len(people.known(tx, ana, query=query, limit=3)) == 3


def test_who_is_only_talked_with_directly_is_found_without_a_hall(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    direct.open_with(tx, ana, usernames=["bea"])
    assert [one.hall for one in people.known(tx, ana, query="bea")] == ["General"]
    memberships.leave(tx, bea, hall_id=GENERAL)
    for query in ("bea", ""):
        assert [(one.username, one.hall) for one in people.known(tx, ana, query=query)] == [("bea", None)]


def test_a_card_tells_who_somebody_is_and_which_halls_both_are_in(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    both = hall(tx, bea, ana, name="Árbol", kind="private")
    hall(tx, bea, name="Hers", kind="private")
    direct.open_with(tx, ana, usernames=["bea"])
    card = people.card(tx, ana, username="BEA", hall_id=both.id)
    assert (card.id, card.username, card.display_name, card.role) == (bea.user_id, "bea", "Bea", "owner")
    assert card.joined_at is not None
    assert card.joined_at >= card.created_at
    assert [(one.name, one.kind) for one in card.halls] == [("Árbol", "private"), ("General", "public")]
    card = people.card(tx, ana, username="bea")
    assert (card.role, card.joined_at) == (None, None)
    assert people.card(tx, ana, username="ana", hall_id=GENERAL).halls == ()


def test_a_card_tells_whether_both_are_in_some_hall_a_direct_one_too(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    assert people.card(tx, ana, username="bea").met
    memberships.leave(tx, bea, hall_id=GENERAL)
    assert not people.card(tx, ana, username="bea").met
    talk = direct.open_with(tx, ana, usernames=["bea"])[0].id
    card = people.card(tx, ana, username="bea")
    assert (card.met, card.halls) == (True, ())
    assert people.card(tx, ana, username="bea", hall_id=talk).met
    assert people.card(tx, ana, username="ana").met


def test_a_card_tells_nothing_of_halls_that_one_is_not_in(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    hers, public = hall(tx, bea, name="Hers", kind="private"), hall(tx, bea, name="Public")
    with pytest.raises(errors.HallNotFound):
        people.card(tx, ana, username="bea", hall_id=hers.id)
    with pytest.raises(errors.NotAMember):
        people.card(tx, ana, username="bea", hall_id=public.id)
    tx.execute(update(users).where(users.c.id == bea.user_id).values(deactivated_at=datetime.now(UTC)))
    for name in ("bea", "nobody", "", "\0"):
        with pytest.raises(errors.UserNotFound):
            people.card(tx, ana, username=name)
