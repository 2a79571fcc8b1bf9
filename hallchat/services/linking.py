"""Which halls a message links to by their names: found when it is written, among the public ones.

What names no public hall, or more than one, stays text: nobody learns from it whether there is a private hall of that name.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import bindparam, literal_column, select

from hallchat import markdown, text
from hallchat.models import halls
from hallchat.transaction import Transaction

MOST = 50
"""How many different words are looked up for a message, however many names each may be; the others stay text."""

_NAME = literal_column("substr(halls.folded, 1, instr(halls.folded, char(10)))")  # as in its index
_CALLED = select(_NAME.label("line"), halls.c.id).where(
    halls.c.kind == "public", _NAME.in_(bindparam("lines", expanding=True)), halls.c.archived_at.is_(None)
)


def called(tx: Transaction, words: Sequence[str]) -> dict[str, int]:
    """Find the public halls of some names, archived ones left out. Without words nothing is asked.

    Args:
        tx: the transaction.
        words: as typed, each with what may end its name or the sentence, see ``markdown.readings``; without regard to case and
            accents, and with hyphens for the spaces of a name.

    Returns:
        The hall of each name that is of one hall alone.
    """
    names = {name for word in list(dict.fromkeys(words))[:MOST] for name in markdown.readings(word)}
    lines = {name: (_line(name), _line(name.replace("-", " "))) for name in names}
    if not lines:
        return {}
    rows = tx.execute(_CALLED, {"lines": sorted({line for both in lines.values() for line in both})}).all()
    many = Counter(row.line for row in rows)
    ids = {row.line: row.id for row in rows if many[row.line] == 1}
    found = {name: next((ids[line] for line in both if line in ids), None) for name, both in lines.items()}
    return {name: hall_id for name, hall_id in found.items() if hall_id is not None}


def _line(name: str) -> str:
    return f"{text.fold(name)}\n"
