"""Direct halls: a few people who talk among themselves, for ever the same; alone it is a place for one's own notes."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import bindparam, insert, select

from hallchat import errors
from hallchat.events import MembershipStarted
from hallchat.models import halls, memberships
from hallchat.services import names
from hallchat.services.access import announce
from hallchat.services.halls import get
from hallchat.services.memberships import keep_out
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView

MOST = 8
"""People in a direct hall, who opens it among them."""

_BY_KEY = select(halls.c.id).where(halls.c.direct_key == bindparam("key"))


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
    if len(set(usernames)) > MOST:
        raise errors.TooManyPeople(most=MOST)
    people = sorted({actor.user_id, *(names.bearer(tx, username=one).id for one in usernames)})
    if len(people) > MOST:
        raise errors.TooManyPeople(most=MOST)
    key = " ".join(map(str, people))
    known: int | None = tx.execute(_BY_KEY, {"key": key}).scalar()
    hall_id = known or _make(tx, actor, people, key)
    hall = get(tx, actor, hall_id=hall_id)
    if hall.hidden:
        keep_out(tx, hall_id, actor.user_id, -1)
        hall = get(tx, actor, hall_id=hall_id)
    return hall, known is None


def _make(tx: Transaction, actor: Actor, people: Sequence[int], key: str) -> int:
    now = datetime.now(UTC)
    values = {"name": "", "topic": "", "folded": "", "kind": "direct", "welcome": False, "members": len(people)}
    values |= {"last_seq": 0, "last_rev": 0, "created_by": actor.user_id, "direct_key": key, "created_at": now}
    hall_id = tx.execute(insert(halls).values(values).returning(halls.c.id)).scalar_one()
    for user_id in people:
        hidden = -1 if user_id == actor.user_id else 0
        values = {"user_id": user_id, "hall_id": hall_id, "role": "member", "joined_at": now, "last_read_seq": 0}
        tx.execute(insert(memberships).values({**values, "notify": "everything", "hidden_seq": hidden}))
        tx.happened(MembershipStarted(hall_id, user_id, "member", 0, hidden))
    announce(tx, hall_id)
    return hall_id
