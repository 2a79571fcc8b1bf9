"""What people do, whole: the limits, the work that must not run on the loop, then the service.

``api`` and ``states`` call these and ``Runtime.read`` / ``Runtime.change``; there is no other way in.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hallchat import errors, markdown, security, text
from hallchat.realtime.wire import Typist
from hallchat.runtime import Runtime
from hallchat.services import accounts, editing, memberships, mentions, messages, reading, search, sessions
from hallchat.services.messages import Posted, Prepared
from hallchat.services.reading import Passed
from hallchat.services.sessions import SignIn
from hallchat.views import Actor, MentionPage, MessageView, SearchPage

SHORT = 300  # characters rendered on the event loop: 0.06 ms as people write, 2 ms at the worst; a thread costs 0.1 ms


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request without a sign-in comes from."""

    address: str
    local: bool  # from this very machine, through no proxy


async def register(app: Runtime, caller: Caller, *, username: str, password: str, display_name: str | None = None) -> SignIn:
    """Make an account and sign it in.

    Args:
        app: the running installation.
        caller: who asks; the very first account becomes administrator when they are local.
        username: as typed.
        password: as typed.
        display_name: as typed; the username when left out.

    Returns:
        The new account's first sign-in.

    Raises:
        SignupClosed: when there are no new accounts here.
        TooMany: too many from this address.
        UsernameInvalid, DisplayNameInvalid, UsernameTaken: when a name will not do.
        PasswordTooShort, PasswordTooLong, PasswordTooCommon: when the password will not.
    """
    if app.settings.signup == "closed":
        raise errors.SignupClosed
    application = await app.with_passwords(accounts.apply, username=username, password=password, display_name=display_name)
    await app.limits.count("register", caller.address)
    password_hash = await app.with_passwords(security.hash_password, password)
    lifetime = timedelta(days=app.settings.session_days)
    return await app.database.write(
        lambda tx: sessions.begin(
            tx,
            accounts.register(tx, application, password_hash=password_hash, may_be_admin=caller.local),
            lifetime=lifetime,
        )
    )


async def sign_in(app: Runtime, caller: Caller, *, username: str, password: str) -> SignIn:
    """Sign in.

    Args:
        app: the running installation.
        caller: who asks.
        username: as typed.
        password: as typed.

    Returns:
        A new sign-in.

    Raises:
        TooMany: too many attempts for this account or from this address.
        WrongCredentials: an unknown name or a wrong password, after the same time.
    """
    name = username.strip().lower()[: text.MAX_NAME]
    await app.limits.count("sign_in", name, caller.address)
    await app.limits.count("sign_in_address", caller.address)
    await app.limits.count("sign_in_account", name)
    found = await app.database.read(lambda tx: accounts.credentials(tx, username=name))
    password_hash = found.password_hash if found else security.UNKNOWN_USER_HASH
    good = await app.with_passwords(security.verify_password, password, password_hash)
    if found is None or not good:
        raise errors.WrongCredentials
    lifetime = timedelta(days=app.settings.session_days)
    return await app.database.write(lambda tx: sessions.begin(tx, found.account, lifetime=lifetime))


async def search_messages(
    app: Runtime, actor: Actor, *, query: str, before: int | None = None, limit: int = 20, zone: str = "UTC"
) -> SearchPage:
    """Search the messages of the actor's halls; see ``search.find``, and ``search.zone_of`` for where its days begin.

    Raises:
        TooMany: too many searches by this user.
        SearchEmpty, SearchTooLong: when there is nothing to look for, or too much.
    """
    await app.limits.count("search", actor.user_id)
    return await app.read(lambda tx: search.find(tx, actor, query=query, before=before, limit=limit, zone=search.zone_of(zone)))


async def list_mentions(app: Runtime, actor: Actor, *, before: int | None = None, limit: int = 20) -> MentionPage:
    """List the messages that mention the actor; see ``mentions.find``. It counts as searching.

    Raises:
        TooMany: too many searches by this user.
    """
    await app.limits.count("search", actor.user_id)
    return await app.read(lambda tx: mentions.find(tx, actor, before=before, limit=limit))


async def sign_out(app: Runtime, actor: Actor) -> None:
    """End the sign-in that the actor came by."""
    await app.database.write(lambda tx: sessions.end(tx, session_id=actor.session_id))


async def sign_out_everywhere(app: Runtime, actor: Actor) -> None:
    """End all of the actor's sign-ins, this one too."""
    await app.database.write(lambda tx: sessions.end_all(tx, user_id=actor.user_id))


