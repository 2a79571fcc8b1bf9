"""Halls: who sees them, who changes them, and how they are found."""

import pytest

from hallchat import errors
from hallchat.events import HallChanged, MembershipStarted
from hallchat.services import drafts, editing, halls, history, memberships, messages, reading
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.builders import GENERAL, hall, person, say

NO_HALLS = [0, -1, 999, 2**63 - 1, 2**63, 10**30, True, "1", None, 1.0]


def names(found) -> list[str]:
    return [each.name for each in found]


def test_general_is_there_on_a_fresh_install(tx: Transaction) -> None:
    general = halls.get(tx, person(tx, "ana"), hall_id=GENERAL)
    assert (general.name, general.kind, general.archived, general.members) == ("General", "public", False, 1)


def test_who_makes_a_hall_owns_it(tx: Transaction) -> None:
    ana = person(tx, "ana")
    tx.events.clear()
    made = halls.create(tx, ana, name="  Jose\u0301s Café ", topic=" sol ", kind="private")
    assert (made.name, made.topic, made.kind) == ("Josés Café", "sol", "private")
    assert (made.role, made.member, made.members, made.unread) == ("owner", True, 1, 0)
    assert [type(event) for event in tx.events] == [MembershipStarted, HallChanged]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": ""}, errors.HallNameInvalid),
        ({"name": "x" * 81}, errors.HallNameInvalid),
        ({"name": "a\nb"}, errors.HallNameInvalid),
        ({"topic": "x" * 251}, errors.TopicInvalid),
        ({"kind": "direct"}, errors.KindInvalid),
        ({"kind": "secret"}, errors.KindInvalid),
    ],
)
def test_a_hall_that_does_not_fit_is_not_made(tx: Transaction, wrong: dict[str, str], refusal: type[errors.Refusal]) -> None:
    ana = person(tx, "ana")
    with pytest.raises(refusal):
        halls.create(tx, ana, **({"name": "Plaza"} | wrong))
    assert names(halls.visible(tx, ana)) == ["General"]


