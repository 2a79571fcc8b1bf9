"""A whole HallChat as an operator runs it: ``reflex run --env prod`` in a process of its own, with its own data."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
REFLEX = (str(Path(sys.executable).with_name("reflex")), "run", "--env", "prod", "--single-port")
FIRST_START = 240.0  # seconds: the first one installs and builds the front end
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)")


class Server:
    """One installation, which can be stopped, killed and started again at the same address."""

    def __init__(
        self, folder: Path, settings: Mapping[str, str] | None = None, checkout: Path = ROOT, *, command: Sequence[str] = REFLEX
    ) -> None:
        """Choose a free port; nothing runs yet.

        Args:
            folder: for its data and its log.
            settings: ``HALLCHAT_*`` beside the data folder; without rate limits when left out.
            checkout: what is run; two servers at once need one each, because a start builds the pages anew.
            command: how it is run; the port comes behind.
        """
        self._checkout, self._command = checkout, command
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log, self.data = folder / "server.log", folder / "data"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLCHAT_")}
        chosen = {"HALLCHAT_RATE_LIMITS": "off"} if settings is None else settings
        self._environment = {**kept, **chosen, "HALLCHAT_DATA_DIR": str(self.data)}
        self._process: subprocess.Popen[bytes] | None = None
        self._provoked: list[tuple[int, int]] = []

    def start(self) -> None:
        """Start it and wait until it answers. Building again what is built already takes two seconds."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, "--backend-port", str(self.port)],
                cwd=self._checkout,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + FIRST_START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server does not start:\n{self.output()[-4000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it in good order and wait until it is gone."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            finally:
                self.kill()

    def kill(self) -> None:
        """End it from one moment to the next, as a power cut would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it answer nothing inside the block, though its connections stand, as behind a line that is silently dead."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self._process.pid, signal.SIGCONT)

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self._process is not None and self._process.poll() is None

    def output(self) -> str:
        """Return all that it printed."""
        return self.log.read_bytes().replace(b"\0", b"").decode(errors="replace") if self.log.exists() else ""

    def tracebacks(self) -> str:
        """Return what it printed from the first unprovoked traceback on, or nothing where there was none."""
        output = self.output()
        for found in _TRACEBACK.finditer(output):
            if not any(start <= found.start() < end for start, end in self._provoked):
                return output[max(0, found.start() - 500) : found.start() + 4000]
        return ""

    @contextmanager
    def provoked(self) -> Iterator[None]:
        """Let the server print tracebacks inside the block: a disk that takes nothing does."""
        start = len(self.output())
        yield
        self._provoked.append((start, len(self.output())))

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/ping", timeout=5).is_success
        except httpx.TransportError:
            return False


@contextmanager
def running(folder: Path, settings: Mapping[str, str] | None = None, checkout: Path = ROOT) -> Iterator[Server]:
    """Run a server as long as the block lasts; see ``Server``."""
    server = Server(folder, settings, checkout)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """Return a port where nobody listens, and that no connection is given meanwhile: the system takes higher ones for those."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as free, suppress(OSError):
            free.bind(("", port))
            return port
