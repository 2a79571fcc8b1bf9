"""A tab without a browser: Socket.IO as Reflex's page speaks it, and everything that the server ever sent to it."""

import asyncio
import importlib
import inspect
import json
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import reflex as rx
import socketio

import hallchat.states

NAMESPACE = "/_event"
ROOT_STATE = "reflex___state____state"


class Tab:
    """One socket, the vars that a page would have, and the stream that made them."""

    def __init__(self, url: str, path: str) -> None:
        """Come from a page; see ``opened``."""
        self.url, self.path = url, path
        self.received: list[Any] = []
        self.vars: dict[str, Any] = {}
        self._changed = asyncio.Event()
        self._socket = socketio.AsyncClient(reconnection=False, json=json)
        self._socket.on("*", self._take, namespace=NAMESPACE)

    @property
    def connected(self) -> bool:
        """Whether the line is up."""
        return NAMESPACE in self._socket.namespaces

    @property
    def stream(self) -> str:
        """All that was received, as text to search in."""
        return json.dumps(self.received, ensure_ascii=False)

    async def connect(self, *, cookie: str | None, token: str, origin: str | None) -> None:
        """Connect with the event that fills a page."""
        headers = {"Origin": origin or self.url} | ({"Cookie": f"hallchat={cookie}"} if cookie else {})
        await self._socket.connect(
            f"{self.url}?token={token}",
            headers=headers,
            auth={"event": event(f"{ROOT_STATE}.hydrate_and_load", {"hashes": []}, self.path)},
            transports=["websocket"],
            namespaces=[NAMESPACE],
            socketio_path=NAMESPACE,
        )

    async def fire(self, handler: str, payload: Any) -> None:
        """Send an event.

        Args:
            handler: its full name, or of ours the state and the name: ``ConversationState.send``.
            payload: its arguments.
        """
        await self.emit(event(full_name(handler), payload, self.path))

    async def emit(self, anything: Any) -> None:
        """Send anything in place of an event."""
        await self._socket.emit("event", anything, namespace=NAMESPACE)

    async def settled(self) -> None:
        """Wait until all events before were handled: a tab's are handled one after another."""
        mark = uuid4().hex
        await self.fire("DirectoryState.search", {"query": mark})
        await self.until(lambda: self.vars.get("DirectoryState.query") == mark)

    async def until(self, check: Callable[[], object], seconds: float = 20.0) -> None:
        """Wait until something is so, by what was received."""
        async with asyncio.timeout(seconds):
            while not check():
                self._changed.clear()
                await self._changed.wait()

    async def gone(self) -> None:
        """Wait until the server closed the line."""
        async with asyncio.timeout(20):
            await self._socket.wait()

    async def close(self) -> None:
        """Close the line."""
        await self._socket.disconnect()

    async def _take(self, kind: str, data: Any = None) -> None:
        self.received.append(data)
        self.vars |= vars_in(data)
        self._changed.set()


def vars_in(data: Any) -> dict[str, Any]:
    """Return the vars that an event from the server sets, by the names that states and vars have in the code."""
    found: dict[str, Any] = {}
    for state, values in (data.get("delta") or {}).items() if isinstance(data, dict) else ():
        name = state.rsplit(".", 1)[-1].rsplit("____", 1)[-1].title().replace("_", "")
        found |= {f"{name}.{var.removesuffix('_rx_state_')}": value for var, value in values.items()}
    return found


@asynccontextmanager
async def opened(
    url: str, path: str = "/", *, cookie: str | None = None, token: str | None = None, origin: str | None = None
) -> AsyncIterator[Tab]:
    """Open a tab as long as the block lasts, and wait until it is filled.

    Args:
        url: the server's.
        path: of the page.
        cookie: the access token; none for a visitor.
        token: Reflex's client token; a new one when left out.
        origin: of the page; the server's own when left out.
    """
    tab = Tab(url, path)
    await tab.connect(cookie=cookie, token=token or str(uuid4()), origin=origin)
    try:
        await tab.until(lambda: tab.vars.get("State.is_hydrated"))
        yield tab
    finally:
        await tab.close()


def event(name: str, payload: Any, path: str) -> dict[str, Any]:
    """Make an event as a page sends it.

    Args:
        name: the handler's full name.
        payload: its arguments.
        path: where the page is.
    """
    hall = {"hall_id": path.removeprefix("/h/")} if path.startswith("/h/") else {}
    return {"name": name, "payload": payload, "router_data": {"pathname": path, "asPath": path, "query": hall}}


def _handlers() -> dict[str, list[str]]:
    for module in pkgutil.iter_modules(hallchat.states.__path__):
        importlib.import_module(f"hallchat.states.{module.name}")
    found: dict[str, list[str]] = {}
    waiting: list[Any] = [rx.State]
    while waiting:
        state = waiting.pop()
        waiting += state.get_substates()
        for name, handler in state.event_handlers.items():
            found[f"{state.get_full_name()}.{name}"] = list(inspect.signature(handler.fn).parameters)[1:]
    return found


HANDLERS = _handlers()
"""Every event handler that a page could name, Reflex's own too, with its parameters."""


def full_name(handler: str) -> str:
    """Return how the wire names a handler of ours."""
    if "____" in handler:
        return handler
    state, _, name = handler.partition(".")
    return next(full for full in HANDLERS if full.endswith(f"____{_snake(state)}.{name}"))


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
