"""The line between a page and the server, which a test cuts, or lets lose what is said on it."""

import re

from playwright.sync_api import Page, WebSocketRoute


class Line:
    """All websockets of a page from its next load on: they work until told otherwise."""

    def __init__(self, page: Page) -> None:
        """Take hold of a page's line."""
        self.silent = False
        """Whether new connections are taken, and never answered."""
        self.deaf = False
        """Whether messages that are sent get lost on the way."""
        self._page = page
        self._ends: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/_event"), self._connect)

    def cut(self) -> None:
        """End the connection, and let no other come about."""
        self._page.context.set_offline(True)  # ends nothing that is open
        for end in self._ends:
            end.close()
        self._ends.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self._page.context.set_offline(False)

    def _connect(self, page: WebSocketRoute) -> None:
        if not self.silent:
            server = page.connect_to_server()
            self._ends += [server, page]
            page.on_message(lambda frame: None if self.deaf and ".send" in str(frame) else server.send(frame))
