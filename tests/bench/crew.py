"""The client processes, as the runner sees them: one or two with sessions, one that posts, one that knocks."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from tests.bench.dialects import Dialect
from tests.bench.machine import ROOT

_LINE = 2**27  # bytes: the delays of a whole run come in one line


class Member:
    """One client process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Take charge of a started process."""
        self._process = process

    async def __call__(self, command: str, **how: Any) -> dict[str, Any]:
        """Let it do something.

        Args:
            command: a method of ``worker.Worker``.
            how: its arguments.

        Returns:
            Its answer.

        Raises:
            RuntimeError: when it failed there.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, **how}).encode() + b"\n")
        answer = json.loads(await self._process.stdout.readline() or b'{"error": "the client process ended"}')
        if "error" in answer:
            raise RuntimeError(f"{command}: {answer['error']}")
        return answer

    async def end(self) -> None:
        """End the process."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


class Crew:
    """All client processes of a run."""

    def __init__(self, members: Sequence[Member]) -> None:
        """Name them."""
        self.poster, self.knocker, *self.holders = members

    async def open(self, host: str, dialect: Dialect, tokens: Sequence[str], count: int) -> float:
        """Open sessions, shared out among the processes that hold them.

        Args:
            host: of the server, with the port.
            dialect: how they speak.
            tokens: of the accounts, which take turns.
            count: how many.

        Returns:
            Seconds until all show their hall.
        """
        whose = [tokens[number % len(tokens)] for number in range(count)]
        shares = [whose[number :: len(self.holders)] for number in range(len(self.holders))]
        opened = [
            holder("open", host=host, dialect=asdict(dialect), tokens=share)
            for holder, share in zip(self.holders, shares, strict=True)
        ]
        return max(one["seconds"] for one in await asyncio.gather(*opened))

    async def all(self, command: str, **how: Any) -> list[dict[str, Any]]:
        """Let all that hold sessions do something."""
        return list(await asyncio.gather(*(holder(command, **how) for holder in self.holders)))

    async def caught_up(self, head: int, seconds: float) -> float:
        """Wait until all sessions have come to a place.

        Returns:
            When they had, by the machine's monotonic clock.

        Raises:
            RuntimeError: when some have not in time.
        """
        answers = await self.all("caught_up", head=head, seconds=seconds)
        if missing := sum(one["missing"] for one in answers):
            raise RuntimeError(f"{missing} sessions have not got message {head} within {seconds:.0f} s")
        return max(one["at"] for one in answers)


@asynccontextmanager
async def crew(holders: int) -> AsyncIterator[Crew]:
    """Start the client processes and end them with the block.

    Args:
        holders: how many processes share the sessions.
    """
    members: list[Member] = []
    try:
        for _ in range(2 + holders):
            members.append(Member(await _start()))
        yield Crew(members)
    finally:
        for member in members:
            await member.end()


async def _start() -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.worker", stdin=pipe, stdout=pipe, cwd=ROOT, limit=_LINE
    )
