"""Until when, and at which hours, somebody wants to be told of nothing."""

import sqlalchemy as sa
from alembic import op

from hallchat.models import UtcTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("users", sa.Column("quiet_until", UtcTime(), nullable=True))
    op.add_column("users", sa.Column("quiet_hours", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("users") as users:
        users.drop_column("quiet_hours")
        users.drop_column("quiet_until")
