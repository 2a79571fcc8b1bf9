# ruff: noqa: E402
# pyright: reportMissingImports=false, reportMissingModuleSource=false
"""The peer that stores: Flask-SocketIO on gevent's server, SQLAlchemy, SQLite.

It does what HallChat does for a message, with HallChat's own services where those do not depend on the
server: the same tables, membership check, client id, place, Markdown, ``synchronous=FULL``. What differs is
the stack: each message has its own commit, and each goes to the room by ``emit``.
"""

from gevent import monkey

monkey.patch_all()

import socket
import sys
from pathlib import Path
from typing import Any

import jwt
from flask import Flask, request
from flask_socketio import SocketIO, emit, join_room
from gevent import pywsgi
from geventwebsocket.handler import WebSocketHandler
from werkzeug.exceptions import Unauthorized

from hallchat import security, text
from hallchat.engine import connect, migrate
from hallchat.errors import Refusal
from hallchat.services import history, messages
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessageView, milliseconds

port, folder = int(sys.argv[1]), Path(sys.argv[2])
secret = security.load_secret(folder / "secret")
database = f"sqlite:///{folder / 'hallchat.db'}"
writing, reading = connect(database, writes=True), connect(database, writes=False)
migrate(writing)

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent")
actors: dict[str, Actor] = {}  # by the id of their socket


def signed_in(token: str) -> Actor:
    """Verify an access token, without a look at the database."""
    try:
        claims = jwt.decode(token, secret, algorithms=[security.ALGORITHM], audience=security.AUDIENCE, issuer=security.ISSUER)
    except jwt.InvalidTokenError:
        raise Unauthorized from None
    return Actor(int(claims["sub"]), claims["sid"])


def store(actor: Actor, hall_id: int, content: str, client_id: str) -> MessageView:
    """Store a message in a transaction of its own, then tell the room."""
    prepared = messages.prepare(content)
    with writing.begin() as connection:
        posted = messages.post(
            Transaction(connection), actor, hall_id=hall_id, prepared=prepared, client_id=text.client_id(client_id)
        )
    if posted.new:
        socketio.emit("new_message", shaped(posted.message), to=f"hall:{hall_id}")
    return posted.message


def shaped(message: MessageView) -> dict[str, Any]:
    """Shape a message for the browser."""
    return {
        "seq": message.seq,
        "hall": message.hall_id,
        "by": message.sender.id,
        "user": message.sender.username,
        "name": message.sender.display_name,
        "html": message.html,
        "at": milliseconds(message.created_at),
        "cid": message.client_id,
    }


@app.get("/ping")
def ping() -> str:
    """Answer at once."""
    return "pong"


@app.post("/halls/<int:hall_id>/messages")
def send_message(hall_id: int) -> tuple[dict[str, Any], int]:
    """Post a message over REST."""
    actor = signed_in(request.headers.get("Authorization", "").removeprefix("Bearer "))
    asked = request.get_json()
    return shaped(store(actor, hall_id, asked["content"], asked["client_id"])), 201


@app.errorhandler(Refusal)
def refused(refusal: Refusal) -> tuple[dict[str, str], int]:
    """Say what was refused."""
    return {"code": refusal.code}, 400


@socketio.on("connect")
def on_connect(auth: dict[str, str]) -> bool:
    """Let a session in, or not."""
    try:
        actors[request.sid] = signed_in(auth["token"])  # pyright: ignore[reportAttributeAccessIssue]
    except Unauthorized:
        return False
    return True


@socketio.on("disconnect")
def on_disconnect(_reason: str) -> None:
    """Forget a session."""
    actors.pop(request.sid, None)  # pyright: ignore[reportAttributeAccessIssue]


@socketio.on("join")
def on_join(hall_id: int) -> None:
    """Enter the room of a hall, as a member, and get its newest messages."""
    actor = actors[request.sid]  # pyright: ignore[reportAttributeAccessIssue]
    with reading.connect() as connection:
        page = history.latest(Transaction(connection), actor, hall_id=hall_id, limit=50)
    join_room(f"hall:{hall_id}")
    emit("history", {"messages": [shaped(message) for message in page.messages], "seq": page.last_seq})


@socketio.on("send")
def on_send(asked: dict[str, Any]) -> None:
    """Post a message through the socket."""
    actor = actors[request.sid]  # pyright: ignore[reportAttributeAccessIssue]
    message = store(actor, int(asked["hall_id"]), asked["content"], asked["client_id"])
    emit("sent", {"client_id": message.client_id, "seq": message.seq})


def listener() -> socket.socket:
    """Listen without Nagle's delay, as gunicorn does: gevent leaves it on, and keeps each answer back for 40 ms."""
    listening = socket.create_server(("127.0.0.1", port), backlog=2048)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


if __name__ == "__main__":
    pywsgi.WSGIServer(listener(), app, log=None, handler_class=WebSocketHandler).serve_forever()
