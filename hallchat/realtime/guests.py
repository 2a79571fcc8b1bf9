"""Somebody with an open tab: their place in each hall, and what their list of halls says."""

import asyncio
from bisect import bisect_right, insort
from dataclasses import dataclass, field

from hallchat.events import SHOWN, Event
from hallchat.realtime.wire import HallRow
from hallchat.views import MOST_MENTIONS, HallView, milliseconds


@dataclass(frozen=True, slots=True)
class Listing:
    """What a user's list of halls says; counts and times by hall id, where there are any."""

    halls: list[HallRow] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)  # how many of those mention the user
    again: dict[str, int] = field(default_factory=dict)  # how many of those are not new to them
    drafts: dict[str, int] = field(default_factory=dict)  # when they wrote what they did not send, in milliseconds since 1970


@dataclass(slots=True)
class Standing:
    """A user's place in one hall."""

    role: str
    read: int
    hidden: int = SHOWN  # a direct hall is hidden until it goes beyond it
    drafted: int = 0  # when the user wrote last what they did not send, in milliseconds since 1970; 0 for nothing
    mentioned: list[int] = field(default_factory=list)  # where the newest messages stand that mention them, ascending
    notify: str = "everything"
    furthest: int = 0  # up to here nothing is new: they had read it and put it back, or were in the hall before

    @property
    def again(self) -> int:
        """How many unread messages are not new."""
        return max(0, self.furthest - self.read)

    @property
    def mentions(self) -> int:
        """How many unread messages mention the user."""
        return len(self.mentioned) - bisect_right(self.mentioned, self.read)

    def mention(self, seq: int, *, mentioned: bool) -> None:
        """Note whether a message mentions the user."""
        if mentioned and seq not in self.mentioned:
            insort(self.mentioned, seq)
            del self.mentioned[:-MOST_MENTIONS]
        elif not mentioned and seq in self.mentioned:
            self.mentioned.remove(seq)


def standing_in(hall: HallView) -> Standing:
    """Return the place of a hall's reader in it."""
    return Standing(
        hall.role or "member",
        hall.last_read_seq or 0,
        hidden=(hall.last_seq or 0) if hall.hidden else SHOWN,
        drafted=milliseconds(hall.drafted_at) if hall.drafted_at else 0,
        mentioned=list(hall.mentioned),
        notify=hall.notify or "everything",
    )


@dataclass(slots=True, eq=False)
class Guest:
    """A user with at least one open tab."""

    standings: dict[int, Standing] = field(default_factory=dict)  # of direct halls the newest talk is last
    tabs: int = 0
    filled: bool = False
    loading: "asyncio.Task[None] | None" = None
    early: list[Event] = field(default_factory=list)
