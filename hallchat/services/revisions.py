"""A hall's revisions: each change of one of its messages takes the next one, and the message has it from then on."""

from sqlalchemy import bindparam, update

from hallchat.models import halls
from hallchat.transaction import Transaction

_NEXT = update(halls).where(halls.c.id == bindparam("hall")).values(last_rev=halls.c.last_rev + 1).returning(halls.c.last_rev)


def next_revision(tx: Transaction, hall_id: int) -> int:
    """Take the next revision of a hall, for services that change one of its messages."""
    return tx.execute(_NEXT, {"hall": hall_id}).scalar_one()
