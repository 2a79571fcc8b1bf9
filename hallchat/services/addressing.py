"""Whom a message calls by name: found when it is written, among those who are in its hall then.

``@name`` calls a member. ``@hall`` calls everybody: from an owner or a moderator always, from others in a hall of at most
``FEW``. What calls nobody stays text, so that it tells of nobody whether there is such an account.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, Integer, bindparam, func, insert, select

from hallchat import errors, markdown
from hallchat.models import UtcTime, memberships, message_mentions, messages, users
from hallchat.services.access import Place, reach
from hallchat.transaction import Transaction
from hallchat.views import MOST_MENTIONS, Actor, HallView, MessageView, UserView

MOST = 50
"""How many people a message may call by name."""
LOOKED_UP = 500
"""How many words of a message may look like names, whether they are or not."""
FEW = 20
"""In a hall of so many, every member may call all of them."""
SPOKE = 128
"""Among so many of a hall's messages it is looked for who spoke last."""

_EVERYBODY, _EVERYBODY_ID = "hall", 0
_CALLED = (
    select(func.lower(users.c.username).label("name"), users.c.id)
    .join(memberships, memberships.c.user_id == users.c.id)
    .where(
        func.lower(users.c.username).in_(bindparam("names", expanding=True)),
        memberships.c.hall_id == bindparam("hall"),
        users.c.deactivated_at.is_(None),
    )
)
_OTHERS = (
    select(users.c.id, users.c.username, users.c.display_name, users.c.folded)
    .join(memberships, memberships.c.user_id == users.c.id)
    .where(memberships.c.hall_id == bindparam("hall"), users.c.id != bindparam("user"), users.c.deactivated_at.is_(None))
)
_SPOKE = (
    select(messages.c.sender_id, messages.c.seq)
    .where(messages.c.hall_id == bindparam("hall"), messages.c.seq > bindparam("edge"))
    .order_by(messages.c.seq)
)
_MEMBERS = select(
    bindparam("message", type_=Integer),
    memberships.c.user_id,
    memberships.c.hall_id,
    bindparam("seq", type_=BigInteger),
    bindparam("said_at", type_=UtcTime),
).where(memberships.c.hall_id == bindparam("hall"), memberships.c.user_id != bindparam("sender"))
_COLUMNS = ["message_id", "user_id", "hall_id", "seq", "said_at"]
_KEEP_ALL = insert(message_mentions).from_select(_COLUMNS, _MEMBERS).returning(message_mentions.c.user_id)
_KEEP = (
    insert(message_mentions)
    .from_select(_COLUMNS, _MEMBERS.where(memberships.c.user_id.in_(bindparam("called", expanding=True))))
    .returning(message_mentions.c.user_id)
)
_DROP = (
    message_mentions.delete().where(message_mentions.c.message_id == bindparam("message")).returning(message_mentions.c.user_id)
)
_RECENT = (
    select(message_mentions.c.hall_id, message_mentions.c.seq)
    .where(message_mentions.c.user_id == bindparam("user", type_=Integer))
    .order_by(message_mentions.c.said_at.desc(), message_mentions.c.message_id.desc())
    .limit(MOST_MENTIONS)
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A message's HTML with its mentions, and whom they call: users by id, or everybody."""

    html: str
    called: frozenset[int] = frozenset()
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Mentionable:
    """Whom somebody may call in a hall: people by name, and perhaps everybody at once."""

    people: tuple[UserView, ...]
    everybody: bool


def address(tx: Transaction, place: Place, html: str, names: Sequence[str]) -> Addressed:
    """Find out whom a message calls that is about to be written.

    Args:
        tx: the transaction.
        place: where, and by whom.
        html: from ``markdown.render``.
        names: what may be names in it; without any, nothing is looked up.

    Returns:
        What to store.

    Raises:
        TooManyMentioned: when it calls more than ``MOST`` people.
    """
    if not names:
        return Addressed(html)
    ids, called = _ids(tx, place, names), set[int]()

    def who(name: str) -> int | None:
        user_id = ids.get(name.lower())
        called.update(() if user_id is None else (user_id,))
        return user_id

    html = markdown.named(html, who)
    if len(called) > MOST:
        raise errors.TooManyMentioned(most=MOST)
    return Addressed(html, frozenset(called - {_EVERYBODY_ID}), _EVERYBODY_ID in called)


def mentionable(tx: Transaction, actor: Actor, *, hall_id: int, limit: int) -> Mentionable:
    """List whom the actor may call in a hall, beside themselves.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        limit: how many people at most, from 1.

    Returns:
        First those who said one of the last ``SPOKE`` messages, the latest first; then the others by display name.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    place = reach(tx, actor, hall_id).for_members()
    spoke = {row.sender_id: row.seq for row in tx.execute(_SPOKE, {"hall": hall_id, "edge": place.last_seq - SPOKE})}
    others = tx.execute(_OTHERS, {"hall": hall_id, "user": actor.user_id}).all()
    others = sorted(others, key=lambda row: (-spoke.get(row.id, 0), row.folded, row.id))
    people = tuple(UserView(row.id, row.username, row.display_name) for row in others[:limit])
    return Mentionable(people, may_call_all(place))


def names(html: str) -> tuple[str, ...]:
    """Return what may be names in a message that was rendered; they are still to be looked up.

    Raises:
        TooManyMentioned: when there are more than ``LOOKED_UP``.
    """
    found = markdown.names(html)
    if len(found) > LOOKED_UP:
        raise errors.TooManyMentioned(most=MOST)
    return tuple(found)


def may_call_all(place: Place) -> bool:
    """Tell whether ``@hall`` calls everybody, from this actor in this hall."""
    return place.moderates or place.hall.members <= FEW


def keep(tx: Transaction, message: MessageView, addressed: Addressed) -> frozenset[int]:
    """Keep whom a message calls, beside its sender.

    Args:
        tx: the transaction that stores it.
        message: as it is stored.
        addressed: from ``address``.

    Returns:
        The users.
    """
    if not addressed.called and not addressed.everybody:
        return frozenset()
    values = {
        "message": message.id,
        "hall": message.hall_id,
        "seq": message.seq,
        "said_at": message.created_at,
        "sender": message.sender.id,
    }
    if addressed.everybody:
        return frozenset(tx.execute(_KEEP_ALL, values).scalars())
    return frozenset(tx.execute(_KEEP, {**values, "called": list(addressed.called)}).scalars())


def drop(tx: Transaction, message: MessageView) -> frozenset[int]:
    """Forget whom a message calls, and return them. One without mentions costs nothing."""
    if markdown.MENTION not in message.html:
        return frozenset()
    return frozenset(tx.execute(_DROP, {"message": message.id}).scalars())


def counted(tx: Transaction, user_id: int, halls: Sequence[HallView]) -> tuple[HallView, ...]:
    """Add to a user's halls where they are mentioned there, and how often of it is unread.

    Args:
        tx: the transaction.
        user_id: whose.
        halls: as that user sees them.

    Returns:
        The same halls.
    """
    places: dict[int, list[int]] = {}
    for row in tx.execute(_RECENT, {"user": user_id}):
        places.setdefault(row.hall_id, []).append(row.seq)
    return tuple(_counted(hall, sorted(places.get(hall.id, ()))) for hall in halls)


def _counted(hall: HallView, places: Sequence[int]) -> HallView:
    if hall.last_read_seq is None:
        return hall
    return replace(hall, mentions=sum(seq > hall.last_read_seq for seq in places), mentioned=tuple(places))


def _ids(tx: Transaction, place: Place, names: Sequence[str]) -> dict[str, int]:
    """Find the members who are called so, by username without case; and everybody, where the actor may call them."""
    wanted = {name.lower() for name in names} | {name.lower().rstrip("._-") for name in names}
    wanted.discard(_EVERYBODY)
    found = tx.execute(_CALLED, {"hall": place.hall.id, "names": sorted(wanted)})
    ids = {row.name: row.id for row in found}
    return {**ids, _EVERYBODY: _EVERYBODY_ID} if may_call_all(place) else ids
