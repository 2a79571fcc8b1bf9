"""A client process: sessions and posters, told by its parent what to do, in lines of JSON. It is no part of the server."""

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from tests.bench import posting
from tests.bench.dialects import Dialect
from tests.bench.machine import raise_limits
from tests.bench.session import Session, Tally

AT_ONCE = 50  # sessions that connect at the same time, where they come at leisure

Answer = dict[str, Any]


class Worker:
    """Holds sessions; each public method is a command."""

    def __init__(self) -> None:
        """Start without sessions."""
        self._tally, self._sessions = Tally(), list[Session]()
        self._done, self._knocking = asyncio.Event(), list[asyncio.Task[Answer]]()

    async def open(self, host: str, dialect: dict[str, Any], tokens: list[str]) -> Answer:
        """Open a session for each token and wait until each shows its hall."""
        began, gate = time.monotonic(), asyncio.Semaphore(AT_ONCE)
        self._sessions = [Session(self._tally, host, Dialect(**dialect), token) for token in tokens]

        async def enter(session: Session) -> None:
            async with gate:
                await session.connect()
                await session.ready.wait()

        async with asyncio.timeout(120):
            await asyncio.gather(*map(enter, self._sessions))
        gc.freeze()
        return {"seconds": time.monotonic() - began}

    async def watch(self) -> Answer:
        """Let all sessions say that somebody looks at them."""
        for session in self._sessions:
            session.watch()
        return {}

    async def reset(self, sampling: bool) -> Answer:
        """Count from nothing."""
        self._tally.__init__(sampling=sampling)
        return {"cpu": time.process_time()}

    async def tally(self) -> Answer:
        """Return what was counted, and the processor time of this process in seconds."""
        return {**asdict(self._tally), "cpu": time.process_time()}

    async def caught_up(self, head: int, seconds: float) -> Answer:
        """Wait until all sessions have come to a place; return when they had, and how many had not."""
        end = time.monotonic() + seconds
        while (missing := sum(not one.ready.is_set() or one.head < head for one in self._sessions)) and time.monotonic() < end:
            await asyncio.sleep(0.005)
        return {"at": time.monotonic(), "missing": missing}

    async def send(self, seconds: float) -> Answer:
        """Let all sessions send through their sockets, each as soon as its last message was answered."""
        began = time.monotonic()
        for session in self._sessions:
            session.posting_until = began + seconds
            session.posted.clear()
            session.idle.clear()
            session.send()
        async with asyncio.timeout(seconds + 30):
            await asyncio.gather(*(session.idle.wait() for session in self._sessions))
        delays = [delay for session in self._sessions for delay in session.posted]
        return {"posts": len(delays), "seconds": time.monotonic() - began, "delays": delays}

    async def persist(self, persistent: bool) -> Answer:
        """Let all sessions come back when their line is cut, or no more."""
        for session in self._sessions:
            session.persistent = persistent
        return {}

    async def close(self) -> Answer:
        """Close all sessions."""
        await self.persist(False)
        for session in self._sessions:
            if session.back is not None:
                session.back.cancel()
            if session.transport is not None:
                session.transport.disconnect()
        self._sessions = []
        gc.unfreeze()
        return {}

    async def flood(self, **how: Any) -> Answer:
        """See ``posting.flood``."""
        return await posting.flood(**how)

    async def pace(self, **how: Any) -> Answer:
        """See ``posting.pace``."""
        return await posting.pace(**how)

    async def knock(self, host: str, every: float) -> Answer:
        """Begin to knock; see ``posting.knock``."""
        self._done.clear()
        self._knocking = [asyncio.create_task(posting.knock(host, every, self._done))]
        return {}

    async def knocked(self) -> Answer:
        """End knocking and return what it found."""
        self._done.set()
        return await self._knocking.pop()


async def main() -> None:
    """Do what is asked for on the standard input until it ends."""
    raise_limits(resource.RLIMIT_NOFILE)
    worker, reader = Worker(), asyncio.StreamReader(limit=2**26)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        asked = json.loads(line)
        command: Callable[..., Awaitable[Answer]] = getattr(worker, asked.pop("command"))
        try:
            answer = await command(**asked)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
