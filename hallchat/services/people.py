"""Finding people: those whom one shares a hall with, and nobody else."""

from collections.abc import Iterator, Sequence

from sqlalchemy import String, and_, bindparam, case, func, select

from hallchat import text
from hallchat.models import memberships, users
from hallchat.services import halls
from hallchat.transaction import Transaction
from hallchat.views import AcquaintanceView, Actor, HallView

LIVELIEST = 32  # halls that people are taken from where no name is asked for

_mine, _theirs = memberships.alias("mine"), memberships.alias("theirs")
_SHARED = and_(_theirs.c.hall_id == _mine.c.hall_id, _mine.c.user_id == bindparam("user"))
_OTHERS = select(users.c.id, users.c.username, users.c.display_name).where(
    users.c.id != bindparam("user"), users.c.deactivated_at.is_(None)
)
_PART = bindparam("part", type_=String)
_BEGINS, _WORD_BEGINS = func.instr("\n" + users.c.folded, "\n" + _PART) > 0, func.instr(users.c.folded, " " + _PART) > 0
_CALLED = (
    _OTHERS.where(func.instr(users.c.folded, _PART) > 0)
    .where(select(_theirs.c.hall_id).join(_mine, _SHARED).where(_theirs.c.user_id == users.c.id).exists())
    .order_by(case((_BEGINS, 0), (_WORD_BEGINS, 1), else_=2), users.c.folded, users.c.id)
    .limit(bindparam("most"))
)
_TOGETHER = (
    select(_theirs.c.user_id, _theirs.c.hall_id)
    .join(_mine, _SHARED)
    .where(_theirs.c.user_id.in_(bindparam("others", expanding=True)))
)
_THERE = (  # in no order: a hall may have thousands of members
    _OTHERS.join(memberships, memberships.c.user_id == users.c.id)
    .where(memberships.c.hall_id == bindparam("hall"))
    .limit(bindparam("most"))
)


def known(tx: Transaction, actor: Actor, *, query: str = "", limit: int = 20) -> tuple[AcquaintanceView, ...]:
    """Find people who share a hall with the actor.

    Args:
        tx: the transaction.
        actor: who looks.
        query: part of a display name or username, without regard to case and accents; empty for people of the liveliest halls.
        limit: how many at most, 1–100.

    Returns:
        The people: first whose name begins with it, then those with a word that does. Each comes with the hall they share
        with the actor in which something was said last.
    """
    own = halls.lately(tx, actor.user_id)
    folded = text.fold(query.strip()[: text.MAX_NAME])
    return tuple(_called(tx, actor, own, folded, limit) if folded else _nearby(tx, actor, own, limit))


def _called(tx: Transaction, actor: Actor, own: Sequence[HallView], folded: str, limit: int) -> Iterator[AcquaintanceView]:
    found = tx.execute(_CALLED, {"user": actor.user_id, "most": limit, "part": folded}).all()
    together = tx.execute(_TOGETHER, {"user": actor.user_id, "others": [row.id for row in found]}).all()
    shared = {(row.user_id, row.hall_id) for row in together}
    for row in found:
        hall = next(hall for hall in own if (row.id, hall.id) in shared)
        yield AcquaintanceView(row.id, row.username, row.display_name, hall.id, hall.name)


def _nearby(tx: Transaction, actor: Actor, own: Sequence[HallView], limit: int) -> Iterator[AcquaintanceView]:
    met: set[int] = set()
    for hall in own[:LIVELIEST]:
        for row in tx.execute(_THERE, {"user": actor.user_id, "hall": hall.id, "most": limit}):
            if row.id not in met and len(met) < limit:
                met.add(row.id)
                yield AcquaintanceView(row.id, row.username, row.display_name, hall.id, hall.name)
