"""Messages: posting them, and how far a member has read; ``editing`` changes them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import bindparam, insert, select, update

from hallchat import errors, markdown, quotes, text
from hallchat.events import MessagePosted, ReadMoved
from hallchat.models import halls, memberships, messages
from hallchat.services import drafts, history, index, mentioning, replies
from hallchat.services.access import Place, reach
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessageView

# The send path runs these thousands of times: built once, compiled once.
_SENT = select(messages.c.id).where(messages.c.sender_id == bindparam("sender"), messages.c.client_id == bindparam("client"))
_NEXT = (
    update(halls)
    .where(halls.c.id == bindparam("hall"), ~_SENT.exists())
    .values(last_seq=halls.c.last_seq + 1, last_rev=halls.c.last_rev + 1)
    .returning(halls.c.last_seq, halls.c.last_rev)
)
_GIVEN = ("hall_id", "seq", "rev", "sender_id", "client_id", "content", "html", "reply_to", "created_at")
_INSERT = insert(messages).values({name: bindparam(name) for name in _GIVEN}).returning(messages.c.id)
_READ = (
    update(memberships)
    .where(
        memberships.c.user_id == bindparam("reader"),
        memberships.c.hall_id == bindparam("hall"),
        memberships.c.last_read_seq < bindparam("mark"),
    )
    .values(last_read_seq=bindparam("mark"))
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message that may be posted: normalised and rendered, which is work for a thread."""

    content: str
    html: str  # what may be a name is marked in it
    names: tuple[str, ...] = ()  # all of those
    typed: str = ""  # what it was before, as a draft of it says it


@dataclass(frozen=True, slots=True)
class _Sending:
    """A message that is being sent: under which client id, when, and in reply to which place in the hall."""

    prepared: Prepared
    client_id: str
    at: datetime
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A stored message, and whether this very call stored it."""

    message: MessageView
    new: bool


def prepare(content: str) -> Prepared:
    """Normalise and render what somebody wants to say.

    Args:
        content: as typed.

    Returns:
        What to post.

    Raises:
        MessageEmpty, MessageTooLong, ControlCharacters, TooManyMentioned: when it cannot be sent.
    """
    said = markdown.spelled(text.message(content))
    html = markdown.render(said)
    return Prepared(said, html, mentioning.names(html) if markdown.may_name(said) else (), content)


def post(
    tx: Transaction, actor: Actor, *, hall_id: int, prepared: Prepared, client_id: str, reply_to: int | None = None
) -> Posted:
    """Store a message at the end of a hall. The same client id again returns the first message, as it is now.

    Args:
        tx: the transaction.
        actor: the sender.
        hall_id: which hall.
        prepared: from ``prepare``.
        client_id: made by the sender, unique among their messages for ever.
        reply_to: the place of the message in the hall that this one replies to.

    Returns:
        The message and whether it is new.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        ClientIdReused: when the client id was seen with another hall, content or message to reply to.
        HallArchived: when the hall can only be read.
        TooManyMentioned: when it mentions too many people.
        MessageNotFound, ReplyToGone: when there is no message to reply to at that place, or no more.
    """
    return _post(tx, reach(tx, actor, hall_id).for_members(), _Sending(prepared, client_id, datetime.now(UTC), reply_to))


def bring_in(
    tx: Transaction,
    actor: Actor,
    *,
    hall_id: int,
    prepared: Prepared,
    client_id: str,
    at: datetime,
    reply_to: int | None = None,
) -> Posted:
    """Store what was said before at the end of a hall, with its own time. For commands that fill a hall: no page asks for it.

    Args:
        tx: the transaction.
        actor: who said it.
        hall_id: which hall.
        prepared: from ``prepare``.
        client_id: see ``post``.
        at: when it was said; aware, neither to come nor before the hall's last message, so that times rise with places.
        reply_to: see ``post``.

    Returns:
        The message and whether it is new.

    Raises:
        HallNotFound, NotAMember, ClientIdReused, HallArchived, TooManyMentioned, MessageNotFound, ReplyToGone: as ``post``.
        ValueError: when the time does not fit.
    """
    place = reach(tx, actor, hall_id).for_members()
    last = history.at(tx, hall_id=hall_id, seq=place.last_seq)
    if at > datetime.now(UTC) or (last is not None and at < last.created_at):
        raise ValueError(f"{at} is to come, or before the last message of hall {hall_id}")
    return _post(tx, place, _Sending(prepared, client_id, at.astimezone(UTC), reply_to))


def mark_read(tx: Transaction, actor: Actor, *, hall_id: int, seq: int) -> None:
    """Move the actor's read mark on; never back, never beyond the end.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        seq: read up to here.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    place = reach(tx, actor, hall_id).for_members()
    mark = min(seq, place.last_seq)
    if mark > (place.hall.last_read_seq or 0):
        store_marks(tx, [(actor.user_id, hall_id, mark)])


