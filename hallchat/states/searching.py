"""Searching one's halls: what was asked for, what was found, and more of it."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any, TypedDict, TypeVar

import reflex as rx

from hallchat import operations
from hallchat.errors import Busy, NotSignedIn, Refusal, SearchEmpty, SearchTooLong, TooMany
from hallchat.realtime.lists import Following
from hallchat.realtime.wire import HallRow
from hallchat.runtime import Runtime
from hallchat.states.acting import acting, sid_of
from hallchat.states.drafts import MOMENT
from hallchat.states.lobby import arrive_aside
from hallchat.states.notices import noticed, sentence
from hallchat.text import mended
from hallchat.views import Actor, FoundView, MentionPage, SearchPage, milliseconds

PAGE = 20
MOST = 100  # that are found at once
LISTED = 500  # that are listed: whoever looks for more asks for less
LONGEST_ZONE = 64  # characters of its name; the longest there is has 32
MOST_TYPED = 1000  # characters that are looked at of what was typed

Page = TypeVar("Page", SearchPage, MentionPage)


class Piece(TypedDict):
    """A part of an excerpt, and whether it was looked for."""

    text: str
    marked: bool


class Found(TypedDict):
    """A message that was found. Its path leads to its place in the conversation."""

    id: int
    by: int
    user: str
    name: str
    hall_id: int
    hall: str
    path: str
    at: int  # milliseconds since 1970
    pieces: list[Piece]


class SearchState(rx.State):
    """The search page. Its address follows what is asked for, so that a reload, the way back and a sent link find it again."""

    query: str = ""
    found: list[Found] = []
    more: bool = False
    problem: str = ""  # why nothing was looked for
    known: int = 0  # the changes that are in what was found; see ``HallsState.listed``
    unmet: str = ""  # filters that fit nobody, no hall and no day
    later: int = 0  # in how many seconds the page asks again for what was refused for a moment only; 0: not by itself
    refused: int = 0  # how often that was

    _zone: str = ""  # the page's, by its IANA name: days are its own

    @rx.event
    async def arrive(self) -> Any:
        """Search for what the address names; without it, again for what was asked last."""
        try:
            await arrive_aside(self)
        except NotSignedIn:
            return rx.redirect("/sign-in")
        asked = _asked(self.router.url.query_parameters.get("q", ""))
        if asked and asked != self.query:
            await self._ask(asked)
        elif self.query.strip():
            await self._look_again()
        return None

    @rx.event
    async def stand(self, zone: str) -> None:
        """Note in which time zone the page stands; what was found by other days than its own is looked for again."""
        if self._zone != (zone := str(zone)[:LONGEST_ZONE]):
            self._zone = zone
            if self.query.strip():
                await self._look_again()

    @rx.event
    async def search(self, query: str, zone: str = "") -> None:
        """Search for what was typed, in the page's time zone."""
        self._zone = str(zone)[:LONGEST_ZONE] or self._zone
        await self._ask(query)

    @rx.event
    async def older(self) -> None:
        """Find what is older than what was found."""
        if self.more and self.found:
            await self._look(before=self.found[-1]["id"])

    @rx.event
    async def again(self) -> None:
        """Find again what was found: something of it changed."""
        if self.query.strip():
            await self._look_again()

    async def _ask(self, query: str) -> None:
        self.query = _asked(query)
        self.found, self.more, self.problem, self.unmet, self.later = [], False, "", "", 0
        if self.query.strip():
            await self._look(before=None)

    async def _look(self, *, before: int | None) -> None:
        async with noticed(self):
            app, actor = await acting(self)
            try:
                with app.live.following(sid_of(self)) as following:
                    page = await self._read(app, actor, before, PAGE)
                    known = [] if before is None else self.found
                    self._take([*known, *map(found_row, page.found)], page, following)
            except NotSignedIn:
                raise
            except Refusal as refusal:
                self.found, self.more, self.problem = [], False, await sentence(self, refusal)

    async def _look_again(self) -> None:
        """Find as much again; where that is refused, what was found stays, and the page asks again if it may."""
        async with noticed(self, unasked=True):
            app, actor = await acting(self)
            try:
                with suppress(SearchEmpty, SearchTooLong), app.live.following(sid_of(self)) as following:
                    found, page = await as_much(self.found, lambda before, limit: self._read(app, actor, before, limit))
                    self._take(found, page, following)
            except (TooMany, Busy) as refusal:
                self.later, self.refused = refusal.params.get("seconds", MOMENT), self.refused + 1

    async def _read(self, app: Runtime, actor: Actor, before: int | None, limit: int) -> SearchPage:
        zone = self._zone
        return await operations.search_messages(app, actor, query=self.query, before=before, limit=limit, zone=zone)

    def _take(self, found: list[Found], page: SearchPage, following: Following) -> None:
        self.found, self.more = found, page.has_more and len(found) < LISTED
        self.unmet, self.problem = ", ".join(page.unmet), ""
        following.holds(one["id"] for one in found)
        self.known, self.later = following.known, 0


async def as_much(known: list[Found], read: Callable[[int | None, int], Awaitable[Page]]) -> tuple[list[Found], Page]:
    """Find again as much as was found: whole pages, of very much the newest.

    Args:
        known: what was found before.
        read: reads what is older than the message of an id, or the newest; so many.

    Returns:
        What is found now, and the last page of it.
    """
    page = await read(None, _pages(len(known)))
    found = [*map(found_row, page.found)]
    while page.has_more and len(found) < min(len(known), LISTED):
        page = await read(found[-1]["id"], _pages(len(known) - len(found)))
        found += map(found_row, page.found)
    return found, page


def _pages(count: int) -> int:
    return min(max(1, -(-count // PAGE)) * PAGE, MOST)


def _asked(query: Any) -> str:
    return mended(str(query)[:MOST_TYPED])


def only_of(found: list[Found], halls: Iterable[HallRow]) -> list[Found]:
    """Return what was found in some halls."""
    ids = {hall["id"] for hall in halls}
    return [one for one in found if one["hall_id"] in ids]


def found_row(found: FoundView) -> Found:
    """Shape a message that was found."""
    message = found.message
    return Found(
        id=message.id,
        by=message.sender.id,
        user=message.sender.username,
        name=message.sender.display_name,
        hall_id=message.hall_id,
        hall=found.hall.name,
        path=f"/h/{message.hall_id}#{message.seq}",
        at=milliseconds(message.created_at),
        pieces=_pieces(found),
    )


def _pieces(found: FoundView) -> list[Piece]:
    pieces, end = [], 0
    for start, stop in (*found.marks, (len(found.excerpt), len(found.excerpt))):
        pieces += [Piece(text=found.excerpt[end:start], marked=False), Piece(text=found.excerpt[start:stop], marked=True)]
        end = stop
    return [piece for piece in pieces if piece["text"]]
