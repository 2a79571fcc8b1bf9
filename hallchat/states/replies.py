"""The replies to one message, while the page lists them. They are sent as messages are, by the conversation."""

from typing import TypedDict

import reflex as rx

from hallchat import quotes
from hallchat.errors import Refusal
from hallchat.services import replies
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.views import milliseconds

AT_ONCE = 50


class Reply(TypedDict):
    """A reply, with one line of its words."""

    seq: int
    by: int
    user: str
    name: str
    at: int  # in milliseconds since 1970
    text: str


class RepliesState(rx.State):
    """What was replied to a message of a hall, the oldest first."""

    hall: int = 0  # 0: none
    seq: int = 0
    replies: list[Reply] = []
    more: bool = False  # whether there are more than these

    @rx.event
    async def show(self, hall_id: int, seq: int) -> None:
        """List the replies to a message; again, as many as are listed, when one came or went meanwhile."""
        async with noticed(self):
            known = len(self.replies) if (self.hall, self.seq) == (hall_id, seq) else 0
            self.replies = await self._read(hall_id, seq, 0, max(AT_ONCE, known))
            self.hall, self.seq = hall_id, seq

    @rx.event
    async def onwards(self) -> None:
        """List the next ones too."""
        async with noticed(self):
            if self.more and self.replies:
                self.replies = [*self.replies, *await self._read(self.hall, self.seq, self.replies[-1]["seq"])]

    @rx.event
    def hide(self) -> None:
        """List them no more."""
        self.reset()

    async def renew(self) -> None:
        """Read them again, where they are listed, before they go into a snapshot."""
        try:
            self.replies = await self._read(self.hall, self.seq, 0, max(AT_ONCE, len(self.replies)))
        except Refusal:
            self.reset()

    async def _read(self, hall_id: int, seq: int, after: int, limit: int = AT_ONCE) -> list[Reply]:
        app, actor = await acting(self)
        page = await app.read(lambda tx: replies.to(tx, actor, hall_id=hall_id, seq=seq, after=after, limit=limit))
        self.more = page.has_after
        return [
            Reply(
                seq=one.seq,
                by=one.sender.id,
                user=one.sender.username,
                name=one.sender.display_name,
                at=milliseconds(one.created_at),
                text=quotes.words(one.html[: quotes.ENOUGH]),
            )
            for one in page.messages
        ]
