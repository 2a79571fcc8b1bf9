"""A running installation with whole tabs: Reflex's event processor and state manager, without sockets and browser."""

import contextlib
import inspect
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import reflex as rx
from reflex.app_mixins.middleware import MiddlewareMixin
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State, StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import Event
from reflex_base.event.processor.base_state_processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from hallchat import runtime
from hallchat.config import Settings
from hallchat.runtime import Runtime
from hallchat.states.acting import SESSION_SCHEME
from hallchat.states.boot import Boot
from hallchat.states.conversation import ConversationState
from hallchat.states.editing import EditingState
from hallchat.states.lobby import LobbyState
from hallchat.states.members import MembersState
from hallchat.states.notices import NoticeState, tell
from hallchat.states.pages import PagesState, refresh
from hallchat.states.wire import StateWire
from hallchat.transaction import Work
from hallchat.views import Actor
from tests import builders
from tests.tabs import Page, Tabs
from tests.watchdog import Watch

PAGES, NOTICES, MEMBERS = (state.get_full_name() for state in (PagesState, NoticeState, MembersState))
EDITING = EditingState.get_full_name()


class Server(MiddlewareMixin):
    """As much of Reflex's server as a tab talks to. What it emits goes into the same queue as what is pushed."""

    def __init__(self, app: Runtime, tabs: Tabs) -> None:
        super().__init__()
        self.app, self.tabs = app, tabs
        self.add_middleware(Boot())
        self.sid_to_token: dict[str, str] = {}
        self.failures: list[Exception] = []
        self.states = StateManagerMemory()
        self.processor = BaseStateEventProcessor(middleware=self, backend_exception_handler=self.failures.append)
        self.processor.configure(state_manager=self.states, event_namespace=self)  # pyright: ignore[reportArgumentType]

    @property
    def event_namespace(self) -> "Server":
        return self

    def get_load_events(self, path: str) -> list[Any]:
        """Return what the pages run when they are loaded."""
        return [ConversationState.open] if path.startswith("/h/") else [LobbyState.arrive] if path == "/" else []

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        for sid, known in self.sid_to_token.items():
            if known == token:
                if update.delta:
                    self.tabs.put(sid, self.tabs.packet({name: dict(values) for name, values in update.delta.items()}))
                self.tabs.pages[sid].events += update.events

    def set_contexts(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    @contextlib.asynccontextmanager
    async def modify_state(self, token: BaseStateToken) -> AsyncIterator[Any]:
        async with self.states.modify_state(token) as state:
            yield state
            delta = await state._get_resolved_delta()
            state._clean()
            await self.emit_update(StateUpdate(delta=delta), token.ident)

    async def write(self, work: Work[Any]) -> Any:
        return await self.app.database.write(work)

    async def person(self, name: str) -> Actor:
        return await self.write(lambda tx: builders.person(tx, name))

    async def hall(self, owner: Actor, *others: Actor, last: int = 0, **options: Any) -> int:
        """Make a hall in which its owner said something ``last`` times."""
        made = await self.write(lambda tx: builders.hall(tx, owner, *others, **options))
        for start in range(0, last, 50):
            await self.write(
                lambda tx, start=start: [
                    builders.say(tx, owner, made.id, f"message {seq + 1}") for seq in range(start, min(last, start + 50))
                ]
            )
        return made.id

    def tab(self, actor: Actor | None, *, path: str = "/", language: str = "en", sid: str | None = None) -> "Tab":
        """Open a page that is not connected yet."""
        sid = sid or uuid4().hex
        self.sid_to_token[sid] = f"token-{sid}"
        self.tabs.come(sid)
        return Tab(self, sid, actor, path, language)

    async def open(self, actor: Actor | None, hall: int | None = None, **options: Any) -> "Tab":
        """Open a page, and let it connect."""
        tab = self.tab(actor, path=f"/h/{hall}" if hall else "/", **options)
        await tab.connect()
        return tab


def address_of(path: str) -> int:
    """Return the hall at a path."""
    hall = path.removeprefix("/h/")
    return int(hall) if hall.isdigit() else 1


class Tab:
    """One page of a person, or of a visitor."""

    def __init__(self, server: Server, sid: str, actor: Actor | None, path: str, language: str) -> None:
        self.server, self.sid, self.path = server, sid, path
        self.user_id = actor.user_id if actor else 0
        self._headers = {"accept-language": language}
        if actor:
            self._headers["authorization"] = SESSION_SCHEME + actor.session_id

    @property
    def page(self) -> Page:
        return self.server.tabs.pages[self.sid]

    async def connect(self, *, place: str = "", panel: str = "", edited: str = "") -> None:
        """Send what a page sends first after its socket is there.

        Args:
            place: what it kept of its place in the history.
            panel: what it kept of the panel.
            edited: what it kept of the message that is edited.
        """
        kept = {f"{PAGES}.place{FIELD_MARKER}": place, f"{MEMBERS}.kept{FIELD_MARKER}": panel}
        kept[f"{EDITING}.kept{FIELD_MARKER}"] = edited
        await self.send(State, "hydrate_and_load", vars={name: value for name, value in kept.items() if value})

    async def go(self, path: str) -> None:
        """Navigate within the page."""
        self.path = path
        await self.send(
            ConversationState if path.startswith("/h/") else LobbyState, "open" if path.startswith("/h/") else "arrive"
        )

    async def reconnect(self) -> None:
        """Lose the socket and come back with another one; the page keeps what it shows."""
        page, token = self.page, self.server.sid_to_token.pop(self.sid)
        self.server.tabs.go(self.sid)
        self.sid = uuid4().hex
        self.server.sid_to_token[self.sid], self.server.tabs.pages[self.sid] = token, page
        await self.connect()

    async def send(self, state: type[rx.State], handler: str, **arguments: Any) -> None:
        """Fire an event with arguments of any kind, and wait for everything that follows from it.

        The hall at the address and the user are added where a handler asks for them, as the page does.
        """
        asked = inspect.signature(state.event_handlers[handler].fn).parameters
        known = {"hall_id": address_of(self.path), "user_id": self.user_id if handler == "send" else None}
        arguments = {name: value for name, value in known.items() if name in asked and value is not None} | arguments
        router = {"pathname": self.path, "asPath": self.path, "query": {}, "sid": self.sid, "headers": self._headers, "ip": ""}
        event = Event(format_event_handler(state.event_handlers[handler]), router_data=router, payload=arguments)
        future = await self.server.processor.enqueue(self.server.sid_to_token[self.sid], event)
        with contextlib.suppress(Exception):
            await future.wait_all()

    async def state(self, cls: type[rx.State]) -> Any:
        """Return a state as the server has it."""
        root = await self.server.states.get_state(BaseStateToken(ident=self.server.sid_to_token[self.sid], cls=cls))
        return await root.get_state(cls)

    @property
    def rows(self) -> list[int]:
        """The places that the page shows: the loaded blocks before the ring, then the ring."""
        head, pages = self.page.ring("head"), self.page.vars.get(PAGES, {})
        low, high = pages.get("low", 0), pages.get("high", -1)
        mine = pages.get("hall") == self.page.ring("hall") and low <= high
        blocks = [row for block in range(low, high + 1) for row in pages[f"page_{block % 8}"]] if mine else []
        return [row["seq"] for row in blocks if row["seq"] < max(1, head - 127)] + self.page.seqs

    @property
    def notice(self) -> str:
        return self.page.vars[NOTICES]["sentence"]


@pytest.fixture(autouse=True)
def loop_stays_free(watch: Watch) -> None:
    """Fail a test that holds the event loop up, or asks the database on it."""


@pytest.fixture
def tabs() -> Tabs:
    return Tabs()


@pytest.fixture
async def server(tmp_path: Path, database_url: str, tabs: Tabs) -> AsyncIterator[Server]:
    settings = Settings(data_dir=tmp_path, database_url=database_url, secret="s" * 32, rate_limits="off")
    async with runtime.run(settings, tabs, StateWire()) as app:
        server = Server(app, tabs)
        app.live.when_older_changes(partial(refresh, server))  # pyright: ignore[reportArgumentType]
        app.undo.when_refused(partial(tell, server))  # pyright: ignore[reportArgumentType]
        registration = RegistrationContext.get()
        before = registration._app  # pyright: ignore[reportPrivateUsage]
        object.__setattr__(registration, "_app", server)
        async with server.processor:
            yield server
        object.__setattr__(registration, "_app", before)
        await server.states.close()
        assert server.failures == []


@pytest.fixture
async def ana(server: Server) -> Actor:
    return await server.person("ana")


@pytest.fixture
async def bea(server: Server) -> Actor:
    return await server.person("bea")
