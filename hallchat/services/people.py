"""Finding people by part of a name: those whom one shares a hall with, and nobody else. Who has a whole name anybody may ask."""

from collections.abc import Sequence

from sqlalchemy import Row, String, and_, bindparam, case, func, select

from hallchat import models, text
from hallchat.models import memberships, users
from hallchat.services import halls, names
from hallchat.services.access import reach
from hallchat.transaction import Transaction
from hallchat.views import AcquaintanceView, Actor, CardView, HallView, SharedHallView

LIVELIEST = 32  # halls that people are taken from where no name is asked for

_mine, _theirs = memberships.alias("mine"), memberships.alias("theirs")
_SHARED = and_(_theirs.c.hall_id == _mine.c.hall_id, _mine.c.user_id == bindparam("user"))
MET = select(_theirs.c.hall_id).join(_mine, _SHARED).where(_theirs.c.user_id == users.c.id).exists()
"""Whether a row of ``users`` is somebody who shares a hall with the user that is bound as ``user``."""
_OTHERS = select(users.c.id, users.c.username, users.c.display_name).where(
    users.c.id != bindparam("user"), users.c.deactivated_at.is_(None)
)
_PART = bindparam("part", type_=String)
_BEGINS, _WORD_BEGINS = func.instr("\n" + users.c.folded, "\n" + _PART) > 0, func.instr(users.c.folded, " " + _PART) > 0
_CALLED = (
    _OTHERS.where(func.instr(users.c.folded, _PART) > 0)
    .where(MET)
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
_STANDING = (
    select(users.c.created_at, memberships.c.role, memberships.c.joined_at)
    .outerjoin(memberships, and_(memberships.c.user_id == users.c.id, memberships.c.hall_id == bindparam("hall")))
    .where(users.c.id == bindparam("user"))
)
_COMMON = (
    select(models.halls.c.id, models.halls.c.name, models.halls.c.kind)
    .join(_mine, _mine.c.hall_id == models.halls.c.id)
    .join(_theirs, _theirs.c.hall_id == models.halls.c.id)
    .where(_mine.c.user_id == bindparam("user"), _theirs.c.user_id == bindparam("other"))
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
        with the actor, other than directly, in which something was said last.
    """
    own = halls.lately(tx, actor.user_id)
    folded = text.fold(query.strip()[: text.MAX_NAME])
    found = _named(tx, actor, folded, limit) if folded else _nearby(tx, actor, own, limit)
    together = tx.execute(_TOGETHER, {"user": actor.user_id, "others": [row.id for row in found]}).all()
    shared = {(row.user_id, row.hall_id) for row in together}
    many = [hall for hall in own if hall.kind != "direct"]
    return tuple(_met(row, next((hall for hall in many if (row.id, hall.id) in shared), None)) for row in found)


def card(tx: Transaction, actor: Actor, *, username: str, hall_id: int | None = None) -> CardView:
    """Tell who somebody is.

    Args:
        tx: the transaction.
        actor: who asks.
        username: whom about, without regard to case.
        hall_id: the hall to tell their part in, where the actor is in it, if any.

    Returns:
        The card. The halls are those that both are in, by name, without direct ones.

    Raises:
        UserNotFound: when nobody has that name, or their account was deactivated.
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    who = names.person(tx, username=username)
    if hall_id is not None:
        reach(tx, actor, hall_id).for_members()
    standing = tx.execute(_STANDING, {"hall": hall_id, "user": who.id}).one()
    oneself = who.id == actor.user_id
    common = () if oneself else tx.execute(_COMMON, {"user": actor.user_id, "other": who.id}).all()
    named = (SharedHallView(*row) for row in common if row.kind != "direct")
    return CardView(
        id=who.id,
        username=who.username,
        display_name=who.display_name,
        created_at=standing.created_at,
        role=standing.role,
        joined_at=standing.joined_at,
        halls=tuple(sorted(named, key=lambda one: (text.fold(one.name), one.id))),
        met=oneself or bool(common),
    )


def _named(tx: Transaction, actor: Actor, folded: str, limit: int) -> Sequence[Row]:
    return tx.execute(_CALLED, {"user": actor.user_id, "most": limit, "part": folded}).all()


def _nearby(tx: Transaction, actor: Actor, own: Sequence[HallView], limit: int) -> Sequence[Row]:
    near: dict[int, Row] = {}
    for hall in own[:LIVELIEST]:
        for row in tx.execute(_THERE, {"user": actor.user_id, "hall": hall.id, "most": limit}):
            near.setdefault(row.id, row)
    return list(near.values())[:limit]


def _met(row: Row, hall: HallView | None) -> AcquaintanceView:
    return AcquaintanceView(row.id, row.username, row.display_name, hall.name if hall else None)
