"""Who somebody is: the card behind a name."""

from typing import TypedDict

import reflex as rx

from hallchat.services import people
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.views import CardView, milliseconds


class Shared(TypedDict):
    """A hall that both are in."""

    id: int
    name: str
    kind: str


class CardState(rx.State):
    """The card that is shown, if any."""

    hall: int = 0  # in which they are shown; 0: in none
    person: int = 0  # their id; 0: none
    user: str = ""
    name: str = ""
    role: str = ""  # in the hall that the page shows; empty for somebody who is not in it
    since: int = 0  # when they came into it, else when they made their account, in milliseconds since 1970
    presence: str = ""  # whether they were online or away when it was opened, of those who share a hall with the reader
    shared: list[Shared] = []

    @rx.event
    async def show(self, hall_id: int, username: str) -> None:
        """Show the card of somebody, in the hall that the page shows, 0 for none."""
        async with noticed(self):
            app, actor = await acting(self)
            card = await app.read(lambda tx: people.card(tx, actor, username=str(username), hall_id=hall_id or None))
            self._take(card)
            there = app.live.presence(card.id)
            self.hall, self.presence = hall_id, there if card.met and there != "offline" else ""

    @rx.event
    def hide(self) -> None:
        """Show no card any more."""
        self.reset()

    def _take(self, card: CardView) -> None:
        self.person, self.user, self.name, self.role = card.id, card.username, card.display_name, card.role or ""
        self.since = milliseconds(card.joined_at or card.created_at)
        self.shared = [Shared(id=one.id, name=one.name, kind=one.kind) for one in card.halls]
