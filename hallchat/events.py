"""What happened, in the past tense. Services collect these; they are published after the commit."""

from dataclasses import dataclass
from datetime import datetime

from hallchat.views import HallFacts, MessageView, QuietView

SHOWN = -1
"""Up to where a hall is hidden that is not: beyond this place there is always something."""


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """A message was stored at the end of its hall. ``mentioned``, here and below: the users whom it mentions."""

    message: MessageView
    mentioned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """A message says something else from now on."""

    message: MessageView
    mentioned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A message became a tombstone."""

    message: MessageView


@dataclass(frozen=True, slots=True)
class MessageRestored:
    """A tombstone became the message again that it was."""

    message: MessageView
    mentioned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MessageReacted:
    """Somebody put an emoji to a message, or took one back."""

    message: MessageView


@dataclass(frozen=True, slots=True)
class RepliesCounted:
    """A message has more replies from now on, or fewer."""

    message: MessageView


@dataclass(frozen=True, slots=True)
class HallChanged:
    """A hall was created, renamed, given a topic, archived, or its number of members changed."""

    hall: HallFacts


@dataclass(frozen=True, slots=True)
class MembershipStarted:
    """Somebody became a member, or is one again as before.

    Of who was there already is known where the hall mentions them, and how far it had gone when they were taken out.
    """

    hall_id: int
    user_id: int
    role: str
    last_read_seq: int
    hidden_seq: int = SHOWN  # see ``HallHidden``
    level: str = "everything"  # see ``LevelChanged``
    mentioned: tuple[int, ...] = ()
    known: int = 0  # up to this place nothing is new to them, read or not


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """A member's role changed."""

    hall_id: int
    user_id: int
    role: str


@dataclass(frozen=True, slots=True)
class LevelChanged:
    """A member wants to be told of something else in the hall."""

    hall_id: int
    user_id: int
    level: str


@dataclass(frozen=True, slots=True)
class MembershipEnded:
    """Somebody is no longer a member."""

    hall_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class HallHidden:
    """Somebody wants a direct hall out of their list until it goes beyond ``seq``; with ``SHOWN``, in it again."""

    hall_id: int
    user_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class ReadMoved:
    """A member's read mark moved on."""

    hall_id: int
    user_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class MarkedUnread:
    """A member put their read mark elsewhere: what follows ``seq`` is unread, also what they had read."""

    hall_id: int
    user_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """Somebody wrote on in a hall without sending it, or their draft is gone: then ``saved_at`` is None."""

    hall_id: int
    user_id: int
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuietChanged:
    """Somebody chose when they want to be told of nothing."""

    user_id: int
    quiet: QuietView


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A sign-in is over: signed out, revoked, or its password changed."""

    session_id: str
    user_id: int


Event = (
    MessagePosted
    | MessageEdited
    | MessageDeleted
    | MessageRestored
    | MessageReacted
    | RepliesCounted
    | HallChanged
    | MembershipStarted
    | MembershipChanged
    | LevelChanged
    | MembershipEnded
    | HallHidden
    | ReadMoved
    | MarkedUnread
    | DraftChanged
    | QuietChanged
    | SessionEnded
)
