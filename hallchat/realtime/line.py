"""The server's end of one websocket: what goes out, what comes in, and whether somebody is still there.

It stands in for python-engineio's ``AsyncSocket``, which holds three tasks for each socket and wakes one of them through
``wait_for`` for every packet. Here a packet that finds nothing under way is handed to the server at once, by a function.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable
from typing import Any, cast

from engineio.async_socket import AsyncSocket
from engineio.packet import CLOSE, MESSAGE, PING, PONG, Packet
from starlette.types import Message, Receive, Scope, Send

PING_INTERVAL = 5.0  # seconds: a page that hears nothing for a little longer says that it is offline
PING_TIMEOUT = 20.0  # seconds: a tunnel is no reason to close a line
MOST = 1000  # packets that may wait; who asks for more and takes nothing, though it answers pings, is given up
MOST_HELD = 16 * 1024 * 1024  # characters of them: an answer may be long
BURST, RATE = 200, 50.0  # frames that are heard at once, and after them in a second: a page says far fewer

logger = logging.getLogger(__name__)


class Line(AsyncSocket):
    """One websocket, by the Engine.IO protocol (version 4)."""

    def __init__(self, server: Any, sid: str, send: Send) -> None:
        """Hold back what is put until ``accept``.

        Args:
            server: the Engine.IO server.
            sid: its id there.
            send: the ASGI server's own. One that returns a future, as Granian's does, costs no task for a packet.
        """
        super().__init__(server, sid)
        self.connected = self.upgraded = True
        self._give = send
        self._waiting: deque[Packet | None] = deque()  # None: the end
        self._held = 0  # characters of them
        self._free = 0.0  # when all that was heard is paid for, by the pace
        self._giving: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._hearing: asyncio.Future[Message] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._lost = False

    @property
    def waiting(self) -> int:
        """How many packets the server has not taken yet."""
        return len(self._waiting) + (not self._giving.done())

    async def accept(self, scope: Scope) -> None:
        """Accept the websocket, with the subprotocol that the page asks for."""
        message: Message = {"type": "websocket.accept"}
        if scope.get("subprotocols"):
            message["subprotocol"] = scope["subprotocols"][0]
        await self._give(message)
        self._giving.set_result(None)

    def put(self, packet: Packet | None) -> None:
        """Send a packet after those before it; None closes the websocket then."""
        if self.closed or (self._lost and packet is not None):
            return
        if packet is not None and (len(self._waiting) >= MOST or self._held >= MOST_HELD):
            self._abandon()
            return
        if self._giving.done() and not self._waiting:
            self._giving = self._given(packet)
            return
        self._waiting.append(packet)
        self._held += _length(packet)
        if len(self._waiting) == 1:
            self._giving.add_done_callback(self._go_on)

    async def send(self, pkt: Packet) -> None:
        """Send a packet; see ``put``."""
        self.put(pkt)

    async def listen(self, receive: Receive) -> None:
        """Take what comes in, until the line ends."""
        self._ping()
        try:
            while not (self.closed or self._lost):
                self._hearing = _future(receive())
                heard = await self._hearing
                if heard["type"] != "websocket.receive":
                    break
                await self._pace()
                if not await self._take(heard):
                    break
        except asyncio.CancelledError:
            if not self._lost:
                raise
        finally:
            if self._timer is not None:
                self._timer.cancel()
            reason = self.server.reason
            await self.close(wait=False, abort=True, reason=reason.PING_TIMEOUT if self._lost else reason.TRANSPORT_CLOSE)

    async def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """End the line, after what was put before.

        Args:
            wait: as in ``AsyncSocket``; nothing here waits.
            abort: whether to go without a farewell.
            reason: told to who listens for it.
        """
        if self.closed or self.closing:
            return
        self.closing = True
        await self.server._trigger_event("disconnect", self.sid, reason or self.server.reason.SERVER_DISCONNECT, run_async=False)
        if not abort:
            self.put(Packet(CLOSE))
        self.put(None)
        self.closed = True

    def schedule_ping(self) -> None:
        """Ask after a while whether somebody is still there."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(PING_INTERVAL, self._ping)

    def _ping(self) -> None:
        self.put(Packet(PING))
        self._timer = asyncio.get_running_loop().call_later(PING_TIMEOUT, self._give_up)

    def _give_up(self) -> None:
        if self._hearing is not None and self._hearing.done():  # something came and is not read yet: it may be the answer
            self._timer = asyncio.get_running_loop().call_later(PING_TIMEOUT, self._give_up)
            return
        self._abandon()

    def _abandon(self) -> None:
        self._lost = True
        self._waiting.clear()
        self._giving.cancel()  # it would hold the connection for as long as the kernel tries
        if self._hearing is not None:
            self._hearing.cancel()

    async def _pace(self) -> None:
        """Hear who says too much later: what they say waits with them, and nothing is lost."""
        if self.server.paced:
            now = asyncio.get_running_loop().time()
            self._free = max(self._free, now) + 1 / RATE
            if (ahead := self._free - now - BURST / RATE) > 0:
                await asyncio.sleep(ahead)

    async def _take(self, heard: Message) -> bool:
        """Take a frame in; return whether to go on."""
        data = heard.get("bytes") or heard.get("text") or ""
        if len(data) > self.server.max_http_buffer_size:
            return False
        if not self.server.known(data):
            logger.info("a frame that no page sends")
            return True
        try:
            packet = Packet(encoded_packet=data)
        except ValueError:
            logger.info("a frame that is no packet")
            return False
        if packet.packet_type == PONG:
            self.schedule_ping()
        elif packet.packet_type == MESSAGE:
            await self.server._trigger_event("message", self.sid, packet.data, run_async=False)
        return packet.packet_type != CLOSE

    def _go_on(self, _given: object) -> None:
        if self._waiting:
            packet = self._waiting.popleft()
            self._held -= _length(packet)
            self._giving = self._given(packet)
        if self._waiting:
            self._giving.add_done_callback(self._go_on)

    def _given(self, packet: Packet | None) -> "asyncio.Future[Any]":
        if packet is None:
            return _future(self._give({"type": "websocket.close"}))
        encoded = packet.encode()
        return _future(self._give({"type": "websocket.send", "bytes" if isinstance(encoded, bytes) else "text": encoded}))


def _length(packet: Packet | None) -> int:
    return len(packet.data or "") if packet else 0


def _future(awaitable: Awaitable[Any]) -> "asyncio.Future[Any]":
    """Return what is under way: a future of the server's itself, or a task where its calls are coroutines."""
    if hasattr(awaitable, "add_done_callback"):
        return cast("asyncio.Future[Any]", awaitable)
    task = asyncio.ensure_future(awaitable)
    task.add_done_callback(_seen)
    return task


def _seen(given: "asyncio.Future[Any]") -> None:
    """Take note that sending failed: the browser went, which ``listen`` hears by itself."""
    if not given.cancelled():
        given.exception()
