"""What messages said before they were edited."""

import sqlalchemy as sa
from alembic import op

from hallchat.models import UtcTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "message_versions",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
        ),
        sa.PrimaryKeyConstraint("message_id", "rev"),
    )


def downgrade() -> None:
    op.drop_table("message_versions")
