"""People are found by their names without case and accents, as halls are."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_USERS = sa.table("users", *(sa.column(name) for name in ("id", "username", "display_name", "folded")))


def upgrade() -> None:
    op.add_column("users", sa.Column("folded", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.select(_USERS)).all():
        folded = _fold(f"{row.display_name}\n{row.username}")
        connection.execute(sa.update(_USERS).where(_USERS.c.id == row.id).values(folded=folded))


def downgrade() -> None:
    op.drop_column("users", "folded")


def _fold(value: str) -> str:
    decomposed = unicodedata.normalize("NFKD", value.casefold()).encode("utf-8", "ignore").decode()
    return "".join(character for character in decomposed if not unicodedata.combining(character))
