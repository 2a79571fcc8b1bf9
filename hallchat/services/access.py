"""The one door to a hall: who is the actor there, and what may they do."""

from dataclasses import dataclass

from sqlalchemy import Row, and_, bindparam, select

from hallchat import errors
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


@dataclass(frozen=True, slots=True)
class Place:
    """A hall that the actor may see, and their standing in it."""

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
            OwnerOnly: as any other member.
        """
        if self.for_members().hall.role != "owner":
            raise errors.OwnerOnly
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
    tx.happened(HallChanged(HallFacts(row.id, row.name, row.topic, row.kind, archived, row.members, row.last_seq)))


def hall_view(row: Row) -> HallView:
    """Shape a hall's row with the reader's membership beside it.

    Args:
        row: columns of ``halls``, and ``role``, ``last_read_seq`` and ``notify`` of the membership, or None.

    Returns:
        The hall as that reader sees it.
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
    )
