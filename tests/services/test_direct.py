"""Direct halls: one for the same people, theirs for ever, and out of one's list when one wants."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, update

from hallchat import errors
from hallchat.events import SHOWN, HallChanged, HallHidden, MembershipStarted
from hallchat.models import halls as rows
from hallchat.models import users
from hallchat.services import direct, editing, halls, history, memberships, notifications
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView
from tests.builders import person, say


def talk(tx: Transaction, actor: Actor, *usernames: str) -> HallView:
    return direct.open_with(tx, actor, usernames=usernames)[0]


def listed(tx: Transaction, actor: Actor) -> list[str]:
    """The direct halls in somebody's list."""
    return [one.name for one in halls.lately(tx, actor.user_id) if one.kind == "direct" and not one.hidden]


def test_there_is_one_for_the_same_people_whoever_asks_and_however(tx: Transaction) -> None:
    ana, bea, cara = (person(tx, name) for name in ("ana", "bea", "cara"))
    hall, new = direct.open_with(tx, ana, usernames=["bea"])
    assert (hall.kind, hall.role, hall.members, new) == ("direct", "member", 2, True)
    tx.events.clear()
    for actor, names in ((ana, ["BEA", "bea"]), (bea, [" ana "]), (ana, ["ana", "bea"])):
        assert direct.open_with(tx, actor, usernames=names) == (halls.get(tx, actor, hall_id=hall.id), False)
    assert tx.events == [HallHidden(hall.id, bea.user_id, SHOWN)]
    others = {talk(tx, ana).id, talk(tx, ana, "cara").id, talk(tx, ana, "bea", "cara").id, talk(tx, bea, "cara").id}
    assert len(others | {hall.id}) == 5
    assert talk(tx, cara, "bea", "ana").id in others


def test_it_is_called_after_the_others_as_each_of_them_sees_it(tx: Transaction) -> None:
    ana, bea, cara = (person(tx, name) for name in ("ana", "bea", "cara"))
    hall = talk(tx, ana, "cara", "bea")
    assert [one.username for one in hall.people] == ["ana", "bea", "cara"]
    assert [halls.get(tx, one, hall_id=hall.id).name for one in (ana, bea, cara)] == ["Bea, Cara", "Ana, Cara", "Ana, Bea"]
    assert talk(tx, ana).name == "Ana"
    assert [one.name for one in halls.visible(tx, ana, query="cara")] == ["Bea, Cara"]
    assert [one.name for one in halls.visible(tx, ana)] == ["General", "Ana", "Bea, Cara"]


