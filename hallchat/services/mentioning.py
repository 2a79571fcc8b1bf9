"""Whom a message mentions: found when it is written, among those who are in its hall then.

``@name`` mentions a member. ``@hall`` mentions everybody: from an owner or a moderator always, from others in a hall of at most
``FEW``. What mentions nobody stays text, so that it tells of nobody whether there is such an account. ``#name`` links to a hall:
see ``linking``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, Integer, bindparam, func, insert, select

from hallchat import errors, markdown
from hallchat.models import UtcTime, memberships, message_mentions, messages, users
from hallchat.services import linking
from hallchat.services.access import Place, reach
from hallchat.transaction import Transaction
from hallchat.views import MOST_MENTIONS, Actor, HallView, MessageView, UserView

MOST_PEOPLE = 50
"""How many people a message may mention by name."""
MOST_NAMES = 500
"""How many different words of a message may look like names, whether they are or not."""
FEW = 20
"""In a hall of so many, every member may mention all of them."""
SPOKE = 128
"""Among so many of a hall's messages it is looked for who spoke last."""

EVERYBODY = "hall"
"""The name that mentions everybody."""

_EVERYBODY_ID = 0
_NAMED = (
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
    .from_select(_COLUMNS, _MEMBERS.where(memberships.c.user_id.in_(bindparam("mentioned", expanding=True))))
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
class Mentioned:
    """A message's HTML with its mentions, and whom it mentions: users by id, or everybody."""

    html: str
    users: frozenset[int] = frozenset()
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Mentionable:
    """Whom somebody may mention in a hall: people by name, and perhaps everybody at once."""

    people: tuple[UserView, ...]
    everybody: bool


def look_up(tx: Transaction, place: Place, html: str, names: Sequence[str]) -> Mentioned:
    """Find out whom a message mentions that is about to be written, and which halls it links to.

    Args:
        tx: the transaction.
        place: where, and by whom.
        html: from ``markdown.render``.
        names: what may be names in it; without any, nothing is looked up.

    Returns:
        What to store.

    Raises:
        TooManyMentioned: when it mentions more than ``MOST_PEOPLE`` people.
    """
    if not names:
        return Mentioned(html)
    ids, found = _ids(tx, place, _of("@", names)), set[int]()
    linked = linking.called(tx, _of("#", names))

    def who(name: str) -> int | None:
        """Return whom a name is of, and note it."""
        user_id = ids.get(name.lower())
        found.update(() if user_id is None else (user_id,))
        return user_id

    html = markdown.named(html, who, linked.get)
    if len(found) > MOST_PEOPLE:
        raise errors.TooManyMentioned(most=MOST_PEOPLE)
    return Mentioned(html, frozenset(found - {_EVERYBODY_ID}), _EVERYBODY_ID in found)


def mentionable(tx: Transaction, actor: Actor, *, hall_id: int, limit: int) -> Mentionable:
    """List whom the actor may mention in a hall, beside themselves.

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
    return Mentionable(people, may_mention_all(place))


def names(html: str) -> tuple[str, ...]:
    """Return what may be names in a message that was rendered, with their signs, each once; they are still to be looked up.

    Raises:
        TooManyMentioned: when there are more than ``MOST_NAMES``.
    """
    found = tuple(dict.fromkeys(markdown.names(html)))
    if len({name.lower() for name in _of("@", found)}) > MOST_NAMES:
        raise errors.TooManyMentioned(most=MOST_PEOPLE)
    return found


def may_mention_all(place: Place) -> bool:
    """Tell whether ``@hall`` mentions everybody, from this actor in this hall."""
    return place.moderates or place.hall.members <= FEW


def keep(tx: Transaction, message: MessageView, mentioned: Mentioned) -> frozenset[int]:
    """Keep whom a message mentions, beside its sender.

    Args:
        tx: the transaction that stores it.
        message: as it is stored.
        mentioned: from ``look_up``.

    Returns:
        The users.
    """
    if not mentioned.users and not mentioned.everybody:
        return frozenset()
    values = {
        "message": message.id,
        "hall": message.hall_id,
        "seq": message.seq,
        "said_at": message.created_at,
        "sender": message.sender.id,
    }
    if mentioned.everybody:
        return frozenset(tx.execute(_KEEP_ALL, values).scalars())
    return frozenset(tx.execute(_KEEP, {**values, "mentioned": list(mentioned.users)}).scalars())


def drop(tx: Transaction, message: MessageView) -> frozenset[int]:
    """Forget whom a message mentions, and return them. One without mentions costs nothing."""
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
    found = places(tx, user_id)
    return tuple(_counted(hall, found.get(hall.id, [])) for hall in halls)


def places(tx: Transaction, user_id: int) -> dict[int, list[int]]:
    """Return where the newest messages stand that mention a user, by hall and ascending; in halls that they left too."""
    found: dict[int, list[int]] = {}
    for row in tx.execute(_RECENT, {"user": user_id}):
        found.setdefault(row.hall_id, []).append(row.seq)
    return {hall_id: sorted(seqs) for hall_id, seqs in found.items()}


def _counted(hall: HallView, places: Sequence[int]) -> HallView:
    if hall.last_read_seq is None:
        return hall
    return replace(hall, mentions=sum(seq > hall.last_read_seq for seq in places), mentioned=tuple(places))


def _of(sign: str, names: Sequence[str]) -> list[str]:
    """Return the names of one kind, without their sign."""
    return [name[1:] for name in names if name[0] == sign]


def _ids(tx: Transaction, place: Place, names: Sequence[str]) -> dict[str, int]:
    """Find the members who are called so, by username without case; and everybody, where the actor may mention them."""
    if not names:
        return {}
    wanted = {name.lower() for name in names} | {name.lower().rstrip("._-") for name in names}
    wanted.discard(EVERYBODY)
    found = tx.execute(_NAMED, {"hall": place.hall.id, "names": sorted(wanted)})
    ids = {row.name: row.id for row in found}
    return {**ids, EVERYBODY: _EVERYBODY_ID} if may_mention_all(place) else ids
