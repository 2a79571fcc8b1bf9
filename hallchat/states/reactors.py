"""Who reacted to one message, while the page lists it: rows name the first of many only."""

from contextlib import suppress
from typing import TypedDict

import reflex as rx

from hallchat.errors import Refusal
from hallchat.realtime.wire import Face
from hallchat.services import reacting
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.views import ReactionView

AT_ONCE = 100  # people of each emoji


class Reacted(TypedDict):
    """An emoji on the message, and who put it there, in that order."""

    emoji: str
    count: int
    by: list[Face]


class ReactorsState(rx.State):
    """Who put which emoji to a message of a hall."""

    hall: int = 0  # 0: none
    seq: int = 0
    reacted: list[Reacted] = []
    more: bool = False  # whether there are more people than these

    _most: int = AT_ONCE

    @rx.event
    async def show(self, hall_id: int, seq: int) -> None:
        """List who reacted to a message, of many the first."""
        async with noticed(self):
            self._most = AT_ONCE
            await self._read(hall_id, seq)

    @rx.event
    async def again(self) -> None:
        """List them again, where they are listed: somebody reacted, or took it back."""
        async with noticed(self, unasked=True):
            if self.seq:
                await self._read(self.hall, self.seq)

    @rx.event
    async def onwards(self) -> None:
        """List more of them."""
        async with noticed(self):
            if self.more:
                self._most += AT_ONCE
                await self._read(self.hall, self.seq)

    @rx.event
    def hide(self) -> None:
        """List them no more."""
        self.reset()

    async def renew(self) -> None:
        """Read them again as they are now, before they go into a snapshot."""
        with suppress(Refusal):
            await self._read(self.hall, self.seq)

    async def _read(self, hall_id: int, seq: int) -> None:
        app, actor = await acting(self)
        try:
            found = await app.read(lambda tx: reacting.reactors(tx, actor, hall_id=hall_id, seq=seq))
        except Refusal:
            self.reset()
            raise
        if not found:  # all took theirs back, or the message was deleted
            self.reset()
            return
        self.hall, self.seq = hall_id, seq
        self.reacted = [_listed(one, self._most) for one in found]
        self.more = any(len(one.by) > self._most for one in found)


def _listed(one: ReactionView, most: int) -> Reacted:
    by = [Face(id=user.id, user=user.username, name=user.display_name) for user in one.by[:most]]
    return Reacted(emoji=one.emoji, count=len(one.by), by=by)
