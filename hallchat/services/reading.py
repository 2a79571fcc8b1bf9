"""What counts as read because its reader says so: unread again from a message on, or everything at once.

``messages`` moves a mark on while somebody reads; only here it moves back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from hallchat import errors
from hallchat.events import MarkedUnread, ReadMoved
from hallchat.models import halls, memberships
from hallchat.services.access import reach
from hallchat.transaction import Transaction
from hallchat.views import Actor

_OWN = (memberships.c.user_id == bindparam("reader"), memberships.c.hall_id == bindparam("hall"))
_SET = update(memberships).where(*_OWN).values(last_read_seq=bindparam("mark"))
_SET_BACK = _SET.where(memberships.c.last_read_seq == bindparam("from"))
_UNREAD = (
    select(memberships.c.hall_id, memberships.c.last_read_seq, halls.c.last_seq)
    .join(halls, halls.c.id == memberships.c.hall_id)
    .where(memberships.c.user_id == bindparam("reader"), memberships.c.last_read_seq < halls.c.last_seq)
)


@dataclass(frozen=True, slots=True)
class Passed:
    """What was unread in a hall before it was all marked read: what follows ``before``, up to ``end``."""

    hall_id: int
    before: int
    end: int


def mark_unread(tx: Transaction, actor: Actor, *, hall_id: int, seq: int) -> None:
    """Make a message and all that follows it unread, and what comes before it read.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        seq: the first unread message's place there.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        MessageNotFound: when there is none at that place.
    """
    place = reach(tx, actor, hall_id).for_members()
    if not 0 < seq <= place.last_seq:
        raise errors.MessageNotFound
    tx.execute(_SET, {"reader": actor.user_id, "hall": hall_id, "mark": seq - 1})
    tx.happened(MarkedUnread(hall_id, actor.user_id, seq - 1))


def mark_all_read(tx: Transaction, actor: Actor) -> tuple[Passed, ...]:
    """Move the actor's mark to the end of each of their halls.

    Args:
        tx: the transaction.
        actor: who wants to have read everything.

    Returns:
        What was unread, for ``take_up_again``.
    """
    passed = tuple(Passed(*row) for row in tx.execute(_UNREAD, {"reader": actor.user_id}))
    for one in passed:
        tx.execute(_SET, {"reader": actor.user_id, "hall": one.hall_id, "mark": one.end})
        tx.happened(ReadMoved(one.hall_id, actor.user_id, one.end))
    return passed


def take_up_again(tx: Transaction, actor: Actor, *, passed: Sequence[Passed]) -> None:
    """Make unread again what was marked read all at once; not where the actor has read on since, or is no member any more.

    Args:
        tx: the transaction.
        actor: whose marks.
        passed: from ``mark_all_read``.
    """
    for one in passed:
        values = {"reader": actor.user_id, "hall": one.hall_id, "mark": one.before, "from": one.end}
        if tx.execute(_SET_BACK, values).rowcount:
            tx.happened(MarkedUnread(one.hall_id, actor.user_id, one.before))
