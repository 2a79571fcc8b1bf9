"""Where in a hall a day begins, for the page to jump there."""

from datetime import UTC, datetime

import reflex as rx

from hallchat.errors import MessageNotFound
from hallchat.services import history
from hallchat.states.acting import acting
from hallchat.states.notices import noticed

LAST = 253_402_300_799_000  # milliseconds since 1970: the last moment that there is a date for


class DateState(rx.State):
    """The place that was asked for last."""

    seq: int = 0
    asked: int = 0  # goes up with each: the same place may be asked for again

    @rx.event
    async def find(self, hall_id: int, at: int) -> None:
        """Find the first message sent at a moment or later, in milliseconds since 1970; after the last, the last."""
        async with noticed(self):
            app, actor = await acting(self)
            time = datetime.fromtimestamp(max(0, min(at, LAST)) / 1000, UTC)
            seq = await app.read(lambda tx: history.first_since(tx, actor, hall_id=hall_id, time=time))
            if not seq:
                raise MessageNotFound
            self.seq, self.asked = seq, self.asked + 1
