"""What events tell, in the words of the model."""

from hallchat.events import (
    DraftChanged,
    Event,
    HallChanged,
    HallHidden,
    LevelChanged,
    MarkedUnread,
    MembershipChanged,
    MembershipEnded,
    MembershipStarted,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageReacted,
    MessageRestored,
    QuietChanged,
    ReadMoved,
    RepliesCounted,
    SessionEnded,
)

Told = tuple[object, ...]


def told_of(event: Event) -> Told:
    """What an event tells, as the model says it."""
    match event:
        case MessagePosted(one) | MessageEdited(one) | MessageDeleted(one) | MessageRestored(one) | MessageReacted(one):
            how = type(event).__name__.removeprefix("Message").lower()
            return how, one.hall_id, one.seq, one.rev, one.content
        case RepliesCounted(one):
            return "replies", one.hall_id, one.seq, one.rev, one.replies
        case HallChanged(hall):
            return "changed", hall.id, hall.archived, hall.members, hall.last_seq
        case LevelChanged(hall_id, user_id, level):
            return "level", hall_id, user_id, level
        case MembershipStarted(hall_id, user_id, role, read):
            return "started", hall_id, user_id, role, read
        case MembershipChanged(hall_id, user_id, role):
            return "role", hall_id, user_id, role
        case MembershipEnded(hall_id, user_id):
            return "ended", hall_id, user_id
        case HallHidden(hall_id, user_id, seq):
            return "hidden", hall_id, user_id, seq
        case ReadMoved(hall_id, user_id, seq):
            return "read", hall_id, user_id, seq
        case MarkedUnread(hall_id, user_id, seq):
            return "unread", hall_id, user_id, seq
        case DraftChanged(hall_id, user_id, at):
            return "draft", hall_id, user_id, at is not None
        case QuietChanged(user_id):
            return "quiet", user_id
        case SessionEnded():
            return ("signed out",)
