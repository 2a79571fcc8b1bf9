"""The panel beside a conversation: its members, and what its owner may do."""

from typing import Any

import reflex as rx

from hallchat.services import halls, memberships
from hallchat.states.acting import acting
from hallchat.states.conversation import ConversationState, address_of
from hallchat.states.notices import noticed
from hallchat.views import MemberView


class MembersState(rx.State):
    """The members of the hall at the page's address, while the panel is open."""

    open: bool = False
    members: list[MemberView] = []

    @rx.event
    async def toggle(self) -> None:
        """Open or close the panel."""
        self.open = not self.open
        if self.open:
            await self._load()

    @rx.event
    async def reload(self) -> None:
        """Read the members again, when they changed or another hall is shown."""
        if self.open:
            await self._load()

    @rx.event
    async def invite(self, form: dict) -> Any:
        """Bring somebody in by username; the name stays typed unless it worked."""
        async with noticed(self):
            app, actor = await acting(self)
            hall_id, username = address_of(self), str(form.get("username", ""))
            await app.change(actor, lambda tx: memberships.invite(tx, actor, hall_id=hall_id, username=username))
            return rx.set_value("invite", "")

    @rx.event
    async def remove(self, user_id: int) -> None:
        """Take a member out."""
        async with noticed(self):
            app, actor = await acting(self)
            hall_id = address_of(self)
            await app.change(actor, lambda tx: memberships.remove(tx, actor, hall_id=hall_id, user_id=user_id))

    @rx.event
    async def hand_over(self, user_id: int) -> None:
        """Name another owner."""
        async with noticed(self):
            app, actor = await acting(self)
            hall_id = address_of(self)
            await app.change(actor, lambda tx: memberships.hand_over(tx, actor, hall_id=hall_id, user_id=user_id))

    @rx.event
    async def change(self, form: dict) -> None:
        """Rename the hall and set its topic."""
        async with noticed(self):
            app, actor = await acting(self)
            hall_id, name, topic = address_of(self), str(form.get("name", "")), str(form.get("topic", ""))
            await app.change(actor, lambda tx: halls.change(tx, actor, hall_id=hall_id, name=name, topic=topic))

    @rx.event
    async def archive(self, archived: bool) -> None:
        """Archive the hall, or bring it back."""
        async with noticed(self):
            app, actor = await acting(self)
            hall_id = address_of(self)
            await app.change(actor, lambda tx: halls.change(tx, actor, hall_id=hall_id, archived=archived is True))

    @rx.event
    async def leave(self) -> Any:
        """Leave the hall and go where one arrives."""
        async with noticed(self):
            app, actor = await acting(self)
            hall_id = address_of(self)
            await app.change(actor, lambda tx: memberships.leave(tx, actor, hall_id=hall_id))
            return rx.redirect("/")

    @rx.event
    async def join(self) -> Any:
        """Join the hall at the address, and show it."""

        async with noticed(self):
            app, actor = await acting(self)
            hall_id = address_of(self)
            await app.change(actor, lambda tx: memberships.join(tx, actor, hall_id=hall_id))
            return ConversationState.open

    async def _load(self) -> None:
        async with noticed(self):
            app, actor = await acting(self)
            hall_id, self.members = address_of(self), []
            self.members = list(await app.read(lambda tx: memberships.members(tx, actor, hall_id=hall_id)))
