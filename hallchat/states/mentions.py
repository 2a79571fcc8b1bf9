"""The messages that mention the reader, newest first, and more of them."""

from typing import Any

import reflex as rx

from hallchat import operations
from hallchat.errors import NotSignedIn
from hallchat.realtime.lists import Following
from hallchat.runtime import Runtime
from hallchat.states.acting import acting, sid_of
from hallchat.states.lobby import arrive_aside
from hallchat.states.notices import noticed
from hallchat.states.searching import LISTED, PAGE, Found, as_much, found_row
from hallchat.views import Actor, MentionPage


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
            with app.live.following(sid_of(self)) as following:
                found, page = await as_much(self.found, lambda before, limit: _read(app, actor, before, limit))
                self._take(found, page, following)
            self.looked = True

    @rx.event
    async def older(self) -> None:
        """Find what is older than what was found."""
        async with noticed(self):
            app, actor = await acting(self)
            if not (self.more and self.found):
                return
            with app.live.following(sid_of(self)) as following:
                page = await _read(app, actor, self.found[-1]["id"], PAGE)
                self._take([*self.found, *map(found_row, page.found)], page, following)

    def _take(self, found: list[Found], page: MentionPage, following: Following) -> None:
        self.found, self.more = found, page.has_more and len(found) < LISTED
        following.holds(one["id"] for one in found)


async def _read(app: Runtime, actor: Actor, before: int | None, limit: int) -> MentionPage:
    return await operations.list_mentions(app, actor, before=before, limit=limit)
