"""An index for the halls that messages name: in ``folded`` a line break follows the name, in the first hall too from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("UPDATE halls SET folded = folded || char(10) WHERE instr(folded, char(10)) = 0")
    op.create_index("ix_halls_named", "halls", ["kind", sa.text("substr(folded, 1, instr(folded, char(10)))")])


def downgrade() -> None:
    op.drop_index("ix_halls_named", "halls")
