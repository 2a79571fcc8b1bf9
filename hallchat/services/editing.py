"""Changing what was said: editing a message, deleting it, and taking a deletion back; ``messages`` posts it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, insert, select, update

from hallchat import errors
from hallchat.events import MessageDeleted, MessageEdited, MessageRestored
from hallchat.models import message_versions, messages
from hallchat.services import history, index, mentioning, reacting, replies
from hallchat.services.access import Place, reach
from hallchat.services.mentioning import Mentioned
from hallchat.services.messages import Prepared
from hallchat.services.revisions import next_revision
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessageView

GRACE = timedelta(seconds=60)
"""How long after its deletion a message may come back."""
MOST = 100
"""How many former versions a message keeps, so that no program makes one grow without end."""

LOOKED_AT = 1_000
"""Messages among which somebody's last one is looked for: it need not be dear in a hall where they said nothing for years."""

_LAST = (
    select(messages.c.seq)
    .where(messages.c.hall_id == bindparam("hall"), messages.c.seq > bindparam("since"))
    .where(messages.c.sender_id == bindparam("sender"), messages.c.deleted_at.is_(None))
    .order_by(messages.c.seq.desc())
    .limit(1)
)
_REWRITE = (
    update(messages)
    .where(messages.c.id == bindparam("message"))
    .values({name: bindparam(f"new_{name}") for name in ("content", "html", "rev", "edited_at", "deleted_at")})
)
_KEEP = insert(message_versions).values({name: bindparam(name) for name in ("message_id", "rev", "content", "written_at")})
_KEPT = (
    select(message_versions.c.rev, message_versions.c.content, message_versions.c.written_at)
    .where(message_versions.c.message_id == bindparam("message"))
    .order_by(message_versions.c.rev)
    .limit(MOST)
)
_DROP = message_versions.delete().where(message_versions.c.message_id == bindparam("message"))


