"""What was said in a hall: pages of messages by place, what changed since a revision, and before an edit. It only reads."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Row, Select, bindparam, func, select

from hallchat import errors, quotes
from hallchat.models import halls, message_versions, messages, users
from hallchat.services import reactions
from hallchat.services.access import MAX_ID, Place, reach
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessagePage, MessageView, QuoteView, UserView, VersionView

_END = select(halls.c.last_seq, halls.c.last_rev).where(halls.c.id == bindparam("hall"))
_quoted, _quoted_sender = messages.alias("quoted"), users.alias("quoted_sender")
MESSAGES = (
    select(
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
        messages.c.replies,
        _quoted.c.seq.label("reply_to"),
        _quoted.c.sender_id.label("quoted_by"),
        _quoted_sender.c.display_name.label("quoted_name"),
        func.substr(_quoted.c.html, 1, quotes.ENOUGH).label("quoted_html"),
    )
    .join(users, users.c.id == messages.c.sender_id)
    .outerjoin(_quoted, _quoted.c.id == messages.c.reply_to)
    .outerjoin(_quoted_sender, _quoted_sender.c.id == _quoted.c.sender_id)
)
_IN_HALL = MESSAGES.where(messages.c.hall_id == bindparam("hall"))
_BY_CLIENT = MESSAGES.where(messages.c.sender_id == bindparam("sender"), messages.c.client_id == bindparam("client"))
_BY_SEQ = _IN_HALL.where(messages.c.seq == bindparam("seq"))
_VERSIONS = (
    select(message_versions.c.content, message_versions.c.written_at)
    .where(message_versions.c.message_id == bindparam("message"))
    .order_by(message_versions.c.rev)
    .limit(bindparam("limit"))
)
_FIRST_SINCE = (
    select(messages.c.seq)
    .where(messages.c.hall_id == bindparam("hall"), messages.c.created_at >= bindparam("time"))
    .order_by(messages.c.created_at, messages.c.id)
    .limit(1)
)
BEFORE = _IN_HALL.where(messages.c.seq < bindparam("edge")).order_by(messages.c.seq.desc()).limit(bindparam("limit"))
AFTER = _IN_HALL.where(messages.c.seq > bindparam("edge")).order_by(messages.c.seq).limit(bindparam("limit"))
CHANGED = _IN_HALL.where(messages.c.rev > bindparam("edge")).order_by(messages.c.rev).limit(bindparam("limit"))


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
    return _page(tx, place, rows[:limit][::-1], has_before=len(rows) > limit, has_after=max(seq, 1) <= place.last_seq)


def after(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, limit: int) -> MessagePage:
    """Read the messages just after a place; see ``before``."""
    place = reach(tx, actor, hall_id).for_members()
    rows = _rows(tx, AFTER, hall_id, seq, limit + 1)
    return _page(tx, place, rows[:limit], has_before=seq > 0 and place.last_seq > 0, has_after=len(rows) > limit)


def around(tx: Transaction, actor: Actor, *, hall_id: int, seq: int, limit: int) -> MessagePage:
    """Read messages on both sides of a place and the one at it; see ``before``."""
    place = reach(tx, actor, hall_id).for_members()
    older = _rows(tx, BEFORE, hall_id, seq, limit // 2 + 1)
    newer = _rows(tx, AFTER, hall_id, seq - 1, limit - limit // 2 + 1)
    rows = [*older[: limit // 2][::-1], *newer[: limit - limit // 2]]
    return _page(tx, place, rows, has_before=len(older) > limit // 2, has_after=len(newer) > limit - limit // 2)


def first_since(tx: Transaction, actor: Actor, *, hall_id: int, time: datetime) -> int:
    """Find where in a hall a time is.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        time: the moment; aware.

    Returns:
        The place of the first message that was sent then or later; after the last the last; 0 where there is none.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    place = reach(tx, actor, hall_id).for_members()
    return tx.execute(_FIRST_SINCE, {"hall": hall_id, "time": time}).scalar() or place.last_seq


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
    return _page(tx, place, rows[:limit], has_before=False, has_after=len(rows) > limit)


def versions(tx: Transaction, actor: Actor, *, hall_id: int, seq: int) -> tuple[VersionView, ...]:
    """Read what a message said from its beginning to now.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        seq: its place there.

    Returns:
        Each version with when it was written, the oldest first; the last is what it says now.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        MessageNotFound: when there is none at that place.
        MessageGone: when it was deleted.
    """
    reach(tx, actor, hall_id).for_members()
    message = there(tx, hall_id=hall_id, seq=seq)
    if message.deleted_at is not None:
        raise errors.MessageGone
    now = VersionView(message.content, message.edited_at or message.created_at)
    return *_former(tx, message, limit=MAX_ID), now


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
    return MessagePage(views(tx, rows[::-1]), end.last_seq, end.last_rev, has_before, has_after=False)


def at(tx: Transaction, *, hall_id: int, seq: int) -> MessageView | None:
    """Find the message at a place, for services that have let the actor in."""
    row = tx.execute(_BY_SEQ, {"hall": hall_id, "seq": seq}).first() if 0 < seq <= MAX_ID else None
    return _whole(tx, row)


def there(tx: Transaction, *, hall_id: int, seq: int) -> MessageView:
    """Find the message at a place as ``at`` does.

    Raises:
        MessageNotFound: when there is none.
    """
    message = at(tx, hall_id=hall_id, seq=seq)
    if message is None:
        raise errors.MessageNotFound
    return message


def original(tx: Transaction, message: MessageView) -> str:
    """Return what a message said when it was sent, for services that have let the actor in."""
    return next(iter(_former(tx, message, limit=1)), message).content


def sent_as(tx: Transaction, *, sender_id: int, client_id: str) -> MessageView | None:
    """Find the message that a sender sent under a client id, for services that have let the actor in."""
    row = tx.execute(_BY_CLIENT, {"sender": sender_id, "client": client_id}).first()
    return _whole(tx, row)


def views(tx: Transaction, rows: Iterable[Row]) -> tuple[MessageView, ...]:
    """Shape rows of ``MESSAGES`` with what people put to them, for services that have let the actor in."""
    return reactions.added(tx, map(_view, rows))


def _rows(tx: Transaction, statement: Select, hall_id: int, edge: int, limit: int) -> Sequence[Row]:
    edge = max(-1, min(edge, MAX_ID))
    return tx.execute(statement, {"hall": hall_id, "edge": edge, "limit": limit}).all()


def _whole(tx: Transaction, row: Row | None) -> MessageView | None:
    return None if row is None else views(tx, [row])[0]


def _former(tx: Transaction, message: MessageView, *, limit: int) -> Sequence[VersionView]:
    if message.edited_at is None:
        return ()
    return [VersionView(*row) for row in tx.execute(_VERSIONS, {"message": message.id, "limit": limit})]


def _page(tx: Transaction, place: Place, rows: Sequence[Row], *, has_before: bool, has_after: bool) -> MessagePage:
    return MessagePage(views(tx, rows), place.last_seq, place.last_rev, has_before, has_after)


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
        reply_to=row.reply_to,
        quote=_quote(row),
        replies=row.replies,
    )


def _quote(row: Row) -> QuoteView | None:
    if row.reply_to is None:
        return None
    return QuoteView(row.quoted_by, row.quoted_name, quotes.words(row.quoted_html))
