"""The page without a hall: where one arrives after signing in."""

from typing import Any

import reflex as rx

from hallchat.errors import NotSignedIn
from hallchat.states.acting import sid_of, sign_in_of, take_part
from hallchat.states.members import MembersState


class LobbyState(rx.State):
    """Arriving, and being sent to sign in."""

    @rx.event
    async def pass_through(self) -> Any:
        """Lead somebody who is signed in past the sign-in page."""
        return rx.redirect("/") if await sign_in_of(self) else None

    @rx.event
    async def arrive(self) -> Any:
        """Show no hall, or the sign-in page to a visitor."""
        try:
            app, _ = await take_part(self)
        except NotSignedIn:
            return rx.redirect("/sign-in")
        app.live.greet(sid_of(self))
        app.live.close_hall(sid_of(self))
        (await self.get_state(MembersState)).open = False
        return None
