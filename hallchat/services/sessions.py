"""Sign-ins: rows that tokens point at, so that a token can be ended."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from hallchat.events import SessionEnded
from hallchat.models import sessions, users
from hallchat.security import new_session_id
from hallchat.transaction import Transaction
from hallchat.views import AccountView

_FIND = (
    select(sessions.c.expires_at, users.c.id, users.c.username, users.c.display_name, users.c.role)
    .join(users, users.c.id == sessions.c.user_id)
    .where(sessions.c.id == bindparam("session"), sessions.c.ended_at.is_(None), users.c.deactivated_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that is good until it expires or ends."""

    session_id: str
    account: AccountView
    expires_at: datetime


def begin(tx: Transaction, account: AccountView, *, lifetime: timedelta) -> SignIn:
    """Start a sign-in.

    Args:
        tx: the transaction.
        account: who signed in.
        lifetime: how long it lasts unless it is ended.

    Returns:
        The sign-in.
    """
    now = datetime.now(UTC)
    session_id = new_session_id()
    tx.execute(insert(sessions).values(id=session_id, user_id=account.id, created_at=now, expires_at=now + lifetime))
    return SignIn(session_id, account, now + lifetime)


def find(tx: Transaction, session_id: str) -> SignIn | None:
    """Look a sign-in up.

    Args:
        tx: the transaction.
        session_id: from a verified token.

    Returns:
        The sign-in, or None when it is unknown, ended or expired.
    """
    row = tx.execute(_FIND, {"session": session_id}).first()
    if row is None or row.expires_at <= datetime.now(UTC):
        return None
    return SignIn(session_id, AccountView(row.id, row.username, row.display_name, row.role), row.expires_at)


def end(tx: Transaction, *, session_id: str) -> None:
    """End one sign-in; ending it again changes nothing."""
    _end(tx, sessions.c.id == session_id)


def end_all(tx: Transaction, *, user_id: int, but: str | None = None) -> None:
    """End a user's sign-ins.

    Args:
        tx: the transaction.
        user_id: whose.
        but: one that stays, if any.
    """
    _end(tx, sessions.c.user_id == user_id, sessions.c.id != (but or ""))


def _end(tx: Transaction, *where: ColumnElement[bool]) -> None:
    ended = update(sessions).where(*where, sessions.c.ended_at.is_(None)).values(ended_at=datetime.now(UTC))
    for row in tx.execute(ended.returning(sessions.c.id, sessions.c.user_id)):
        tx.happened(SessionEnded(row.id, row.user_id))
