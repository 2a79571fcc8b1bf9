"""A transaction whose statements, plans and steps are seen, as SQLite itself tells them."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hallchat.engine import connect
from hallchat.transaction import Transaction

Run = Callable[[Transaction], object]
INSIDE = re.compile(r"'main'\.'message_words_")  # what SQLite keeps an index of words in
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")


class Watched:
    """An open write transaction. What is run in it is undone at once."""

    def __init__(self, tx: Transaction, raw: sqlite3.Connection) -> None:
        self._tx, self._raw = tx, raw

    def statements(self, run: Run) -> list[str]:
        """Return what SQLite was asked to do, with the values in it."""
        seen: list[str] = []
        self._raw.set_trace_callback(seen.append)
        try:
            self._undone(run)
        finally:
            self._raw.set_trace_callback(None)
        return [one for one in seen if one.upper().startswith(VERBS) and not INSIDE.search(one)]

    def plan(self, statement: str) -> list[str]:
        """Return how SQLite would find the rows of a statement."""
        return [row[3] for row in self._raw.execute(f"EXPLAIN QUERY PLAN {statement}")]

    def steps(self, run: Run) -> int:
        """Return how many steps SQLite's virtual machine takes: the work itself, without the clock."""
        steps = 0

        def step() -> int:
            nonlocal steps
            steps += 1
            return 0

        self._raw.set_progress_handler(step, 1)
        try:
            self._undone(run)
        finally:
            self._raw.set_progress_handler(None, 1)
        return steps

    def _undone(self, run: Run) -> None:
        savepoint = self._tx.connection.begin_nested()
        try:
            run(self._tx)
        finally:
            savepoint.rollback()


@contextmanager
def watched(path: Path) -> Iterator[Watched]:
    """Open a database file, and leave it as it was."""
    engine = connect(f"sqlite:///{path}", writes=True)
    with engine.connect() as connection, connection.begin() as transaction:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        yield Watched(Transaction(connection), raw)
        transaction.rollback()
    engine.dispose()
