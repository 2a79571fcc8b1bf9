"""Direct conversations: choosing people to talk with, going there, and putting one away."""

from collections.abc import Iterable
from typing import Any

import reflex as rx

from hallchat import errors
from hallchat.realtime.wire import Face
from hallchat.services import direct, names, people
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.text import MAX_NAME, mended
from hallchat.transaction import Transaction
from hallchat.views import AcquaintanceView, Actor, UserView


class DirectState(rx.State):
    """The people that somebody chooses in the dialog."""

    open: bool = False
    found: list[Face] = []
    chosen: list[Face] = []

    @rx.event
    async def show(self) -> None:
        """Open the dialog."""
        self.open, self.chosen = True, []
        await self.search("")

    @rx.event
    def hide(self) -> None:
        """Close the dialog."""
        self.open, self.found, self.chosen = False, [], []

    @rx.event
    async def search(self, query: str) -> None:
        """Find people by part of a name, or anybody by a whole username."""
        async with noticed(self):
            app, actor = await acting(self)
            asked = mended(str(query)[:MAX_NAME]).strip().removeprefix("@")
            self.found = _faces(await app.read(lambda tx: _find(tx, actor, asked)))

    @rx.event
    def choose(self, username: str) -> None:
        """Add one of those who were found, or take one of the chosen out again."""
        left = [one for one in self.chosen if one["user"] != username]
        more = [one for one in self.found if one["user"] == username] if len(left) == len(self.chosen) else []
        self.chosen = [*left, *more]

    @rx.event
    async def start(self) -> Any:
        """Go to the conversation with those who were chosen; with nobody, to one's own notes."""
        return await self._go([one["user"] for one in self.chosen])

    @rx.event
    async def talk(self, username: str) -> Any:
        """Go to the conversation with somebody."""
        return await self._go([str(username)])

    @rx.event
    async def hide_hall(self, hall_id: int) -> Any:
        """Hide a conversation until something is said in it, and go where one arrives."""
        async with noticed(self):
            app, actor = await acting(self)
            await app.change(actor, lambda tx: direct.hide(tx, actor, hall_id=hall_id))
            return rx.redirect("/")

    async def _go(self, usernames: list[str]) -> Any:
        async with noticed(self):
            app, actor = await acting(self)
            hall, _ = await app.change(actor, lambda tx: direct.open_with(tx, actor, usernames=usernames))
            return rx.redirect(f"/h/{hall.id}")


def _find(tx: Transaction, actor: Actor, query: str) -> Iterable[AcquaintanceView | UserView]:
    found = people.known(tx, actor, query=query)
    try:
        return found or [names.person(tx, username=query)]
    except errors.UserNotFound:
        return []


def _faces(found: Iterable[AcquaintanceView | UserView]) -> list[Face]:
    return [Face(id=one.id, user=one.username, name=one.display_name) for one in found]
