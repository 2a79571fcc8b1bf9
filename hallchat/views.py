"""What leaves the server: frozen values without behaviour. Times are aware and UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is doing something: a user, through one sign-in."""

    user_id: int
    session_id: str


@dataclass(frozen=True, slots=True)
class UserView:
    """A person as others see them."""

    id: int
    username: str
    display_name: str


@dataclass(frozen=True, slots=True)
class AcquaintanceView:
    """A person whom the reader shares a hall with, and the name of the liveliest one; None where they only talk directly."""

    id: int
    username: str
    display_name: str
    hall: str | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """A person as they see themselves."""

    id: int
    username: str
    display_name: str
    role: str


MOST_MENTIONS = 300
"""How many of somebody's newest mentions are looked at to count the unread ones: nobody reads a higher number."""


@dataclass(frozen=True, slots=True)
class HallView:
    """A hall as one reader sees it. ``role`` to ``mentions`` are None where the reader is no member.

    Of mentions it tells how many of the reader are unread, and where the newest ones stand; they are only in a single hall
    and in lists that say so. A direct one has its people, the reader among them, and the name that ``direct_name`` gives it.
    """

    id: int
    name: str
    topic: str
    kind: str
    archived: bool
    member: bool
    members: int
    role: str | None
    last_seq: int | None
    last_read_seq: int | None
    unread: int | None
    notify: str | None
    mentions: int | None = None
    mentioned: tuple[int, ...] = ()
    drafted_at: datetime | None = None  # when the reader wrote last what they did not send
    people: tuple[UserView, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class HallFacts:
    """A hall as it is for everybody. A direct one has its people in place of a name."""

    id: int
    name: str
    topic: str
    kind: str
    archived: bool
    members: int
    last_seq: int
    people: tuple[UserView, ...] = ()


def direct_name(people: Sequence[UserView], reader: int) -> str:
    """Name a direct hall as one of its people sees it: by the others, or by themselves where they are alone."""
    others = [one.display_name for one in people if one.id != reader]
    return ", ".join(others or [one.display_name for one in people])


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a hall."""

    id: int
    username: str
    display_name: str
    role: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class ReactionView:
    """An emoji on a message, and who put it there, in that order."""

    emoji: str
    by: tuple[UserView, ...]


@dataclass(frozen=True, slots=True)
class SharedHallView:
    """A hall that the reader and somebody else are both in."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class CardView:
    """Who somebody is. Their role and since when they are a member are of the hall that was asked about, None outside of it."""

    id: int
    username: str
    display_name: str
    created_at: datetime
    role: str | None
    joined_at: datetime | None
    halls: tuple[SharedHallView, ...]
    met: bool  # whether both are in some hall, be it a direct one; then each may see whether the other is there


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What a reply shows of the message that it replies to; no words of a deleted one."""

    by: int  # the id of its sender
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message, the same for every reader. A deleted one has no content."""

    id: int
    hall_id: int
    seq: int
    rev: int
    sender: UserView
    client_id: str
    content: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    reactions: tuple[ReactionView, ...] = ()  # in the order in which they were first made
    reply_to: int | None = None  # the place of the message that it replies to
    quote: QuoteView | None = None  # what that says
    replies: int = 0


@dataclass(frozen=True, slots=True)
class DraftView:
    """What somebody wrote and did not send, as it was typed, and when it was kept; empty and None for nothing."""

    content: str
    saved_at: datetime | None
    version: int = 0  # in milliseconds since 1970, by which pages know it
    reply_to: int | None = None  # the place of the message in the hall that it replies to
    quote: QuoteView | None = None  # what that says


@dataclass(frozen=True, slots=True)
class NewsView:
    """What somebody is told of: a message, and its hall."""

    message: MessageView
    hall: HallView


@dataclass(frozen=True, slots=True)
class QuietView:
    """When somebody wants to be told of nothing: until a moment, and at some hours of each day, as ``22:00-07:00``."""

    until: datetime | None
    hours: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a message said once, or says now, as it was typed, and since when."""

    content: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FoundView:
    """A message that was found: its hall, a part of its content, and which ranges of that part's code points were looked for."""

    message: MessageView
    hall: HallView
    excerpt: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found, newest first. ``unmet`` are filters that fit nothing: names of nobody or no hall, days that are none."""

    found: tuple[FoundView, ...]
    has_more: bool
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionPage:
    """Messages that mention the reader, newest first."""

    found: tuple[FoundView, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages of a hall, ascending, with the hall's end as of the same moment."""

    messages: tuple[MessageView, ...]
    last_seq: int
    last_rev: int
    has_before: bool
    has_after: bool


def milliseconds(time: datetime) -> int:
    """Return a time in milliseconds since 1970."""
    return int(time.timestamp() * 1000)
