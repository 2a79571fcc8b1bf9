"""The one writer: a thread that runs all writes, many to a commit. An answer from it means: on disk.

Nothing here knows the tables or what a message is.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from hallchat.errors import Busy, Unexpected
from hallchat.events import Event
from hallchat.transaction import Transaction, Work

T = TypeVar("T")
logger = logging.getLogger(__name__)

QUEUE = 1024  # writes that may wait; beyond it the answer is "busy" at once
BATCH = 64  # writes in one commit, at most

Commit = Callable[[Sequence[Event]], None]


@dataclass(slots=True)
class _Job:
    """A write that waits, and then what came of it."""

    work: Work[Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    value: Any = None
    error: BaseException | None = None
    events: list[Event] | None = None


class Writer:
    """One thread that runs all writes, many to a commit. An answer from it means: on disk."""

    def __init__(self, engine: Engine, on_commit: Commit, *, capacity: int = QUEUE) -> None:
        """Start the thread.

        Args:
            engine: a writing engine.
            on_commit: called on the event loop with the events of each commit, in order, before the
                writes' own answers.
            capacity: how many writes may wait.
        """
        self._engine = engine
        self._on_commit = on_commit
        self._queue: queue.Queue[_Job | None] = queue.Queue(capacity)
        self._entrance = threading.Lock()  # so that nothing is queued behind the end, where nobody would answer it
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="hallchat-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Work[T]) -> T:
        """Run work in the next commit and wait until it is on disk.

        Args:
            work: gets the transaction; what it raises is raised here, and only its own changes are undone. It may
                run twice, when another's in the same commit fails, so it changes nothing but the transaction.

        Returns:
            What the work returned.

        Raises:
            Busy: when the queue is full, or the writer is closing.
            Unexpected: when the commit failed; nothing of the batch was stored.
        """
        loop = asyncio.get_running_loop()
        job = _Job(work, loop.create_future(), loop)
        with self._entrance:
            if self._closed:
                raise Busy
            try:
                self._queue.put_nowait(job)
            except queue.Full:
                raise Busy from None
        return await job.future

    def close(self) -> None:
        """Finish what waits, then stop the thread."""
        with self._entrance:
            self._closed = True
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        with self._engine.connect() as connection:
            running = True
            while running:
                jobs = [self._queue.get()]
                while len(jobs) < BATCH and not self._queue.empty():
                    jobs.append(self._queue.get_nowait())
                batch = [job for job in jobs if job is not None]
                running = len(batch) == len(jobs)
                if batch:
                    self._commit(connection, batch)

    def _commit(self, connection: Connection, batch: list[_Job]) -> None:
        try:
            if not _run_together(connection, batch):
                _run_apart(connection, batch)
        except BaseException as error:  # whatever it is, the thread lives on and everybody is answered
            logger.exception("a commit of %d writes failed; none was stored", len(batch))
            _end_transaction(connection)
            for job in batch:
                job.value, job.events, job.error = None, None, _unexpected(error)
        batch[0].loop.call_soon_threadsafe(self._answer, batch)

    def _answer(self, batch: list[_Job]) -> None:
        if happened := [what for job in batch for what in job.events or ()]:
            try:
                self._on_commit(happened)
            except Exception:
                logger.exception("publishing failed")
        for job in batch:
            if job.future.done():
                continue
            if job.error is not None:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.value)


def _run_together(connection: Connection, batch: list[_Job]) -> bool:
    """Run writes in one transaction without a savepoint for each, which would be a third of the work.

    Returns:
        Whether they are committed: not when one failed after it had written. Then nothing of the batch was stored.

    Raises:
        BaseException: see ``_run``.
    """
    with connection.begin() as transaction:
        for job in batch:
            if not _run(connection, job):
                transaction.rollback()
                return False
    return True


def _run_apart(connection: Connection, batch: list[_Job]) -> None:
    """Run writes in one transaction, each in a savepoint, so that one that fails takes only its own changes along.

    Raises:
        BaseException: see ``_run``.
    """
    with connection.begin():
        for job in batch:
            savepoint = connection.begin_nested()
            if _run(connection, job):
                savepoint.commit()
            else:
                savepoint.rollback()


def _run(connection: Connection, job: _Job) -> bool:
    """Run one write.

    Returns:
        Whether its changes may be kept: not when it failed after it had written.

    Raises:
        BaseException: when the database rolled the whole transaction back under it (a full disk does): then
            everything before it is gone too and the batch fails as a whole.
    """
    tx = Transaction(connection)
    job.value, job.error, job.events = None, None, None
    try:
        job.value = job.work(tx)
    except BaseException as error:
        if not _in_transaction(connection):
            raise
        # A future takes no StopIteration, and what would stop this thread is not for another one either.
        job.error = error if isinstance(error, Exception) and not isinstance(error, StopIteration) else _unexpected(error)
        return not tx.wrote
    if not _in_transaction(connection):
        raise RuntimeError("the transaction was rolled back beneath a write that went on")
    job.events = tx.events
    return True


def _in_transaction(connection: Connection) -> bool:
    return bool(getattr(connection.connection.dbapi_connection, "in_transaction", True))


def _end_transaction(connection: Connection) -> None:
    """Leave nothing open where a commit failed, as SQLAlchemy and SQLite may: no other one could begin."""
    with suppress(Exception):  # then the next one says so, to who waits for it
        connection.connection.rollback()


def _unexpected(error: BaseException) -> Unexpected:
    refusal = Unexpected()
    refusal.__cause__ = error
    return refusal
