"""What members are writing and have not sent yet."""

import sqlalchemy as sa
from alembic import op

from hallchat.models import UtcTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id", "hall_id"], ["user_halls.user_id", "user_halls.hall_id"]),
        sa.PrimaryKeyConstraint("user_id", "hall_id"),
    )


def downgrade() -> None:
    op.drop_table("drafts")
