"""Memberships: joining, leaving, inviting, removing, handing over."""

import random
from functools import partial

import pytest
from sqlalchemy import func, select

from hallchat import errors
from hallchat.events import HallChanged, MembershipChanged, MembershipEnded, MembershipStarted
from hallchat.models import halls as hall_rows
from hallchat.models import memberships as rows
from hallchat.services import halls, history, memberships
from hallchat.transaction import Transaction
from tests.builders import GENERAL, appoint, hall, person, say

NOBODY = [0, -1, 999, 2**63, 10**30, "2", None]


def roles(tx: Transaction, actor, hall_id: int) -> dict[str, str]:
    return {member.username: member.role for member in memberships.members(tx, actor, hall_id=hall_id)}


def test_who_joins_is_a_member_and_what_came_before_is_read(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id)
    tx.events.clear()
    joined = memberships.join(tx, bob, hall_id=plaza.id)
    assert (joined.role, joined.members, joined.last_read_seq, joined.unread) == ("member", 2, 1, 0)
    assert tx.events[0] == MembershipStarted(plaza.id, bob.user_id, "member", 1)
    assert isinstance(tx.events[1], HallChanged)
    assert tx.events[1].hall.members == 2


def test_joining_again_changes_nothing(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, ana, plaza.id)
    tx.events.clear()
    again = memberships.join(tx, bob, hall_id=plaza.id)
    assert (again.members, again.unread) == (2, 1)
    assert memberships.join(tx, ana, hall_id=plaza.id).role == "owner"
    assert tx.events == []


