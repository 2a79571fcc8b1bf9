"""A websocket that can be mistreated (RFC 6455): cut, cut within a frame, and left unread."""

import asyncio
import os
import socket
import struct
from base64 import b64encode
from collections.abc import Callable, Mapping

_TEXT, _CLOSE, _PING, _PONG, _CONTINUED = 1, 8, 9, 10, 0
_END = b"\r\n\r\n"
PATIENCE = 15.0  # seconds for a handshake


class Line(asyncio.Protocol):
    """One connection to the server."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        """Prepare it; see ``open``.

        Args:
            on_text: called with each text that comes.
        """
        self.lost = asyncio.Event()
        self._on_text = on_text
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None
        self._buffer, self._parts = bytearray(), bytearray()

    async def open(self, port: int, path: str, headers: Mapping[str, str], *, buffer: int = 0) -> None:
        """Connect to a server on this machine.

        Args:
            port: the server's.
            path: with its query.
            headers: of the handshake.
            buffer: bytes that the system takes in for it unread; 0 for what is usual.

        Raises:
            OSError: when the server is not there, or says no.
        """
        raw = socket.socket()
        raw.setblocking(False)
        if buffer:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing it is cutting it
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE):
                await loop.sock_connect(raw, ("127.0.0.1", port))
                await loop.create_connection(lambda: self, sock=raw)
                self._greet(path, {"Host": f"localhost:{port}", **headers})
                await self._opened
        except BaseException:
            self.cut()
            raw.close()
            raise

    def send(self, text: str) -> None:
        """Send a text."""
        self._write(_frame(_TEXT, text.encode()))

    def send_half(self, text: str) -> None:
        """Send the first half of a text's frame, and cut the line."""
        frame = _frame(_TEXT, text.encode())
        self._write(frame[: len(frame) // 2])
        self.cut()

    def cut(self) -> None:
        """End the line without a word."""
        if self._transport is not None:
            self._transport.abort()
        self.lost.set()

    def stop_reading(self) -> None:
        """Leave in the system's buffers what comes from here on."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def read_on(self) -> None:
        """Take what was left."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that it is over."""
        self._transport = None
        self.lost.set()
        if not self._opened.done():
            self._opened.set_exception(ConnectionResetError("the line ended before it was open"))

    def data_received(self, data: bytes) -> None:
        """Take in bytes, and what is whole of them."""
        self._buffer += data
        if not self._opened.done():
            self._greeted()
        while self._opened.done() and not self.lost.is_set() and (frame := _taken(self._buffer)) is not None:
            self._take(*frame)

    def _greet(self, path: str, headers: Mapping[str, str]) -> None:
        asked = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        asked |= {"Sec-WebSocket-Key": b64encode(os.urandom(16)).decode(), **headers}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in asked.items())]
        self._write("\r\n".join(lines).encode() + _END)

    def _greeted(self) -> None:
        end = self._buffer.find(_END)
        if end < 0:
            return
        status = self._buffer.split(b" ", 2)[1]
        del self._buffer[: end + len(_END)]
        if status == b"101":
            self._opened.set_result(None)
        else:
            self._opened.set_exception(ConnectionRefusedError(f"the handshake was answered with {status.decode()}"))

    def _take(self, opcode: int, final: bool, payload: bytes) -> None:
        if opcode == _PING:
            self._write(_frame(_PONG, payload))
        elif opcode == _CLOSE:
            self.cut()
        elif opcode in (_TEXT, _CONTINUED):
            self._parts += payload
            if final:
                text, self._parts = self._parts.decode(), bytearray()
                self._on_text(text)

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


def _frame(opcode: int, payload: bytes) -> bytes:
    """Write a client's frame. Its mask is zero: it changes nothing, and nobody listens between."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65_536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + bytes(4) + payload


def _taken(buffer: bytearray) -> tuple[int, bool, bytes] | None:
    """Take a server's frame out of a buffer, when it is there as a whole."""
    if len(buffer) < 2:
        return None
    start, size = 2, buffer[1] & 0x7F
    if size == 126:
        start, size = 4, int.from_bytes(buffer[2:4])
    elif size == 127:
        start, size = 10, int.from_bytes(buffer[2:10])
    if len(buffer) < start + size:
        return None
    frame = buffer[0] & 0x0F, bool(buffer[0] & 0x80), bytes(buffer[start : start + size])
    del buffer[: start + size]
    return frame
