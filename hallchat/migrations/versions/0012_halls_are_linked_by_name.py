"""An index for the halls that messages name: in ``folded`` a line break follows the name."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index("ix_halls_named", "halls", ["kind", sa.text("substr(folded, 1, instr(folded, char(10)))")])


def downgrade() -> None:
    op.drop_index("ix_halls_named", "halls")
