"""The one door to a hall: who is the actor there, and what may they do."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row, and_, bindparam, select

from hallchat import errors, text
from hallchat.events import HallChanged
from hallchat.models import halls, memberships, users
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallFacts, HallView, UserView

MAX_ID = 2**63 - 1

_REACH = (
    select(
        halls.c.id,
        halls.c.name,
        halls.c.topic,
        halls.c.kind,
        halls.c.archived_at,
        halls.c.members,
        halls.c.last_seq,
        halls.c.last_rev,
        memberships.c.role,
        memberships.c.last_read_seq,
        memberships.c.notify,
        memberships.c.hidden_seq,
        users.c.id.label("user_id"),
        users.c.username,
        users.c.display_name,
    )
    .select_from(users)
    .join(halls, halls.c.id == bindparam("hall"))
    .outerjoin(memberships, and_(memberships.c.hall_id == halls.c.id, memberships.c.user_id == users.c.id))
    .where(users.c.id == bindparam("user"), users.c.deactivated_at.is_(None))
)

_FACTS = select(
    halls.c.id, halls.c.name, halls.c.topic, halls.c.kind, halls.c.archived_at, halls.c.members, halls.c.last_seq
).where(halls.c.id == bindparam("hall"))
_PEOPLE = (
    select(users.c.id, users.c.username, users.c.display_name)
    .join(memberships, memberships.c.user_id == users.c.id)
    .where(memberships.c.hall_id == bindparam("hall"))
)


@dataclass(frozen=True, slots=True)
class Place:
    """A hall that the actor may see, as its row has it, and their standing in it; ``seeing`` tells the rest of the hall."""

    hall: HallView
    actor: UserView
    last_seq: int
    last_rev: int

    @property
    def moderates(self) -> bool:
        """Whether the actor keeps order there, and may delete what others said."""
        return self.hall.role in ("owner", "moderator")

    def for_members(self) -> "Place":
        """Go on only as a member.

        Raises:
            NotAMember: of a public hall, from outside.
        """
        if not self.hall.member:
            raise errors.NotAMember
        return self

    def for_owner(self) -> "Place":
        """Go on only as the owner.

        Raises:
            NotAMember: from outside.
            DirectHall: where there is none.
            OwnerOnly: as any other member.
        """
        if self.for_members().not_direct().hall.role != "owner":
            raise errors.OwnerOnly
        return self

    def not_direct(self) -> "Place":
        """Go on only where people come and go.

        Raises:
            DirectHall: when it belongs to a few for ever.
        """
        if self.hall.kind == "direct":
            raise errors.DirectHall
        return self

    def while_open(self) -> "Place":
        """Go on only when the hall can be written to.

        Raises:
            HallArchived: when it is archived.
        """
        if self.hall.archived:
            raise errors.HallArchived
        return self


def reach(tx: Transaction, actor: Actor, hall_id: int) -> Place:
    """Find a hall for an actor.

    Args:
        tx: the transaction.
        actor: who asks.
        hall_id: which hall; any number that a stranger may send.

    Returns:
        The hall and the actor's standing in it.

    Raises:
        HallNotFound: when there is none, or the actor may not see it: the two look the same.
    """
    if type(hall_id) is not int or not 0 < hall_id <= MAX_ID:
        raise errors.HallNotFound
    row = tx.execute(_REACH, {"hall": hall_id, "user": actor.user_id}).first()
    if row is None or (row.role is None and row.kind != "public"):
        raise errors.HallNotFound
    return Place(hall_view(row), UserView(row.user_id, row.username, row.display_name), row.last_seq, row.last_rev)


def announce(tx: Transaction, hall_id: int) -> None:
    """Note that a hall changed, with what it is now.

    Args:
        tx: the transaction that changed it.
        hall_id: which hall.
    """
    row = tx.execute(_FACTS, {"hall": hall_id}).one()
    archived = row.archived_at is not None
    people = people_of(tx, hall_id) if row.kind == "direct" else ()
    tx.happened(HallChanged(HallFacts(row.id, row.name, row.topic, row.kind, archived, row.members, row.last_seq, people)))


def people_of(tx: Transaction, hall_id: int) -> tuple[UserView, ...]:
    """Return the few people of a direct hall, by display name. For services: it checks no actor."""
    return by_name(UserView(*row) for row in tx.execute(_PEOPLE, {"hall": hall_id}))


def by_name(people: Iterable[UserView]) -> tuple[UserView, ...]:
    """Sort people by display name."""
    return tuple(sorted(people, key=lambda one: (text.fold(one.display_name), one.id)))


def hall_view(row: Row) -> HallView:
    """Shape a hall's row with the reader's membership beside it.

    Args:
        row: columns of ``halls``, and ``role``, ``last_read_seq``, ``notify`` and ``hidden_seq`` of the membership, or None.

    Returns:
        The hall as that reader sees it, without the people of a direct one.
    """
    member = row.role is not None
    return HallView(
        id=row.id,
        name=row.name,
        topic=row.topic,
        kind=row.kind,
        archived=row.archived_at is not None,
        member=member,
        members=row.members,
        role=row.role,
        last_seq=row.last_seq if member else None,
        last_read_seq=row.last_read_seq if member else None,
        unread=row.last_seq - row.last_read_seq if member else None,
        notify=row.notify,
        hidden=member and row.last_seq <= row.hidden_seq,
    )
