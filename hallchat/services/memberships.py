"""Who is in a hall, and as what: joining, leaving, inviting, removing, handing over, appointing moderators."""

from sqlalchemy import bindparam, delete, func, select, update

from hallchat import errors
from hallchat.events import MembershipEnded
from hallchat.models import drafts, halls, memberships, users
from hallchat.services import direct, names, readmitting, seeing
from hallchat.services.access import MAX_ID, Place, announce, reach
from hallchat.services.entering import enter, set_role
from hallchat.services.readmitting import Removed
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView, MemberView

_MEMBERS = (
    select(users.c.id, users.c.username, users.c.display_name, memberships.c.role, memberships.c.joined_at)
    .join(memberships, memberships.c.user_id == users.c.id)
    .where(memberships.c.hall_id == bindparam("hall"))
    .order_by(memberships.c.role != "owner", memberships.c.role != "moderator", func.lower(users.c.display_name), users.c.id)
)
_MEMBER = _MEMBERS.where(memberships.c.user_id == bindparam("member")).order_by(None)
_SOMEBODY = select(memberships.c.user_id).where(memberships.c.hall_id == bindparam("hall")).limit(1)


def join(tx: Transaction, actor: Actor, *, hall_id: int) -> HallView:
    """Join a public hall; joining again changes nothing. The first in an empty hall becomes its owner.

    Args:
        tx: the transaction.
        actor: who joins.
        hall_id: which hall.

    Returns:
        The hall as a member sees it.

    Raises:
        HallNotFound: when there is none that the actor may see.
        HallArchived: when it takes no new members.
    """
    place = reach(tx, actor, hall_id)
    if not place.hall.member:
        place.while_open()
        admit(tx, hall_id, actor.user_id)
    return seeing.hall(tx, actor, hall_id)


def leave(tx: Transaction, actor: Actor, *, hall_id: int) -> HallView:
    """Leave a hall; leaving again changes nothing. One stays in a direct one, and hides it from oneself.

    Args:
        tx: the transaction.
        actor: who leaves.
        hall_id: which hall.

    Returns:
        The hall as it is seen from outside: a private one for the last time.

    Raises:
        HallNotFound: when there is none that the actor may see.
        OwnerMayNotLeave: when others would stay behind without an owner.
    """
    hall = reach(tx, actor, hall_id).hall
    if hall.kind == "direct":
        return direct.hide(tx, actor, hall_id=hall_id)
    if not hall.member:
        return hall
    if hall.role == "owner" and hall.members > 1:
        raise errors.OwnerMayNotLeave
    _dismiss(tx, hall_id, actor.user_id)
    return seeing.from_outside(hall)


def invite(tx: Transaction, actor: Actor, *, hall_id: int, username: str) -> tuple[MemberView, bool]:
    """Bring somebody in by username; any member may. Inviting a member changes nothing.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        username: whom, without regard to case.

    Returns:
        The member, and whether they are new.

    Raises:
        HallNotFound: when there is none that the actor may see.
        NotAMember: when the actor is not in it.
        DirectHall: when its people stay the same.
        HallArchived: when it takes no new members.
        UserNotFound: when there is no such account.
    """
    reach(tx, actor, hall_id).for_members().not_direct().while_open()
    user_id = names.person(tx, username=username).id
    found = tx.execute(_MEMBER, {"hall": hall_id, "member": user_id}).first()
    if found is None:
        admit(tx, hall_id, user_id)
    return _member(tx, hall_id, user_id), found is None


def remove(tx: Transaction, actor: Actor, *, hall_id: int, user_id: int) -> Removed:
    """Take a member out. The owner removes others; anybody may remove themselves, which is leaving.

    Args:
        tx: the transaction.
        actor: the owner, or the member.
        hall_id: which hall.
        user_id: whom.

    Returns:
        The member as they were, for ``readmitting.readmit``.

    Raises:
        HallNotFound: when there is none that the actor may see.
        NotAMember: when the actor is not in it.
        OwnerOnly: when the actor is neither owner nor the member.
        MemberNotFound: when there is no such member.
        OwnerMayNotLeave: when an owner among others removes themselves.
    """
    place = reach(tx, actor, hall_id).for_members()
    if user_id != actor.user_id:
        place.for_owner()
    removed = readmitting.remembered(tx, hall_id, _member(tx, hall_id, user_id))
    if user_id == actor.user_id:
        leave(tx, actor, hall_id=hall_id)
    else:
        _dismiss(tx, hall_id, user_id)
    return removed


