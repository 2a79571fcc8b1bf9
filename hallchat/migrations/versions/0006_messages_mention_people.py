"""Whom a message calls by name."""

import sqlalchemy as sa
from alembic import op

from hallchat.models import UtcTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "message_mentions",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("said_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"]),
        sa.PrimaryKeyConstraint("message_id", "user_id"),
    )
    op.create_index("ix_mentions_mine", "message_mentions", ["user_id", "said_at", "message_id"])


def downgrade() -> None:
    op.drop_index("ix_mentions_mine", "message_mentions")
    op.drop_table("message_mentions")