@dataclass(frozen=True, slots=True)
class Former:
    """What a message said before an edit: the revision it had then, and when that was written."""

    rev: int
    content: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a deletion took away, for ``restore``: nothing else knows it any more."""

    by: int  # who deleted it
    said: Prepared
    former: tuple[Former, ...] = ()
    mentioned: frozenset[int] = frozenset()  # users
    reactions: tuple[reacting.Reaction, ...] = ()


def editable(tx: Transaction, actor: Actor, *, hall_id: int, seq: int) -> MessageView:
    """Find one's own message, to edit it.

    Args:
        tx: the transaction.
        actor: its sender.
        hall_id: which hall.
        seq: its place there.

    Returns:
        The message.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        HallArchived: when the hall can only be read.
        MessageNotFound: when there is none at that place.
        NotYourMessage: when somebody else sent it.
        MessageGone: when it was deleted.
    """
    return _own(tx, actor, hall_id, seq)[1]


def last(tx: Transaction, actor: Actor, *, hall_id: int, among: int = LOOKED_AT) -> MessageView | None:
    """Find what one said last in a hall, to edit it.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        among: how many of its newest messages are looked at.

    Returns:
        The message; None when there is none among those, deleted ones left out.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        HallArchived: when the hall can only be read.
    """
    place = reach(tx, actor, hall_id).for_members().while_open()
    found = {"hall": hall_id, "since": place.last_seq - among, "sender": actor.user_id}
    seq = tx.execute(_LAST, found).scalar()
    return history.at(tx, hall_id=hall_id, seq=seq) if seq else None


def edit(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, prepared: Prepared) -> MessageView:
    """Let one's own message say something else; what it said before is kept. The same content changes nothing.

    Args:
        tx: the transaction.
        actor: its sender.
        hall_id: which hall.
        seq: its place there.
        prepared: from ``messages.prepare``.

    Returns:
        The message as it is now.

    Raises:
        HallNotFound, NotAMember, HallArchived, MessageNotFound, NotYourMessage, MessageGone: as ``editable``.
        EditedTooOften: when it has ``MOST`` former versions.
        TooManyMentioned: when it mentions too many people.
    """
    place, message = _own(tx, actor, hall_id, seq)
    if prepared.content == message.content:
        return message
    if len(_former(tx, message)) == MOST:
        raise errors.EditedTooOften(most=MOST)
    _keep(tx, message, Former(message.rev, message.content, message.edited_at or message.created_at))
    mentioned = mentioning.look_up(tx, place, prepared.html, prepared.names)
    changed = replace(message, content=prepared.content, html=mentioned.html, edited_at=datetime.now(UTC))
    edited = _rewrite(tx, message, changed)
    mentioning.drop(tx, message)
    tx.happened(MessageEdited(edited, mentioning.keep(tx, edited, mentioned)))
    return edited


def delete(tx: Transaction, actor: Actor, *, hall_id: int, seq: int) -> Deleted | None:
    """Delete one's own message, or as a moderator anybody's; a tombstone without content stays. Again changes nothing.

    Args:
        tx: the transaction.
        actor: its sender, or who keeps order in the hall.
        hall_id: which hall.
        seq: its place there.

    Returns:
        What it said, for ``restore``; None when it was deleted before.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        HallArchived: when the hall can only be read.
        MessageNotFound: when there is none at that place.
        NotYourMessage: when somebody else sent it, and the actor is neither owner nor moderator.
    """
    place, message = _changeable(tx, actor, hall_id, seq)
    if message.sender.id != actor.user_id and not place.moderates:
        raise errors.NotYourMessage
    if message.deleted_at is not None:
        return None
    said, former = Prepared(message.content, message.html), _former(tx, message)
    deleted = Deleted(actor.user_id, said, former, mentioning.drop(tx, message), reacting.drop(tx, message))
    tx.execute(_DROP, {"message": message.id})
    gone = replace(message, content="", html="", deleted_at=datetime.now(UTC), reactions=())
    tx.happened(MessageDeleted(_rewrite(tx, message, gone)))
    replies.count(tx, message, -1)
    return deleted


def restore(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, deleted: Deleted) -> None:
    """Take one's own deletion of a message back, soon after. Restoring it again changes nothing.

    Args:
        tx: the transaction.
        actor: who deleted it.
        hall_id: which hall.
        seq: its place there.
        deleted: what ``delete`` returned.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        HallArchived: when the hall can only be read.
        MessageNotFound: when there is none at that place.
        NotYourMessage: when somebody else deleted it.
        TooLateToUndo: when it was deleted longer than ``GRACE`` ago.
    """
    _, message = _changeable(tx, actor, hall_id, seq)
    if deleted.by != actor.user_id:
        raise errors.NotYourMessage
    if message.deleted_at is None:
        return
    if datetime.now(UTC) - message.deleted_at > GRACE:
        raise errors.TooLateToUndo
    for former in deleted.former:
        _keep(tx, message, former)
    reacting.put_back(tx, message, deleted.reactions)
    said = deleted.said
    back = replace(history.there(tx, hall_id=hall_id, seq=seq), content=said.content, html=said.html, deleted_at=None)
    restored = _rewrite(tx, message, back)
    tx.happened(MessageRestored(restored, mentioning.keep(tx, restored, Mentioned(said.html, deleted.mentioned))))
    replies.count(tx, message, 1)


def _changeable(tx: Transaction, actor: Actor, hall_id: int, seq: int) -> tuple[Place, MessageView]:
    """Find a message where the actor may write, and their standing there."""
    place = reach(tx, actor, hall_id).for_members().while_open()
    return place, history.there(tx, hall_id=hall_id, seq=seq)


def _own(tx: Transaction, actor: Actor, hall_id: int, seq: int) -> tuple[Place, MessageView]:
    """Find one's own message where it may be changed, and one's standing there."""
    place, message = _changeable(tx, actor, hall_id, seq)
    if message.sender.id != actor.user_id:
        raise errors.NotYourMessage
    if message.deleted_at is not None:
        raise errors.MessageGone
    return place, message


def _former(tx: Transaction, message: MessageView) -> tuple[Former, ...]:
    if message.edited_at is None:
        return ()
    return tuple(Former(*row) for row in tx.execute(_KEPT, {"message": message.id}))


def _keep(tx: Transaction, message: MessageView, former: Former) -> None:
    values = {"rev": former.rev, "content": former.content, "written_at": former.written_at}
    tx.execute(_KEEP, {"message_id": message.id, **values})


def _rewrite(tx: Transaction, before: MessageView, after: MessageView) -> MessageView:
    """Store what a message is from now on, as the hall's next change."""
    new = replace(after, rev=next_revision(tx, after.hall_id))
    values = {f"new_{name}": getattr(new, name) for name in ("content", "html", "rev", "edited_at", "deleted_at")}
    tx.execute(_REWRITE, {"message": new.id, **values})
    index.change(tx, before, new)
    return new
