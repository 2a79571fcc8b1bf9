"""Alembic's entry: run the revisions on the connection that ``database.migrate`` hands over."""

from alembic import context
from sqlmodel import SQLModel

import hallchat.models  # noqa: F401  (declares the tables)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
