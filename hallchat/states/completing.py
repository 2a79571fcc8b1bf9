"""Whom one may mention in a hall, for the page to choose among while somebody types."""

from typing import TypedDict

import reflex as rx

from hallchat.services import memberships
from hallchat.services.mentioning import may_mention_all
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.text import fold

MOST = 1000  # people of a hall that a page is told of: those who spoke last, then by name


class Person(TypedDict):
    """Somebody in the hall."""

    id: int
    user: str
    name: str


class CompletingState(rx.State):
    """The people of one hall beside the reader, since the page asked for them."""

    hall: int = 0
    people: list[Person] = []
    everybody: bool = False  # whether ``@hall`` mentions them all

    @rx.event
    async def ask(self, hall_id: int) -> None:
        """Tell the page who is in a hall: who spoke last comes first."""
        async with noticed(self, unasked=True):
            app, actor = await acting(self)
            place = await app.read(lambda tx: memberships.place_of(tx, actor, hall_id=hall_id))
            members = await app.read(lambda tx: memberships.members(tx, actor, hall_id=hall_id))
            spoke = {row["by"]: row["seq"] for row in (await app.live.warm(hall_id)).slots if row}
            others = sorted((one for one in members if one.id != actor.user_id), key=lambda one: fold(one.display_name))
            others.sort(key=lambda one: -spoke.get(one.id, 0))
            self.people = [Person(id=one.id, user=one.username, name=one.display_name) for one in others[:MOST]]
            self.hall, self.everybody = hall_id, may_mention_all(place)
