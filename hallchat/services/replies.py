"""Replies: which message one may reply to, how many reply to it, and which. ``messages`` posts them."""

from sqlalchemy import bindparam, update

from hallchat import errors
from hallchat.events import RepliesCounted
from hallchat.models import messages
from hallchat.services import history
from hallchat.services.access import Place, reach
from hallchat.services.revisions import next_revision
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessagePage, MessageView

_COUNT = (
    update(messages)
    .where(messages.c.hall_id == bindparam("hall"), messages.c.seq == bindparam("place"))
    .values(replies=messages.c.replies + bindparam("more"), rev=bindparam("new_rev"))
)
_REPLIES = (
    history.MESSAGES.where(messages.c.reply_to == bindparam("message"), messages.c.seq > bindparam("edge"))
    .where(messages.c.deleted_at.is_(None))
    .order_by(messages.c.seq)
    .limit(bindparam("limit"))
)


def repliable(tx: Transaction, place: Place, *, seq: int) -> MessageView:
    """Find the message that somebody replies to, for services that have let them in.

    Args:
        tx: the transaction.
        place: the hall that they write to.
        seq: its place there.

    Returns:
        The message.

    Raises:
        MessageNotFound: when there is none at that place.
        ReplyToGone: when it was deleted.
    """
    message = history.there(tx, hall_id=place.hall.id, seq=seq)
    if message.deleted_at is not None:
        raise errors.ReplyToGone
    return message


def count(tx: Transaction, reply: MessageView, more: int) -> None:
    """Note with the message that a reply quotes that there is one more, or one less; for other messages nothing.

    Args:
        tx: the transaction that stores, deletes or restores the reply.
        reply: the reply.
        more: 1 or -1.
    """
    hall_id, seq = reply.hall_id, reply.reply_to
    if seq is None:
        return
    tx.execute(_COUNT, {"hall": hall_id, "place": seq, "more": more, "new_rev": next_revision(tx, hall_id)})
    tx.happened(RepliesCounted(history.there(tx, hall_id=hall_id, seq=seq)))


def to(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, after: int = 0, limit: int) -> MessagePage:
    """Read the replies to a message, the oldest first; deleted ones are left out.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        seq: the place of the message that they reply to.
        after: the last one known, by its ``seq``.
        limit: how many at most, from 1.

    Returns:
        Them, ascending by ``seq``.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        MessageNotFound: when there is no message at that place.
    """
    place = reach(tx, actor, hall_id).for_members()
    message = history.there(tx, hall_id=hall_id, seq=seq)
    edge = max(-1, min(after, history.MAX_ID))
    rows = tx.execute(_REPLIES, {"message": message.id, "edge": edge, "limit": limit + 1}).all()
    found = history.views(tx, rows[:limit])
    return MessagePage(found, place.last_seq, place.last_rev, has_before=edge > 0, has_after=len(rows) > limit)
