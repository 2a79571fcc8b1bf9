"""The limit: python-socketio on Granian, which sends what is posted to a room and saves, checks and renders nothing."""

import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import socketio

sio = socketio.AsyncServer(async_mode="asgi", transports=["websocket"], cors_allowed_origins=[])
_last: dict[int, int] = {}


async def _post(hall_id: int, content: str, client_id: str) -> int:
    _last[hall_id] = seq = _last.get(hall_id, 0) + 1
    payload = {
        "seq": seq,
        "hall": hall_id,
        "by": 7,
        "user": "marta07",
        "name": "Marta Solís 07",
        "html": f"<p>{content}</p>",
        "at": int(time.time() * 1000),
        "cid": client_id,
    }
    await sio.emit("new_message", payload, room=f"hall:{hall_id}")
    return seq


async def _on_connect(sid: str, environ: dict[str, Any], auth: Any) -> None:
    """Let anybody in."""


async def _on_join(sid: str, hall_id: int) -> None:
    await sio.enter_room(sid, f"hall:{hall_id}")
    await sio.emit("history", {"messages": [], "seq": _last.get(hall_id, 0)}, to=sid)


async def _on_send(sid: str, asked: dict[str, Any]) -> None:
    seq = await _post(int(asked["hall_id"]), asked["content"], asked["client_id"])
    await sio.emit("sent", {"client_id": asked["client_id"], "seq": seq}, to=sid)


for _event, _handler in {"connect": _on_connect, "join": _on_join, "send": _on_send}.items():
    sio.on(_event, _handler)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def http(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer ``/ping`` and take messages."""
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        part = await receive()
        body, more = body + part.get("body", b""), part.get("more_body", False)
    status, answer = 200, b'"pong"'
    if scope["method"] == "POST":
        asked = json.loads(body)
        seq = await _post(int(scope["path"].split("/")[2]), asked["content"], asked["client_id"])
        status, answer = 201, json.dumps({"seq": seq}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


app = socketio.ASGIApp(sio, http)

if __name__ == "__main__":
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "tests.bench.peers.raw_socketio:app",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        log_level=LogLevels.warning,
    ).serve()
