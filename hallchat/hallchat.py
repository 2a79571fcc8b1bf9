"""Builds the application: pages, API, what stands before them, and what lives as long as the server."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import reflex as rx
from reflex.config import get_config
from reflex.utils.exec import is_prod_mode
from starlette.types import ASGIApp, Receive, Scope, Send

from hallchat import api, frames, garbage, rehearsal, runtime, stopping
from hallchat.api.express import Express
from hallchat.config import settings
from hallchat.edge import Edge
from hallchat.pages import add_pages
from hallchat.realtime.sockets import SocketManager, server
from hallchat.states.boot import Boot
from hallchat.states.keeping import keep_open
from hallchat.states.notices import reported, tell, unexpected
from hallchat.states.pages import refresh
from hallchat.states.wire import StateWire
from hallchat.ui.broken import boundary
from hallchat.ui.frame import STYLESHEETS, head, overlays

_page_port = None if is_prod_mode() else get_config().frontend_port
_sockets = SocketManager(get_config().get_event_namespace())
_server = server(_sockets, frames.known, paced=settings().rate_limits == "on")


class App(rx.App):
    """Reflex's application, with what stands before it: the edge, and the express ways past its layers."""

    def __call__(self) -> ASGIApp:
        """Build the application that the server runs."""
        return Edge(Express(super().__call__()), self._events, settings(), _page_port)

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.set_contexts():
            await _server.eio.serve(scope, receive, send)


@asynccontextmanager
async def _running() -> AsyncIterator[None]:
    try:
        async with runtime.run(settings(), _sockets, StateWire()) as running:
            running.live.when_older_changes(partial(refresh, app))
            running.undo.when_refused(partial(tell, app))
            print(f"HallChat keeps its data in {settings().data_dir}", flush=True)
            await rehearsal.rehearse(running)
            garbage.tune()
            with stopping.heard():
                yield
    except runtime.CannotStart as refusal:
        print(f"HallChat cannot start: {refusal}", file=sys.stderr, flush=True)
        os._exit(1)  # raising would bury the sentence under the server's tracebacks; nothing is open yet


app = App(
    sio=_server,
    api_transformer=api.build(page_port=_page_port),
    theme=None,
    toaster=None,
    backend_exception_handler=unexpected,
    frontend_exception_handler=reported,
    stylesheets=STYLESHEETS,
    head_components=head(),
    html_lang="en",
)
app.register_lifespan_task(_running)
app.register_lifespan_task(keep_open)
app.add_middleware(Boot())
app.app_wraps[5, "Overlay"] = overlays  # in place of Reflex's own, as the next
app.app_wraps[55, "ErrorBoundary"] = boundary
add_pages(app)
