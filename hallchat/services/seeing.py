"""One hall as somebody sees it: what ``access.reach`` finds, the people of a direct one, the reader's mentions and draft."""

from dataclasses import replace

from sqlalchemy import bindparam, select

from hallchat.models import drafts
from hallchat.services import mentioning
from hallchat.services.access import people_of, reach
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView, UserView, direct_name

_DRAFTED = select(drafts.c.saved_at).where(drafts.c.hall_id == bindparam("hall"), drafts.c.user_id == bindparam("user"))


def hall(tx: Transaction, actor: Actor, hall_id: int) -> HallView:
    """Return a hall as the actor sees it.

    Args:
        tx: the transaction.
        actor: who asks.
        hall_id: which hall.

    Returns:
        All of it.

    Raises:
        HallNotFound: when there is none that the actor may see.
    """
    seen = reach(tx, actor, hall_id).hall
    drafted_at = tx.execute(_DRAFTED, {"hall": hall_id, "user": actor.user_id}).scalar() if seen.member else None
    seen = replace(seen, drafted_at=drafted_at)
    if seen.kind == "direct":
        seen = named(seen, people_of(tx, hall_id), actor.user_id)
    return mentioning.counted(tx, actor.user_id, [seen])[0]


def from_outside(hall: HallView) -> HallView:
    """Return a hall as a member sees it who has just left."""
    return replace(
        hall,
        member=False,
        members=hall.members - 1,
        role=None,
        last_seq=None,
        last_read_seq=None,
        unread=None,
        notify=None,
        mentions=None,
        mentioned=(),
        drafted_at=None,
    )


def named(hall: HallView, people: tuple[UserView, ...], reader: int) -> HallView:
    """Add to a direct hall its people, and the name that it has for one of them."""
    return replace(hall, name=direct_name(people, reader), people=people)
