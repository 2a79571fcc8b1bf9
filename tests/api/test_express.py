"""The express way answers as FastAPI's does, and is taken by what is usual."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from hallchat import api
from hallchat.api.express import Express
from hallchat.errors import TooMany
from tests.api.conftest import ORIGIN, Person, World

JSON = {"content-type": "application/json"}
BODIES = (
    b'{"content": "hola", "client_id": "a-1"}',
    b'{"content": "hola"}',
    b'{"content": "hola", "client_id": null}',
    b'{"content": "uno", "content": "dos", "client_id": "a-1"}',
    b'{"content": "hola", "client_id": "no spaces"}',
    b'{"content": "   "}',
    b'{"content": "\\u0007"}',
    b'{"content": "\\ud800"}',
    b'{"content": "' + b"a" * 8001 + b'"}',
    b'{"content": "' + b"**a** " * 400 + b'"}',
    b'{"content": 1}',
    b'{"content": "hola", "more": 1}',
    b'{"client_id": "a-1"}',
    b"[]",
    b"",
    b"{",
    b'\xff{"content": "hola"}',
    '{"content": "señal 👩‍🚀 مرحبا"}'.encode(),
    '{"content": "señal"}'.encode("utf-16"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"accept-language": "es"},
    {"content-type": "text/plain"},
    {"content-type": "application/json; charset=utf-8"},
    {"idempotency-key": "b-2"},
    {"origin": "https://elsewhere.example"},
    {"authorization": "Bearer nonsense"},
    {"authorization": "bearer nonsense"},
    {"authorization": "Basic bWFyaW5hOng="},
)
PLACES = ("1", "01", "0", "2", "9223372036854775807", "99999999999999999999", "-1", "x")


class Ways:
    """The same API twice: with the express way before it and without."""

    def __init__(self, express: httpx.AsyncClient, plain: httpx.AsyncClient) -> None:
        self._clients = {"express": express, "plain": plain}

    async def same(self, path: str, **request: Any) -> httpx.Response:
        """Send a request both ways, check that both answer alike, and return the answer."""
        answers = [await client.post(path, **_marked(request, way)) for way, client in self._clients.items()]
        assert _said(answers[0]) == _said(answers[1])
        return answers[0]


def _marked(request: dict[str, Any], way: str) -> dict[str, Any]:
    """Give each way client ids of its own, as long as the other's."""
    content = request["content"].replace(b'"a-1"', b'"a-%s"' % way[:1].encode())
    return {**request, "content": content}


def _said(answer: httpx.Response) -> tuple[int, dict[str, str], Any]:
    body = answer.json()
    for changing in ("id", "seq", "rev", "created_at", "client_id"):
        if changing in body:
            body[changing] = type(body[changing]).__name__
    return answer.status_code, {name: value for name, value in answer.headers.items() if name != "content-length"}, body


@pytest.fixture
async def ways(world: World, marina: Person, tomas: Person) -> AsyncIterator[Ways]:
    """Marina's two ways; hall 1 is hers, hall 2 is somebody else's."""
    for person in (marina, tomas):
        await person.http.post("/halls", json={"name": "El puerto"})
    plain = httpx.ASGITransport(api.build(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=plain, base_url=ORIGIN, headers=dict(marina.http.headers)) as client:
        yield Ways(marina.http, client)


@pytest.mark.parametrize("body", BODIES)
async def test_any_body_is_answered_alike(ways: Ways, body: bytes) -> None:
    answer = await ways.same("/halls/1/messages", content=body, headers=JSON)
    assert answer.status_code in (201, 422)


@pytest.mark.parametrize("headers", HEADERS)
async def test_any_header_is_answered_alike(ways: Ways, headers: dict[str, str]) -> None:
    await ways.same("/halls/1/messages", content=BODIES[0], headers=JSON | headers)


@pytest.mark.parametrize("place", PLACES)
async def test_any_hall_is_answered_alike(ways: Ways, place: str) -> None:
    await ways.same(f"/halls/{place}/messages", content=BODIES[0], headers=JSON)


async def test_sending_again_is_answered_alike(ways: Ways) -> None:
    assert (await ways.same("/halls/1/messages", content=BODIES[0], headers=JSON)).status_code == 201
    assert (await ways.same("/halls/1/messages", content=BODIES[0], headers=JSON)).status_code == 200


async def test_a_sign_in_that_ended_after_it_was_used_is_answered_alike(ways: Ways, marina: Person) -> None:
    assert (await ways.same("/halls/1/messages", content=BODIES[1], headers=JSON)).status_code == 201
    await marina.http.post("/auth/logout")
    assert (await ways.same("/halls/1/messages", content=BODIES[1], headers=JSON)).status_code == 401


async def test_who_posts_too_often_is_answered_alike(ways: Ways, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[tuple[str | int, ...]] = []

    async def too_many(*what: str | int) -> None:
        counted.append(what)
        raise TooMany(seconds=7)

    monkeypatch.setattr(world.app.limits, "count", too_many)
    answer = await ways.same("/halls/1/messages", content=BODIES[1], headers=JSON)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert counted[0] == counted[1]


async def test_a_failure_is_answered_alike(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr("hallchat.operations.send_message", fail)
    assert (await ways.same("/halls/1/messages", content=BODIES[0], headers=JSON)).status_code == 500


async def test_a_database_that_fails_for_the_sign_in_is_answered_alike(
    ways: Ways, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: str) -> None:
        raise OSError

    monkeypatch.setattr(world.app.sign_ins, "by_token", fail)
    assert (await ways.same("/halls/1/messages", content=BODIES[0], headers=JSON)).status_code == 500


class Post:
    """A post at the ASGI interface, in as many parts as a test likes, and what answered it."""

    def __init__(self, person: Person, *parts: Message, **headers: str) -> None:
        self.reached_fastapi, self.answers = False, list[Message]()
        self._parts = [*parts]
        known = {"authorization": f"Bearer {person.token}", "content-type": "application/json"} | headers
        raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in known.items()]
        self._scope = {"type": "http", "method": "POST", "path": "/halls/1/messages", "query_string": b"", "headers": raw}

    async def run(self) -> "Post":
        await Express(self._fastapi)(self._scope, self._receive, self._send)
        return self

    async def _fastapi(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached_fastapi = True

    async def _receive(self) -> Message:
        return self._parts.pop(0)

    async def _send(self, message: Message) -> None:
        self.answers.append(message)


async def test_a_body_of_an_untold_length_is_left_to_fastapi(marina: Person) -> None:
    """HTTP/2 has such bodies: when one is too large, what stands before us refuses it while it is read."""
    assert (await Post(marina).run()).reached_fastapi


async def test_a_body_whose_sender_went_is_not_posted(marina: Person) -> None:
    await marina.http.post("/halls", json={"name": "El puerto"})
    part = {"type": "http.request", "body": BODIES[1], "more_body": True}
    post = await Post(marina, part, {"type": "http.disconnect"}, content_length="100").run()
    assert (post.reached_fastapi, post.answers) == (False, [])
    post = await Post(marina, part, {"type": "http.request"}, content_length=str(len(BODIES[1]))).run()
    assert post.answers[0]["status"] == 201
    assert (await marina.http.get("/halls/1/messages")).json()["messages"][0]["seq"] == 1


async def test_what_is_usual_does_not_reach_fastapi(marina: Person) -> None:
    await marina.http.post("/halls", json={"name": "El puerto"})

    async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError(scope["path"])

    transport = httpx.ASGITransport(Express(nobody))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=dict(marina.http.headers)) as client:
        assert (await client.post("/halls/1/messages", json={"content": "hola"})).status_code == 201
