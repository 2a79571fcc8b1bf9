"""Putting emoji to messages, and taking them back. Each is a change of the hall, as an edit is; ``reactions`` reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, insert, select, update

from hallchat import emoji as table
from hallchat import errors
from hallchat.events import MessageReacted
from hallchat.models import message_reactions, messages
from hallchat.services import history
from hallchat.services.access import reach
from hallchat.services.revisions import next_revision
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessageView, ReactionView

MOST = 20
"""How many different emoji a message takes: more than that nobody reads."""

_PUT = insert(message_reactions).values({name: bindparam(name) for name in ("message_id", "user_id", "emoji", "at")})
_TAKE = delete(message_reactions).where(
    message_reactions.c.message_id == bindparam("message"),
    message_reactions.c.user_id == bindparam("user"),
    message_reactions.c.emoji == bindparam("one"),
)
_MADE = select(message_reactions.c.id, message_reactions.c.user_id, message_reactions.c.emoji, message_reactions.c.at).where(
    message_reactions.c.message_id == bindparam("message")
)
_DROP = delete(message_reactions).where(message_reactions.c.message_id == bindparam("message"))
_CHANGED = update(messages).where(messages.c.id == bindparam("message")).values(rev=bindparam("new_rev"))


@dataclass(frozen=True, slots=True)
class Reaction:
    """One person's emoji on a message, for ``put_back``."""

    user_id: int
    emoji: str
    at: datetime


def react(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, emoji: str) -> MessageView:
    """Put an emoji to a message. The same one again changes nothing.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        seq: the message's place there.
        emoji: one of the table, with any colour of skin; a variation selector may be missing.

    Returns:
        The message as it is now.

    Raises:
        NotAnEmoji: when it is anything else.
        HallNotFound, NotAMember: when the actor is not in the hall.
        HallArchived: when the hall can only be read.
        MessageNotFound: when there is none at that place.
        MessageGone: when it was deleted.
        TooManyReactions: when it has ``MOST`` others.
    """
    chosen = _chosen(emoji)
    message = _reactable(tx, actor, hall_id, seq)
    if _has(message, actor, chosen):
        return message
    if len(message.reactions) >= MOST and chosen not in {one.emoji for one in message.reactions}:
        raise errors.TooManyReactions(most=MOST)
    tx.execute(_PUT, {"message_id": message.id, "user_id": actor.user_id, "emoji": chosen, "at": datetime.now(UTC)})
    return _changed(tx, message)


def unreact(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, emoji: str) -> MessageView:
    """Take one's own emoji back from a message. Where there is none, nothing changes.

    Args:
        tx: the transaction.
        actor: who put it there.
        hall_id: which hall.
        seq: the message's place there.
        emoji: as for ``react``.

    Returns:
        The message as it is now.

    Raises:
        NotAnEmoji, HallNotFound, NotAMember, HallArchived, MessageNotFound, MessageGone: as ``react``.
    """
    chosen = _chosen(emoji)
    message = _reactable(tx, actor, hall_id, seq)
    if not _has(message, actor, chosen):
        return message
    tx.execute(_TAKE, {"message": message.id, "user": actor.user_id, "one": chosen})
    return _changed(tx, message)


def reactors(tx: Transaction, actor: Actor, *, hall_id: int, seq: int) -> tuple[ReactionView, ...]:
    """Read who reacted to a message.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        seq: the message's place there.

    Returns:
        Each emoji with who put it there, in the order in which they came; none for a deleted message.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        MessageNotFound: when there is none at that place.
    """
    reach(tx, actor, hall_id).for_members()
    return history.there(tx, hall_id=hall_id, seq=seq).reactions


def drop(tx: Transaction, message: MessageView) -> tuple[Reaction, ...]:
    """Take all emoji from a message that is being deleted, and return them for ``put_back``."""
    if not message.reactions:
        return ()
    rows = sorted(tx.execute(_MADE, {"message": message.id}).all(), key=lambda row: row.id)
    tx.execute(_DROP, {"message": message.id})
    return tuple(Reaction(row.user_id, row.emoji, row.at) for row in rows)


def put_back(tx: Transaction, message: MessageView, dropped: Iterable[Reaction]) -> None:
    """Put the emoji that ``drop`` returned to the message again."""
    for one in dropped:
        tx.execute(_PUT, {"message_id": message.id, "user_id": one.user_id, "emoji": one.emoji, "at": one.at})


def _chosen(emoji: str) -> str:
    found = table.find(emoji)
    if found is None:
        raise errors.NotAnEmoji
    return found


def _reactable(tx: Transaction, actor: Actor, hall_id: int, seq: int) -> MessageView:
    reach(tx, actor, hall_id).for_members().while_open()
    message = history.there(tx, hall_id=hall_id, seq=seq)
    if message.deleted_at is not None:
        raise errors.MessageGone
    return message


def _has(message: MessageView, actor: Actor, emoji: str) -> bool:
    return any(one.emoji == emoji and actor.user_id in {user.id for user in one.by} for one in message.reactions)


def _changed(tx: Transaction, message: MessageView) -> MessageView:
    """Make what was done the hall's next change."""
    tx.execute(_CHANGED, {"message": message.id, "new_rev": next_revision(tx, message.hall_id)})
    now = history.there(tx, hall_id=message.hall_id, seq=message.seq)
    tx.happened(MessageReacted(now))
    return now
