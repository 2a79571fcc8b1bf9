"""What people put to messages."""

import sqlalchemy as sa
from alembic import op

from hallchat.models import UtcTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "message_reactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("emoji", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_message_reactions_user_id", "message_reactions", ["user_id"])
    op.create_index("ux_message_reactions", "message_reactions", ["message_id", "user_id", "emoji"], unique=True)


def downgrade() -> None:
    op.drop_table("message_reactions")
