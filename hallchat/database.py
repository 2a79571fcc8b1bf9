"""The database: reader threads, and the one writer.

Nothing here knows the tables or what a message is, and nothing here runs on the event loop.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from hallchat.engine import READERS, connect, migrate
from hallchat.transaction import Transaction, Work
from hallchat.writer import Commit, Writer

T = TypeVar("T")


class Database:
    """Reads in a few threads, writes through the writer."""

    def __init__(self, url: str, on_commit: Commit) -> None:
        """Bring the file up to date and open it.

        Args:
            url: ``sqlite:///`` and a path; the folder must exist.
            on_commit: see ``Writer``.
        """
        self._write_engine = connect(url, writes=True)
        migrate(self._write_engine)
        self._read_engine = connect(url, writes=False)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="hallchat-reader")
        self._writer = Writer(self._write_engine, on_commit)

    async def read(self, work: Work[T]) -> T:
        """Run work in a reader thread, all of it inside one read transaction.

        Args:
            work: gets the transaction; it must not write.

        Returns:
            What the work returned.
        """
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def write(self, work: Work[T]) -> T:
        """Run work in the writer; see ``Writer.write``."""
        return await self._writer.write(work)

    def close(self) -> None:
        """Finish what waits and close the file."""
        self._writer.close()
        self._readers.shutdown()
        self._read_engine.dispose()
        self._write_engine.dispose()

    def _read(self, work: Work[T]) -> T:
        with self._read_engine.connect() as connection:
            return work(Transaction(connection))


@contextmanager
def alone(url: str) -> Iterator[Transaction]:
    """Open the database for one administrative write while no server runs.

    Args:
        url: ``sqlite:///`` and a path.

    Yields:
        A transaction; committed at the end of the block, unless it raises.
    """
    engine = connect(url, writes=True)
    try:
        migrate(engine)
        with engine.begin() as connection:
            yield Transaction(connection)
    finally:
        engine.dispose()
