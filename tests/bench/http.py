"""A small HTTP/1.1 client that keeps its connection: posting must cost the client next to nothing."""

import asyncio
import json
from typing import Any

_END = b"\r\n\r\n"


class Http(asyncio.Protocol):
    """One connection; one request at a time, the others wait their turn."""

    def __init__(self) -> None:
        """Start without a connection."""
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._turn = asyncio.Lock()

    @classmethod
    async def to(cls, host: str) -> "Http":
        """Connect.

        Args:
            host: name and port.
        """
        name, port = host.rsplit(":", 1)
        return (await asyncio.get_running_loop().create_connection(cls, name, int(port)))[1]

    async def call(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return the status and the body of its answer.

        Raises:
            ConnectionError: when the connection ends before the answer.
        """
        async with self._turn:
            if self._transport is None:
                raise ConnectionError
            self._answer = asyncio.get_running_loop().create_future()
            self._transport.write(request)
            return await self._answer

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail what waits."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError())

    def data_received(self, data: bytes) -> None:
        """Take in bytes; the answer is complete when its body is."""
        self._buffer += data
        whole = answer(bytes(self._buffer))
        if whole is not None and self._answer is not None and not self._answer.done():
            self._buffer.clear()
            self._answer.set_result(whole)


def answer(received: bytes) -> tuple[int, bytes] | None:
    """Read an answer with a known length.

    Args:
        received: all bytes so far.

    Returns:
        Status and body; None while something is missing.
    """
    end = received.find(_END)
    if end < 0:
        return None
    head = received[:end].lower()
    start = head.find(b"content-length:")
    length = int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
    body = received[end + len(_END) :]
    return (int(head.split(b" ", 2)[1]), body) if len(body) >= length else None


def request(method: str, host: str, path: str, token: str = "", body: Any = None) -> bytes:
    """Write a request."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(content)}"]
    lines += ["Content-Type: application/json"] if content else []
    lines += [f"Authorization: Bearer {token}"] if token else []
    return "\r\n".join(lines).encode() + _END + content
