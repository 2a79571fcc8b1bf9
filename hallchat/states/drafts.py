"""What a page asks for about drafts: keeping what is being written, and reading what another tab or device wrote."""

from typing import TypedDict

import reflex as rx

from hallchat.errors import Busy, Refusal, TooMany
from hallchat.realtime.wire import milliseconds
from hallchat.services import drafts
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.views import DraftView


class Kept(TypedDict):
    """A draft as the server keeps it."""

    hall: int
    content: str
    at: int  # when it was kept, in milliseconds since 1970; 0 for none


class DraftsState(rx.State):
    """What became of the drafts of a tab. What it writes stands in the page; that there are others, in ``HallsState.drafts``."""

    saved: dict[str, int] = {}  # by hall: when what the page sent last was kept
    refused: int = 0  # how often one was refused for a moment only; the page then tries again
    found: Kept = Kept(hall=0, content="", at=0)  # what it asked for last

    @rx.event
    async def save(self, hall_id: int, content: str) -> None:
        """Keep what is being written. Nobody waits for it: what is refused stays in the page."""
        said = str(content)
        try:
            app, actor = await acting(self)
            kept = await app.change(actor, lambda tx: drafts.save(tx, actor, hall_id=hall_id, content=said), counts_as="draft")
            self.saved = {**self.saved, str(hall_id): _at(kept)}
        except (Busy, TooMany):
            self.refused += 1
        except Refusal:
            return

    @rx.event
    async def look(self, hall_id: int) -> None:
        """Read what another tab or device wrote."""
        async with noticed(self, unasked=True):
            app, actor = await acting(self)
            kept = await app.read(lambda tx: drafts.get(tx, actor, hall_id=hall_id))
            self.found = Kept(hall=hall_id, content=kept.content, at=_at(kept))


def _at(kept: DraftView) -> int:
    return milliseconds(kept.saved_at) if kept.saved_at else 0
