"""What stands before everything, in front of an application that only notes what gets through."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from hallchat import runtime
from hallchat.config import Settings
from hallchat.edge import MAX_BODY, Edge
from hallchat.runtime import Runtime
from hallchat.services import sessions
from tests import builders
from tests.api.conftest import NoSockets, NoWire

HOST = "localhost:8000"
OWN = f"http://{HOST}"
Headers = list[tuple[str, str]]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    chosen: dict[str, Any] = {"rate_limits": "off", "secret": "s" * 32, "database_url": database_url}
    return Settings(_env_file=None, data_dir=tmp_path, origins="https://chat.example.org", **chosen)  # pyright: ignore[reportCallIssue]


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Runtime]:
    """A running installation."""
    async with runtime.run(settings, NoSockets(), NoWire()) as running:
        yield running


async def cookie_of(app: Runtime, name: str) -> tuple[str, str]:
    """Sign somebody in; return the session id and the cookie's value."""
    actor = await app.database.write(lambda tx: builders.person(tx, name))
    return actor.session_id, app.sign_ins.token(await app.sign_ins.by_id(actor.session_id))


class Inner:
    """The application behind: it takes whole bodies, and remembers what it was shown."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            while (await receive()).get("more_body"):
                pass
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"ok"})


async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
    """Where the other kind of connection would go."""
    raise AssertionError(scope["type"])


async def knock(settings: Settings, headers: Headers, query: str = "token=abc&EIO=4") -> tuple[Scope | None, list[Message]]:
    """Knock at the websocket; return what got through, and what was answered."""
    inner, answers = Inner(), list[Message]()

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        answers.append(message)

    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": "/_event/",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    await Edge(nobody, inner, settings, 3000)(scope, receive, send)
    return (inner.scopes[0] if inner.scopes else None), answers


def page(origin: str = OWN, *more: tuple[str, str]) -> Headers:
    return [("host", HOST), ("origin", origin), *more]


def sent(scope: Scope | None, name: str) -> list[str]:
    assert scope is not None
    return [value.decode() for header, value in scope["headers"] if header.lower() == name.encode()]


def client_token(scope: Scope | None) -> str:
    assert scope is not None
    (token,) = parse_qs(scope["query_string"].decode())["token"]
    return token


@pytest.mark.parametrize("origin", [OWN, "http://localhost:3000", "https://chat.example.org"])
async def test_pages_of_ours_open_the_websocket(app: Runtime, settings: Settings, origin: str) -> None:
    scope, answers = await knock(settings, page(origin))
    assert scope is not None
    assert not answers


@pytest.mark.parametrize(
    "headers",
    [
        [("host", HOST)],
        page("null"),
        page(""),
        page("https://evil.example"),
        page("http://localhost:8000.evil.example"),
        page("http://localhost"),
        [("host", "rebound.example"), ("origin", "http://rebound.example")],
    ],
)
async def test_no_other_page_opens_the_websocket(app: Runtime, settings: Settings, headers: Headers) -> None:
    scope, answers = await knock(settings, headers)
    assert scope is None
    assert answers == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("query", ["", "token=", "token=a%2Fb", "token=" + "a" * 65, "token=visitor_abc", "token=%F0%9F%A6%86"])
async def test_a_client_token_must_look_like_one(app: Runtime, settings: Settings, query: str) -> None:
    assert (await knock(settings, page(), query))[0] is None


async def test_a_verified_sign_in_is_named_to_reflex_and_the_cookie_is_not(app: Runtime, settings: Settings) -> None:
    session_id, cookie = await cookie_of(app, "marina")
    scope, _ = await knock(settings, page(OWN, ("cookie", f"hallchat={cookie}; theme=dark"), ("x-other", "kept")))
    assert sent(scope, "authorization") == [f"hallchat-session {session_id}"]
    assert sent(scope, "cookie") == []
    assert sent(scope, "x-other") == ["kept"]


@pytest.mark.parametrize("name", ["authorization", "Authorization", "AUTHORIZATION"])
async def test_nobody_can_say_by_a_header_who_they_are(app: Runtime, settings: Settings, name: str) -> None:
    session_id, _ = await cookie_of(app, "marina")
    scope, _ = await knock(settings, page(OWN, (name, f"hallchat-session {session_id}")))
    assert sent(scope, "authorization") == []


@pytest.mark.parametrize("cookie", ["", "nonsense", "a.b.c", "é" * 9])
async def test_a_bad_cookie_makes_a_visitor(app: Runtime, settings: Settings, cookie: str) -> None:
    scope, _ = await knock(settings, page(OWN, ("cookie", f"hallchat={cookie}")))
    assert sent(scope, "authorization") == []
    assert client_token(scope) == "visitor-abc"


async def test_an_ended_sign_in_makes_a_visitor(app: Runtime, settings: Settings) -> None:
    session_id, cookie = await cookie_of(app, "marina")
    await app.database.write(lambda tx: sessions.end(tx, session_id=session_id))
    scope, _ = await knock(settings, page(OWN, ("cookie", f"hallchat={cookie}")))
    assert sent(scope, "authorization") == []


async def test_a_client_token_belongs_to_the_sign_in_that_it_comes_with(app: Runtime, settings: Settings) -> None:
    sign_ins = [await cookie_of(app, name) for name in ("marina", "tomas")]
    tokens = {client_token((await knock(settings, page()))[0])}
    for session_id, cookie in sign_ins:
        scope, _ = await knock(settings, page(OWN, ("cookie", f"hallchat={cookie}")))
        tokens.add(client_token(scope))
        assert session_id not in client_token(scope)
    assert len(tokens) == 3
    borrowed = next(token for token in tokens if not token.startswith("visitor"))
    assert client_token((await knock(settings, page(), f"token={borrowed}"))[0]) == f"visitor-{borrowed}"


async def test_the_last_of_several_client_tokens_is_checked_and_bound(app: Runtime, settings: Settings) -> None:
    scope, _ = await knock(settings, page(), "token=first&token=second&EIO=4")
    assert client_token(scope) == "visitor-second"


@pytest.fixture
async def http(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the application behind the edge."""
    transport = httpx.ASGITransport(Edge(Inner(), nobody, settings, None), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=OWN) as client:
        yield client