def test_who_left_is_out_and_may_come_back(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    tx.events.clear()
    outside = memberships.leave(tx, bob, hall_id=plaza.id)
    assert (outside.member, outside.members) == (False, 1)
    assert tx.events[0] == MembershipEnded(plaza.id, bob.user_id)
    with pytest.raises(errors.NotAMember):
        history.latest(tx, bob, hall_id=plaza.id, limit=1)
    assert memberships.join(tx, bob, hall_id=plaza.id).role == "member"


def test_leaving_again_changes_nothing(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana)
    tx.events.clear()
    assert memberships.leave(tx, bob, hall_id=plaza.id) == halls.get(tx, bob, hall_id=plaza.id)
    assert tx.events == []


def test_a_private_hall_is_gone_for_who_left_it(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    private = hall(tx, ana, bob, kind="private")
    left = memberships.leave(tx, bob, hall_id=private.id)
    assert (left.name, left.member, left.members, left.unread) == (private.name, False, 1, None)
    with pytest.raises(errors.HallNotFound):
        memberships.join(tx, bob, hall_id=private.id)


def test_an_owner_among_others_may_not_leave(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    for attempt in (memberships.leave, lambda *args, **names: memberships.remove(*args, **names, user_id=ana.user_id)):
        with pytest.raises(errors.OwnerMayNotLeave):
            attempt(tx, ana, hall_id=plaza.id)
    assert roles(tx, bob, plaza.id) == {"ana": "owner", "bob": "member"}


def test_an_owner_alone_may_leave_and_the_first_to_join_owns_the_empty_hall(tx: Transaction) -> None:
    ana, bob, eva = person(tx, "ana"), person(tx, "bob"), person(tx, "eva")
    plaza = hall(tx, ana)
    left = memberships.leave(tx, ana, hall_id=plaza.id)
    assert (left, left.members) == (halls.get(tx, ana, hall_id=plaza.id), 0)
    assert memberships.join(tx, bob, hall_id=plaza.id).role == "owner"
    assert memberships.join(tx, eva, hall_id=plaza.id).role == "member"


def test_an_owner_may_leave_after_handing_over(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    tx.events.clear()
    assert memberships.hand_over(tx, ana, hall_id=plaza.id, user_id=bob.user_id).role == "owner"
    assert tx.events == [
        MembershipChanged(plaza.id, ana.user_id, "member"),
        MembershipChanged(plaza.id, bob.user_id, "owner"),
    ]
    memberships.leave(tx, ana, hall_id=plaza.id)
    assert roles(tx, bob, plaza.id) == {"bob": "owner"}


def test_handing_over_to_oneself_changes_nothing(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    tx.events.clear()
    assert memberships.hand_over(tx, ana, hall_id=plaza.id, user_id=ana.user_id).role == "owner"
    assert tx.events == []


def test_the_owner_appoints_moderators_and_ordinary_members(tx: Transaction) -> None:
    ana, bob, eva = person(tx, "ana"), person(tx, "bob"), person(tx, "eva")
    plaza = hall(tx, ana, bob, eva)
    tx.events.clear()
    for moderator, role in ((True, "moderator"), (True, "moderator"), (False, "member"), (False, "member")):
        member = memberships.appoint(tx, ana, hall_id=plaza.id, user_id=eva.user_id, moderator=moderator)
        assert (member.role, roles(tx, bob, plaza.id)["eva"]) == (role, role)
    assert tx.events == [MembershipChanged(plaza.id, eva.user_id, role) for role in ("moderator", "member")]


def test_the_owner_stays_owner_until_another_one_is_named(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    for moderator in (True, False):
        with pytest.raises(errors.OwnerStaysOwner):
            memberships.appoint(tx, ana, hall_id=plaza.id, user_id=ana.user_id, moderator=moderator)
    appoint(tx, ana, plaza.id, bob)
    memberships.hand_over(tx, ana, hall_id=plaza.id, user_id=bob.user_id)
    assert roles(tx, bob, plaza.id) == {"bob": "owner", "ana": "member"}


def test_a_moderator_appoints_removes_and_hands_over_nobody(tx: Transaction) -> None:
    ana, bob, eva = person(tx, "ana"), person(tx, "bob"), person(tx, "eva")
    plaza = hall(tx, ana, bob, eva)
    appoint(tx, ana, plaza.id, bob)
    for act in (memberships.remove, memberships.hand_over, partial(memberships.appoint, moderator=True)):
        for user_id in (ana.user_id, bob.user_id, eva.user_id, 999):
            if act is memberships.remove and user_id == bob.user_id:
                continue  # which is leaving
            with pytest.raises(errors.OwnerOnly):
                act(tx, bob, hall_id=plaza.id, user_id=user_id)
    assert roles(tx, bob, plaza.id) == {"ana": "owner", "bob": "moderator", "eva": "member"}


def test_only_the_owner_hands_over_or_removes(tx: Transaction) -> None:
    ana, bob, eva = person(tx, "ana"), person(tx, "bob"), person(tx, "eva")
    plaza = hall(tx, ana, bob, eva)
    for user_id in (bob.user_id, eva.user_id, ana.user_id):
        with pytest.raises(errors.OwnerOnly):
            memberships.hand_over(tx, bob, hall_id=plaza.id, user_id=user_id)
    for user_id in (eva.user_id, ana.user_id, 999):
        with pytest.raises(errors.OwnerOnly):
            memberships.remove(tx, bob, hall_id=plaza.id, user_id=user_id)
    assert roles(tx, bob, plaza.id) == {"ana": "owner", "bob": "member", "eva": "member"}


@pytest.mark.parametrize("user_id", NOBODY)
def test_who_is_no_member_is_neither_removed_nor_given_a_role(tx: Transaction, user_id: int) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    for act in (memberships.remove, memberships.hand_over, partial(memberships.appoint, moderator=True)):
        with pytest.raises(errors.MemberNotFound):
            act(tx, ana, hall_id=plaza.id, user_id=user_id)


@pytest.mark.parametrize(("kind", "refusal"), [("public", errors.NotAMember), ("private", errors.HallNotFound)])
def test_a_removed_member_may_not_read(tx: Transaction, kind: str, refusal: type[errors.Refusal]) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    place = hall(tx, ana, bob, kind=kind)
    tx.events.clear()
    memberships.remove(tx, ana, hall_id=place.id, user_id=bob.user_id)
    assert tx.events[0] == MembershipEnded(place.id, bob.user_id)
    for act in (lambda: history.latest(tx, bob, hall_id=place.id, limit=1), lambda: say(tx, bob, place.id)):
        with pytest.raises(refusal):
            act()


def test_removing_oneself_is_leaving(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    memberships.remove(tx, bob, hall_id=plaza.id, user_id=bob.user_id)
    assert roles(tx, ana, plaza.id) == {"ana": "owner"}


def test_any_member_invites_by_username_without_regard_to_case(tx: Transaction) -> None:
    ana, bob, eva = person(tx, "ana"), person(tx, "bob"), person(tx, "Eva")
    private = hall(tx, ana, bob, kind="private")
    tx.events.clear()
    member, new = memberships.invite(tx, bob, hall_id=private.id, username=" eVA ")
    assert (member.id, member.username, member.role, new) == (eva.user_id, "Eva", "member", True)
    assert tx.events[0] == MembershipStarted(private.id, eva.user_id, "member", 0)
    assert halls.get(tx, eva, hall_id=private.id).member


def test_inviting_a_member_changes_nothing(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    tx.events.clear()
    member, new = memberships.invite(tx, bob, hall_id=plaza.id, username="ana")
    assert (member.role, new, tx.events) == ("owner", False, [])


@pytest.mark.parametrize("username", ["nobody", "", "an%", "\ud800", "x" * 100_000, "ana\0"])
def test_a_name_that_nobody_has_cannot_be_invited(tx: Transaction, username: str) -> None:
    ana = person(tx, "ana")
    with pytest.raises(errors.UserNotFound) as refused:
        memberships.invite(tx, ana, hall_id=GENERAL, username=username)
    assert len(str(refused.value).encode()) < 200  # it can be shown


def test_members_are_listed_the_owner_first_then_moderators_each_by_display_name(tx: Transaction) -> None:
    eva, bob, ana, leo = (person(tx, name) for name in ("eva", "bob", "Ana", "leo"))
    plaza = hall(tx, eva, bob, ana, leo)
    appoint(tx, eva, plaza.id, leo)
    listed = memberships.members(tx, bob, hall_id=plaza.id)
    assert [member.username for member in listed] == ["eva", "leo", "Ana", "bob"]
    assert all(member.joined_at.tzinfo for member in listed)


@pytest.mark.parametrize("seed", range(8))
def test_after_any_operations_the_counter_is_the_number_of_rows_and_each_hall_has_one_owner(tx: Transaction, seed: int) -> None:
    chance = random.Random(seed)
    people = [person(tx, f"user{number}") for number in range(5)]
    places = [GENERAL, hall(tx, people[0]).id, hall(tx, people[1], people[2], kind="private").id]
    for _ in range(150):
        actor, other, hall_id = chance.choice(people), chance.choice(people), chance.choice(places)
        act = chance.choice(
            [
                lambda: memberships.join(tx, actor, hall_id=hall_id),  # noqa: B023
                lambda: memberships.leave(tx, actor, hall_id=hall_id),  # noqa: B023
                lambda: memberships.invite(tx, actor, hall_id=hall_id, username=f"user{chance.randrange(5)}"),  # noqa: B023
                lambda: memberships.remove(tx, actor, hall_id=hall_id, user_id=other.user_id),  # noqa: B023
                lambda: memberships.hand_over(tx, actor, hall_id=hall_id, user_id=other.user_id),  # noqa: B023
                lambda: memberships.appoint(
                    tx,
                    actor,  # noqa: B023
                    hall_id=hall_id,  # noqa: B023
                    user_id=other.user_id,  # noqa: B023
                    moderator=chance.random() < 0.7,
                ),
                lambda: halls.change(tx, actor, hall_id=hall_id, archived=chance.random() < 0.3),  # noqa: B023
            ]
        )
        try:
            act()
        except errors.Refusal:
            continue
        counted = select(func.count(), func.count().filter(rows.c.role == "owner")).where(rows.c.hall_id == hall_id)
        members, owners = tuple(tx.execute(counted).one())
        assert tx.execute(select(hall_rows.c.members).where(hall_rows.c.id == hall_id)).scalar_one() == members
        assert owners == (1 if members else 0)
