"""Direct halls: one for the same people, and kept out of the list of who hid it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("halls", sa.Column("direct_key", sa.String(), nullable=True))
    op.create_index("ux_halls_direct", "halls", ["direct_key"], unique=True)
    op.add_column("user_halls", sa.Column("hidden_seq", sa.BigInteger(), server_default="-1", nullable=False))


def downgrade() -> None:
    op.drop_index("ux_halls_direct", "halls")
    op.drop_column("halls", "direct_key")
    op.drop_column("user_halls", "hidden_seq")
