"""A raw tab that shows what a page would: it checks after every update that a run without a gap is shown."""

import uuid
from typing import Any

from tests.sockets.raw_tab import ROOT_STATE, Tab
from tests.tabs import Page


class Line(Tab):
    """One open page of one sign-in, on a real socket."""

    def __init__(self, url: str, token: str) -> None:
        """Prepare it; nothing is connected yet.

        Args:
            url: the server's.
            token: the access token that the cookie holds.
        """
        super().__init__(url, "/")
        self._token = token
        self.page = Page()
        self.broken: list[AssertionError] = []

    async def come(self, path: str) -> None:
        """Connect, and wait until the page at a path is filled."""
        self.path = path
        await self.connect(cookie=self._token, token=str(uuid.uuid4()), origin=None)
        await self.until(lambda: self.vars.get("State.is_hydrated"), 60)

    async def open(self, hall_id: int) -> None:
        """Go to a hall by a link, and wait until it is shown."""
        self.path = f"/h/{hall_id}"
        await self.fire(f"{ROOT_STATE}.reflex___state____on_load_internal_state.on_load_internal", {})
        await self.until(lambda: self.page.ring("hall") == hall_id, 60)

    async def send(self, hall_id: int, content: str, client_id: str | None = None) -> str:
        """Send a message as the composer does; its outcome is among ``answers``."""
        client_id = client_id or str(uuid.uuid4())
        said = {"hall_id": hall_id, "client_id": client_id, "content": content, "user_id": self.vars["SessionState.user_id"]}
        await self.fire("ConversationState.send", said)
        return client_id

    @property
    def answers(self) -> dict[str, str]:
        """What the page was told of its sends."""
        return {client_id: answer["why"] for client_id, answer in self.vars.get("ConversationState.answers", {}).items()}

    async def _take(self, kind: str, data: Any = None) -> None:
        try:
            self.page.take(data.get("delta", {}))
        except AssertionError as error:
            self.broken.append(error)
        await super()._take(kind, data)
