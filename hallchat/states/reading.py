"""What a page asks for about what counts as read: unread again from a message on, or everything at once."""

import reflex as rx

from hallchat import operations
from hallchat.services import reading
from hallchat.states.acting import acting
from hallchat.states.notices import noticed, offer_undo
from hallchat.undo import Step


class ReadingState(rx.State):
    """It keeps nothing: the live end knows how far somebody has read, and tells all of their tabs."""

    @rx.event
    async def mark_unread(self, hall_id: int, seq: int) -> None:
        """Let a message and what follows it be unread."""
        async with noticed(self):
            app, actor = await acting(self)
            await operations.mark_unread(app, actor, hall_id=hall_id, seq=seq)

    @rx.event
    async def mark_all_read(self) -> None:
        """Let everything be read, and offer to undo that."""
        async with noticed(self):
            app, actor = await acting(self)
            passed = await operations.mark_all_read(app, actor)
            if passed:
                step = Step("read_all", None)
                app.undo.keep(actor, step, lambda tx: reading.take_up_again(tx, actor, passed=passed))
                await offer_undo(self, step)
