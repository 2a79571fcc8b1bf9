"""The user's halls with their unread counts, and the public ones that could be joined."""

from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx
from reflex.state import _override_base_method
from reflex_base.constants.state import FIELD_MARKER

from hallchat.realtime.guests import Listing
from hallchat.realtime.wire import Delta, HallRow, hall_row
from hallchat.services import halls, memberships
from hallchat.states.acting import acting
from hallchat.states.notices import noticed
from hallchat.text import mended
from hallchat.views import HallView


class HallsState(rx.State):
    """The hall list. A snapshot brings it, then the live end keeps it up to date; the server keeps no copy for each tab."""

    halls: list[HallRow] = []
    unread: dict[str, int] = {}
    mentions: dict[str, int] = {}  # unread messages that mention the user
    again: dict[str, int] = {}  # unread messages that are not new, as those put back: nobody is notified of them
    drafts: dict[str, int] = {}  # when the user wrote last what they did not send, in milliseconds since 1970

    listed: int = 0  # goes up when a message changes that the tab lists: what was found, mentions, replies

    _told: dict[str, Any] = {}

    def tell(self, listing: Listing) -> None:
        """Put the hall list into the next whole snapshot."""
        listed = {f"halls{FIELD_MARKER}": listing.halls, f"drafts{FIELD_MARKER}": listing.drafts}
        self._told = {**listed, **_counts(listing.unread, listing.mentions, listing.again)}

    @_override_base_method
    def dict(self, *args: Any, **kwargs: Any) -> Any:
        """Return the state for a snapshot, with what ``tell`` was given, once."""
        snapshot = super().dict(*args, **kwargs)
        snapshot[self.get_full_name()].update(self._told)
        self._told = {}
        return snapshot


class DirectoryState(rx.State):
    """Finding a public hall, and making a new one."""

    open: bool = False
    found: list[HallRow] = []
    query: str = ""

    _made: bool = False  # a hall, since it was opened

    @rx.event
    async def show(self) -> None:
        """Open the directory."""
        self._made = False
        await self.search("")

    @rx.event
    def hide(self) -> None:
        """Close the directory."""
        self.open, self.found = False, []

    @rx.event
    async def search(self, query: str) -> None:
        """Look for public halls by part of a name or topic."""
        self.open, self.query = True, mended(str(query)[:250])  # a server that started anew knows of no dialog
        await self._search()

    @rx.event
    async def join(self, hall_id: int) -> Any:
        """Join a hall and go there."""
        async with noticed(self):
            app, actor = await acting(self)
            hall = await app.change(actor, lambda tx: memberships.join(tx, actor, hall_id=hall_id))
            self.hide()
            return rx.redirect(f"/h/{hall.id}")

    @rx.event
    async def create(self, form: dict) -> Any:
        """Make a hall and go there."""
        async with noticed(self):
            app, actor = await acting(self)
            if self._made:
                return None  # the second of two clicks
            name, topic = str(form.get("name", "")), str(form.get("topic", ""))
            kind = "private" if form.get("private") else "public"
            hall = await app.change(actor, lambda tx: halls.create(tx, actor, name=name, topic=topic, kind=kind))
            self._made = True
            self.hide()
            return rx.redirect(f"/h/{hall.id}")

    async def _search(self) -> None:
        async with noticed(self):
            app, actor = await acting(self)
            found = await app.read(lambda tx: halls.joinable(tx, actor, query=self.query))
            self.found = [row_of(hall) for hall in found]


def row_of(hall: HallView) -> HallRow:
    """Shape a hall that is not in the reader's list."""
    return hall_row(hall, hall.role or "", hall.notify)


def listed_delta(changes: int) -> Delta:
    """Name a change of what tabs list; see ``Wire.listed``."""
    return {HallsState.get_full_name(): {f"listed{FIELD_MARKER}": changes}}


def halls_delta(rows: Sequence[HallRow]) -> Delta:
    """Name a user's hall list; see ``Wire.halls``."""
    return {HallsState.get_full_name(): {f"halls{FIELD_MARKER}": list(rows)}}


def unread_delta(counts: Mapping[str, int], mentions: Mapping[str, int], again: Mapping[str, int]) -> Delta:
    """Name a user's unread counts and mentions; see ``Wire.unread``."""
    return {HallsState.get_full_name(): _counts(counts, mentions, again)}


def drafts_delta(times: Mapping[str, int]) -> Delta:
    """Name a user's drafts; see ``Wire.drafts``."""
    return {HallsState.get_full_name(): {f"drafts{FIELD_MARKER}": dict(times)}}


def _counts(counts: Mapping[str, int], mentions: Mapping[str, int], again: Mapping[str, int]) -> dict[str, Any]:
    named = {"unread": counts, "mentions": mentions, "again": again}
    return {f"{name}{FIELD_MARKER}": dict(value) for name, value in named.items()}