def hand_over(tx: Transaction, actor: Actor, *, hall_id: int, user_id: int) -> MemberView:
    """Make another member the owner; the former owner stays as a member.

    Args:
        tx: the transaction.
        actor: the owner.
        hall_id: which hall.
        user_id: a member.

    Returns:
        The new owner.

    Raises:
        HallNotFound: when there is none that the actor may see.
        NotAMember: when the actor is not in it.
        OwnerOnly: when the actor is not the owner.
        MemberNotFound: when there is no such member.
    """
    reach(tx, actor, hall_id).for_owner()
    member = _member(tx, hall_id, user_id)
    if user_id != actor.user_id:
        set_role(tx, hall_id, actor.user_id, "member")
        set_role(tx, hall_id, user_id, "owner")
        member = _member(tx, hall_id, user_id)
    return member


def appoint(tx: Transaction, actor: Actor, *, hall_id: int, user_id: int, moderator: bool) -> MemberView:
    """Make another member a moderator, or an ordinary member again; what they are already changes nothing.

    Args:
        tx: the transaction.
        actor: the owner.
        hall_id: which hall.
        user_id: another member.
        moderator: whether they keep order there from now on.

    Returns:
        The member.

    Raises:
        HallNotFound: when there is none that the actor may see.
        NotAMember: when the actor is not in it.
        DirectHall: where nobody leads.
        OwnerOnly: when the actor is not the owner.
        MemberNotFound: when there is no such member.
        OwnerStaysOwner: when it is the owner.
    """
    reach(tx, actor, hall_id).for_owner()
    member, role = _member(tx, hall_id, user_id), "moderator" if moderator else "member"
    if member.role == "owner":
        raise errors.OwnerStaysOwner
    if member.role != role:
        set_role(tx, hall_id, user_id, role)
    return _member(tx, hall_id, user_id)


def members(tx: Transaction, actor: Actor, *, hall_id: int) -> tuple[MemberView, ...]:
    """List the members of a hall: the owner, moderators, the others; each of these by display name.

    Raises:
        HallNotFound: when there is none that the actor may see.
        NotAMember: when the actor is not in it.
    """
    reach(tx, actor, hall_id).for_members()
    return tuple(MemberView(*row) for row in tx.execute(_MEMBERS, {"hall": hall_id}))


def place_of(tx: Transaction, actor: Actor, *, hall_id: int) -> Place:
    """Find a hall for one of its members.

    Raises:
        HallNotFound: when there is none that the actor may see.
        NotAMember: when the actor is not in it.
    """
    return reach(tx, actor, hall_id).for_members()


def admit(tx: Transaction, hall_id: int, user_id: int, *, role: str = "member") -> None:
    """Let somebody into a hall; what came before is read already. For services: it checks no actor.

    Args:
        tx: the transaction.
        hall_id: a hall that the user is not in.
        user_id: the new member.
        role: ``member`` unless they made the hall; in a hall without members it becomes ``owner``.
    """
    if tx.execute(_SOMEBODY, {"hall": hall_id}).first() is None:
        role = "owner"
    last_seq = tx.execute(
        update(halls).where(halls.c.id == hall_id).values(members=halls.c.members + 1).returning(halls.c.last_seq)
    ).scalar_one()
    enter(tx, hall_id, user_id, role=role, read=last_seq)
    announce(tx, hall_id)


def _dismiss(tx: Transaction, hall_id: int, user_id: int) -> None:
    tx.execute(delete(drafts).where(drafts.c.hall_id == hall_id, drafts.c.user_id == user_id))
    tx.execute(delete(memberships).where(memberships.c.hall_id == hall_id, memberships.c.user_id == user_id))
    tx.execute(update(halls).where(halls.c.id == hall_id).values(members=halls.c.members - 1))
    tx.happened(MembershipEnded(hall_id, user_id))
    announce(tx, hall_id)


def _member(tx: Transaction, hall_id: int, user_id: int) -> MemberView:
    if type(user_id) is not int or not 0 < user_id <= MAX_ID:
        raise errors.MemberNotFound
    row = tx.execute(_MEMBER, {"hall": hall_id, "member": user_id}).first()
    if row is None:
        raise errors.MemberNotFound
    return MemberView(*row)
