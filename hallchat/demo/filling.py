"""Fills an installation with the demo: through the services, as if its people had done it all, but with times of their own."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hallchat import security
from hallchat.demo.content import DemoHall, Line, Somebody, people, written_halls
from hallchat.demo.logbook import logbook
from hallchat.services import accounts, direct, editing, halls, memberships, messages, reacting
from hallchat.transaction import Transaction
from hallchat.views import AccountView, Actor

_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for something else when it is typed
Crew = dict[str, Actor]


class DemoRefused(Exception):
    """Nothing was filled in; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What there is now: halls with a name, and talks, which are direct."""

    accounts: tuple[AccountView, ...]
    halls: int
    talks: int
    messages: int


def new_password() -> str:
    """Return a password that is easily typed, of 59 random bits."""
    return "".join(secrets.choice(_PLAIN) for _ in range(12))


def fill(tx: Transaction, *, password: str, now: datetime) -> Filled:
    """Add the demo beside what is there. Nobody in it is an administrator, not even the first account of all.

    Args:
        tx: the transaction; it all comes in one.
        password: of all its people.
        now: when this is; the newest day of the demo is today, or yesterday when it is too early for that.

    Returns:
        What was added.

    Raises:
        DemoRefused: when the demo is there already, or somebody has the name of one of its people.
        PasswordTooShort, PasswordTooLong, PasswordTooCommon: when the password will not do.
    """
    everybody = people()
    _refuse_where_somebody_is_there(tx, everybody)
    signed_up = tuple(_sign_up(tx, everybody, password))
    crew = {one.username: Actor(one.id, session_id="") for one in signed_up}
    all_halls = [logbook(everybody), *written_halls()]
    newest = _newest_day(all_halls, now)
    for hall in all_halls:
        _fill_hall(tx, crew, hall, newest)
    talks = sum(hall.kind == "direct" for hall in all_halls)
    return Filled(signed_up, len(all_halls) - talks, talks, sum(len(hall.lines) for hall in all_halls))


def _refuse_where_somebody_is_there(tx: Transaction, everybody: tuple[Somebody, ...]) -> None:
    taken = [one.username for one in everybody if accounts.credentials(tx, username=one.username)]
    if len(taken) == len(everybody):
        raise DemoRefused("The demo content is already there.")
    if taken:
        raise DemoRefused(f"The demo needs names that are taken here: {', '.join(taken)}. Nothing was added.")


def _sign_up(tx: Transaction, everybody: tuple[Somebody, ...], password: str) -> Iterator[AccountView]:
    for one in everybody:
        application = accounts.apply(username=one.username, password=password, display_name=one.name)
        yield accounts.register(tx, application, password_hash=security.hash_password(password), may_be_admin=False)


def _fill_hall(tx: Transaction, crew: Crew, hall: DemoHall, newest: datetime) -> None:
    hall_id = _make(tx, crew, hall)
    for seq, line in enumerate(hall.lines, 1):
        messages.bring_in(
            tx,
            crew[line.who],
            hall_id=hall_id,
            prepared=messages.prepare(line.text),
            client_id=f"demo-{hall_id}-{seq}",
            at=_moment(line, newest),
            reply_to=seq - line.replies_to if line.replies_to else None,
        )
        for emoji, username in line.reactions:
            reacting.react(tx, crew[username], hall_id=hall_id, seq=seq, emoji=emoji)
        if line.deleted:
            editing.delete(tx, crew[line.who], hall_id=hall_id, seq=seq)
    for username in (hall.owner, *hall.members):
        messages.mark_read(tx, crew[username], hall_id=hall_id, seq=len(hall.lines) - hall.unread.get(username, 0))
    if hall.archived:
        halls.change(tx, crew[hall.owner], hall_id=hall_id, archived=True)


def _make(tx: Transaction, crew: Crew, hall: DemoHall) -> int:
    """Make a hall with its people and return its id."""
    owner = crew[hall.owner]
    if hall.kind == "direct":
        return direct.open_with(tx, owner, usernames=hall.members)[0].id
    hall_id = halls.create(tx, owner, name=hall.name, topic=hall.topic, kind=hall.kind).id
    for username in hall.members:
        memberships.invite(tx, owner, hall_id=hall_id, username=username)
    for username in hall.moderators:
        memberships.appoint(tx, owner, hall_id=hall_id, user_id=crew[username].user_id, moderator=True)
    return hall_id


def _newest_day(all_halls: list[DemoHall], now: datetime) -> datetime:
    """Return the midnight before the newest messages: today's, unless one of them would be to come."""
    today = datetime.combine(now.date(), time())
    last = max(_moment(line, today) for hall in all_halls for line in hall.lines)
    return today if last <= now else today - timedelta(days=1)


def _moment(line: Line, newest: datetime) -> datetime:
    """Return when a line is said, by the clocks of where the server is, which may have been changed meanwhile."""
    return (newest + timedelta(days=line.day) + line.at).astimezone(UTC)
