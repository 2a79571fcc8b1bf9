"""The writer when something breaks: a commit is whole or nothing, whoever waits is answered, and the next commit is sound."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import text

from hallchat import errors
from hallchat.database import Database, Transaction
from hallchat.events import Event, SessionEnded
from tests.writes import PATIENCE, Work, failing, store, stored, together


def rolls_back(tx: Transaction) -> str:
    """What SQLite does by itself when the disk is full: the whole transaction is gone, and the work goes on."""
    tx.execute(text("ROLLBACK"))
    return "never"


def raises_rollback(tx: Transaction) -> str:
    """The same, with the error that comes with it."""
    tx.execute(text("CREATE TEMP TRIGGER t BEFORE UPDATE ON halls BEGIN SELECT RAISE(ROLLBACK, 'disk full'); END"))
    tx.execute(text("UPDATE halls SET name = name"))
    return "never"


def conflicts(tx: Transaction) -> str:
    """A constraint that takes the transaction with it."""
    tx.execute(text("INSERT OR ROLLBACK INTO user_halls VALUES (1, 1, NULL, '2026-01-01', 0, '')"))
    return "never"


def breaks_the_commit(tx: Transaction) -> str:
    """What is only found wrong when it is committed."""
    tx.execute(text("PRAGMA defer_foreign_keys = ON"))
    tx.execute(text("INSERT INTO user_halls VALUES (999, 999, 'member', '2026-01-01', 0, '')"))
    return "never"


@pytest.mark.parametrize("also", [[], [failing(errors.OwnerOnly())]], ids=["alone", "beside one that fails"])
@pytest.mark.parametrize("broken", [rolls_back, raises_rollback, conflicts, breaks_the_commit])
async def test_what_breaks_the_transaction_fails_the_whole_batch_and_no_more(
    database: Database, database_url: str, published: list[Event], broken: Work, also: list[Work]
) -> None:
    works = [store("a"), *also, broken, store("b")]
    answers = await together(database, *works)
    assert [type(answer) for answer in answers] == [errors.Unexpected] * len(works)
    assert stored(database_url) == []
    assert published == []
    assert await together(database, store("c"), store("d")) == ["c", "d"]
    assert stored(database_url) == ["c", "d"]
    assert published == [SessionEnded("c", 0), SessionEnded("d", 0)]


@pytest.mark.parametrize("error", [StopIteration(), asyncio.CancelledError(), SystemExit(), MemoryError()])
async def test_whatever_a_write_raises_everybody_is_answered(database: Database, database_url: str, error: BaseException) -> None:
    one, broken, other = await asyncio.wait_for(together(database, store("a"), failing(error), store("b")), PATIENCE)
    assert (one, other) == ("a", "b")
    assert isinstance(broken, errors.Unexpected | MemoryError)
    assert await asyncio.wait_for(database.write(store("c")), PATIENCE) == "c"
    assert stored(database_url) == ["a", "b", "c"]


async def test_a_file_that_another_process_keeps_locked_fails_the_batch_and_the_next_is_stored(
    database: Database, database_url: str, published: list[Event]
) -> None:
    await database.write(lambda tx: tx.execute(text("PRAGMA busy_timeout = 10")))
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert [type(answer) for answer in await together_when_it_can(database)] == [errors.Unexpected] * 2
    other.execute("ROLLBACK")
    other.close()
    assert (stored(database_url), published) == ([], [])
    assert await database.write(store("c")) == "c"


async def together_when_it_can(database: Database) -> list[str | BaseException]:
    return await asyncio.gather(*(database.write(store(name)) for name in "ab"), return_exceptions=True)
