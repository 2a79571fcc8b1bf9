"""The sockets: a Socket.IO client manager that puts packets onto lines at once, without a task per receiver.

That emitting does not await is what ``Feed.open`` relies on: leaving one hall, entering another and the
new hall's ring are one step on each line.
"""

import asyncio
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Protocol
from urllib.parse import parse_qs

import engineio
from engineio import packet as engine
from reflex.utils.format import json_dumps
from socketio import AsyncManager, AsyncServer
from socketio import packet as socket_packet
from starlette.types import Receive, Scope, Send

from hallchat.realtime.door import Door
from hallchat.realtime.line import PING_INTERVAL, PING_TIMEOUT, Line
from hallchat.realtime.wire import Delta

Packet = engine.Packet
MAX_FRAME = 256 * 1024  # code points in one frame from a browser
EVENT = "event"  # Reflex's Socket.IO event that carries a state update


Known = Callable[[str | bytes], bool]
"""Tells whether a page sends such a frame; nobody hears any other."""


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
        if (line := self._line_of(sid)) is not None:
            line.put(packet)

    def waiting(self, sid: str) -> int:
        """Return how many packets a socket has not taken yet."""
        line = self._line_of(sid)
        return 0 if line is None else line.waiting

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
        for sid, eio_sid in self.get_participants(namespace, to or room):
            if sid not in skipped and (line := self._line(eio_sid)) is not None:
                line.put(packet)

    async def disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Forget a socket, and say so."""
        self._when_gone(sid)
        self.basic_disconnect(sid, namespace, **kwargs)

    def _encode(self, event: str, arguments: list[Any], namespace: str) -> Packet:
        encoded = socket_packet.Packet(socket_packet.EVENT, namespace=namespace, data=[event, *arguments]).encode()
        if not isinstance(encoded, str):
            raise TypeError("state updates hold no binary")
        return Packet(engine.MESSAGE, encoded)

    def _line_of(self, sid: str) -> Line | None:
        if self._namespace not in self.rooms:
            return None
        return self._line(self.eio_sid_from_sid(sid, self._namespace))

    def _line(self, eio_sid: str | None) -> Line | None:
        line = self.server.eio.sockets.get(eio_sid)
        return None if line is None or line.closed else line


class Lines(engineio.AsyncServer):
    """The Engine.IO server: websockets alone, a ``Line`` for each."""

    start_service_task = False  # lines see for themselves whether they are dead
    known: Known
    paced: bool

    def __init__(self, **options: Any) -> None:
        """Open the doors; ``server`` says which frames are heard. See ``engineio.AsyncServer`` for the options."""
        super().__init__(**options)
        self._members_door, self._visitors_door = Door(), Door()  # who only knocks keeps nobody back who is signed in

    def create_queue(self, *args: Any, **kwargs: Any) -> Any:
        """Make no queue: a line has its own."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one websocket from its handshake to its end.

        Args:
            scope: of a handshake that may be let in.
            receive: the ASGI server's.
            send: the ASGI server's own, without anything wrapped around it.
        """
        await receive()  # the handshake
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if query.get("EIO") != ["4"] or query.get("transport") != ["websocket"] or "sid" in query:
            await send({"type": "websocket.close", "code": 1008})
            return
        signed_in = any(name == b"authorization" for name, _ in scope["headers"])  # ``edge`` puts it there, and nobody else
        await (self._members_door if signed_in else self._visitors_door).enter()
        line = self.sockets[sid] = Line(self, sid := self.generate_id(), send)
        try:
            await line.accept(scope)
            line.put(engine.Packet(engine.OPEN, self._opening(sid)))
            await self._trigger_event("connect", sid, _environ(scope), run_async=False)
            await line.listen(receive)
        finally:
            self.sockets.pop(sid, None)

    def _opening(self, sid: str) -> dict[str, Any]:
        return {
            "sid": sid,
            "upgrades": [],
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": self.max_http_buffer_size,
        }


def _environ(scope: Scope) -> dict[str, Any]:
    """Say of a connection what Reflex asks for; it is kept as long as the line, so no more than that."""
    protocols = {"HTTP_SEC_WEBSOCKET_PROTOCOL": ", ".join(scope["subprotocols"])} if scope.get("subprotocols") else {}
    return {"QUERY_STRING": scope["query_string"].decode("latin-1"), "asgi.scope": scope, **protocols}


class Server(AsyncServer):
    """The Socket.IO server over ``Lines``."""

    eio: Lines

    def _engineio_server_class(self) -> type[Lines]:
        return Lines


def server(manager: SocketManager, known: Known, *, paced: bool = True) -> Server:
    """Make the Socket.IO server that Reflex runs its events over.

    Args:
        manager: ours.
        known: which frames are heard.
        paced: whether who says very much is heard more slowly.

    Returns:
        The server, set up as Reflex does, apart from the manager and stricter limits. Origins are checked
        by ``edge``, before the handshake.
    """
    made = Server(
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
    made.eio.known, made.eio.paced = known, paced
    return made
