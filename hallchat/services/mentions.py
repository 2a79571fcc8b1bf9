"""The messages that mention somebody, of the halls that they are in, newest first."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, select, tuple_

from hallchat.models import UtcTime, memberships, message_mentions, messages, users
from hallchat.services import excerpts, halls, history, mentioning
from hallchat.services.queries import Phrase
from hallchat.transaction import Transaction
from hallchat.views import Actor, FoundView, HallView, MentionPage, MessageView
from hallchat.words import folded

_NO_END = datetime(9999, 1, 1, tzinfo=UTC)

_me = users.alias("me")
_STILL_IN = select(memberships.c.user_id).where(
    memberships.c.user_id == message_mentions.c.user_id, memberships.c.hall_id == message_mentions.c.hall_id
)
_FOUND = (
    history.MESSAGES.join(message_mentions, message_mentions.c.message_id == messages.c.id)
    .join(_me, _me.c.id == message_mentions.c.user_id)
    .add_columns(_me.c.username.label("own_name"))
    .where(
        message_mentions.c.user_id == bindparam("user"),
        tuple_(message_mentions.c.said_at, message_mentions.c.message_id)
        < tuple_(bindparam("until", type_=UtcTime), bindparam("edge")),
        _STILL_IN.exists(),
    )
    .order_by(message_mentions.c.said_at.desc(), message_mentions.c.message_id.desc())
    .limit(bindparam("most"))
)
_SAID_AT = select(messages.c.created_at).where(messages.c.id == bindparam("message"))


def find(tx: Transaction, actor: Actor, *, before: int | None = None, limit: int = 20) -> MentionPage:
    """Find the messages that mention the actor, by name or with all in a hall. Nobody mentions themselves.

    Args:
        tx: the transaction.
        actor: who asks.
        before: only what is older than the message of this id: the last one of the page before.
        limit: how many at most, 1–100.

    Returns:
        The messages, newest first; none of a hall that the actor left.
    """
    until = _until(tx, before)
    if until is None:
        return MentionPage((), has_more=False)
    asked = {"user": actor.user_id, "until": until, "edge": before or 0, "most": limit + 1}
    rows = tx.execute(_FOUND, asked).all()
    own = {hall.id: hall for hall in halls.mine(tx, actor.user_id)} if rows else {}
    username = rows[0].own_name if rows else ""  # the actor's own, the same in all rows
    found = tuple(_view(message, own[message.hall_id], username) for message in history.views(tx, rows[:limit]))
    return MentionPage(found, has_more=len(rows) > limit)


def _until(tx: Transaction, message_id: int | None) -> datetime | None:
    """Return when the last message of the page before was said; None where there is no such message."""
    if message_id is None:
        return _NO_END
    return tx.execute(_SAID_AT, {"message": message_id}).scalar() if 0 < message_id <= history.MAX_ID else None


def _view(message: MessageView, hall: HallView, username: str) -> FoundView:
    shown = excerpts.of(message, [Phrase(tuple(folded(name))) for name in (username, mentioning.EVERYBODY)])
    marks = tuple((start - 1, end) for start, end in shown.marks if shown.text[:start].endswith("@"))
    return FoundView(message, hall, shown.text, marks)
