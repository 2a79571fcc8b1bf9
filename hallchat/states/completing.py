"""Whom one may mention in a hall, for the page to choose among while somebody types."""

import reflex as rx

from hallchat.realtime.wire import Face
from hallchat.services import mentioning
from hallchat.states.acting import acting
from hallchat.states.notices import noticed

MOST = 1000  # people of a hall that a page is told of: those who spoke last, then by name


class CompletingState(rx.State):
    """The people of one hall beside the reader, since the page asked for them."""

    hall: int = 0
    people: list[Face] = []
    everybody: bool = False  # whether ``@hall`` mentions them all

    @rx.event
    async def ask(self, hall_id: int) -> None:
        """Tell the page who is in a hall: who spoke last comes first."""
        async with noticed(self, unasked=True):
            app, actor = await acting(self)
            there = await app.read(lambda tx: mentioning.mentionable(tx, actor, hall_id=hall_id, limit=MOST))
            self.people = [Face(id=one.id, user=one.username, name=one.display_name) for one in there.people]
            self.hall, self.everybody = hall_id, there.everybody
