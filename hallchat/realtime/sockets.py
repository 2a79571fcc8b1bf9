"""The sockets: a Socket.IO client manager that puts packets into queues at once, without a task per receiver.

That emitting does not await is what ``Feed.open`` relies on: leaving one hall, entering another and the
new hall's ring are one step in each socket's queue.
"""

import asyncio
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Protocol

from engineio import packet as engine
from reflex.utils.format import json_dumps
from socketio import AsyncManager, AsyncServer
from socketio import packet as socket_packet

from hallchat.realtime.wire import Delta

Packet = engine.Packet
MAX_FRAME = 256 * 1024  # code points in one frame from a browser
PING_INTERVAL, PING_TIMEOUT = 20.0, 20.0  # seconds: a dead line is noticed within 40
EVENT = "event"  # Reflex's Socket.IO event that carries a state update


class Sockets(Protocol):
    """What the live end needs of the sockets."""

    def connected(self, sid: str) -> bool:
        """Tell whether a socket is there."""
        ...

    def packet(self, delta: Delta) -> Packet:
        """Encode a state update, once for all its receivers."""
        ...

    def put(self, sid: str, packet: Packet) -> None:
        """Put a packet at the end of a socket's queue; nothing happens when the socket is gone."""
        ...

    def waiting(self, sid: str) -> int:
        """Return how many packets a socket has not taken yet."""
        ...

    def drop(self, sid: str) -> None:
        """Close a socket, after what is in its queue."""
        ...

    def when_gone(self, callback: Callable[[str], None]) -> None:
        """Call back with its id whenever a socket is gone."""
        ...


class SocketManager(AsyncManager):
    """The client manager of HallChat's Socket.IO server, and its ``Sockets``."""

    def __init__(self, namespace: str) -> None:
        """Start without sockets.

        Args:
            namespace: the Socket.IO namespace of Reflex's events.
        """
        super().__init__()
        self.server: Any = None  # set by the server
        self._namespace = namespace
        self._when_gone: Callable[[str], None] = lambda sid: None
        self._drops: set[asyncio.Task[None]] = set()

    def connected(self, sid: str) -> bool:
        """Tell whether a socket is there."""
        return self.eio_sid_from_sid(sid, self._namespace) is not None if self._namespace in self.rooms else False

    def packet(self, delta: Delta) -> Packet:
        """Encode a state update, once for all its receivers."""
        return self._encode(EVENT, [{"delta": delta}], self._namespace)

    def put(self, sid: str, packet: Packet) -> None:
        """Put a packet at the end of a socket's queue; nothing happens when the socket is gone."""
        if (socket := self._socket(sid)) is not None:
            socket.queue.put_nowait(packet)

    def waiting(self, sid: str) -> int:
        """Return how many packets a socket has not taken yet."""
        socket = self._socket(sid)
        return 0 if socket is None else socket.queue.qsize()

    def drop(self, sid: str) -> None:
        """Close a socket, after what is in its queue."""
        task = asyncio.get_running_loop().create_task(self.server.disconnect(sid, namespace=self._namespace))
        self._drops.add(task)
        task.add_done_callback(self._drops.discard)

    def when_gone(self, callback: Callable[[str], None]) -> None:
        """Call back with its id whenever a socket is gone."""
        self._when_gone = callback

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        """Emit as Socket.IO does, but into all queues at once; see ``AsyncManager.emit``."""
        if callback is not None:
            await super().emit(event, data, namespace, room, skip_sid, callback, to, **kwargs)
            return
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        packet = self._encode(event, arguments, namespace)
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
        for sid, line in self.get_participants(namespace, to or room):
            if sid not in skipped and (socket := self._line(line)) is not None:
                socket.queue.put_nowait(packet)

    async def disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Forget a socket, and say so."""
        self._when_gone(sid)
        self.basic_disconnect(sid, namespace, **kwargs)

    def _encode(self, event: str, arguments: list[Any], namespace: str) -> Packet:
        encoded = socket_packet.Packet(socket_packet.EVENT, namespace=namespace, data=[event, *arguments]).encode()
        if not isinstance(encoded, str):
            raise TypeError("state updates hold no binary")
        return Packet(engine.MESSAGE, encoded)

    def _socket(self, sid: str) -> Any:
        if self._namespace not in self.rooms:
            return None
        return self._line(self.eio_sid_from_sid(sid, self._namespace))

    def _line(self, eio_sid: str | None) -> Any:
        socket = self.server.eio.sockets.get(eio_sid)
        return None if socket is None or socket.closed else socket


def server(manager: SocketManager) -> AsyncServer:
    """Make the Socket.IO server that Reflex runs its events over.

    Args:
        manager: ours.

    Returns:
        The server, set up as Reflex does, apart from the manager and stricter limits. Origins are checked
        by ``edge``, before the handshake.
    """
    return AsyncServer(
        async_mode="asgi",
        client_manager=manager,
        cors_allowed_origins=[],
        max_http_buffer_size=MAX_FRAME,
        ping_interval=PING_INTERVAL,
        ping_timeout=PING_TIMEOUT,
        json=SimpleNamespace(dumps=json_dumps, loads=json.loads),
        allow_upgrades=False,
        transports=["websocket"],
        async_handlers=False,
    )
