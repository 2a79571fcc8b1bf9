"""Starts HallChat as ``reflex`` does, with faults that can be asked for over a port: ``python -m tests.faults.launcher run …``.

Nothing of this is in HallChat itself: its writer is given a subclass, and its modules another clock.
"""

import asyncio
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from sqlalchemy import Connection, Engine, event

from hallchat import database
from hallchat.events import Event, MessagePosted
from hallchat.transaction import Transaction
from hallchat.writer import QUEUE, Commit, Writer

PORT = "FAULTS_PORT"  # the environment variable that says where to listen
UNBOUND = 2**32 - 2  # pages: SQLite's own limit
_Clock = datetime


class FaultyWriter(Writer):
    """HallChat's writer, with somebody at its elbow."""

    def __init__(self, engine: Engine, on_commit: Commit, *, capacity: int = QUEUE) -> None:
        """Start as ``Writer`` does, and listen."""
        self._dies_in = self._breaks = self._undoes = self._changes = 0
        event.listen(engine, "commit", self._break)
        event.listen(engine, "before_cursor_execute", self._undo)
        self._loop = asyncio.get_running_loop()
        super().__init__(engine, self._dying(on_commit), capacity=capacity)
        self._door = _Door(("127.0.0.1", int(os.environ[PORT])), self.obey)
        threading.Thread(target=self._door.serve_forever, daemon=True).start()

    def obey(self, command: str, number: int) -> None:
        """Do what is asked for.

        Args:
            command: ``die`` at that commit of a message from now, between commit and broadcast; ``break``: let so many
                commits fail; ``undo``: let each such change fail, and the whole transaction with it; ``full``: let the
                database have only so many pages more; ``room``: as many as it likes; ``clock``: be so many seconds off.
            number: how many.
        """
        match command:
            case "die":
                self._dies_in = number
            case "break":
                self._breaks = number
            case "undo":
                self._undoes = number
            case "full":
                self._limit(number)
            case "room":
                self._limit(UNBOUND)
            case "clock":
                _set_clock(timedelta(seconds=number))
            case _:
                raise ValueError(command)

    def close(self) -> None:
        """Stop as ``Writer`` does."""
        self._door.shutdown()
        self._door.server_close()
        super().close()

    def _dying(self, on_commit: Commit) -> Commit:
        def committed(events: Sequence[Event]) -> None:
            if self._dies_in and any(isinstance(what, MessagePosted) for what in events):
                self._dies_in -= 1
                if not self._dies_in:
                    os.killpg(os.getpgrp(), signal.SIGKILL)
            on_commit(events)

        return committed

    def _break(self, _connection: Connection) -> None:
        if self._breaks:
            self._breaks -= 1
            raise sqlite3.OperationalError("disk I/O error")

    def _undo(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        """Do as SQLite does when the disk fails beneath a change: the whole transaction is gone, and nothing says so."""
        if self._undoes and statement.startswith(("INSERT", "UPDATE", "DELETE")):
            self._changes += 1
            if self._changes % self._undoes == 0:
                raw: Any = connection.connection.dbapi_connection
                raw.execute("ROLLBACK")
                raise sqlite3.OperationalError("disk I/O error")

    def _limit(self, pages: int) -> None:
        asyncio.run_coroutine_threadsafe(self.write(lambda tx: _limit(tx, pages)), self._loop).result(30)


def _limit(tx: Transaction, pages: int) -> None:
    there = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {min(there + pages, UNBOUND)}")


class _Door(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: tuple[str, int], obey: Callable[[str, int], None]) -> None:
        self.obey = obey
        super().__init__(address, _Caller)


class _Caller(StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Door)
        command, number = self.rfile.readline().decode().split()
        try:
            self.server.obey(command, int(number))
        except Exception as error:
            self.wfile.write(f"{error!r}\n".encode())
        else:
            self.wfile.write(b"done\n")


class _AnyTime(type):
    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, _Clock)


class _Shifted(_Clock, metaclass=_AnyTime):
    """``datetime`` by a clock that is off."""

    off = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return _Clock.now(tz) + cls.off


def _set_clock(off: timedelta) -> None:
    """Be off wherever wall clock time is read: nothing of HallChat takes it from elsewhere than ``datetime.now``."""
    _Shifted.off = off
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("hallchat", "jwt") and getattr(module, "datetime", None) is _Clock:
            module.__dict__["datetime"] = _Shifted


if __name__ == "__main__":
    from reflex.reflex import cli

    database.Writer = FaultyWriter
    cli()
