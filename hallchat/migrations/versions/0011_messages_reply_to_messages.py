"""Which messages reply to a message, and how many."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("messages", sa.Column("replies", sa.Integer(), server_default="0", nullable=False))
    only = sa.text("reply_to IS NOT NULL")
    op.create_index("ix_messages_reply", "messages", ["reply_to", "seq"], sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    op.drop_index("ix_messages_reply", "messages")
    op.drop_column("messages", "replies")
