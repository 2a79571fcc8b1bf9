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
MOST = 500  # that are read again, in parts


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
    known: int = 0  # the changes that are in them; see ``HallsState.listed``

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
        current().live.unfollow(sid_of(self))

    async def renew(self) -> None:
        """Read them again as they are now: as many as are listed, of very many the first."""
        count = min(len(self.replies), MOST)
        try:
            found = await self._read(self.hall, self.seq, [])
            while self.more and len(found) < count:
                found = await self._read(self.hall, self.seq, found)
            self.replies = found
        except Refusal:
            self.reset()

    async def _read(self, hall_id: int, seq: int, known: list[Reply]) -> list[Reply]:
        app, actor = await acting(self)
        after = known[-1]["seq"] if known else 0
        with app.live.following(sid_of(self)) as following:
            page = await app.read(lambda tx: replies.to(tx, actor, hall_id=hall_id, seq=seq, after=after, limit=AT_ONCE))
            found = [*known, *map(_line, page.messages)]
            following.holds(one["id"] for one in found)
        self.more = page.has_after
        self.known = self.known if known else following.known
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
