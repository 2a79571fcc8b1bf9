"""What somebody wants to be told of: of each hall how much, and for some hours nothing at all."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, select, update

from hallchat import errors
from hallchat.events import LevelChanged, QuietChanged
from hallchat.models import memberships, messages, users
from hallchat.services import history, seeing
from hallchat.services.access import reach
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView, NewsView, QuietView

LEVELS = ("everything", "mentions", "nothing")
LONGEST = timedelta(days=366)  # of quiet; after it somebody has forgotten it
DAY = 24 * 60  # minutes

_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_QUIET = select(users.c.quiet_until, users.c.quiet_hours).where(users.c.id == bindparam("user"))

_LEFT = (
    select(messages.c.seq)
    .where(messages.c.hall_id == bindparam("hall"), messages.c.seq > bindparam("read"), messages.c.deleted_at.is_(None))
    .order_by(messages.c.seq.desc())
    .limit(1)
)


def set_level(tx: Transaction, actor: Actor, *, hall_id: int, level: str) -> HallView:
    """Choose of what in a hall one wants to be told.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        level: one of ``LEVELS``.

    Returns:
        The hall as the actor sees it.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
        LevelInvalid: when there is no such level.
    """
    place = reach(tx, actor, hall_id).for_members()
    if level not in LEVELS:
        raise errors.LevelInvalid
    if place.hall.notify != level:
        mine = (memberships.c.hall_id == hall_id, memberships.c.user_id == actor.user_id)
        tx.execute(update(memberships).where(*mine).values(notify=level))
        tx.happened(LevelChanged(hall_id, actor.user_id, level))
    return seeing.hall(tx, actor, hall_id)


def quiet(tx: Transaction, actor: Actor) -> QuietView:
    """Return when the actor wants to be told of nothing."""
    row = tx.execute(_QUIET, {"user": actor.user_id}).one()
    return QuietView(row.quiet_until if row.quiet_until and row.quiet_until > datetime.now(UTC) else None, row.quiet_hours)


def keep_quiet(tx: Transaction, actor: Actor, *, until: datetime | None) -> QuietView:
    """Want to be told of nothing for a while.

    Args:
        tx: the transaction.
        actor: who wants it.
        until: a moment, aware; None or a past one to be told again.

    Returns:
        What holds from now on.

    Raises:
        QuietInvalid: when it is more than a year ahead.
    """
    if until is not None and until > datetime.now(UTC) + LONGEST:
        raise errors.QuietInvalid
    tx.execute(update(users).where(users.c.id == actor.user_id).values(quiet_until=until))
    return _chosen(tx, actor)


def keep_hours(tx: Transaction, actor: Actor, *, hours: str) -> QuietView:
    """Want to be told of nothing at some hours of each day.

    Args:
        tx: the transaction.
        actor: who wants it.
        hours: where they are, as ``22:00-07:00``; empty for none.

    Returns:
        What holds from now on.

    Raises:
        QuietInvalid: when they are no two different times of day.
    """
    found = _HOURS.fullmatch(hours)
    if hours and (found is None or found.group(1, 2) == found.group(3, 4)):
        raise errors.QuietInvalid
    tx.execute(update(users).where(users.c.id == actor.user_id).values(quiet_hours=hours))
    return _chosen(tx, actor)


def newest(tx: Transaction, actor: Actor, *, hall_id: int, minute: int, mention: bool = False) -> NewsView | None:
    """Return what to tell somebody of a hall in which something is new.

    Args:
        tx: the transaction.
        actor: a member.
        hall_id: which hall.
        minute: of the day, where they are.
        mention: whether what is new mentions them.

    Returns:
        The newest unread message that was not deleted, or the newest that mentions them; None when there is none, when they
        said it themselves, or do not want to be told of it now.

    Raises:
        HallNotFound, NotAMember: when the actor is not in the hall.
    """
    reach(tx, actor, hall_id).for_members()
    hall = seeing.hall(tx, actor, hall_id)
    if not hall.unread or hall.notify == "nothing" or is_quiet(quiet(tx, actor), minute):
        return None
    seq = hall.mentioned[-1] if mention and hall.mentions else _newest_left(tx, hall) if hall.notify == "everything" else 0
    message = history.at(tx, hall_id=hall_id, seq=seq)
    return None if message is None or message.sender.id == actor.user_id else NewsView(message, hall)


def is_quiet(wanted: QuietView, minute: int) -> bool:
    """Tell whether somebody wants quiet now.

    Args:
        wanted: what they chose.
        minute: of the day, where they are.

    Returns:
        Whether they want to be told of nothing.
    """
    found = _HOURS.fullmatch(wanted.hours)
    if wanted.until is not None or found is None:
        return wanted.until is not None
    start, end = (int(found[at]) * 60 + int(found[at + 1]) for at in (1, 3))
    return (minute - start) % DAY < (end - start) % DAY


def _newest_left(tx: Transaction, hall: HallView) -> int:
    return tx.execute(_LEFT, {"hall": hall.id, "read": hall.last_read_seq}).scalar() or 0


def _chosen(tx: Transaction, actor: Actor) -> QuietView:
    """Return what the actor chose just now, and let their tabs know."""
    chosen = quiet(tx, actor)
    tx.happened(QuietChanged(actor.user_id, chosen))
    return chosen
