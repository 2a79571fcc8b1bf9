"""The express way to post a message: FastAPI's own takes more than half of all the work of a post, on the event loop.

It takes what a program sends that posts a lot: a bearer token and a JSON body of a length that it tells, nothing unusual
beside. Whatever else comes, or does not fit, goes FastAPI's way, which says what is wrong; what both take, both answer alike.
"""

import re

from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hallchat import operations, runtime
from hallchat.api import outputs, problems
from hallchat.api.inputs import NewMessage
from hallchat.api.messages import new_client_id
from hallchat.errors import Refusal
from hallchat.services.sessions import SignIn
from hallchat.views import Actor

_PATH = re.compile(r"/halls/([1-9][0-9]{0,17})/messages")
_UNUSUAL = ("idempotency-key", "origin", "transfer-encoding", "content-encoding")


class Express:
    """Stands before the API and answers posts that it understands."""

    def __init__(self, api: ASGIApp) -> None:
        """Stand before an API.

        Args:
            api: what answers all else.
        """
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a post, or hand over."""
        found = _PATH.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        sign_in = await _sign_in_of(scope) if found else None
        if found is None or sign_in is None:
            await self._api(scope, receive, send)
            return
        body = await _whole(receive)
        if body is None:
            return
        try:
            new = NewMessage.model_validate_json(body)
        except ValidationError:
            await self._api(scope, _again(body, receive), send)
            return
        answer = await _posted(Request(scope), sign_in, int(found[1]), new)
        await answer(scope, receive, send)


async def _sign_in_of(scope: Scope) -> SignIn | None:
    """Find the sign-in of a plain JSON request with a good bearer token; None for any other request."""
    headers = Headers(scope=scope)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    usual = scheme == "Bearer" and headers.get("content-type") == "application/json" and "content-length" in headers
    if not usual or scope["query_string"] or any(name in headers for name in _UNUSUAL):
        return None
    try:
        return await runtime.current().sign_ins.by_token(token)
    except Exception:  # FastAPI's way says what is wrong, also when it is the database
        return None


async def _whole(receive: Receive) -> bytes | None:
    """Read a body; None when its sender went before its end."""
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Let a body that was read be read once more."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        """Receive the body, then what comes after it."""
        return waiting.pop() if waiting else await receive()

    return replay


async def _posted(request: Request, sign_in: SignIn, hall_id: int, new: NewMessage) -> Response:
    actor, client_id = Actor(sign_in.account.id, sign_in.session_id), new_client_id(new.client_id)
    try:
        posted = await operations.send_message(
            runtime.current(), actor, hall_id=hall_id, content=new.content, client_id=client_id, reply_to=new.reply_to
        )
    except Refusal as refusal:
        return problems.problem(request, refusal)
    except Exception as error:
        return await problems.unexpected(request, error)
    content = outputs.Message.model_validate(posted.message).model_dump_json()
    return Response(content, 201 if posted.new else 200, {"Cache-Control": "no-store"}, "application/json")
