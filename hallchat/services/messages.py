"""Messages: posting, reading, deleting, and how far a member has read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, Select, bindparam, insert, select, update

from hallchat import errors, markdown, text
from hallchat.database import Transaction
from hallchat.events import MessageDeleted, MessagePosted, ReadMoved
from hallchat.models import halls, memberships, messages, users
from hallchat.services.access import MAX_ID, Place, reach
from hallchat.views import Actor, MessagePage, MessageView, UserView

MAX_PAGE = 100

# The send path runs these thousands of times: built once, compiled once.
_NEXT = (
    update(halls)
    .where(halls.c.id == bindparam("hall"))
    .values(last_seq=halls.c.last_seq + 1, last_rev=halls.c.last_rev + 1)
    .returning(halls.c.last_seq, halls.c.last_rev)
)
_END = select(halls.c.last_seq, halls.c.last_rev).where(halls.c.id == bindparam("hall"))
_NEXT_REV = update(halls).where(halls.c.id == bindparam("hall")).values(last_rev=halls.c.last_rev + 1).returning(halls.c.last_rev)
_INSERT = (
    insert(messages)
    .values(
        {name: bindparam(name) for name in ("hall_id", "seq", "rev", "sender_id", "client_id", "content", "html", "created_at")}
    )
    .returning(messages.c.id)
)
_READ = (
    update(memberships)
    .where(
        memberships.c.user_id == bindparam("reader"),
        memberships.c.hall_id == bindparam("hall"),
        memberships.c.last_read_seq < bindparam("mark"),
    )
    .values(last_read_seq=bindparam("mark"))
)
_BURY = (
    update(messages)
    .where(messages.c.id == bindparam("message"))
    .values(content="", html="", rev=bindparam("new_rev"), deleted_at=bindparam("now"))
)
_SELECT = select(
    messages.c.id,
    messages.c.hall_id,
    messages.c.seq,
    messages.c.rev,
    messages.c.sender_id,
    users.c.username,
    users.c.display_name,
    messages.c.client_id,
    messages.c.content,
    messages.c.html,
    messages.c.created_at,
    messages.c.edited_at,
    messages.c.deleted_at,
).join(users, users.c.id == messages.c.sender_id)
_IN_HALL = _SELECT.where(messages.c.hall_id == bindparam("hall"))
_BY_CLIENT = _SELECT.where(messages.c.sender_id == bindparam("sender"), messages.c.client_id == bindparam("client"))
_BY_SEQ = _IN_HALL.where(messages.c.seq == bindparam("seq"))
BEFORE = _IN_HALL.where(messages.c.seq < bindparam("edge")).order_by(messages.c.seq.desc()).limit(bindparam("limit"))
AFTER = _IN_HALL.where(messages.c.seq > bindparam("edge")).order_by(messages.c.seq).limit(bindparam("limit"))
CHANGED = _IN_HALL.where(messages.c.rev > bindparam("edge")).order_by(messages.c.rev).limit(bindparam("limit"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that may be posted: normalised and rendered, which is work for a thread."""

    content: str
    html: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A stored message, and whether this very call stored it."""

    message: MessageView
    new: bool


def prepare(content: str) -> Draft:
    """Normalise and render what somebody wants to say.

    Args:
        content: as typed.

    Returns:
        The draft.

    Raises:
        MessageEmpty, MessageTooLong, ControlCharacters: when it cannot be sent.
    """
    content = text.message(content)
    return Draft(content, markdown.render(content))


def post(tx: Transaction, actor: Actor, *, hall_id: int, draft: Draft, client_id: str) -> Posted:
    """Store a message at the end of a hall. The same client id again returns the first message.

    Args:
        tx: the transaction.
        actor: the sender.
        hall_id: which hall.
        draft: from ``prepare``.
        client_id: made by the sender, unique among their messages for ever.

    Returns:
        The message and whether it is new.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        ClientIdReused: when the client id was seen with another hall or content.
        HallArchived: when the hall can only be read.
    """
    place = reach(tx, actor, hall_id).for_members()
    first = tx.execute(_BY_CLIENT, {"sender": actor.user_id, "client": client_id}).first()
    if first is not None:
        if first.hall_id != hall_id or (first.content != draft.content and first.deleted_at is None):
            raise errors.ClientIdReused
        return Posted(_view(first), new=False)
    place.while_open()
    message = _store(tx, place, draft, client_id)
    tx.execute(_READ, {"reader": actor.user_id, "hall": hall_id, "mark": message.seq})
    tx.happened(MessagePosted(message))
    tx.happened(ReadMoved(hall_id, actor.user_id, message.seq))
    return Posted(message, new=True)


def delete(tx: Transaction, actor: Actor, *, hall_id: int, seq: int) -> None:
    """Delete one's own message; a tombstone without content stays. Deleting it again changes nothing.

    Args:
        tx: the transaction.
        actor: its sender.
        hall_id: which hall.
        seq: its place there.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        MessageNotFound: when there is none at that place.
        NotYourMessage: when somebody else sent it.
        HallArchived: when the hall can only be read.
    """
    reach(tx, actor, hall_id).for_members().while_open()
    row = tx.execute(_BY_SEQ, {"hall": hall_id, "seq": seq}).first() if 0 < seq <= MAX_ID else None
    if row is None:
        raise errors.MessageNotFound
    if row.sender_id != actor.user_id:
        raise errors.NotYourMessage
    if row.deleted_at is None:
        rev = tx.execute(_NEXT_REV, {"hall": hall_id}).scalar_one()
        tx.execute(_BURY, {"message": row.id, "new_rev": rev, "now": datetime.now(UTC)})
        tx.happened(MessageDeleted(_view(tx.execute(_BY_SEQ, {"hall": hall_id, "seq": seq}).one())))


def latest(tx: Transaction, actor: Actor, *, hall_id: int, limit: int) -> MessagePage:
    """Read the newest messages of a hall; see ``before``."""
    return before(tx, actor, hall_id=hall_id, seq=MAX_ID, limit=limit)


def before(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, limit: int) -> MessagePage:
    """Read the messages just before a place.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        seq: the place, itself not read.
        limit: how many at most, from 1.

    Returns:
        Them, ascending by ``seq``.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    place = reach(tx, actor, hall_id).for_members()
    rows = _rows(tx, BEFORE, hall_id, seq, limit + 1)
    return _page(place, rows[:limit][::-1], has_before=len(rows) > limit, has_after=max(seq, 1) <= place.last_seq)


