"""The replies to one message, while the page lists them. They are sent as messages are, by the conversation."""

from typing import TypedDict

import reflex as rx

from hallchat import quotes
from hallchat.errors import Refusal
from hallchat.runtime import current
from hallchat.services import replies
from hallchat.states.acting import acting, sid_of
from hallchat.states.notices import noticed
from hallchat.views import MessageView, milliseconds

AT_ONCE = 50
MOST = 200  # that are read again at once


class Reply(TypedDict):
    """A reply, with one line of its words."""

    id: int
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
        """List the replies to a message, the first of them."""
        async with noticed(self):
            self.replies = await self._read(hall_id, seq, [])
            self.hall, self.seq = hall_id, seq

    @rx.event
    async def again(self) -> None:
        """List them again, where they are listed: one came or went, or changed."""
        async with noticed(self, unasked=True):
            if self.seq:
                await self.renew()

    @rx.event
    async def onwards(self) -> None:
        """List the next ones too."""
        async with noticed(self):
            if self.more and self.replies:
                self.replies = await self._read(self.hall, self.seq, self.replies)

    @rx.event
    def hide(self) -> None:
        """List them no more."""
        self.reset()
        current().live.lists(sid_of(self), None)

    async def renew(self) -> None:
        """Read them again as they are now: as many as are listed, of very many the first."""
        try:
            self.replies = await self._read(self.hall, self.seq, [], min(max(AT_ONCE, len(self.replies)), MOST))
        except Refusal:
            self.reset()

    async def _read(self, hall_id: int, seq: int, known: list[Reply], limit: int = AT_ONCE) -> list[Reply]:
        app, actor = await acting(self)
        app.live.lists(sid_of(self))
        after = known[-1]["seq"] if known else 0
        page = await app.read(lambda tx: replies.to(tx, actor, hall_id=hall_id, seq=seq, after=after, limit=limit))
        self.more = page.has_after
        found = [*known, *map(_line, page.messages)]
        app.live.lists(sid_of(self), frozenset(one["id"] for one in found))
        return found


def _line(one: MessageView) -> Reply:
    return Reply(
        id=one.id,
        seq=one.seq,
        by=one.sender.id,
        user=one.sender.username,
        name=one.sender.display_name,
        at=milliseconds(one.created_at),
        text=quotes.words(one.html[: quotes.ENOUGH]),
    )
