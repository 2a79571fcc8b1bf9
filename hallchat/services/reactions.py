"""Which emoji people put to messages: read for many messages at once. ``reacting`` puts them there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import bindparam, select

from hallchat.models import message_reactions, users
from hallchat.transaction import Transaction
from hallchat.views import MessageView, ReactionView, UserView

_MADE = (
    select(message_reactions.c.id, message_reactions.c.message_id, message_reactions.c.emoji)
    .add_columns(users.c.id.label("user_id"), users.c.username, users.c.display_name)
    .join(users, users.c.id == message_reactions.c.user_id)
    .where(message_reactions.c.message_id.in_(bindparam("messages", expanding=True)))
)


def added(tx: Transaction, messages: Iterable[MessageView]) -> tuple[MessageView, ...]:
    """Complete messages with what people put to them, for services that have let the actor in.

    Args:
        tx: the transaction.
        messages: as ``history`` shapes their rows.

    Returns:
        The same, in the same order.
    """
    bare = tuple(messages)
    made: dict[int, dict[str, list[UserView]]] = defaultdict(dict)
    found = tx.execute(_MADE, {"messages": [one.id for one in bare]}).all() if bare else ()
    for row in sorted(found, key=lambda row: row.id):
        made[row.message_id].setdefault(row.emoji, []).append(UserView(row.user_id, row.username, row.display_name))
    return tuple(replace(one, reactions=_views(made[one.id])) if one.id in made else one for one in bare)


def _views(made: dict[str, list[UserView]]) -> tuple[ReactionView, ...]:
    return tuple(ReactionView(emoji, tuple(by)) for emoji, by in made.items())
