"""Accounts: making them, finding them, changing their passwords. Hashing happens before, off the loop."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, bindparam, func, insert, select, update

from hallchat import errors, security, text
from hallchat.models import users
from hallchat.services import halls, sessions
from hallchat.services.memberships import admit
from hallchat.transaction import Transaction
from hallchat.views import AccountView, Actor

_BY_NAME = select(users.c.id, users.c.username, users.c.display_name, users.c.role, users.c.password_hash).where(
    func.lower(users.c.username) == bindparam("name"), users.c.deactivated_at.is_(None)
)
_BY_ID = select(users.c.id, users.c.username, users.c.display_name, users.c.role, users.c.password_hash).where(
    users.c.id == bindparam("user"), users.c.deactivated_at.is_(None)
)
_ANYBODY = select(users.c.id).limit(1)


@dataclass(frozen=True, slots=True)
class Application:
    """A checked request for an account, not yet hashed."""

    username: str
    display_name: str
    password: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account with its password hash; it stays inside the server."""

    account: AccountView
    password_hash: str


def apply(*, username: str, password: str, display_name: str | None = None) -> Application:
    """Check what somebody asks for an account with.

    Args:
        username: 3–32 of ASCII letters, digits, ``.``, ``_``, ``-``.
        password: 8–128 characters.
        display_name: 1–80 code points; the username when left out.

    Returns:
        The application, normalised.

    Raises:
        UsernameInvalid, DisplayNameInvalid: when a name does not fit.
        PasswordTooShort, PasswordTooLong, PasswordTooCommon: when the password does not.
    """
    username = text.username(username)
    shown = text.display_name(display_name) if display_name and display_name.strip() else username
    return Application(username, shown, security.check_password(password))


def register(
    tx: Transaction, application: Application, *, password_hash: str, may_be_admin: bool, role: str = "member"
) -> AccountView:
    """Make an account and let it join the halls of welcome.

    Args:
        tx: the transaction.
        application: from ``apply``.
        password_hash: of its password.
        may_be_admin: whether the very first account becomes administrator.
        role: ``member`` or ``admin``.

    Returns:
        The account.

    Raises:
        UsernameTaken: without regard to case; deactivated accounts keep theirs.
    """
    name = application.username
    if tx.execute(select(users.c.id).where(func.lower(users.c.username) == name.lower())).first():
        raise errors.UsernameTaken(username=name)
    if may_be_admin and tx.execute(_ANYBODY).first() is None:
        role = "admin"
    shown = application.display_name
    values = {"username": name, "display_name": shown, "folded": text.fold(f"{shown}\n{name}"), "role": role}
    values |= {"password_hash": password_hash, "created_at": datetime.now(UTC)}
    user_id = tx.execute(insert(users).values(values).returning(users.c.id)).scalar_one()
    for hall_id in halls.welcome_ids(tx):
        admit(tx, hall_id, user_id)
    return AccountView(user_id, name, shown, role)


def credentials(tx: Transaction, *, username: str) -> Credentials | None:
    """Find an account by its name, to verify its password.

    Args:
        tx: the transaction.
        username: without regard to case.

    Returns:
        The account with its hash, or None.
    """
    name = username.strip()
    return _credentials(tx.execute(_BY_NAME, {"name": name.lower()}).first()) if text.USERNAME.fullmatch(name) else None


def own_credentials(tx: Transaction, actor: Actor) -> Credentials:
    """Find the actor's own account with its hash.

    Raises:
        NotSignedIn: when the account is gone.
    """
    found = _credentials(tx.execute(_BY_ID, {"user": actor.user_id}).first())
    if found is None:
        raise errors.NotSignedIn
    return found


def set_password(tx: Transaction, *, user_id: int, password_hash: str, keep_session: str | None) -> None:
    """Store a new password and end the account's other sign-ins.

    Args:
        tx: the transaction.
        user_id: whose.
        password_hash: of the new password.
        keep_session: the sign-in that changed it and stays, if any.
    """
    tx.execute(update(users).where(users.c.id == user_id).values(password_hash=password_hash))
    sessions.end_all(tx, user_id=user_id, but=keep_session)


def reset_password(tx: Transaction, *, username: str, password_hash: str) -> AccountView:
    """Give somebody who cannot sign in a new password, and end all their sign-ins.

    Args:
        tx: the transaction.
        username: without regard to case.
        password_hash: of the new password.

    Returns:
        The account.

    Raises:
        UserNotFound: when nobody has that name.
    """
    found = credentials(tx, username=username)
    if found is None:
        raise errors.UserNotFound(username=username)
    set_password(tx, user_id=found.account.id, password_hash=password_hash, keep_session=None)
    return found.account


def _credentials(row: Row | None) -> Credentials | None:
    if row is None:
        return None
    return Credentials(AccountView(row.id, row.username, row.display_name, row.role), row.password_hash)