def test_public_halls_are_listed_to_all_and_private_ones_to_their_members(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    hall(tx, ana, name="open")
    hall(tx, ana, name="Closed", kind="private")
    assert names(halls.visible(tx, ana)) == ["Closed", "General", "open"]
    assert names(halls.visible(tx, bob)) == ["General", "open"]
    assert names(halls.mine(tx, bob.user_id)) == ["General"]


def test_what_is_in_a_hall_is_told_to_its_members_only(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, person(tx, "eva"))
    say(tx, ana, plaza.id)
    inside, outside = (halls.get(tx, who, hall_id=plaza.id) for who in (ana, bob))
    assert (inside.member, inside.role, inside.last_seq, inside.last_read_seq, inside.unread) == (True, "owner", 1, 1, 0)
    assert (outside.member, outside.role, outside.last_seq, outside.last_read_seq, outside.unread) == (False, *[None] * 4)
    assert outside.members == 2


@pytest.mark.parametrize("hall_id", NO_HALLS)
def test_a_hall_that_does_not_exist_is_not_found(tx: Transaction, hall_id: int) -> None:
    with pytest.raises(errors.HallNotFound):
        halls.get(tx, person(tx, "ana"), hall_id=hall_id)


NOTHING = messages.Prepared("", "")
CALLS = {
    "see": lambda tx, actor, hall_id: halls.get(tx, actor, hall_id=hall_id),
    "rename": lambda tx, actor, hall_id: halls.change(tx, actor, hall_id=hall_id, name="Mine"),
    "join": lambda tx, actor, hall_id: memberships.join(tx, actor, hall_id=hall_id),
    "leave": lambda tx, actor, hall_id: memberships.leave(tx, actor, hall_id=hall_id),
    "list members": lambda tx, actor, hall_id: memberships.members(tx, actor, hall_id=hall_id),
    "invite": lambda tx, actor, hall_id: memberships.invite(tx, actor, hall_id=hall_id, username="eva"),
    "remove": lambda tx, actor, hall_id: memberships.remove(tx, actor, hall_id=hall_id, user_id=1),
    "hand over": lambda tx, actor, hall_id: memberships.hand_over(tx, actor, hall_id=hall_id, user_id=1),
    "appoint": lambda tx, actor, hall_id: memberships.appoint(tx, actor, hall_id=hall_id, user_id=1, moderator=True),
    "place": lambda tx, actor, hall_id: memberships.place_of(tx, actor, hall_id=hall_id),
    "post": say,
    "read": lambda tx, actor, hall_id: history.latest(tx, actor, hall_id=hall_id, limit=1),
    "read after": lambda tx, actor, hall_id: history.after(tx, actor, hall_id=hall_id, seq=0, limit=1),
    "read around": lambda tx, actor, hall_id: history.around(tx, actor, hall_id=hall_id, seq=1, limit=1),
    "read since": lambda tx, actor, hall_id: history.since(tx, actor, hall_id=hall_id, rev=0, limit=1),
    "read versions": lambda tx, actor, hall_id: history.versions(tx, actor, hall_id=hall_id, seq=1),
    "begin to edit": lambda tx, actor, hall_id: editing.editable(tx, actor, hall_id=hall_id, seq=1),
    "edit": lambda tx, actor, hall_id: editing.edit(tx, actor, hall_id=hall_id, seq=1, prepared=NOTHING),
    "delete": lambda tx, actor, hall_id: editing.delete(tx, actor, hall_id=hall_id, seq=1),
    "restore": lambda tx, actor, hall_id: editing.restore(
        tx, actor, hall_id=hall_id, seq=1, deleted=editing.Deleted(actor.user_id, NOTHING)
    ),
    "write": lambda tx, actor, hall_id: drafts.save(tx, actor, hall_id=hall_id, content="¿Y"),
    "read on": lambda tx, actor, hall_id: drafts.get(tx, actor, hall_id=hall_id),
    "throw away": lambda tx, actor, hall_id: drafts.discard(tx, actor, hall_id=hall_id),
    "mark unread": lambda tx, actor, hall_id: reading.mark_unread(tx, actor, hall_id=hall_id, seq=1),
    "mark read": lambda tx, actor, hall_id: messages.mark_read(tx, actor, hall_id=hall_id, seq=1),
}
FROM_OUTSIDE = CALLS.keys() - {"see", "join", "leave"}


@pytest.mark.parametrize("call", CALLS)
def test_a_private_hall_answers_a_stranger_like_one_that_does_not_exist(tx: Transaction, call: str) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    private = hall(tx, ana, kind="private")
    say(tx, ana, private.id)
    tx.events.clear()
    answers = []
    for hall_id in (private.id, 999):
        with pytest.raises(errors.HallNotFound) as refused:
            CALLS[call](tx, bob, hall_id)
        answers.append((str(refused.value), refused.value.params))
    assert answers[0] == answers[1]
    assert tx.events == []


@pytest.mark.parametrize("call", sorted(FROM_OUTSIDE))
def test_a_public_hall_is_closed_to_who_is_no_member(tx: Transaction, call: str) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    public = hall(tx, ana)
    say(tx, ana, public.id)
    tx.events.clear()
    with pytest.raises(errors.NotAMember):
        CALLS[call](tx, bob, public.id)
    assert tx.events == []


def test_the_owner_renames_sets_the_topic_and_archives(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    tx.events.clear()
    assert halls.change(tx, ana, hall_id=plaza.id, name=" Ágora ").name == "Ágora"
    assert halls.change(tx, ana, hall_id=plaza.id, topic="sol").topic == "sol"
    assert halls.change(tx, ana, hall_id=plaza.id, topic="").topic == ""
    assert halls.change(tx, ana, hall_id=plaza.id, archived=True).archived
    now = halls.change(tx, ana, hall_id=plaza.id, archived=False, name="Plaza")
    assert (now.name, now.topic, now.archived) == ("Plaza", "", False)
    assert [type(event) for event in tx.events] == [HallChanged] * 5


def test_others_may_not_change_a_hall(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    with pytest.raises(errors.OwnerOnly):
        halls.change(tx, bob, hall_id=plaza.id, archived=True)
    assert halls.get(tx, ana, hall_id=plaza.id) == plaza


@pytest.fixture
def archived(tx: Transaction) -> tuple[Actor, int]:
    """An archived hall with one message, and its owner."""
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id, client_id="first")
    halls.change(tx, ana, hall_id=plaza.id, archived=True)
    return ana, plaza.id


@pytest.mark.parametrize("call", ["post", "delete", "invite", "rename"])
def test_an_archived_hall_is_not_written_to(tx: Transaction, archived: tuple[Actor, int], call: str) -> None:
    ana, hall_id = archived
    person(tx, "eva")
    with pytest.raises(errors.HallArchived):
        CALLS[call](tx, ana, hall_id)


def test_an_archived_hall_is_read_left_and_not_joined(tx: Transaction, archived: tuple[Actor, int]) -> None:
    ana, hall_id = archived
    assert history.latest(tx, ana, hall_id=hall_id, limit=5).last_seq == 1
    assert memberships.members(tx, ana, hall_id=hall_id)
    messages.mark_read(tx, ana, hall_id=hall_id, seq=1)
    with pytest.raises(errors.HallArchived):
        memberships.join(tx, person(tx, "bob"), hall_id=hall_id)
    memberships.leave(tx, ana, hall_id=hall_id)


def test_a_repeated_send_into_a_hall_archived_meanwhile_returns_the_first_message(
    tx: Transaction, archived: tuple[Actor, int]
) -> None:
    ana, hall_id = archived
    assert say(tx, ana, hall_id, client_id="first").seq == 1


def test_halls_are_found_by_name_and_topic_without_case_and_accents(tx: Transaction) -> None:
    ana = person(tx, "ana")
    halls.create(tx, ana, name="Ágora", topic="100% café_con leche")
    for query in ("agora", "ÁGORA", " gor ", "CAFE", "100%", "é_c"):
        assert names(halls.visible(tx, ana, query=query)) == ["Ágora"], query
    for query in ("agorá x", "%x", "a_ora", "' OR 1=1 --"):
        assert names(halls.visible(tx, ana, query=query)) == [], query


def test_a_search_follows_a_new_name(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    halls.change(tx, ana, hall_id=plaza.id, name="Ágora")
    assert names(halls.visible(tx, ana, query="agora")) == ["Ágora"]
    assert names(halls.visible(tx, ana, query="plaza")) == []


@pytest.mark.parametrize("query", ["\ud800x", "a\0b", "x" * 100_000, "%" * 60_000, "ﷺ" * 10_000])
def test_a_search_for_anything_at_all_is_answered(tx: Transaction, query: str) -> None:
    assert halls.visible(tx, person(tx, "ana"), query=query) == ()


def test_joinable_are_open_public_halls_of_others_the_fullest_first(tx: Transaction) -> None:
    ana, bob, eva = person(tx, "ana"), person(tx, "bob"), person(tx, "eva")
    hall(tx, ana, name="small")
    hall(tx, ana, eva, name="big")
    hall(tx, ana, eva, bob, name="mine already")
    hall(tx, ana, name="closed", kind="private")
    halls.change(tx, ana, hall_id=hall(tx, ana, name="archived").id, archived=True)
    assert names(halls.joinable(tx, bob)) == ["big", "small"]
    assert names(halls.joinable(tx, bob, limit=1)) == ["big"]
    assert names(halls.joinable(tx, bob, query="SMALL")) == ["small"]
