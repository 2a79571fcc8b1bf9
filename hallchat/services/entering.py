"""Writing a membership: what ``memberships`` does when somebody comes into a hall, ``direct`` when it makes one."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import bindparam, insert, update

from hallchat.events import SHOWN, MembershipChanged, MembershipStarted
from hallchat.models import memberships
from hallchat.transaction import Transaction

_GIVEN = ("user_id", "hall_id", "role", "joined_at", "last_read_seq", "notify", "hidden_seq")
_ENTER = insert(memberships).values({name: bindparam(name) for name in _GIVEN})
_SET_ROLE = (
    update(memberships)
    .where(memberships.c.hall_id == bindparam("hall"), memberships.c.user_id == bindparam("user"))
    .values(role=bindparam("new"))
)


def enter(
    tx: Transaction,
    hall_id: int,
    user_id: int,
    *,
    role: str,
    read: int,
    hidden: int = SHOWN,
    joined_at: datetime | None = None,
    notify: str = "everything",
    mentioned: Sequence[int] = (),
    known: int = 0,
) -> None:
    """Write a membership. For services: it checks no actor, and the hall's number of members is theirs to change.

    Args:
        tx: the transaction.
        hall_id: a hall that the user is not in.
        user_id: the new member.
        role: theirs from now on.
        read: the place up to which all is read.
        hidden: the place up to which the hall is not in their list.
        joined_at: since when they are in it; None for now.
        notify: what they want to be told of.
        mentioned: where it mentions them, for who was in it before.
        known: the place up to which nothing is new to them, read or not, for who was in it before.
    """
    values = {"user_id": user_id, "hall_id": hall_id, "role": role, "joined_at": joined_at or datetime.now(UTC), "notify": notify}
    tx.execute(_ENTER, {**values, "last_read_seq": read, "hidden_seq": hidden})
    tx.happened(MembershipStarted(hall_id, user_id, role, read, hidden, notify, tuple(mentioned), known))


def set_role(tx: Transaction, hall_id: int, user_id: int, role: str) -> None:
    """Give a member another role. For services: it checks no actor."""
    tx.execute(_SET_ROLE, {"hall": hall_id, "user": user_id, "new": role})
    tx.happened(MembershipChanged(hall_id, user_id, role))
