"""A running installation without sockets, and people who call its API."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from hallchat import api, runtime
from hallchat.api.express import Express
from hallchat.config import Settings
from hallchat.realtime.sockets import Packet
from hallchat.realtime.wire import Delta, HallRow, Here, Row, Typist
from hallchat.runtime import Runtime
from hallchat.services import sessions
from hallchat.services.accounts import own_credentials
from hallchat.transaction import Transaction, Work
from hallchat.views import Actor, QuietView
from tests import builders
from tests.watchdog import Watch

ORIGIN = "http://localhost:8000"


class NoSockets:
    """Sockets of an installation that nobody has open."""

    def connected(self, sid: str) -> bool:
        return False

    def packet(self, delta: Delta) -> Packet:
        raise NotImplementedError

    def put(self, sid: str, packet: Packet) -> None:
        raise NotImplementedError

    def waiting(self, sid: str) -> int:
        return 0

    def drop(self, sid: str) -> None:
        raise NotImplementedError

    def when_gone(self, callback: Callable[[str], None]) -> None:
        pass


class NoWire:
    """Names for nobody."""

    def slots(self, rows: Mapping[int, Row | None], *, hall: int, head: int, rev_from: int, rev_to: int) -> Delta:
        return {}

    def crowd(self, changes: int) -> Delta:
        return {}

    def listed(self, changes: int) -> Delta:
        return {}

    def typing(self, typists: Sequence[Typist]) -> Delta:
        return {}

    def talks(self, there: Mapping[str, str]) -> Delta:
        return {}

    def presence(self, here: Here) -> Delta:
        return {}

    def halls(self, rows: Sequence[HallRow]) -> Delta:
        return {}

    def unread(self, counts: Mapping[str, int], mentions: Mapping[str, int], again: Mapping[str, int]) -> Delta:
        return {}

    def new_from(self, hall: int, first: int, *, kept: bool = False) -> Delta:
        return {}

    def drafts(self, times: Mapping[str, int]) -> Delta:
        return {}

    def quiet(self, quiet: QuietView) -> Delta:
        return {}

    def signed_out(self) -> Delta:
        return {}


@dataclass(frozen=True)
class Person:
    """Somebody with an account, who calls the API with a bearer token."""

    actor: Actor
    token: str
    http: httpx.AsyncClient

    @property
    def id(self) -> int:
        return self.actor.user_id


class World:
    """An installation and the ways to call it."""

    def __init__(self, app: Runtime, stack: AsyncExitStack, page_port: int | None) -> None:
        self.app = app
        self._stack = stack
        self._asgi = Express(api.build(page_port=page_port))

    async def client(self, *, peer: str = "203.0.113.7", base: str = ORIGIN, **options: Any) -> httpx.AsyncClient:
        """Return a client at an address."""
        transport = httpx.ASGITransport(self._asgi, raise_app_exceptions=False, client=(peer, 40_000))
        return await self._stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=base, **options))

    async def person(self, name: str) -> Person:
        """Make an account without waiting for argon2, and sign it in."""
        return await self.signed_in(await self.write(lambda tx: builders.person(tx, name)))

    async def signed_in(self, actor: Actor) -> Person:
        """Return a person who calls with the token of a sign-in."""
        sign_in = await self.app.sign_ins.by_id(actor.session_id)
        token = self.app.sign_ins.token(sign_in)
        return Person(actor, token, await self.client(headers={"Authorization": f"Bearer {token}"}))

    async def again(self, person: Person) -> Person:
        """Sign a person in on another device."""

        def begin(tx: Transaction) -> Actor:
            account = own_credentials(tx, person.actor).account
            return Actor(person.id, sessions.begin(tx, account, lifetime=builders.LIFETIME).session_id)

        return await self.signed_in(await self.write(begin))

    async def write(self, work: Work[Any]) -> Any:
        return await self.app.database.write(work)


Open = Callable[..., Any]


@pytest.fixture(autouse=True)
def loop_stays_free(watch: Watch) -> None:
    """Fail a test that holds the event loop up, or asks the database on it."""


@pytest.fixture
async def install(tmp_path: Path, database_url: str) -> AsyncIterator[Open]:
    """Start an installation with given settings; by default without rate limits."""
    async with AsyncExitStack() as stack:

        async def start(*, page_port: int | None = None, **settings: Any) -> World:
            chosen: dict[str, Any] = {"rate_limits": "off", "secret": "s" * 32, "database_url": database_url, **settings}
            checked = Settings(_env_file=None, data_dir=tmp_path, **chosen)  # pyright: ignore[reportCallIssue]
            app = await stack.enter_async_context(runtime.run(checked, NoSockets(), NoWire()))
            return World(app, stack, page_port)

        yield start


@pytest.fixture
async def world(install: Open) -> World:
    """An installation with the usual settings."""
    return await install()


@pytest.fixture
async def anonymous(world: World) -> httpx.AsyncClient:
    """A caller without an account."""
    return await world.client()


@pytest.fixture
async def marina(world: World) -> Person:
    return await world.person("marina")


@pytest.fixture
async def tomas(world: World) -> Person:
    return await world.person("tomas")


def code(answer: httpx.Response) -> str:
    """Return the code of a problem, having checked its shape."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert set(body) - {"errors"} == {"type", "title", "status", "detail", "code"}
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:hallchat:{body['code']}"
    return body["code"]
