"""The writer when something breaks: a commit is whole or nothing, whoever waits is answered, and the next commit is sound."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import text

from hallchat import errors
from hallchat.database import Database
from hallchat.events import Event, SessionEnded
from tests.writes import (
    PATIENCE,
    Work,
    breaks_the_commit,
    conflicts,
    failing,
    raises_rollback,
    rolls_back,
    store,
    stored,
    together,
)


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
