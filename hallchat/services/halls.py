"""Halls themselves: making, finding and changing them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Row, Select, and_, bindparam, func, insert, or_, select, true, update

from hallchat import errors, text
from hallchat.models import drafts, halls, memberships, messages, users
from hallchat.services import mentioning, seeing
from hallchat.services.access import announce, by_name, hall_view, reach
from hallchat.services.memberships import admit
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView, UserView

_STANDING = (memberships.c.role, memberships.c.last_read_seq, memberships.c.notify, memberships.c.hidden_seq)
_HALLS = (
    select(halls, *_STANDING, drafts.c.saved_at)
    .outerjoin(memberships, and_(memberships.c.hall_id == halls.c.id, memberships.c.user_id == bindparam("user")))
    .outerjoin(drafts, and_(drafts.c.hall_id == halls.c.id, drafts.c.user_id == memberships.c.user_id))
    .order_by(func.lower(halls.c.name), halls.c.id)
)
_MINE = (
    select(halls, *_STANDING, drafts.c.saved_at)
    .join(memberships, memberships.c.hall_id == halls.c.id)
    .outerjoin(drafts, and_(drafts.c.hall_id == halls.c.id, drafts.c.user_id == memberships.c.user_id))
    .where(memberships.c.user_id == bindparam("user"))
    .order_by(func.lower(halls.c.name), halls.c.id)
)
_LATELY = (
    _MINE.outerjoin(messages, and_(messages.c.hall_id == halls.c.id, messages.c.seq == halls.c.last_seq))
    .order_by(None)
    .order_by(func.coalesce(messages.c.created_at, halls.c.created_at).desc(), halls.c.id.desc())
)
_there = memberships.alias("there")
_PEOPLE = (
    select(halls.c.id.label("hall_id"), users.c.id, users.c.username, users.c.display_name)
    .join(memberships, memberships.c.hall_id == halls.c.id)
    .join(_there, _there.c.hall_id == halls.c.id)
    .join(users, users.c.id == _there.c.user_id)
    .where(memberships.c.user_id == bindparam("user"), halls.c.kind == "direct")
)
_PUBLIC_OR_MINE = or_(halls.c.kind == "public", memberships.c.role.is_not(None))
_VISIBLE = _HALLS.where(_PUBLIC_OR_MINE, halls.c.kind != "direct")
_DIRECT = _MINE.where(halls.c.kind == "direct")
_JOINABLE = (
    _HALLS.where(halls.c.kind == "public", halls.c.archived_at.is_(None), memberships.c.role.is_(None))
    .order_by(None)
    .order_by(halls.c.members.desc(), func.lower(halls.c.name), halls.c.id)
)


def create(tx: Transaction, actor: Actor, *, name: str, topic: str = "", kind: str = "public") -> HallView:
    """Make a hall; who makes it owns it.

    Args:
        tx: the transaction.
        actor: the owner to be.
        name: 1–80 code points.
        topic: up to 250 code points.
        kind: ``public`` or ``private``.

    Returns:
        The hall.

    Raises:
        HallNameInvalid, TopicInvalid, KindInvalid: when one of them does not fit.
    """
    name, topic = text.hall_name(name), text.topic(topic)
    if kind not in ("public", "private"):
        raise errors.KindInvalid
    hall_id = tx.execute(
        insert(halls)
        .values(
            name=name,
            topic=topic,
            folded=text.fold(f"{name}\n{topic}"),
            kind=kind,
            welcome=False,
            members=0,
            last_seq=0,
            last_rev=0,
            created_by=actor.user_id,
            created_at=datetime.now(UTC),
        )
        .returning(halls.c.id)
    ).scalar_one()
    admit(tx, hall_id, actor.user_id, role="owner")
    return seeing.hall(tx, actor, hall_id)


def visible(tx: Transaction, actor: Actor, *, query: str = "") -> tuple[HallView, ...]:
    """List the public halls and the actor's own, by name; direct ones come last.

    Args:
        tx: the transaction.
        actor: who asks.
        query: part of a name or topic, without regard to case and accents; empty for all.

    Returns:
        The halls as the actor sees them.
    """
    listed = (*_listed(tx, actor, _VISIBLE, query), *_direct(tx, actor.user_id, query))
    return mentioning.counted(tx, actor.user_id, listed)


def mine(tx: Transaction, user_id: int) -> tuple[HallView, ...]:
    """List the halls that a user is a member of, by name, with when they wrote last what they did not send."""
    return _named(tx, user_id, tx.execute(_MINE, {"user": user_id}))


def lately(tx: Transaction, user_id: int) -> tuple[HallView, ...]:
    """List the halls that a user is a member of, the one with the newest message first; an empty one is as old as itself."""
    return _named(tx, user_id, tx.execute(_LATELY, {"user": user_id}))


def joinable(tx: Transaction, actor: Actor, *, query: str = "", limit: int = 50) -> tuple[HallView, ...]:
    """List public halls that the actor could join, those with most members first.

    Args:
        tx: the transaction.
        actor: who looks.
        query: part of a name or topic, without regard to case and accents; empty for all.
        limit: how many at most, 1–100.

    Returns:
        The halls as seen from outside.
    """
    return _listed(tx, actor, _JOINABLE.limit(limit), query)


def get(tx: Transaction, actor: Actor, *, hall_id: int) -> HallView:
    """Return one hall.

    Raises:
        HallNotFound: when there is none that the actor may see.
    """
    return seeing.hall(tx, actor, hall_id)


def change(
    tx: Transaction,
    actor: Actor,
    *,
    hall_id: int,
    name: str | None = None,
    topic: str | None = None,
    archived: bool | None = None,
) -> HallView:
    """Rename a hall, set its topic, archive it or bring it back. What is None stays.

    Args:
        tx: the transaction.
        actor: the owner.
        hall_id: which hall.
        name: 1–80 code points.
        topic: up to 250 code points.
        archived: whether it can only be read.

    Returns:
        The hall as it is now.

    Raises:
        HallNotFound: when there is none that the actor may see.
        NotAMember, OwnerOnly: when the actor is not its owner.
        HallArchived: when an archived hall is to be renamed without bringing it back.
        HallNameInvalid, TopicInvalid: when one of them does not fit.
    """
    place = reach(tx, actor, hall_id).for_owner()
    if place.hall.archived and archived is not False and (name is not None or topic is not None):
        raise errors.HallArchived
    new_name = place.hall.name if name is None else text.hall_name(name)
    new_topic = place.hall.topic if topic is None else text.topic(topic)
    values: dict[str, object] = {"name": new_name, "topic": new_topic, "folded": text.fold(f"{new_name}\n{new_topic}")}
    if archived is not None and archived != place.hall.archived:
        values["archived_at"] = datetime.now(UTC) if archived else None
    tx.execute(update(halls).where(halls.c.id == hall_id).values(values))
    announce(tx, hall_id)
    return seeing.hall(tx, actor, hall_id)


def welcome_ids(tx: Transaction) -> Sequence[int]:
    """Return the halls that new accounts join."""
    return tx.execute(select(halls.c.id).where(halls.c.welcome == true(), halls.c.archived_at.is_(None))).scalars().all()


def _direct(tx: Transaction, user_id: int, query: str) -> list[HallView]:
    """Return a user's direct halls by name: their rows have none to look for."""
    folded = text.fold(query.strip()[: text.MAX_TOPIC])
    found = _named(tx, user_id, tx.execute(_DIRECT, {"user": user_id}))
    return sorted((one for one in found if folded in text.fold(one.name)), key=lambda one: (text.fold(one.name), one.id))


def _named(tx: Transaction, user_id: int, rows: Iterable[Row]) -> tuple[HallView, ...]:
    """Shape rows of a user's halls, and name the direct ones."""
    views = [_view(row) for row in rows]
    if not any(one.kind == "direct" for one in views):
        return tuple(views)
    people: dict[int, list[UserView]] = {}
    for row in tx.execute(_PEOPLE, {"user": user_id}):
        people.setdefault(row.hall_id, []).append(UserView(row.id, row.username, row.display_name))
    return tuple(seeing.named(one, by_name(people[one.id]), user_id) if one.kind == "direct" else one for one in views)


def _listed(tx: Transaction, actor: Actor, statement: Select, query: str) -> tuple[HallView, ...]:
    parameters: dict[str, object] = {"user": actor.user_id}
    if folded := text.fold(query.strip()[: text.MAX_TOPIC]):  # longer finds nothing, and SQLite refuses patterns of 50 kB
        statement = statement.where(halls.c.folded.contains(folded, autoescape=True))
    return tuple(_view(row) for row in tx.execute(statement, parameters))


def _view(row: Row) -> HallView:
    return replace(hall_view(row), drafted_at=row.saved_at)
