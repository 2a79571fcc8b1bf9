"""The embedded file: how SQLite is set up, that the revisions make what the models say, and that answers outlive a crash."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

from hallchat import models
from hallchat.database import alone
from hallchat.engine import connect, migrate
from hallchat.services import editing, history, search
from hallchat.text import fold
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.builders import edit, say

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "mmap_size": 0}


@pytest.mark.parametrize(
    ("writes", "own"),
    [
        pytest.param(True, {"query_only": 0, "wal_autocheckpoint": 1000}, id="the writer alone checkpoints"),
        pytest.param(False, {"query_only": 1, "wal_autocheckpoint": 0}, id="readers cannot write"),
    ],
)
def test_sqlite_is_set_up_to_lose_nothing(database_url: str, writes: bool, own: dict[str, int]) -> None:
    engine = connect(database_url, writes=writes)
    with engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in PRAGMAS | own}
    engine.dispose()
    assert found == PRAGMAS | own


def test_a_write_transaction_takes_the_lock_at_its_beginning(database_url: str) -> None:
    one, other = (connect(database_url, writes=True) for _ in range(2))
    with one.begin(), other.connect() as second:
        raw = second.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA busy_timeout = 0")  # pyright: ignore[reportAttributeAccessIssue]
        with pytest.raises(Exception, match="locked"):
            second.begin()
    one.dispose()
    other.dispose()


def _tables(tx: Transaction) -> MigrationContext:
    """What there is, but for the index of words, which is no table of SQLModel's: with the tables that it keeps itself in."""
    options = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("message_words")}
    return MigrationContext.configure(tx.connection, opts=options)


@pytest.mark.filterwarnings(
    "ignore:.*expression-based index.*:UserWarning", "ignore:.*expression-based index.*:sqlalchemy.exc.SAWarning"
)
def test_the_revisions_make_the_tables_of_the_models(database_url: str) -> None:
    with alone(database_url) as tx:
        assert compare_metadata(_tables(tx), SQLModel.metadata) == []
        names = tx.execute(text("SELECT sql FROM sqlite_master WHERE name = 'ux_users_username'")).scalar_one()
        assert names == "CREATE UNIQUE INDEX ux_users_username ON users (lower(username))"


def test_who_was_there_before_people_could_be_found_is_found(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'old.db'}", writes=True)
    migrate(engine, "0002")
    old = "INSERT INTO users VALUES (1, 'marina', 'Núñez ẞ', '-', 'member', '2026-01-01', NULL)"
    with engine.begin() as connection:
        connection.execute(text(old))
    migrate(engine)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT folded FROM users")).scalar_one()
    engine.dispose()
    assert found == fold("Núñez ẞ\nmarina") == "nunez ss\nmarina"


def test_what_was_said_before_messages_could_be_edited_can_be_edited(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = connect(url, writes=True)
    migrate(engine, "0003")
    old = (
        "INSERT INTO users VALUES (1, 'marina', 'Marina', '-', 'member', '2026-01-01', NULL, 'marina')",
        "INSERT INTO user_halls VALUES (1, 1, 'owner', '2026-01-01', 2, 'everything')",
        "INSERT INTO messages VALUES (1, 1, 1, 1, 1, 'one', 'hola', '<p>hola</p>', NULL, '2026-01-01 00:00', NULL, NULL)",
        "UPDATE halls SET members = 1, last_seq = 1, last_rev = 1",
    )
    with engine.begin() as connection:
        for statement in old:
            connection.execute(text(statement))
    migrate(engine)
    engine.dispose()
    marina = Actor(1, "")
    with alone(url) as tx:
        edit(tx, marina, 1, 1, "adiós")
        assert [one.content for one in history.versions(tx, marina, hall_id=1, seq=1)] == ["hola", "adiós"]
        assert say(tx, marina, 1, "hola", client_id="one").content == "adiós"


def test_what_was_said_before_messages_could_be_found_is_found(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'old.db'}", writes=True)
    migrate(engine, "0003")
    said = "INSERT INTO messages (id, hall_id, seq, rev, sender_id, client_id, content, html, created_at, deleted_at) VALUES"
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO users VALUES (7, 'marina', 'Marina', '-', 'member', '2026-01-01', NULL, '')"))
        connection.execute(text("INSERT INTO user_halls VALUES (7, 1, 'owner', '2026-01-01', 0, '')"))
        for number in range(1, 2502):
            values = f"({number}, 1, {number}, {number}, 7, '{number}', 'El FARÓ {number}', '', '2026-01-01 00:00:00.000000'"
            connection.execute(text(f"{said} {values}, {'NULL' if number % 2 else chr(39) + '2026-01-01' + chr(39)})"))
    migrate(engine)
    with engine.begin() as connection:
        tx, marina = Transaction(connection), Actor(7, "")
        assert search.find(tx, marina, query='"el faro 2502"').found == ()
        assert [one.message.id for one in search.find(tx, marina, query="faro from:marina", limit=2).found] == [2501, 2499]
        editing.delete(tx, marina, hall_id=1, seq=2501)
        [one] = search.find(tx, marina, query="faro", limit=1).found
        assert one.message.id == 2499
    engine.dispose()


def test_a_time_without_a_zone_is_never_stored() -> None:
    with pytest.raises(ValueError, match="zone"):
        models.UtcTime().process_bind_param(datetime(2026, 1, 1), sqlite.dialect())


CRASHING = """
import asyncio, os, sys
from hallchat.database import Database
from tests.builders import GENERAL, person, say

async def main():
    database = Database(sys.argv[1], lambda events: None)
    ana = await database.write(lambda tx: person(tx, "ana"))

    async def post(number):
        message = await database.write(lambda tx: say(tx, ana, GENERAL, str(number)))
        os.write(1, f"{message.content}\\n".encode())
        if message.seq == 60:
            os._exit(9)

    await asyncio.gather(*(post(number) for number in range(200)))

asyncio.run(main())
"""


def test_what_was_answered_survives_a_process_that_dies(database_url: str) -> None:
    command = [sys.executable, "-c", CRASHING, database_url]
    died = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=60, check=False)
    assert died.returncode == 9, died.stderr
    answered = died.stdout.split()
    assert len(answered) >= 60
    with alone(database_url) as tx:
        kept = tx.execute(text("SELECT content FROM messages ORDER BY seq")).scalars().all()
        assert set(answered) <= set(kept)
        assert len(set(kept)) == len(kept)
        last_seq = tx.execute(text("SELECT last_seq FROM halls WHERE id = 1")).scalar_one()
        last = tx.execute(text("SELECT max(seq) FROM messages")).scalar_one()
        assert last_seq == last == len(kept)
        assert tx.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
