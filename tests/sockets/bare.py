"""A bare websocket: it says whatever a test makes up, and keeps all that the server says."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any
from uuid import uuid4

import aiohttp

from tests.sockets.raw_tab import NAMESPACE, ROOT_STATE, event, full_name, vars_in

CONNECT, DISCONNECT, EVENT, ERROR = "40", "41", "42", "44"  # Engine.IO's message, and in it what Socket.IO makes of it


class Bare:
    """One line to the server, and what came over it, with when."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, path: str) -> None:
        """Listen to an open websocket of a page at a path."""
        self.path = path
        self.events: list[tuple[float, Any]] = []
        self._texts: list[str] = []
        self.pongs = True  # whether it answers pings
        self._socket = socket
        self._came = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    @property
    def stream(self) -> str:
        """All that the server said, as text to search in."""
        return "\n".join(self._texts)

    @property
    def changes(self) -> list[tuple[float, dict[str, Any]]]:
        """The vars that came, each update with when; see ``raw_tab.vars_in``."""
        return [(when, vars_in(event[1])) for when, event in self.events]

    @property
    def ended(self) -> bool:
        """Whether the line is closed."""
        return self._listening.done()

    async def say(self, frame: str | bytes) -> None:
        """Send a websocket message as it is."""
        await (self._socket.send_bytes(frame) if isinstance(frame, bytes) else self._socket.send_str(frame))

    async def come(self) -> None:
        """Introduce itself as a page does, and wait until it is filled."""
        filled, first = self._filled(), event(f"{ROOT_STATE}.hydrate_and_load", {"hashes": []}, self.path)
        await self.say(f"{CONNECT}{NAMESPACE},{json.dumps({'event': first})}")
        await self.until(lambda: self._filled() > filled)

    async def fire(self, handler: str, payload: Any) -> None:
        """Send an event as a page does; see ``raw_tab.Tab.fire``."""
        await self.say(f"{EVENT}{NAMESPACE},{json.dumps(['event', event(full_name(handler), payload, self.path)])}")

    async def settled(self) -> None:
        """Wait until all that was sent before was handled."""
        mark = uuid4().hex
        await self.fire("DirectoryState.search", {"query": mark})
        await self.until(lambda: mark in self.stream)

    async def until(self, check: Any, seconds: float = 20.0) -> None:
        """Wait until something is so, by what was received."""
        async with asyncio.timeout(seconds):
            while not check():
                if self.ended:
                    raise ConnectionError("the server closed the line")
                self._came.clear()
                await self._came.wait()

    async def end(self, seconds: float = 20.0) -> None:
        """Wait until the server closed the line."""
        async with asyncio.timeout(seconds):
            await asyncio.shield(self._listening)

    async def close(self) -> None:
        """Close the line."""
        await self._socket.close()
        await self._listening

    async def _listen(self) -> None:
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                break
            self._note(message.data)
            if message.data == "2" and self.pongs:
                await self._socket.send_str("3")
            self._came.set()
        self._came.set()

    def _filled(self) -> int:
        return sum(values.get("State.is_hydrated") is True for _, values in self.changes)

    def _note(self, frame: str) -> None:
        kind, _, body = frame.partition(",")
        said = json.loads(body) if kind[:2] in (CONNECT, EVENT, ERROR) and body else frame
        self._texts.append(json.dumps(said, ensure_ascii=False))
        if kind == EVENT + NAMESPACE:
            self.events.append((monotonic(), said))


@asynccontextmanager
async def bare(url: str, path: str = "/", *, cookie: str | None = None, token: str | None = None) -> AsyncIterator[Bare]:
    """Open a websocket as long as the block lasts; nothing is said on it yet.

    Args:
        url: the server's.
        path: of the page.
        cookie: the access token; none for a visitor.
        token: Reflex's client token; a new one when left out.
    """
    headers = {"Origin": url} | ({"Cookie": f"hallchat={cookie}"} if cookie else {})
    address = f"{url}/_event/?token={token or uuid4()}&EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as session, session.ws_connect(address, headers=headers, max_msg_size=0) as socket:
        line = Bare(socket, path)
        try:
            yield line
        finally:
            await line.close()