async def change_password(app: Runtime, actor: Actor, *, old: str, new: str) -> None:
    """Change the actor's password and end their other sign-ins.

    Args:
        app: the running installation.
        actor: whose password.
        old: the present one.
        new: the one to come.

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordTooCommon: when the new one will not do.
        TooMany: too many attempts.
        WrongPassword: when the old one is wrong.
    """
    await app.with_passwords(security.check_password, new)
    await app.limits.count("sign_in", "password", actor.user_id)
    found = await app.database.read(lambda tx: accounts.own_credentials(tx, actor))
    if not await app.with_passwords(security.verify_password, old, found.password_hash):
        raise errors.WrongPassword
    password_hash = await app.with_passwords(security.hash_password, new)
    await app.database.write(
        lambda tx: accounts.set_password(tx, user_id=actor.user_id, password_hash=password_hash, keep_session=actor.session_id)
    )


async def send_message(
    app: Runtime, actor: Actor, *, hall_id: int, content: str, client_id: str, reply_to: int | None = None
) -> Posted:
    """Send a message to a hall.

    Args:
        app: the running installation.
        actor: the sender.
        hall_id: which hall.
        content: as typed.
        client_id: the sender's own id for it; the same one again returns the first message.
        reply_to: the place of the message in the hall that it replies to.

    Returns:
        The stored message and whether it is new. It is on disk, and on its way to everybody in the hall.

    Raises:
        TooMany: too many from this user.
        MessageEmpty, MessageTooLong, ControlCharacters, TooManyMentioned, ClientIdInvalid, ClientIdReused: when it will not do.
        HallNotFound, NotAMember, HallArchived: when the actor may not write there.
        MessageNotFound, ReplyToGone: when there is no message to reply to at that place, or no more.
    """
    client_id = text.client_id(client_id)
    await app.limits.count("message", actor.user_id)
    prepared = await _prepare(content)
    return await app.database.write(
        lambda tx: messages.post(tx, actor, hall_id=hall_id, prepared=prepared, client_id=client_id, reply_to=reply_to)
    )


async def edit_message(app: Runtime, actor: Actor, *, hall_id: int, seq: int, content: str) -> MessageView:
    """Edit a message of one's own. It counts as sending one.

    Args:
        app: the running installation.
        actor: its sender.
        hall_id: which hall.
        seq: its place there.
        content: as typed.

    Returns:
        The message as it is now, on disk and on its way to everybody in the hall.

    Raises:
        TooMany: too many from this user.
        MessageEmpty, MessageTooLong, ControlCharacters, TooManyMentioned: when it will not do.
        HallNotFound, NotAMember, HallArchived: when the actor may not write there.
        MessageNotFound, NotYourMessage, MessageGone, EditedTooOften: when that message cannot be edited.
    """
    await app.limits.count("message", actor.user_id)
    prepared = await _prepare(content)
    return await app.database.write(lambda tx: editing.edit(tx, actor, hall_id=hall_id, seq=seq, prepared=prepared))


async def show_typing(app: Runtime, actor: Actor, *, hall_id: int) -> None:
    """Show the others of a hall for some seconds that the actor is typing to it, without a page of theirs.

    Raises:
        TooMany: too often by this user.
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    await app.limits.count("draft", actor.user_id)
    await app.read(lambda tx: memberships.place_of(tx, actor, hall_id=hall_id))
    name = (await app.sign_ins.by_id(actor.session_id)).account.display_name
    app.live.typing_elsewhere(actor.user_id, hall_id, name)


async def typists(app: Runtime, actor: Actor, *, hall_id: int) -> Sequence[Typist]:
    """Return who is typing to a hall, as far as its open pages know.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    await app.read(lambda tx: memberships.place_of(tx, actor, hall_id=hall_id))
    return app.live.typists(hall_id)


async def mark_unread(app: Runtime, actor: Actor, *, hall_id: int, seq: int) -> None:
    """Make a message and all that follows it unread for the actor, whatever was gathered of what they read.

    Args:
        app: the running installation.
        actor: whose mark it is.
        hall_id: which hall.
        seq: the message's place there.

    Raises:
        TooMany: too many marks by this user.
        HallNotFound, NotAMember, MessageNotFound: when there is no such message for the actor.
    """
    async with app.live.marks_held():
        await app.change(actor, lambda tx: reading.mark_unread(tx, actor, hall_id=hall_id, seq=seq), counts_as="read")


async def mark_all_read(app: Runtime, actor: Actor) -> Sequence[Passed]:
    """Make everything in all of the actor's halls read.

    Args:
        app: the running installation.
        actor: whose marks they are.

    Returns:
        What was unread, for ``reading.take_up_again``.

    Raises:
        TooMany: too many marks by this user.
    """
    await app.live.settle(actor.user_id)
    return await app.change(actor, lambda tx: reading.mark_all_read(tx, actor), counts_as="read")


async def _prepare(content: str) -> Prepared:
    short = len(content) <= SHORT and not markdown.heavy(content)
    return messages.prepare(content) if short else await asyncio.to_thread(messages.prepare, content)
