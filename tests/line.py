"""A tab at the end of a real line: Reflex's wire protocol over a socket, and what the page makes of it."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import socketio

from tests.tabs import Page

NAMESPACE = "/_event"
STATE = "reflex___state____state"
CONVERSATION = f"{STATE}.hallchat___states___conversation____conversation_state"


class Line(Page):
    """One open page of one sign-in. It checks after every update that a run without a gap is shown."""

    def __init__(self, url: str, token: str | None, *, client_token: str | None = None) -> None:
        """Prepare it; nothing is connected yet.

        Args:
            url: the server's.
            token: the access token that the cookie holds, None for a visitor.
            client_token: Reflex's token of the tab; a fresh one when left out.
        """
        super().__init__()
        self._url, self._token = url, token
        self.client_token = client_token or str(uuid.uuid4())
        self._path = "/"
        self.broken: list[AssertionError] = []
        self._changed = asyncio.Event()
        self._socket = socketio.AsyncClient(reconnection=False)
        self._socket.on("event", self._update, namespace=NAMESPACE)

    async def connect(self, path: str = "/", *, origin: str | None = None) -> None:
        """Open the page at a path: the first event comes with the handshake, as in the browser."""
        cookie = {"Cookie": f"hallchat={self._token}"} if self._token else {}
        self._path = path
        await self._socket.connect(
            f"{self._url}/_event?token={self.client_token}",
            headers={"Origin": origin or self._url, "Accept-Language": "en", **cookie},
            transports=["websocket"],
            namespaces=[NAMESPACE],
            socketio_path="/_event",
            auth={"event": self._event(f"{STATE}.hydrate_and_load", {})},
        )
        await self.until(lambda: self.vars.get(STATE, {}).get("is_hydrated") is True)

    async def open(self, hall_id: int) -> None:
        """Go to a hall by a link."""
        self._path = f"/h/{hall_id}"
        await self.emit(f"{STATE}.reflex___state____on_load_internal_state.on_load_internal", {})

    async def send(self, hall_id: int, content: str, client_id: str | None = None) -> str:
        """Send a message as the composer does; its outcome is in the conversation's ``answers``."""
        client_id = client_id or str(uuid.uuid4())
        await self.emit(f"{CONVERSATION}.send", {"hall_id": hall_id, "client_id": client_id, "content": content})
        return client_id

    async def emit(self, name: str, payload: dict[str, Any]) -> None:
        """Send any event."""
        await self._socket.emit("event", self._event(name, payload), namespace=NAMESPACE)

    async def until(self, true: Callable[[], Any], seconds: float = 20.0) -> None:
        """Wait until something is so in the page.

        Raises:
            TimeoutError: when it does not come to that.
        """
        async with asyncio.timeout(seconds):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    async def close(self) -> None:
        """Close the page."""
        await self._socket.disconnect()

    @property
    def connected(self) -> bool:
        """Whether the line is up."""
        return self._socket.connected

    async def _update(self, update: dict[str, Any]) -> None:
        try:
            self.take(update.get("delta", {}))
        except AssertionError as error:
            self.broken.append(error)
        self._changed.set()

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        hall = self._path.removeprefix("/h/")
        query = {"hall_id": hall} if hall != self._path else {}
        router = {"pathname": self._path, "asPath": self._path, "query": query}
        return {"name": name, "payload": payload, "router_data": router}