def store_marks(tx: Transaction, marks: Iterable[tuple[int, int, int]]) -> None:
    """Store read marks that were gathered from sessions whose membership is known.

    Args:
        tx: the transaction.
        marks: user id, hall id, and the ``seq`` read up to; a mark that is further already stays.
    """
    for user_id, hall_id, seq in marks:
        if tx.execute(_READ, {"reader": user_id, "hall": hall_id, "mark": seq}).rowcount:
            tx.happened(ReadMoved(hall_id, user_id, seq))


def _post(tx: Transaction, place: Place, sending: _Sending) -> Posted:
    prepared, reply_to = sending.prepared, sending.reply_to
    try:
        place.while_open()
        mentioned = mentioning.look_up(tx, place, prepared.html, prepared.names)
        quoted = None if reply_to is None else replies.repliable(tx, place, seq=reply_to)
    except errors.Refusal as why:
        return _sent_before(tx, place, sending, otherwise=why)  # while it could be
    message = _store(tx, place, sending, mentioned.html, quoted)
    if message is None:
        return _sent_before(tx, place, sending, otherwise=errors.Unexpected())
    reader, hall_id = place.actor.id, place.hall.id
    tx.execute(_READ, {"reader": reader, "hall": hall_id, "mark": message.seq})
    tx.happened(MessagePosted(message, mentioning.keep(tx, message, mentioned)))
    replies.count(tx, message, 1)
    tx.happened(ReadMoved(hall_id, reader, message.seq))
    drafts.sent(tx, reader, hall_id=hall_id, typed=prepared.typed)
    return Posted(message, new=True)


def _store(tx: Transaction, place: Place, sending: _Sending, html: str, quoted: MessageView | None) -> MessageView | None:
    """Store a message, unless its client id was seen before."""
    hall_id, sender, content, client_id, now = place.hall.id, place.actor, sending.prepared.content, sending.client_id, sending.at
    end = tx.execute(_NEXT, {"hall": hall_id, "sender": sender.id, "client": client_id}).first()
    if end is None:
        return None
    values = {
        "hall_id": hall_id,
        "seq": end.last_seq,
        "rev": end.last_rev,
        "sender_id": sender.id,
        "client_id": client_id,
        "content": content,
        "html": html,
        "reply_to": quoted.id if quoted else None,
        "created_at": now,
    }
    message_id = tx.execute(_INSERT, values).scalar_one()
    message = MessageView(message_id, hall_id, end.last_seq, end.last_rev, sender, client_id, content, html, now, None, None)
    if quoted is not None:
        message = replace(message, reply_to=quoted.seq, quote=quotes.of(quoted))
    index.add(tx, message)
    return message


def _sent_before(tx: Transaction, place: Place, sending: _Sending, *, otherwise: errors.Refusal) -> Posted:
    """Find the message that was sent with a client id, where it is the same one.

    Raises:
        ClientIdReused: when it is another one.
        Refusal: ``otherwise``, when there is none.
    """
    first = history.sent_as(tx, sender_id=place.actor.id, client_id=sending.client_id)
    if first is None:
        raise otherwise
    same = (first.hall_id, first.reply_to) == (place.hall.id, sending.reply_to)
    if not same or (first.deleted_at is None and history.original(tx, first) != sending.prepared.content):
        raise errors.ClientIdReused
    return Posted(first, new=False)
