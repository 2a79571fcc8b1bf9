"""Direct halls: a few people who talk among themselves, for ever the same; alone it is a place for one's own notes."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, insert, select, update

from hallchat import errors
from hallchat.events import SHOWN, HallHidden, ReadMoved
from hallchat.models import halls, memberships
from hallchat.services import names, seeing
from hallchat.services.access import announce, reach
from hallchat.services.entering import enter
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView

MOST = 8
"""How many people a direct hall has at most, with the one who opens it."""

_BY_KEY = select(halls.c.id).where(halls.c.direct_key == bindparam("key"))
_HIDE = (
    update(memberships)
    .where(memberships.c.hall_id == bindparam("hall"), memberships.c.user_id == bindparam("user"))
    .values(hidden_seq=bindparam("seq"), last_read_seq=func.max(memberships.c.last_read_seq, bindparam("seq")))
)


def open_with(tx: Transaction, actor: Actor, *, usernames: Sequence[str]) -> tuple[HallView, bool]:
    """Find the direct hall of exactly these people and the actor, or make it. One that was hidden is shown again.

    Args:
        tx: the transaction.
        actor: one of its people.
        usernames: the others, without regard to case; none for the actor's own notes.

    Returns:
        The hall, and whether it is new. The others see a new one in their lists once something is said in it.

    Raises:
        TooManyPeople: more than ``MOST``.
        UserNotFound: when somebody is not there, or was deactivated.
    """
    people = _people(tx, actor, usernames)
    key = " ".join(map(str, people))
    known: int | None = tx.execute(_BY_KEY, {"key": key}).scalar()
    hall_id = known or _make(tx, actor, people, key)
    if reach(tx, actor, hall_id).hall.hidden:
        _hide(tx, hall_id, actor.user_id, SHOWN)
    return seeing.hall(tx, actor, hall_id), known is None


def hide(tx: Transaction, actor: Actor, *, hall_id: int) -> HallView:
    """Keep a direct hall out of the actor's list until something is said in it, and count it as read.

    Args:
        tx: the transaction.
        actor: one of its people.
        hall_id: which hall.

    Returns:
        The hall as the actor sees it.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        NotDirect: when it is a hall that one leaves.
    """
    place = reach(tx, actor, hall_id).for_members()
    if place.hall.kind != "direct":
        raise errors.NotDirect
    _hide(tx, hall_id, actor.user_id, place.last_seq)
    tx.happened(ReadMoved(hall_id, actor.user_id, place.last_seq))
    return seeing.hall(tx, actor, hall_id)


def _hide(tx: Transaction, hall_id: int, user_id: int, seq: int) -> None:
    tx.execute(_HIDE, {"hall": hall_id, "user": user_id, "seq": seq})
    tx.happened(HallHidden(hall_id, user_id, seq))


def _people(tx: Transaction, actor: Actor, usernames: Sequence[str]) -> list[int]:
    """Find them all by id, ascending; however many names there are, no more is looked up than may be in one hall."""
    found = {actor.user_id}
    for username in {one.strip().lower(): one for one in usernames}.values():
        found.add(names.person(tx, username=username).id)
        if len(found) > MOST:
            raise errors.TooManyPeople(most=MOST)
    return sorted(found)


def _make(tx: Transaction, actor: Actor, people: Sequence[int], key: str) -> int:
    hall_id = tx.execute(
        insert(halls)
        .values(
            name="",
            topic="",
            folded="",
            kind="direct",
            welcome=False,
            members=len(people),
            last_seq=0,
            last_rev=0,
            created_by=actor.user_id,
            direct_key=key,
            created_at=datetime.now(UTC),
        )
        .returning(halls.c.id)
    ).scalar_one()
    for user_id in people:
        enter(tx, hall_id, user_id, role="member", read=0, hidden=SHOWN if user_id == actor.user_id else 0)
    announce(tx, hall_id)
    return hall_id
