"""A server that is killed, filled, locked out of its file and told another time, and what is stored by it."""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import bindparam, select

from hallchat.engine import connect
from hallchat.models import halls, messages
from tests.faults.disk import Disk
from tests.faults.history import Stored, StoredHall
from tests.faults.launcher import PORT
from tests.server import Server, free_port

_COMMAND = (sys.executable, "-m", "tests.faults.launcher", "run", "--env", "prod", "--backend-only")
_MESSAGES = select(messages).where(messages.c.hall_id == bindparam("hall")).order_by(messages.c.seq)
_END = select(halls.c.last_seq, halls.c.last_rev).where(halls.c.id == bindparam("hall"))


class Mistreated:
    """A server on a real file. It serves no pages: nobody here looks at them."""

    def __init__(self, folder: Path, *, own_disk: bool = False) -> None:
        """Prepare it; see ``start``.

        Args:
            folder: for its data and its log.
            own_disk: whether its data should be on a disk of its own, which can be full.
        """
        self._port = free_port()
        self.server = Server(folder, {"HALLCHAT_RATE_LIMITS": "off", PORT: str(self._port)}, command=_COMMAND)
        self.port, self.url = self.server.port, self.server.url
        self._file = self.server.data / "hallchat.db"
        self.disk = Disk(self.server.data, wanted=own_disk)

    async def start(self) -> None:
        """Start it and wait until it answers."""
        await asyncio.to_thread(self.server.start)

    async def kill(self) -> None:
        """End it from one moment to the next."""
        await asyncio.to_thread(self.server.kill)

    async def stop(self) -> None:
        """Stop it in good order. Nothing that it stored is needed any more."""
        try:
            await asyncio.to_thread(self.server.stop)
        finally:
            self.disk.close()

    async def died(self, seconds: float) -> bool:
        """Wait until it ended by itself; tell whether it did."""
        until = time.monotonic() + seconds
        while self.server.running and time.monotonic() < until:
            await asyncio.sleep(0.01)
        return not self.server.running

    async def ask(self, command: str, number: int = 0) -> None:
        """Ask for a fault; see ``launcher.FaultyWriter.obey``, and ``Disk`` for ``fill`` and ``empty``."""
        if command in ("fill", "empty"):
            await asyncio.to_thread(self.disk.fill if command == "fill" else self.disk.empty)
            return
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write(f"{command} {number}\n".encode())
            answer = (await reader.readline()).decode().strip()
            writer.close()
            if answer == "done":
                return
            await asyncio.sleep(0.1)  # it went down with the batch that it was part of

    async def lock(self, seconds: float, *, until: Callable[[], bool] = lambda: False) -> None:
        """Hold the database as another process does that writes to it.

        Args:
            seconds: how long at most.
            until: when this is so, it is let go.
        """
        with closing(await asyncio.to_thread(self._locked)) as other:
            end = time.monotonic() + seconds
            while time.monotonic() < end and not until():
                await asyncio.sleep(0.02)
            other.execute("ROLLBACK")

    async def stored(self, hall_ids: Iterable[int]) -> dict[int, StoredHall]:
        """Read what is stored of halls."""
        return await asyncio.to_thread(self._stored, tuple(hall_ids))

    async def times_of(self, hall: int) -> list[float]:
        """Read when a hall's messages were posted, by the server's clock."""
        return await asyncio.to_thread(self._times_of, hall)

    def _locked(self) -> sqlite3.Connection:
        other = sqlite3.connect(self._file, timeout=60, isolation_level=None, check_same_thread=False)
        other.execute("PRAGMA wal_autocheckpoint = 0")
        other.execute("BEGIN EXCLUSIVE")
        return other

    def _stored(self, hall_ids: tuple[int, ...]) -> dict[int, StoredHall]:
        engine, read = connect(f"sqlite:///{self._file}", writes=False), {}
        with engine.begin() as connection:
            for hall in hall_ids:
                end = connection.execute(_END, {"hall": hall}).one()
                rows = connection.execute(_MESSAGES, {"hall": hall})
                kept = tuple(
                    Stored(row.seq, row.rev, row.sender_id, row.client_id, row.content, row.deleted_at is not None, row.html)
                    for row in rows
                )
                read[hall] = StoredHall(end.last_seq, end.last_rev, kept)
        engine.dispose()
        return read

    def _times_of(self, hall: int) -> list[float]:
        engine = connect(f"sqlite:///{self._file}", writes=False)
        with engine.begin() as connection:
            times = [row.created_at.timestamp() for row in connection.execute(_MESSAGES, {"hall": hall})]
        engine.dispose()
        return times
