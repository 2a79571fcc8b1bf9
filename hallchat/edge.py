"""Who stands at the door: an ASGI middleware before everything, the websocket first of all.

At the websocket's handshake it checks the origin, verifies the cookie and its session row, and tells
Reflex who it is in a header that no stranger can send. It also binds Reflex's client token to the
sign-in: that token comes from ``Math.random`` in a page and proves nothing, so another sign-in, or none,
with the same token gets a state of its own.
"""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode

from reflex_base.constants import Endpoint
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hallchat import errors, origins
from hallchat.api import cookies
from hallchat.api.problems import NothingHere, problem
from hallchat.config import Settings
from hallchat.runtime import current
from hallchat.states.acting import SESSION_SCHEME

MAX_BODY = 128 * 1024  # bytes
_EVENTS = str(Endpoint.EVENT)
_TOKEN = re.compile(r"[A-Za-z0-9-]{1,64}")
_OURS = (b"authorization", b"cookie")


class Edge:
    """Checks every connection before the application sees it."""

    def __init__(self, app: ASGIApp, sockets: ASGIApp, settings: Settings, page_port: int | None) -> None:
        """Stand before an application.

        Args:
            app: takes requests.
            sockets: takes websockets.
            settings: checked.
            page_port: where the pages are served when that is another port, in development.
        """
        self._app, self._sockets = app, sockets
        self._settings = settings
        self._page_port = page_port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a connection in, or refuse it."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        admitted = await self._admitted(scope)
        if admitted is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._sockets(admitted, receive, send)

    async def _admitted(self, scope: Scope) -> Scope | None:
        """Return a handshake as Reflex may see it, None when it is not let in."""
        headers = Headers(scope=scope)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        token = query.get("token", "")
        if not self._ours(headers) or not _TOKEN.fullmatch(token):
            return None
        session_id = await _session_of(HTTPConnection(scope), self._settings.trusted_proxies)
        query["token"] = f"{_owner(session_id)}-{token}"
        kept = [(name, value) for name, value in scope["headers"] if name.lower() not in _OURS]
        if session_id:
            kept.append((b"authorization", (SESSION_SCHEME + session_id).encode()))
        return {**scope, "headers": kept, "query_string": urlencode(query).encode()}

    def _ours(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        return origin is not None and origins.allowed(origin, headers.get("host", ""), self._settings.origins, self._page_port)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = 0

        async def counted() -> Message:
            """Receive, up to as much as a body may hold."""
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:
                raise errors.TooLarge(kib=MAX_BODY // 1024)
            return message

        async def hardened(message: Message) -> None:
            """Send, with our headers."""
            if message["type"] == "http.response.start":
                _harden(MutableHeaders(scope=message))
            await send(message)

        length = Headers(scope=scope).get("content-length", "0")
        if scope["path"].startswith(_EVENTS):  # Engine.IO would make a line of it that nobody ends
            await problem(Request(scope), NothingHere())(scope, receive, hardened)
        elif length.isdecimal() and int(length) <= MAX_BODY:
            await self._app(scope, counted, hardened)
        else:
            await problem(Request(scope), errors.TooLarge(kib=MAX_BODY // 1024))(scope, receive, hardened)


async def _session_of(connection: HTTPConnection, trusted_proxies: int) -> str | None:
    token = cookies.read(connection, trusted_proxies)
    if token is None:
        return None
    try:
        return (await current().sign_ins.by_token(token)).session_id
    except errors.NotSignedIn:
        return None


def _owner(session_id: str | None) -> str:
    """Name whose client tokens these are; it reaches the page, so it does not give the session id away."""
    return hashlib.sha256(session_id.encode()).hexdigest()[:16] if session_id else "visitor"


def _harden(headers: MutableHeaders) -> None:
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "same-origin")
    headers.setdefault("content-security-policy", "frame-ancestors 'none'; base-uri 'self'; object-src 'none'")
