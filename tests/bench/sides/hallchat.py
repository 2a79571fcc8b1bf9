"""HallChat itself, as an operator runs it."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench import dialects
from tests.bench.dialects import Dialect
from tests.bench.seed import plant
from tests.server import REFLEX, Server


class _Installation(Server):
    @property
    def leader(self) -> int:
        assert self._process is not None
        return self._process.pid


class HallChat:
    """A whole installation without rate limits."""

    stores = True

    def __init__(self, folder: Path, people: int, name: str = "HallChat", command: Sequence[str] = REFLEX) -> None:
        """Prepare its data; nothing runs yet.

        Args:
            folder: for its data and its log.
            people: how many accounts.
            name: for the table.
            command: how it is run.
        """
        self.name, self.measures = name, None if command is REFLEX else frozenset({"deliveries"})
        folder.mkdir(parents=True)
        self._server = _Installation(folder, command=command)
        self.seed = plant(self._server.data, people=people, rooms=4)
        self.host = f"127.0.0.1:{self._server.port}"

    @property
    def leader(self) -> int:
        """The process that leads the session of its processes."""
        return self._server.leader

    def dialect(self, hall_id: int) -> Dialect:
        """Return how a browser tab speaks."""
        return dialects.hallchat(hall_id)

    def start(self) -> float:
        """Start it and return the seconds until its first answer."""
        began = time.monotonic()
        self._server.start()
        return time.monotonic() - began

    def kill(self) -> None:
        """End it from one moment to the next."""
        self._server.kill()

    def stop(self) -> None:
        """Stop it in good order."""
        self._server.stop()


def per_session(folder: Path, people: int) -> HallChat:
    """Return HallChat telling each session by ``app.modify_state``; see ``tests.bench.per_session``."""
    command = (sys.executable, "-m", "tests.bench.per_session", *REFLEX[1:])
    return HallChat(folder, people, "HallChat by modify_state", command)
