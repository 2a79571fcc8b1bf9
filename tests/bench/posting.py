"""Posting over REST, as fast as it goes or at a pace; and knocking at a server to see how long it keeps one waiting."""

import asyncio
import json
import time
import uuid
from collections.abc import Sequence
from itertools import cycle
from typing import Any

from tests.bench.http import Http, request
from tests.bench.stamps import stamped


async def flood(host: str, hall_id: int, tokens: Sequence[str], clients: int, seconds: float) -> dict[str, Any]:
    """Post from some clients at once, each as soon as its last message was answered.

    Args:
        host: of the server, with the port.
        hall_id: where to.
        tokens: of the accounts that take turns.
        clients: how many connections.
        seconds: how long.

    Returns:
        Posts, seconds until the last was answered, when the first was sent, the last place, and what each took.
    """
    lines = [await Http.to(host) for _ in range(clients)]
    turns = cycle(tokens)
    began = time.monotonic()
    end = began + seconds
    results = await asyncio.gather(*(_keep_posting(line, host, hall_id, next(turns), end) for line in lines))
    took = time.monotonic() - began
    for line in lines:
        line.close()
    delays = [delay for _, delays in results for delay in delays]
    return {
        "posts": len(delays),
        "seconds": took,
        "began": began,
        "last_seq": max(seq for seq, _ in results),
        "delays": delays,
    }


async def pace(host: str, hall_id: int, tokens: Sequence[str], rate: float, seconds: float) -> dict[str, Any]:
    """Post at a pace, whether or not the server keeps up.

    Args:
        host: of the server, with the port.
        hall_id: where to.
        tokens: of the accounts that take turns.
        rate: messages a second.
        seconds: how long.

    Returns:
        Posts, the last place, and what each took.
    """
    lines = cycle([await Http.to(host) for _ in range(8)])
    turns, began = cycle(tokens), time.monotonic()
    tasks: list[asyncio.Task[tuple[int, float]]] = []
    for count in range(int(rate * seconds)):
        await asyncio.sleep(began + count / rate - time.monotonic())
        tasks.append(asyncio.create_task(_post(next(lines), host, hall_id, next(turns))))
    results = await asyncio.gather(*tasks)
    return {"posts": len(tasks), "last_seq": max(seq for seq, _ in results), "delays": [delay for _, delay in results]}


async def knock(host: str, every: float, until: asyncio.Event) -> dict[str, Any]:
    """Ask ``/ping`` at fixed times and note how long each answer took: what the event loop keeps others waiting.

    Args:
        host: of the server, with the port.
        every: seconds between two.
        until: ends it.

    Returns:
        The delays in seconds, counted from when each was due, so that a long stall counts as often as it was met.
    """
    line, ping = await Http.to(host), request("GET", host, "/ping")
    delays: list[float] = []
    due = time.monotonic()
    while not until.is_set():
        await asyncio.sleep(due - time.monotonic())
        await line.call(ping)
        delays.append(time.monotonic() - due)
        due += every
    line.close()
    return {"delays": delays}


async def _keep_posting(line: Http, host: str, hall_id: int, token: str, end: float) -> tuple[int, list[float]]:
    last, delays = 0, []
    while time.monotonic() < end:
        seq, delay = await _post(line, host, hall_id, token)
        last = max(last, seq)
        delays.append(delay)
    return last, delays


async def _post(line: Http, host: str, hall_id: int, token: str) -> tuple[int, float]:
    began = time.monotonic()
    body = {"content": stamped(), "client_id": str(uuid.uuid4())}
    status, answered = await line.call(request("POST", host, f"/halls/{hall_id}/messages", token, body))
    if status != 201:
        raise RuntimeError(f"{status} {answered[:200]!r}")
    return json.loads(answered)["seq"], time.monotonic() - began
