"""A tab that behaves as a page does: it comes back when its line is cut, and sends again what nobody answered for."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.faults import wire
from tests.faults.history import Answered, Cut, History, Said, Stream
from tests.faults.line import Line
from tests.faults.page import Page
from tests.faults.person import Person

STEP, LONGEST = 0.2, 2.0  # seconds: a page waits a step longer after each failure, up to the longest
AGAIN = 0.3  # seconds until somebody sends again what was refused


@dataclass(slots=True)
class Pending:
    """A message that is not confirmed yet."""

    hall: int
    content: str
    refused: bool = False
    doubted: bool = False  # only an answer confirms it, not that it is shown


class Tab:
    """One open page of one person."""

    def __init__(self, person: Person, port: int, history: History, chance: random.Random, *, name: str, buffer: int = 0) -> None:
        """Prepare it; see ``come``.

        Args:
            person: whose.
            port: the server's.
            history: where it records.
            chance: for everything that is left to chance.
            name: for the record.
            buffer: bytes that its system takes in unread; 0 for what is usual.
        """
        self.person, self.history, self.name = person, history, name
        self.page, self.stream = Page(), Stream(name, person.id)
        self.outbox: dict[str, Pending] = {}
        self.drops_answers = False  # the next update that confirms something is lost, and the line with it
        self.ready = asyncio.Event()
        self.lost_answers = 0
        self.refusals = 0
        self.healed = 0  # whole halls that it got without asking
        history.streams.append(self.stream)
        self._port, self._chance, self._buffer = port, chance, buffer
        self._token, self._path = str(uuid4()), "/"
        self._asks: dict[int, list[float]] = {}
        self._asked: dict[int, float] = {}
        self._line: Line | None = None
        self._fresh = True
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def hall(self) -> int | None:
        """The hall at the page's address."""
        return int(self._path[3:]) if self._path != "/" else None

    async def come(self, hall: int | None) -> None:
        """Open the page of a hall, or the one without; it stays open until ``leave``."""
        self._path = "/" if hall is None else f"/h/{hall}"
        self._start(self._live())
        async with asyncio.timeout(60):
            await self.ready.wait()

    def go(self, hall: int) -> None:
        """Go to a hall by a link."""
        self._path = f"/h/{hall}"
        self._ask(hall)
        self._send(wire.entering(self._path))

    def say(self, hall: int, content: str, client_id: str | None = None) -> str:
        """Send a message, now or when the line is back."""
        client_id = client_id or str(uuid4())
        self.history.said.append(Said(time.monotonic(), self.person.id, hall, client_id, content))
        self.outbox[client_id] = Pending(hall, content)
        self._fire(client_id)
        return client_id

    def cut(self) -> None:
        """Lose the line."""
        if self._line is not None:
            self._line.cut()

    def cut_while_saying(self, hall: int, content: str) -> None:
        """Send half of a message's frame, and lose the line."""
        line, self._line = self._line, None
        client_id = self.say(hall, content)
        self._line = line
        if line is not None:
            line.send_half(self._packet(client_id))

    @contextmanager
    def not_reading(self) -> Iterator[None]:
        """Take nothing of what comes as long as the block lasts."""
        line = self._line
        if line is not None:
            line.stop_reading()
        yield
        if line is not None:
            line.read_on()

    async def until(self, check: Callable[[], object], seconds: float) -> bool:
        """Wait until something is so, by what came; tell whether it is."""
        try:
            async with asyncio.timeout(seconds):
                while not check():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def leave(self) -> None:
        """Close the page."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.cut()

    async def _live(self) -> None:
        attempt = 0
        while True:
            try:
                await self._connect()
                await self._line_lost()
                attempt = 0
            except (OSError, TimeoutError):
                attempt += 1
            await asyncio.sleep(min(STEP * (attempt + 1), LONGEST) * self._chance.uniform(0.5, 1))

    async def _connect(self) -> None:
        headers = {"Origin": f"http://localhost:{self._port}", "Cookie": f"hallchat={self.person.token}"}
        self._fresh, self._asks = True, {}
        self._line = Line(self._take)
        await self._line.open(self._port, wire.PATH + self._token, headers, buffer=self._buffer)

    async def _line_lost(self) -> None:
        assert self._line is not None
        await self._line.lost.wait()
        self._line = None
        self.ready.clear()
        self.page.cut()
        self.stream.frames.append(Cut(time.monotonic()))

    def _take(self, packet: str) -> None:
        if packet.startswith(wire.EVENT):
            self._told(wire.told(packet))
        elif packet == wire.PING:
            self._send(wire.PONG)
        elif packet.startswith(wire.OPEN):
            self._ask(self.hall or 0)
            self._send(wire.hello(self._path))
        elif packet.startswith((wire.REFUSED, wire.ENDED)):
            self.cut()
        self._changed.set()

    def _told(self, told: wire.Told) -> None:
        shown = [seen.client_id for seen in told.frame["slots"].values() if seen] if told.frame else []
        answers = told.answers or {}
        if self.drops_answers and (lost := [one for one in (*shown, *answers) if one in self.outbox]):
            self.drops_answers = False
            self.lost_answers += 1
            for client_id in lost:
                self.outbox[client_id].doubted = True
            self.cut()
            return
        if told.frame is not None:
            self._show(told)
        for client_id in shown:
            self._confirm(client_id, by_sight=True)
        for client_id, answer in answers.items():
            if answer:
                self._refused(client_id)
            else:
                self._confirm(client_id)
        if self._fresh and told.filled is not None:
            self._fresh = False
            self._send_again(answers)
        if told.filled:
            self.ready.set()

    def _show(self, told: wire.Told) -> None:
        assert told.frame is not None
        hall = told.frame["hall"]
        asks = self._asks.get(hall, [])
        frame = wire.framed(time.monotonic(), asks[0] if asks else self._asked.get(hall, 0.0), told.frame)
        if frame.whole:
            self.healed += hall == self.page.hall and self.page.based and not asks
            if asks:
                self._asked[hall] = asks.pop(0)
        self.stream.frames.append(frame)
        self.page.take(frame)

    def _send_again(self, answers: Mapping[str, str]) -> None:
        for client_id in list(self.outbox):
            if client_id not in answers or self.outbox[client_id].doubted:
                self._fire(client_id)

    def _confirm(self, client_id: str, *, by_sight: bool = False) -> None:
        pending = self.outbox.get(client_id)
        if pending is not None and not (by_sight and pending.doubted):
            del self.outbox[client_id]
            self.history.answered.append(Answered(time.monotonic(), self.person.id, pending.hall, client_id))

    def _refused(self, client_id: str) -> None:
        pending = self.outbox.get(client_id)
        if pending is not None and not pending.refused:
            pending.refused = True
            self.refusals += 1
            self._start(self._try_again(client_id, pending))

    async def _try_again(self, client_id: str, pending: Pending) -> None:
        await asyncio.sleep(AGAIN)
        if pending.hall not in self.person.halls:
            self.outbox.pop(client_id, None)  # it is nobody's business there any more
        pending.refused = False
        self._fire(client_id)

    def _fire(self, client_id: str) -> None:
        if client_id in self.outbox:
            self._send(self._packet(client_id))

    def _packet(self, client_id: str) -> str:
        pending = self.outbox[client_id]
        payload = {"hall_id": pending.hall, "client_id": client_id, "content": pending.content, "user_id": self.person.id}
        return wire.said("ConversationState.send", payload, self._path)

    def _ask(self, hall: int) -> None:
        self._asks.setdefault(hall, []).append(time.monotonic())

    def _send(self, packet: str) -> None:
        if self._line is not None:
            self._line.send(packet)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
