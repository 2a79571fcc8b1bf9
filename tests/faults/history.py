"""What a run records: what people sent, what they were answered, who was in which hall, and what each tab was sent."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from hallchat.realtime.feed import SIZE


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody began to send a message. Times are seconds of one clock that never goes back."""

    at: float
    user: int
    hall: int
    client_id: str
    content: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody was told that their message is stored."""

    at: float
    user: int
    hall: int
    client_id: str
    seq: int | None = None  # the place that they were told, over REST


@dataclass(slots=True)
class Edited:
    """Somebody began to edit a message of theirs, one edit after another."""

    client_id: str
    content: str
    answered: bool = False  # they were told that it is stored


@dataclass(slots=True)
class Membership:
    """A user was, at some time between these, in a hall: from asking to be let in to the answer that it is over."""

    user: int
    hall: int
    begun: float = 0.0
    ended: float = math.inf


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as a page shows it."""

    seq: int
    client_id: str
    gone: bool = False
    html: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a tab was sent of a hall: some slots of its ring, or all."""

    at: float
    hall: int
    rev_from: int
    rev_to: int
    head: int
    slots: Mapping[int, Seen | None]
    asked: float = 0.0  # when the tab last asked for a hall, or for a line

    @property
    def whole(self) -> bool:
        """Whether it is the hall as it is, not what is new in it."""
        return self.rev_from == 0 and len(self.slots) == SIZE


@dataclass(frozen=True, slots=True)
class Cut:
    """The tab's line ended; what follows came over another one."""

    at: float


@dataclass(slots=True)
class Stream:
    """All that one tab was sent."""

    tab: str
    user: int
    frames: list[Frame | Cut] = field(default_factory=list)
    rest: int | None = None  # the hall that it must show when all is quiet


@dataclass(frozen=True, slots=True)
class Stored:
    """A message in the database."""

    seq: int
    rev: int
    sender: int
    client_id: str
    content: str
    gone: bool = False
    html: str = ""


@dataclass(frozen=True, slots=True)
class StoredHall:
    """A hall in the database."""

    last_seq: int
    last_rev: int
    messages: tuple[Stored, ...]


@dataclass(slots=True)
class History:
    """One round of a run."""

    said: list[Said] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)
    stored: dict[int, StoredHall] = field(default_factory=dict)
    edited: list[Edited] = field(default_factory=list)