def after(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, limit: int) -> MessagePage:
    """Read the messages just after a place; see ``before``."""
    place = reach(tx, actor, hall_id).for_members()
    rows = _rows(tx, AFTER, hall_id, seq, limit + 1)
    return _page(place, rows[:limit], has_before=seq > 0 and place.last_seq > 0, has_after=len(rows) > limit)


def around(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, limit: int) -> MessagePage:
    """Read messages on both sides of a place and the one at it; see ``before``."""
    place = reach(tx, actor, hall_id).for_members()
    older = _rows(tx, BEFORE, hall_id, seq, limit // 2 + 1)
    newer = _rows(tx, AFTER, hall_id, seq - 1, limit - limit // 2 + 1)
    rows = [*older[: limit // 2][::-1], *newer[: limit - limit // 2]]
    return _page(place, rows, has_before=len(older) > limit // 2, has_after=len(newer) > limit - limit // 2)


def since(tx: Transaction, actor: Actor, *, hall_id: int, rev: int, limit: int) -> MessagePage:
    """Read what changed after a revision: new, edited and deleted messages, each as it is now.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        rev: the last one known.
        limit: how many at most, from 1.

    Returns:
        Them, ascending by ``rev``; while ``has_after``, go on from the last row's ``rev``.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    place = reach(tx, actor, hall_id).for_members()
    rows = _rows(tx, CHANGED, hall_id, rev, limit + 1)
    return _page(place, rows[:limit], has_before=False, has_after=len(rows) > limit)


def tail(tx: Transaction, hall_id: int, *, limit: int) -> MessagePage:
    """Read the newest messages for the hall's feed, which itself decides who receives them.

    Args:
        tx: the transaction.
        hall_id: which hall.
        limit: how many at most, from 1.

    Returns:
        Them, ascending by ``seq``.
    """
    end = tx.execute(_END, {"hall": hall_id}).one()
    rows = _rows(tx, BEFORE, hall_id, MAX_ID, limit)
    has_before = bool(rows) and rows[-1].seq > 1
    return MessagePage(tuple(map(_view, rows[::-1])), end.last_seq, end.last_rev, has_before, has_after=False)


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


def _store(tx: Transaction, place: Place, draft: Draft, client_id: str) -> MessageView:
    hall_id, sender = place.hall.id, place.actor
    end = tx.execute(_NEXT, {"hall": hall_id}).one()
    now = datetime.now(UTC)
    values = {
        "hall_id": hall_id,
        "seq": end.last_seq,
        "rev": end.last_rev,
        "sender_id": sender.id,
        "client_id": client_id,
        "content": draft.content,
        "html": draft.html,
        "created_at": now,
    }
    message_id = tx.execute(_INSERT, values).scalar_one()
    return MessageView(
        message_id, hall_id, end.last_seq, end.last_rev, sender, client_id, draft.content, draft.html, now, None, None
    )


def _rows(tx: Transaction, statement: Select, hall_id: int, edge: int, limit: int) -> Sequence[Row]:
    edge = max(-1, min(edge, MAX_ID))
    return tx.execute(statement, {"hall": hall_id, "edge": edge, "limit": limit}).all()


def _page(place: Place, rows: Sequence[Row], *, has_before: bool, has_after: bool) -> MessagePage:
    return MessagePage(tuple(map(_view, rows)), place.last_seq, place.last_rev, has_before, has_after)


def _view(row: Row) -> MessageView:
    sender = UserView(row.sender_id, row.username, row.display_name)
    return MessageView(
        id=row.id,
        hall_id=row.hall_id,
        seq=row.seq,
        rev=row.rev,
        sender=sender,
        client_id=row.client_id,
        content=row.content,
        html=row.html,
        created_at=row.created_at,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
    )
