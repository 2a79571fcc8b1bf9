"""The peers: other servers, each a module of ``tests.bench.peers``."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.bench import dialects
from tests.bench.dialects import Dialect
from tests.bench.machine import ROOT
from tests.bench.seed import Seed, plant

LONGEST_START = 30.0  # seconds


class Peer:
    """A peer's process."""

    def __init__(self, name: str, module: str, folder: Path, people: int, *, stores: bool) -> None:
        """Prepare its data; nothing runs yet.

        Args:
            name: for the table.
            module: of ``tests.bench.peers``.
            folder: for its data and its log.
            people: how many accounts.
            stores: whether it has a database at all.
        """
        folder.mkdir(parents=True)
        self.measures: frozenset[str] | None = None
        self.name, self.stores, self._module, self._folder = name, stores, module, folder
        self.seed = plant(folder / "data", people=people, rooms=4) if stores else Seed(("-",) * people, (1, 2, 3, 4))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.host = f"127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def leader(self) -> int:
        """The process that leads the session of its processes."""
        assert self._process is not None
        return self._process.pid

    def dialect(self, hall_id: int) -> Dialect:
        """Return how its sessions speak."""
        return dialects.peer(hall_id)

    def start(self) -> float:
        """Start it and return the seconds until its first answer.

        Raises:
            RuntimeError: when it does not come up.
        """
        began = time.monotonic()
        command = [sys.executable, "-m", f"tests.bench.peers.{self._module}", str(self._port), str(self._folder / "data")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > began + LONGEST_START:
                raise RuntimeError(f"{self.name} does not start:\n{(self._folder / 'log').read_text()[-3000:]}")
            time.sleep(0.02)
        return time.monotonic() - began

    def kill(self) -> None:
        """End it from one moment to the next."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Stop it; it has nothing to finish."""
        self.kill()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.host}/ping", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


def flask_stack(folder: Path, people: int) -> Peer:
    """Return Flask-SocketIO on gevent with SQLAlchemy and SQLite."""
    return Peer("Flask stack", "flask_stack", folder, people, stores=True)


def raw_socketio(folder: Path, people: int) -> Peer:
    """Return python-socketio on Granian, which saves nothing."""
    return Peer("raw python-socketio", "raw_socketio", folder, people, stores=False)
