"""What a page asks for about drafts: keeping what is being written, and reading what another tab or device wrote."""

from typing import TypedDict

import reflex as rx

from hallchat import text
from hallchat.errors import Busy, Refusal, TooMany
from hallchat.services import drafts
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.views import DraftView

GIVEN = 4  # drafts that the page is given at once: those of several halls may come together


class Kept(TypedDict):
    """A draft as the server keeps it."""

    content: str
    at: int  # when it was kept, in milliseconds since 1970; 0 for none


class DraftsState(rx.State):
    """What became of the drafts of a tab. What it writes stands in the page; that there are others, in ``HallsState.drafts``."""

    saved: dict[str, int] = {}  # by hall: when what the page sent last was kept
    refused: int = 0  # how often one was refused for a moment only; the page then tries again
    found: dict[str, Kept] = {}  # by hall: what the page was given last, of a few halls

    @rx.event
    async def save(self, hall_id: int, content: str, since: int = 0) -> None:
        """Keep what is being written since a version. Nobody waits for it: what is refused stays in the page.

        What another device wrote meanwhile stays too, and the page is given both.
        """
        known = {since, self.saved.get(str(hall_id), 0)}  # the page may not know yet what became of what it sent last
        try:
            said = text.draft(str(content))
            app, actor = await acting(self)
            kept = await app.change(
                actor, lambda tx: drafts.save(tx, actor, hall_id=hall_id, content=said, since=known), counts_as="draft"
            )
        except (Busy, TooMany):
            self.refused += 1
            return
        except Refusal:
            return
        if kept.content == (said if said.strip() else ""):
            self.saved = {**self.saved, str(hall_id): kept.version}
        else:
            self._give(hall_id, kept)

    @rx.event
    async def look(self, hall_id: int) -> None:
        """Read what another tab or device wrote."""
        async with noticed(self, unasked=True):
            app, actor = await acting(self)
            kept = await app.read(lambda tx: drafts.get(tx, actor, hall_id=hall_id))
            self._give(hall_id, kept)

    def _give(self, hall_id: int, kept: DraftView) -> None:
        others = {hall: one for hall, one in self.found.items() if hall != str(hall_id)}
        self.found = {**dict([*others.items()][1 - GIVEN :]), str(hall_id): Kept(content=kept.content, at=kept.version)}
