"""The messages that mention the reader, newest first, and more of them."""

from typing import Any

import reflex as rx

from hallchat.errors import NotSignedIn
from hallchat.runtime import Runtime
from hallchat.services import mentions
from hallchat.states.acting import acting, sid_of
from hallchat.states.lobby import arrive_aside
from hallchat.states.notices import noticed
from hallchat.states.searching import PAGE, Found, as_many, found_row, ids_of
from hallchat.views import MentionPage


class MentionsState(rx.State):
    """The page of mentions."""

    found: list[Found] = []
    more: bool = False
    looked: bool = False  # before, nothing can be said of how many there are

    @rx.event
    async def arrive(self) -> Any:
        """Show the page; what is on it is asked for when it stands there."""
        try:
            await arrive_aside(self)
        except NotSignedIn:
            return rx.redirect("/sign-in")
        return None

    @rx.event
    async def look(self) -> None:
        """Find the newest, and as many as were found before: each as it is now."""
        async with noticed(self, unasked=True):
            app, actor = await acting(self)
            app.live.lists(sid_of(self))
            page = await app.read(lambda tx: mentions.find(tx, actor, limit=as_many(self.found)))
            self._take(app, page, [])
            self.looked = True

    @rx.event
    async def older(self) -> None:
        """Find what is older than what was found."""
        async with noticed(self):
            app, actor = await acting(self)
            if not self.found:
                return
            last = self.found[-1]["id"]
            app.live.lists(sid_of(self))
            page = await app.read(lambda tx: mentions.find(tx, actor, before=last, limit=PAGE))
            self._take(app, page, self.found)

    def _take(self, app: Runtime, page: MentionPage, known: list[Found]) -> None:
        self.found, self.more = [*known, *map(found_row, page.found)], page.has_more
        app.live.lists(sid_of(self), ids_of(self.found))
