"""The page without a hall: where one arrives after signing in."""

from typing import Any

import reflex as rx

from hallchat.errors import NotSignedIn
from hallchat.realtime.wire import HallRow
from hallchat.runtime import Runtime
from hallchat.services import halls
from hallchat.states.acting import sid_of, sign_in_of, take_part
from hallchat.states.halls import row_of
from hallchat.states.members import MembersState
from hallchat.states.notices import noticed
from hallchat.views import Actor

SUGGESTED = 6


class LobbyState(rx.State):
    """Arriving, with halls to begin with, and being sent to sign in."""

    suggested: list[HallRow] = []  # public halls to join, those with most members first

    @rx.event
    async def pass_through(self) -> Any:
        """Lead somebody who is signed in past the sign-in page."""
        return rx.redirect("/") if await sign_in_of(self) else None

    @rx.event
    async def arrive(self) -> Any:
        """Show no hall, or the sign-in page to a visitor."""
        try:
            app, actor = await arrive_aside(self)
        except NotSignedIn:
            self.suggested = []
            return rx.redirect("/sign-in")
        async with noticed(self):
            found = await app.read(lambda tx: halls.joinable(tx, actor, limit=SUGGESTED))
            self.suggested = [row_of(hall) for hall in found]
        return None


async def arrive_aside(state: rx.State) -> tuple[Runtime, Actor]:
    """Name the actor of a page that shows no hall, and let its tab take part in all of theirs.

    Args:
        state: any state of the tab.

    Returns:
        The installation and the actor.

    Raises:
        NotSignedIn: for a visitor, or when the sign-in ended.
    """
    app, actor = await take_part(state)
    app.live.greet(sid_of(state))
    app.live.close_hall(sid_of(state))
    (await state.get_state(MembersState)).turn(False)
    return app, actor