def test_the_others_see_it_once_something_is_said(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    hall = talk(tx, ana, "bea")
    assert (listed(tx, ana), listed(tx, bea)) == (["Bea"], [])
    say(tx, ana, hall.id)
    assert listed(tx, bea) == ["Ana"]
    assert halls.get(tx, bea, hall_id=hall.id).unread == 1


def test_who_leaves_hides_it_until_the_next_message(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    hall = talk(tx, ana, "bea")
    say(tx, bea, hall.id)
    tx.events.clear()
    left = memberships.leave(tx, ana, hall_id=hall.id)
    assert (left.member, left.members, left.unread) == (True, 2, 0)
    assert HallHidden(hall.id, ana.user_id, 1) in tx.events
    assert (listed(tx, ana), listed(tx, bea)) == ([], ["Ana"])
    assert len(history.latest(tx, ana, hall_id=hall.id, limit=5).messages) == 1
    say(tx, bea, hall.id)
    assert listed(tx, ana) == ["Bea"]
    memberships.remove(tx, ana, hall_id=hall.id, user_id=ana.user_id)
    assert listed(tx, ana) == []
    assert talk(tx, ana, "bea").hidden is False
    assert listed(tx, ana) == ["Bea"]


def test_whatever_reads_it_names_it_and_its_people(tx: Transaction) -> None:
    ana, _, cara = (person(tx, name) for name in ("ana", "bea", "cara"))
    hall = talk(tx, ana, "bea", "cara").id
    say(tx, cara, hall, "@ana?")
    news = notifications.newest(tx, ana, hall_id=hall, minute=0)
    assert news is not None
    seen = [
        news.hall,
        halls.get(tx, ana, hall_id=hall),
        memberships.join(tx, ana, hall_id=hall),
        notifications.set_level(tx, ana, hall_id=hall, level="everything"),
    ]
    assert seen == seen[:1] * len(seen)
    assert (seen[0].name, len(seen[0].people), seen[0].mentions) == ("Bea, Cara", 3, 1)
    left = memberships.leave(tx, ana, hall_id=hall)
    assert (left.name, left.people, left.mentions) == ("Bea, Cara", seen[0].people, 0)


def test_each_of_its_people_is_told_of_it_with_all_of_them(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    tx.events.clear()
    hall = talk(tx, ana, "bea")
    assert tx.events[:2] == [
        MembershipStarted(hall.id, ana.user_id, "member", 0, -1),
        MembershipStarted(hall.id, bea.user_id, "member", 0, 0),
    ]
    assert isinstance(tx.events[2], HallChanged)
    assert tx.events[2].hall.people == hall.people


@pytest.mark.parametrize("usernames", [["nobody"], [""], ["bea", "nobody"], ["be a"], ["\0"], ["\ud800"], ["x" * 100_000]])
def test_nobody_who_is_not_there_is_talked_with(tx: Transaction, usernames: list[str]) -> None:
    ana = person(tx, "ana")
    person(tx, "bea")
    with pytest.raises(errors.UserNotFound):
        direct.open_with(tx, ana, usernames=usernames)
    assert listed(tx, ana) == []


def test_who_is_deactivated_is_not_talked_with(tx: Transaction) -> None:
    ana, bea = person(tx, "ana"), person(tx, "bea")
    tx.execute(update(users).where(users.c.id == bea.user_id).values(deactivated_at=datetime.now(UTC)))
    with pytest.raises(errors.UserNotFound):
        talk(tx, ana, "bea")


def test_it_has_at_most_so_many_people(tx: Transaction) -> None:
    ana = person(tx, "ana")
    names = [f"p{number:02}" for number in range(direct.MOST * 2)]
    for name in names:
        person(tx, name)
    assert talk(tx, ana, *names[: direct.MOST - 1]).members == direct.MOST
    assert talk(tx, ana, *(f"P{one}{space}" for one in ("01", "02", "03") for space in ("", " ", "  ", "\n"))).members == 4
    before = tx.execute(select(func.count()).select_from(rows)).scalar()
    for usernames in (names[: direct.MOST], names, ["p01"] * 3 + names[: direct.MOST]):
        with pytest.raises(errors.TooManyPeople):
            direct.open_with(tx, ana, usernames=usernames)
    assert tx.execute(select(func.count()).select_from(rows)).scalar() == before


REFUSED: dict[str, tuple[type[errors.Refusal], Callable[[Transaction, Actor, Actor, int], Any]]] = {
    "inviting": (errors.DirectHall, lambda tx, ana, bea, hall: memberships.invite(tx, ana, hall_id=hall, username="cara")),
    "removing": (errors.DirectHall, lambda tx, ana, bea, hall: memberships.remove(tx, ana, hall_id=hall, user_id=bea.user_id)),
    "owning": (errors.DirectHall, lambda tx, ana, bea, hall: memberships.hand_over(tx, ana, hall_id=hall, user_id=bea.user_id)),
    "appointing": (
        errors.DirectHall,
        lambda tx, ana, bea, hall: memberships.appoint(tx, ana, hall_id=hall, user_id=bea.user_id, moderator=True),
    ),
    "renaming": (errors.DirectHall, lambda tx, ana, bea, hall: halls.change(tx, ana, hall_id=hall, name="Ours")),
    "archiving": (errors.DirectHall, lambda tx, ana, bea, hall: halls.change(tx, ana, hall_id=hall, archived=True)),
    "deleting": (errors.NotYourMessage, lambda tx, ana, bea, hall: editing.delete(tx, bea, hall_id=hall, seq=1)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_stays_as_it_is(tx: Transaction, what: str) -> None:
    ana, bea, _ = (person(tx, name) for name in ("ana", "bea", "cara"))
    hall = talk(tx, ana, "bea").id
    say(tx, ana, hall)
    tx.events.clear()
    refusal, call = REFUSED[what]
    with pytest.raises(refusal):
        call(tx, ana, bea, hall)
    assert tx.events == []


def test_to_others_it_is_like_none(tx: Transaction) -> None:
    ana, _, cara = (person(tx, name) for name in ("ana", "bea", "cara"))
    hall = talk(tx, ana, "bea").id
    calls = (memberships.join, memberships.leave, memberships.members, halls.get)
    for call in calls:
        with pytest.raises(errors.HallNotFound):
            call(tx, cara, hall_id=hall)
    assert "direct" not in {one.kind for one in (*halls.visible(tx, cara), *halls.joinable(tx, cara))}
