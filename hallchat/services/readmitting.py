"""Taking a removal back: the member is in the hall again as they were, also where it takes no new ones."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, bindparam, insert, select, update

from hallchat import errors
from hallchat.events import DraftChanged
from hallchat.models import drafts, halls, memberships
from hallchat.services import mentioning
from hallchat.services.access import announce, reach
from hallchat.services.entering import enter, set_role
from hallchat.transaction import Transaction
from hallchat.views import Actor, DraftView, MemberView

GRACE = timedelta(seconds=60)
"""How long after their removal somebody may come back as they were."""

_THERE = (
    select(memberships.c.role, memberships.c.last_read_seq, memberships.c.notify, halls.c.last_seq)
    .add_columns(drafts.c.content, drafts.c.saved_at, drafts.c.reply_to)
    .join(halls, halls.c.id == memberships.c.hall_id)
    .outerjoin(drafts, and_(drafts.c.hall_id == memberships.c.hall_id, drafts.c.user_id == memberships.c.user_id))
    .where(memberships.c.hall_id == bindparam("hall"), memberships.c.user_id == bindparam("user"))
)
_ONE_MORE = update(halls).where(halls.c.id == bindparam("hall")).values(members=halls.c.members + 1)
_WROTE = insert(drafts).values({name: bindparam(name) for name in ("user_id", "hall_id", "content", "saved_at", "reply_to")})


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal took away, for ``readmit``: nothing else knows it any more."""

    member: MemberView
    read: int  # the place up to which they had read
    last: int  # the place of the hall's last message then
    notify: str
    draft: DraftView
    at: datetime


def remembered(tx: Transaction, hall_id: int, member: MemberView) -> Removed:
    """Note how somebody stands in a hall, who is about to be taken out. For services: it checks no actor."""
    row = tx.execute(_THERE, {"hall": hall_id, "user": member.id}).one()
    draft = DraftView(row.content or "", row.saved_at, reply_to=row.reply_to)
    return Removed(member, row.last_read_seq, row.last_seq, row.notify, draft, datetime.now(UTC))


def readmit(tx: Transaction, actor: Actor, *, hall_id: int, removed: Removed) -> None:
    """Take a removal back, soon after; a second time changes nothing. Who came back by themselves moderates again if they did.

    What became of them after they came back is not stored: ``Undo`` forgets the removal then.

    Args:
        tx: the transaction.
        actor: the owner.
        hall_id: which hall.
        removed: what ``memberships.remove`` returned.

    Raises:
        HallNotFound, NotAMember, DirectHall, OwnerOnly: when the actor does not own the hall any more.
        TooLateToUndo: when it was longer than ``GRACE`` ago.
    """
    reach(tx, actor, hall_id).for_owner()
    if datetime.now(UTC) - removed.at > GRACE:
        raise errors.TooLateToUndo
    member = removed.member
    there = tx.execute(_THERE, {"hall": hall_id, "user": member.id}).first()
    if there is None:
        _put_back(tx, hall_id, removed)
    elif there.role == "member" and member.role == "moderator":
        set_role(tx, hall_id, member.id, member.role)


def _put_back(tx: Transaction, hall_id: int, removed: Removed) -> None:
    member, draft = removed.member, removed.draft
    tx.execute(_ONE_MORE, {"hall": hall_id})
    enter(
        tx,
        hall_id,
        member.id,
        role=member.role,
        read=removed.read,
        joined_at=member.joined_at,
        notify=removed.notify,
        mentioned=mentioning.places(tx, member.id).get(hall_id, ()),
        known=removed.last,
    )
    if draft.saved_at is not None:
        kept = {"content": draft.content, "saved_at": draft.saved_at, "reply_to": draft.reply_to}
        tx.execute(_WROTE, {"user_id": member.id, "hall_id": hall_id, **kept})
        tx.happened(DraftChanged(hall_id, member.id, draft.saved_at))
    announce(tx, hall_id)
