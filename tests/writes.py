"""Writes for tests of the writer: some are stored, some fail, and some share one commit."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import text

from hallchat.database import Database
from hallchat.events import SessionEnded
from hallchat.transaction import Transaction
from hallchat.writer import Writer

Work = Callable[[Transaction], str]
_STORE = text(
    "INSERT INTO halls (name, topic, folded, kind, welcome, members, last_seq, last_rev, created_at)"
    " VALUES (:name, '', '', 'public', 0, 0, 0, 0, '2026-01-01')"
)
_JOINED = "user_halls (user_id, hall_id, role, joined_at, last_read_seq, notify)"
PATIENCE = 10  # seconds until a thread that never answers fails the test


def store(name: str) -> Work:
    """Work that stores a hall and says so."""

    def work(tx: Transaction) -> str:
        tx.execute(_STORE, {"name": name})
        tx.happened(SessionEnded(name, 0))
        return name

    return work


def failing(error: BaseException, name: str = "never") -> Work:
    """Work that stores a hall and then fails."""

    def work(tx: Transaction) -> str:
        store(name)(tx)
        raise error

    return work


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
    tx.execute(text(f"INSERT OR ROLLBACK INTO {_JOINED} VALUES (1, 1, NULL, '2026-01-01', 0, '')"))
    return "never"


def breaks_the_commit(tx: Transaction) -> str:
    """What is only found wrong when it is committed."""
    tx.execute(text("PRAGMA defer_foreign_keys = ON"))
    tx.execute(text(f"INSERT INTO {_JOINED} VALUES (999, 999, 'member', '2026-01-01', 0, '')"))
    return "never"


def stored(url: str) -> list[str]:
    """The halls on disk, read by another connection."""
    raw = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return [name for (name,) in raw.execute("SELECT name FROM halls WHERE id > 1 ORDER BY id")]
    finally:
        raw.close()


@asynccontextmanager
async def one_batch(writer: Database | Writer) -> AsyncIterator[None]:
    """Hold the writer back, so that all writes begun in the block share one commit."""
    begun, go = threading.Event(), threading.Event()

    def hold(_: Transaction) -> None:
        begun.set()
        assert go.wait(PATIENCE)

    holding = asyncio.ensure_future(writer.write(hold))
    await asyncio.to_thread(begun.wait, PATIENCE)
    try:
        yield
        await asyncio.to_thread(lambda: None)  # the tasks begun in the block have queued their work by now
    finally:
        go.set()
        await holding


async def together(writer: Database | Writer, *works: Work) -> list[str | BaseException]:
    """Run writes in one commit and return what each answered."""
    async with one_batch(writer):
        tasks = [asyncio.ensure_future(writer.write(work)) for work in works]
    return await asyncio.gather(*tasks, return_exceptions=True)
