"""The embedded database's file: connections as they must be opened, and its schema brought up to date."""

import sqlite3

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event

READERS = 4  # reading connections, one for each reader thread


def connect(url: str, *, writes: bool) -> Engine:
    """Open an engine on the embedded database.

    Args:
        url: ``sqlite:///`` and a path.
        writes: whether it is the one writing connection, which alone checkpoints: before SQLite 3.51.3
            two connections that checkpoint at once can corrupt a write-ahead log
            (https://sqlite.org/wal.html#walresetbug).

    Returns:
        The engine. Its transactions begin IMMEDIATE when it writes.
    """
    engine = create_engine(
        url,
        pool_size=1 if writes else READERS,
        max_overflow=0,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # what people write, and hashes, do not belong in a log
    )

    @event.listens_for(engine, "connect")
    def _set_up(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # SQLAlchemy's own BEGIN is below; sqlite3 must not add another
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "busy_timeout = 5000",
            "mmap_size = 0",
            f"wal_autocheckpoint = {1000 if writes else 0}",
            f"query_only = {'OFF' if writes else 'ON'}",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to date with the revisions inside the package.

    Args:
        engine: a writing engine that nothing else uses yet.
        revision: how far.
    """
    config = Config()
    config.set_main_option("script_location", "hallchat:migrations")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
