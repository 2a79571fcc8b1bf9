"""Messages are found by their words, and by their time.

The words are those of ``hallchat.words`` at whatever version runs this: when they change, a later revision indexes all anew.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from hallchat.words import folded

revision = "0005"
down_revision = "0004"

_AT_ONCE = 1000
_MESSAGES = sa.text("SELECT id, hall_id, sender_id, content FROM messages WHERE deleted_at IS NULL ORDER BY id")
_ADD = sa.text("INSERT INTO message_words (rowid, words) VALUES (:message, :words)")


def upgrade() -> None:
    op.create_index("ix_messages_time", "messages", ["hall_id", "created_at"])
    # Already split and folded, so only spaces separate: all that is not ASCII belongs to words, and so do these two.
    op.execute(
        "CREATE VIRTUAL TABLE message_words USING fts5"
        """(words, content = '', columnsize = 0, tokenize = "ascii tokenchars '.@'")"""
    )
    connection = op.get_bind()
    for rows in _parts(connection.execute(_MESSAGES)):
        connection.execute(_ADD, rows)


def downgrade() -> None:
    op.drop_table("message_words")
    op.drop_index("ix_messages_time", "messages")


def _parts(found: sa.CursorResult) -> Iterator[list[dict[str, object]]]:
    while rows := found.fetchmany(_AT_ONCE):
        yield [{"message": row.id, "words": _indexed(row.hall_id, row.sender_id, row.content)} for row in rows]


def _indexed(hall_id: int, sender_id: int, content: str) -> str:
    return " ".join(f"{hall_id}.{word}" for word in ("@", f"@{sender_id}", *folded(content)))
