"""Writing a membership: what ``memberships`` does when somebody comes into a hall, and ``direct`` when it makes one."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, insert

from hallchat.events import SHOWN, MembershipStarted
from hallchat.models import memberships
from hallchat.transaction import Transaction

_GIVEN = ("user_id", "hall_id", "role", "joined_at", "last_read_seq", "notify", "hidden_seq")
_ENTER = insert(memberships).values({name: bindparam(name) for name in _GIVEN})


def enter(tx: Transaction, hall_id: int, user_id: int, *, role: str, read: int, hidden: int = SHOWN) -> None:
    """Write a membership. For services: it checks no actor, and the hall's number of members is theirs to change.

    Args:
        tx: the transaction.
        hall_id: a hall that the user is not in.
        user_id: the new member.
        role: theirs from now on.
        read: the place up to which all is read.
        hidden: the place up to which the hall is not in their list.
    """
    values = {"user_id": user_id, "hall_id": hall_id, "role": role, "joined_at": datetime.now(UTC), "notify": "everything"}
    tx.execute(_ENTER, {**values, "last_read_seq": read, "hidden_seq": hidden})
    tx.happened(MembershipStarted(hall_id, user_id, role, read, hidden))
