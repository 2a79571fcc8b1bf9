"""Indexes for the halls that can be joined, the fullest first, and for those that new accounts join."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("ix_halls_welcome", "halls", ["welcome", "archived_at"])
    op.create_index("ix_halls_joinable", "halls", ["kind", "archived_at", sa.text("members DESC"), sa.text("lower(name)")])


def downgrade() -> None:
    op.drop_index("ix_halls_joinable", "halls")
    op.drop_index("ix_halls_welcome", "halls")
