"""The halls that a roster reads of somebody, from plain lists."""

import asyncio
from collections.abc import Callable, Sequence

from hallchat.events import Event
from hallchat.realtime.roster import Roster
from hallchat.views import HallFacts, HallView
from tests.tabs import quiet


def hall(hall_id: int, name: str = "", *, role: str = "member", last: int = 0, read: int = 0, members: int = 2) -> HallView:
    return HallView(
        hall_id, name or f"Hall {hall_id}", "", "public", False, True, members, role, last, read, last - read, "everything"
    )


def facts(hall_id: int, name: str, *, archived: bool = False, last: int = 0) -> HallFacts:
    return HallFacts(hall_id, name, "", "public", archived, 2, last)


class Halls:
    """What the roster reads; it can be held up after it was read, and fail."""

    def __init__(self) -> None:
        self.halls: dict[int, Sequence[HallView]] = {}
        self.reads = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.failing = False

    async def load(self, user_id: int) -> Sequence[HallView]:
        self.reads += 1
        found = self.halls.get(user_id, ())
        await self.gate.wait()
        if self.failing:
            raise OSError("no database")
        return found


async def entering(roster: Roster, read: Halls, user_id: int, *meanwhile: Event | Callable[[], None]) -> None:
    """Let a user in while things happen between the read and its answer."""
    read.gate.clear()
    task = asyncio.create_task(roster.enter(user_id))
    await quiet()
    for what in meanwhile:
        if callable(what):
            what()
        else:
            roster.apply(what)
    read.gate.set()
    await task


def names(roster: Roster, user_id: int) -> list[str]:
    return [row["name"] for row in roster.halls(user_id)]
