"""People, halls and messages for tests, made through the services themselves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from hallchat.engine import connect
from hallchat.services import accounts, editing, halls, memberships, messages, sessions
from hallchat.services.accounts import Application
from hallchat.services.sessions import SignIn
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView, MessageView

GENERAL = 1  # the hall that a fresh install has
LIFETIME = timedelta(days=1)


@contextmanager
def thrown_away(url: str) -> Iterator[Transaction]:
    """Open one write transaction, and throw it away at the end."""
    engine = connect(url, writes=True)
    with engine.connect() as connection, connection.begin() as transaction:
        yield Transaction(connection)
        transaction.rollback()
    engine.dispose()


def person(tx: Transaction, name: str, *, first_is_admin: bool = False) -> Actor:
    """Make an account with a sign-in. Its hash is no hash, so that nothing waits for argon2."""
    application = Application(name, name.title(), "")
    account = accounts.register(tx, application, password_hash="-", may_be_admin=first_is_admin)
    return Actor(account.id, sessions.begin(tx, account, lifetime=LIFETIME).session_id)


def again(tx: Transaction, actor: Actor, *, begin: Callable[..., SignIn] = sessions.begin) -> str:
    """Sign somebody in once more, and return the new session's id."""
    return begin(tx, accounts.own_credentials(tx, actor).account, lifetime=LIFETIME).session_id


def hall(tx: Transaction, owner: Actor, *others: Actor, name: str = "Plaza", kind: str = "public") -> HallView:
    """Make a hall with others in it, invited when it is private."""
    made = halls.create(tx, owner, name=name, kind=kind)
    for other in others:
        if kind == "public":
            memberships.join(tx, other, hall_id=made.id)
        else:
            memberships.admit(tx, made.id, other.user_id)
    return halls.get(tx, owner, hall_id=made.id)


def appoint(tx: Transaction, owner: Actor, hall_id: int, member: Actor) -> None:
    """Make a member moderator."""
    memberships.appoint(tx, owner, hall_id=hall_id, user_id=member.user_id, moderator=True)


def say(
    tx: Transaction,
    sender: Actor,
    hall_id: int,
    content: str = "¿Qué tal?",
    client_id: str | None = None,
    reply_to: int | None = None,
) -> MessageView:
    """Post a message, perhaps a reply."""
    prepared, known = messages.prepare(content), client_id or str(uuid4())
    return messages.post(tx, sender, hall_id=hall_id, prepared=prepared, client_id=known, reply_to=reply_to).message


def edit(tx: Transaction, sender: Actor, hall_id: int, seq: int, content: str) -> MessageView:
    """Edit a message."""
    return editing.edit(tx, sender, hall_id=hall_id, seq=seq, prepared=messages.prepare(content))
