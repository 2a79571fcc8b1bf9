"""The panel beside a conversation: its members, and what its owner may do."""

from typing import Any

import reflex as rx

from hallchat.services import halls, memberships, readmitting
from hallchat.states.acting import acting, sid_of
from hallchat.states.conversation import ConversationState
from hallchat.states.notices import noticed, offer_undo
from hallchat.undo import Step
from hallchat.views import MemberView


class MembersState(rx.State):
    """The members of the hall that the page shows, while the panel is open. The page says which hall it shows."""

    open: bool = False
    kept: str = rx.SessionStorage("", name="hallchat_panel")  # the same, kept by the page: it outlives the server
    asked: bool = False  # opened in this page, so it takes the focus; one that is open as a page loads does not
    hall: int = 0
    members: list[MemberView] = []  # of that hall

    @rx.event
    async def toggle(self, hall_id: int) -> None:
        """Open or close the panel."""
        self.turn(not self.open)
        self.asked = self.open
        if self.open:
            async with noticed(self):
                await self._load(hall_id)

    @rx.event
    async def reload(self, hall_id: int) -> None:
        """Read the members again, when they changed or another hall is shown."""
        if self.open:
            async with noticed(self, unasked=True):
                await self._load(hall_id)

    @rx.event
    async def invite(self, hall_id: int, form: dict) -> Any:
        """Bring somebody in by username; the name stays typed unless it worked."""
        async with noticed(self):
            app, actor = await acting(self)
            username = str(form.get("username", ""))
            await app.change(actor, lambda tx: memberships.invite(tx, actor, hall_id=hall_id, username=username))
            return rx.set_value("invite", "")

    @rx.event
    async def remove(self, hall_id: int, user_id: int) -> None:
        """Take a member out."""
        async with noticed(self):
            app, actor = await acting(self)
            await app.live.settle(user_id)  # how far they have read is put back too
            gone = await app.change(actor, lambda tx: memberships.remove(tx, actor, hall_id=hall_id, user_id=user_id))
            step = Step("remove", hall_id, user_id)
            app.undo.keep(actor, step, lambda tx: readmitting.readmit(tx, actor, hall_id=hall_id, removed=gone))
            await offer_undo(self, step, name=gone.member.display_name)

    @rx.event
    async def hand_over(self, hall_id: int, user_id: int) -> None:
        """Name another owner; it happens when it can no longer be undone."""
        async with noticed(self):
            app, actor = await acting(self)
            hall = await app.read(lambda tx: halls.get(tx, actor, hall_id=hall_id))
            step = Step("hand_over", hall_id)
            owner = await app.undo.wait(
                actor, step, lambda tx: memberships.hand_over(tx, actor, hall_id=hall_id, user_id=user_id), sid=sid_of(self)
            )
            await offer_undo(self, step, name=owner.display_name, hall=hall.name)

    @rx.event
    async def appoint(self, hall_id: int, user_id: int, moderator: bool) -> None:
        """Make a member a moderator, or an ordinary member again."""
        async with noticed(self):
            app, actor = await acting(self)
            led = moderator is True
            await app.change(actor, lambda tx: memberships.appoint(tx, actor, hall_id=hall_id, user_id=user_id, moderator=led))

    @rx.event
    async def change(self, hall_id: int, form: dict) -> None:
        """Rename the hall and set its topic."""
        async with noticed(self):
            app, actor = await acting(self)
            name, topic = str(form.get("name", "")), str(form.get("topic", ""))
            await app.change(actor, lambda tx: halls.change(tx, actor, hall_id=hall_id, name=name, topic=topic))

    @rx.event
    async def archive(self, hall_id: int, archived: bool) -> None:
        """Archive the hall, or bring it back."""
        async with noticed(self):
            app, actor = await acting(self)
            hall = await app.change(actor, lambda tx: halls.change(tx, actor, hall_id=hall_id, archived=archived is True))
            if hall.archived:
                step = Step("archive", hall_id)
                app.undo.keep(actor, step, lambda tx: halls.change(tx, actor, hall_id=hall_id, archived=False))
                await offer_undo(self, step, name=hall.name)

    @rx.event
    async def leave(self, hall_id: int) -> Any:
        """Go where one arrives, and leave the hall when it can no longer be undone."""
        async with noticed(self):
            app, actor = await acting(self)
            hall = await app.read(lambda tx: halls.get(tx, actor, hall_id=hall_id))
            step = Step("leave", hall_id)
            await app.undo.wait(actor, step, lambda tx: memberships.leave(tx, actor, hall_id=hall_id), sid=sid_of(self))
            await offer_undo(self, step, name=hall.name)
            return rx.redirect("/")

    @rx.event
    async def join(self, hall_id: int) -> Any:
        """Join a hall, and show the one at the address."""
        async with noticed(self):
            app, actor = await acting(self)
            await app.change(actor, lambda tx: memberships.join(tx, actor, hall_id=hall_id))
            return ConversationState.open

    def turn(self, open: bool) -> None:
        """Open or close the panel, without its members."""
        self.open, self.kept = open, "open" if open else ""

    async def restore(self, hall_id: int) -> None:
        """Read the members of the hall at the page's address before its first snapshot, where only the page knew of the panel."""
        if self.open and not self.hall:
            await self._load(hall_id)

    async def _load(self, hall_id: int) -> None:
        app, actor = await acting(self)
        self.members = []
        self.members = list(await app.read(lambda tx: memberships.members(tx, actor, hall_id=hall_id)))
        self.hall = hall_id
