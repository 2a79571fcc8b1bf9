"""What is being written may reply to a message: its place in the hall."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("drafts", sa.Column("reply_to", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("drafts", "reply_to")
