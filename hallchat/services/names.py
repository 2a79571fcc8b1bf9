"""Who has a name: usernames are public, so anybody may ask."""

from sqlalchemy import bindparam, func, select

from hallchat import errors, text
from hallchat.models import users
from hallchat.transaction import Transaction
from hallchat.views import UserView

_BY_NAME = select(users.c.id, users.c.username, users.c.display_name).where(
    func.lower(users.c.username) == bindparam("name"), users.c.deactivated_at.is_(None)
)


def person(tx: Transaction, *, username: str) -> UserView:
    """Find somebody by username.

    Args:
        tx: the transaction.
        username: without regard to case.

    Returns:
        The person.

    Raises:
        UsernameMissing: when nothing is seen in it.
        UserNotFound: when nobody has that name, or their account was deactivated.
    """
    name = username.strip()
    if not text.visible(name[: text.MAX_NAME]):
        raise errors.UsernameMissing
    row = tx.execute(_BY_NAME, {"name": name.lower()}).first() if text.USERNAME.fullmatch(name) else None
    if row is None:
        raise errors.UserNotFound(username=name[: text.MAX_NAME].encode("utf-8", "replace").decode())
    return UserView(*row)
