"""Drafts: what somebody writes in a hall and has not sent yet, kept for all of their tabs and devices. Nobody else sees it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, select, update

from hallchat import errors, quotes, text
from hallchat.events import DraftChanged
from hallchat.models import drafts
from hallchat.services import history
from hallchat.services.access import reach
from hallchat.transaction import Transaction
from hallchat.views import Actor, DraftView, milliseconds

STEP = timedelta(milliseconds=1)
"""Between two versions of a draft at least: pages know them by their milliseconds."""

_OWN = (drafts.c.user_id == bindparam("writer"), drafts.c.hall_id == bindparam("hall"))
_READ = select(drafts.c.content, drafts.c.saved_at, drafts.c.reply_to).where(*_OWN)
_NEW = {"content": bindparam("new"), "saved_at": bindparam("at"), "reply_to": bindparam("reply")}
_CHANGE = update(drafts).where(*_OWN).values(_NEW)
_KEEP = insert(drafts).values(user_id=bindparam("writer"), hall_id=bindparam("hall"), **_NEW)
_DISCARD = delete(drafts).where(*_OWN)
_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001))))  # what ``str.strip`` takes away
_SENT = _DISCARD.where(func.ltrim(func.rtrim(drafts.c.content, _SPACE), _SPACE) == bindparam("said"))


def save(
    tx: Transaction,
    actor: Actor,
    *,
    hall_id: int,
    content: str,
    reply_to: int | None = None,
    since: Collection[int] | None = None,
) -> DraftView:
    """Keep what the actor is writing, in place of what was kept before; nothing but space is no draft.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        content: as typed so far, up to 32,000 code points.
        reply_to: the place of the message in the hall that it replies to.
        since: the versions that it may take the place of, 0 for none kept. None: whatever was kept is given up.

    Returns:
        The draft as it is kept now.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        DraftTooLong: when it is longer.
        MessageNotFound: when there is no message to reply to at that place.
        DraftIsNewer: when another version is kept, and says something else; another device wrote it, or sent what it said.
    """
    content = text.draft(content)
    reach(tx, actor, hall_id).for_members()
    before = _read(tx, actor, hall_id)
    content = content if content.strip() else ""
    if before.content == content and (before.reply_to == reply_to or not content):
        return before
    _check(before, since)
    if not content:
        _discard(tx, actor, hall_id)
        return DraftView("", None)
    now = datetime.now(UTC)
    at = max(now, before.saved_at + STEP) if before.saved_at else now
    kept = _draft(tx, hall_id, content, at, reply_to)
    new = {"writer": actor.user_id, "hall": hall_id, "new": content, "at": at, "reply": reply_to}
    tx.execute(_CHANGE if before.saved_at else _KEEP, new)
    tx.happened(DraftChanged(hall_id, actor.user_id, at))
    return kept


def get(tx: Transaction, actor: Actor, *, hall_id: int) -> DraftView:
    """Return what the actor is writing in a hall; empty where there is none.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    reach(tx, actor, hall_id).for_members()
    return _read(tx, actor, hall_id)


def discard(tx: Transaction, actor: Actor, *, hall_id: int, since: Collection[int] | None = None) -> None:
    """Keep nothing of what the actor was writing in a hall; again, it changes nothing.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        since: the versions that may be thrown away. None: whatever was kept is.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        DraftIsNewer: when another version is kept.
    """
    save(tx, actor, hall_id=hall_id, content="", since=since)


def sent(tx: Transaction, writer_id: int, *, hall_id: int, typed: str) -> None:
    """Keep no more what somebody sends now: their page may be gone before it says so. For services: it checks no actor.

    Args:
        tx: the transaction.
        writer_id: who sends it.
        hall_id: where.
        typed: the message, as it was typed. A draft that says more, or something else, stays.
    """
    if tx.execute(_SENT, {"writer": writer_id, "hall": hall_id, "said": typed.strip()}).rowcount:
        tx.happened(DraftChanged(hall_id, writer_id, None))


def _read(tx: Transaction, actor: Actor, hall_id: int) -> DraftView:
    row = tx.execute(_READ, {"writer": actor.user_id, "hall": hall_id}).first()
    return _draft(tx, hall_id, *row) if row else DraftView("", None)


def _draft(tx: Transaction, hall_id: int, content: str, saved_at: datetime, reply_to: int | None) -> DraftView:
    quote = None if reply_to is None else quotes.of(history.there(tx, hall_id=hall_id, seq=reply_to))
    return DraftView(content, saved_at, milliseconds(saved_at), reply_to, quote)


def _check(kept: DraftView, since: Collection[int] | None) -> None:
    if since is not None and kept.version not in since:
        raise errors.DraftIsNewer


def _discard(tx: Transaction, actor: Actor, hall_id: int) -> None:
    if tx.execute(_DISCARD, {"writer": actor.user_id, "hall": hall_id}).rowcount:
        tx.happened(DraftChanged(hall_id, actor.user_id, None))