async def test_a_body_within_the_limit_gets_through(http: httpx.AsyncClient) -> None:
    assert (await http.post("/", content=b"x" * MAX_BODY)).text == "ok"


async def test_the_limit_is_128_kib_to_the_byte(http: httpx.AsyncClient) -> None:
    exactly, one_more = [await http.post("/", content=b"x" * size) for size in (128 * 1024, 128 * 1024 + 1)]
    assert (exactly.status_code, one_more.status_code) == (200, 413)
    assert "128 KiB" in one_more.json()["detail"]


async def test_a_body_that_says_it_is_too_large_is_refused_unread(http: httpx.AsyncClient) -> None:
    answer = await http.post("/", content=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "too_large"


@pytest.mark.parametrize("length", ["-1", "many", "1e3", "²"])
async def test_a_length_that_is_none_is_refused(http: httpx.AsyncClient, length: str) -> None:
    headers = [(b"content-length", length.encode("latin-1"))]
    assert (await http.send(httpx.Request("POST", f"{OWN}/", headers=headers, content=b"x"))).status_code == 413


@pytest.mark.parametrize("path", ["/_event", "/_event/?EIO=4&transport=websocket", "/_event/?EIO=4&transport=polling&token=abc"])
async def test_over_plain_http_there_is_no_line_for_events(http: httpx.AsyncClient, path: str) -> None:
    for answer in (await http.get(path, headers={"upgrade": "websocket"}), await http.post(path)):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_every_answer_carries_the_security_headers(http: httpx.AsyncClient) -> None:
    for answer in (await http.get("/"), await http.post("/", content=b"x" * (MAX_BODY + 1))):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
