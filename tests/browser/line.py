"""The line between a page and the server, which a test cuts, or lets lose or hold up what is said on it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute


class Line:
    """All websockets of a page from its next load on: they work until told otherwise."""

    def __init__(self, page: Page) -> None:
        """Take hold of a page's line."""
        self.silent = False
        """Whether new connections are taken, and never answered."""
        self.refused = False
        """Whether new connections are closed at once."""
        self.deaf = False
        """Whether messages that are sent get lost on the way."""
        self.mute = False
        """Whether what the server says gets lost on the way."""
        self.said: list[str] = []
        """What the server said and the page heard."""
        self._page = page
        self._ends: list[WebSocketRoute] = []
        self._held, self._waiting = "", list[Callable[[], None]]()
        page.route_web_socket(re.compile("/_event"), self._connect)

    def cut(self) -> None:
        """End the connection, and let no other come about."""
        self._page.context.set_offline(True)  # ends nothing that is open
        for end in self._ends:
            end.close()
        self._ends.clear()
        self._waiting.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self._page.context.set_offline(False)

    def hold(self, what: str) -> None:
        """Let frames wait that have something in them, whoever says it; all others pass."""
        self._held = what

    def release(self) -> None:
        """Let through what waits, and hold nothing more."""
        self._held = ""
        for pass_on in self._waiting:
            pass_on()
        self._waiting.clear()

    def _connect(self, page: WebSocketRoute) -> None:
        if self.refused:
            page.close(code=1008)
        elif not self.silent:
            server = page.connect_to_server()
            self._ends += [server, page]
            page.on_message(lambda frame: None if self.deaf and ".send" in str(frame) else self._pass(frame, server))
            server.on_message(lambda frame: None if self.mute else self._hear(frame, page))

    def _hear(self, frame: str | bytes, page: WebSocketRoute) -> None:
        self._pass(frame, page)
        self.said.append(str(frame))

    def _pass(self, frame: str | bytes, end: WebSocketRoute) -> None:
        if self._held and self._held in str(frame):
            self._waiting.append(lambda: end.send(frame))
        else:
            end.send(frame)
