"""What the services are to do with halls, memberships and messages: the rules alone, in plain Python, without a database."""

from dataclasses import dataclass, field
from datetime import datetime

from hallchat import errors
from hallchat.errors import Refusal
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
from hallchat.services.editing import Deleted
from hallchat.services.messages import Prepared
from hallchat.text import fold


@dataclass
class Said:
    """A message, deleted or not."""

    seq: int
    rev: int
    sender: int
    client_id: str
    content: str
    gone: bool = False
    reply_to: int | None = None
    replies: int = 0
    former: list[str] = field(default_factory=list, compare=False)  # what it said before, the oldest first
    put: list[tuple[int, str]] = field(default_factory=list, compare=False)  # who put which emoji to it, as they came


@dataclass
class Standing:
    """A member's place in a hall."""

    role: str
    read: int
    draft: str = ""


@dataclass
class ModelHall:
    """A hall with everybody and everything in it."""

    id: int
    kind: str
    archived: bool = False
    standings: dict[int, Standing] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    rev: int = 0

    @property
    def last(self) -> int:
        return len(self.said)

    def holding(self, word: str) -> list[Said]:
        return [one for one in self.said if fold(one.content) == word]

    def since(self, rev: int) -> list[Said]:
        return sorted((one for one in self.said if one.rev > rev), key=lambda one: one.rev)


Told = tuple[object, ...]


class Model:
    """All halls. What a call tells is in ``told``; a call that is refused raises before it changes anything."""

    def __init__(self) -> None:
        self.halls: dict[int, ModelHall] = {}
        self.names: dict[str, int] = {}  # whom one may invite
        self.told: list[Told] = []

    def reach(self, who: int, hall_id: int) -> ModelHall:
        hall = self.halls.get(hall_id)
        if hall is None or (hall.kind != "public" and who not in hall.standings):
            raise errors.HallNotFound
        return hall

    def inside(self, who: int, hall_id: int, *, owner: bool = False, writing: bool = False) -> ModelHall:
        hall = self.reach(who, hall_id)
        _refuse(who not in hall.standings, errors.NotAMember)
        _refuse(owner and hall.standings[who].role != "owner", errors.OwnerOnly)
        _refuse(writing and hall.archived, errors.HallArchived)
        return hall

    def create(self, who: int, hall_id: int, kind: str) -> None:
        self.halls[hall_id] = ModelHall(hall_id, kind)
        self.admit(self.halls[hall_id], who)

    def admit(self, hall: ModelHall, whom: int) -> None:
        role = "member" if hall.standings else "owner"
        hall.standings[whom] = Standing(role, hall.last)
        self.told += [("started", hall.id, whom, role, hall.last), self._changed(hall)]

    def join(self, who: int, hall_id: int) -> None:
        hall = self.reach(who, hall_id)
        if who not in hall.standings:
            _refuse(hall.archived, errors.HallArchived)
            self.admit(hall, who)

    def leave(self, who: int, hall_id: int) -> None:
        hall = self.reach(who, hall_id)
        if standing := hall.standings.get(who):
            _refuse(standing.role == "owner" and len(hall.standings) > 1, errors.OwnerMayNotLeave)
            self._dismiss(hall, who)

    def remove(self, who: int, hall_id: int, *, user_id: int) -> None:
        hall = self.inside(who, hall_id)
        if who == user_id:
            self.leave(who, hall_id)
            return
        self.inside(who, hall_id, owner=True)
        _refuse(user_id not in hall.standings, errors.MemberNotFound)
        self._dismiss(hall, user_id)

    def invite(self, who: int, hall_id: int, *, username: str) -> None:
        hall = self.inside(who, hall_id, writing=True)
        _refuse(username not in self.names, errors.UserNotFound)
        if self.names[username] not in hall.standings:
            self.admit(hall, self.names[username])

    def hand_over(self, who: int, hall_id: int, *, user_id: int) -> None:
        hall = self.inside(who, hall_id, owner=True)
        _refuse(user_id not in hall.standings, errors.MemberNotFound)
        if who != user_id:
            for user, role in ((who, "member"), (user_id, "owner")):
                hall.standings[user].role = role
                self.told.append(("role", hall.id, user, role))

    def appoint(self, who: int, hall_id: int, *, user_id: int, moderator: bool) -> None:
        hall = self.inside(who, hall_id, owner=True)
        _refuse(user_id not in hall.standings, errors.MemberNotFound)
        _refuse(user_id == who, errors.OwnerStaysOwner)
        standing, role = hall.standings[user_id], "moderator" if moderator else "member"
        if standing.role != role:
            standing.role = role
            self.told.append(("role", hall.id, user_id, role))

    def change(self, who: int, hall_id: int, *, archived: bool | None, name: str | None) -> None:
        hall = self.inside(who, hall_id, owner=True)
        _refuse(hall.archived and name is not None and archived is not False, errors.HallArchived)
        hall.archived = hall.archived if archived is None else archived
        self.told.append(self._changed(hall))

    def post(
        self, who: int, hall_id: int, *, client_id: str, prepared: Prepared, reply_to: int | None = None
    ) -> tuple[int, bool]:
        """Return the message's place, and whether it is new."""
        content = prepared.content
        hall = self.inside(who, hall_id)
        for there in self.halls.values():
            for one in there.said:
                if (one.sender, one.client_id) == (who, client_id):
                    first = [*one.former, one.content][0]
                    same = there is hall and one.reply_to == reply_to and (first == content or one.gone)
                    _refuse(not same, errors.ClientIdReused)
                    return one.seq, False
        _refuse(hall.archived, errors.HallArchived)
        _refuse(reply_to is not None and self._there(hall, reply_to).gone, errors.ReplyToGone)
        hall.rev += 1
        hall.said.append(Said(hall.last + 1, hall.rev, who, client_id, content, reply_to=reply_to))
        self.told.append(("posted", hall.id, hall.last, hall.rev, content))
        self._count(hall, hall.said[-1], 1)
        self._read(hall, who, hall.last)
        return hall.last, True

    def bring_in(self, who: int, hall_id: int, *, client_id: str, prepared: Prepared, at: datetime) -> tuple[int, bool]:
        """Like ``post``, with a time; the model has none."""
        return self.post(who, hall_id, client_id=client_id, prepared=prepared)

    def since(self, who: int, hall_id: int, *, rev: int, limit: int) -> list[Said]:
        """Return all that changed, however little of it is wanted at once."""
        return self.inside(who, hall_id).since(rev)

    def versions(self, who: int, hall_id: int, *, seq: int) -> list[str]:
        one = self._there(self.inside(who, hall_id), seq)
        _refuse(one.gone, errors.MessageGone)
        return [*one.former, one.content]

    def edit(self, who: int, hall_id: int, *, seq: int, prepared: Prepared) -> None:
        hall = self.inside(who, hall_id, writing=True)
        one = self._there(hall, seq)
        _refuse(one.sender != who, errors.NotYourMessage)
        _refuse(one.gone, errors.MessageGone)
        if one.content != prepared.content:
            one.former.append(one.content)
            self._becomes(hall, one, "edited", prepared.content)

    def delete(self, who: int, hall_id: int, *, seq: int) -> list[str] | None:
        """Return what it said, from its beginning to now."""
        hall = self.inside(who, hall_id, writing=True)
        one = self._there(hall, seq)
        _refuse(one.sender != who and hall.standings[who].role == "member", errors.NotYourMessage)
        if one.gone:
            return None
        said, one.former, one.put, one.gone = [*one.former, one.content], [], [], True
        self._becomes(hall, one, "deleted", "")
        self._count(hall, one, -1)
        return said

    def restore(self, who: int, hall_id: int, *, seq: int, deleted: Deleted) -> None:
        hall = self.inside(who, hall_id, writing=True)
        one = self._there(hall, seq)
        _refuse(deleted.by != who, errors.NotYourMessage)
        if one.gone:
            one.former, one.gone = [former.content for former in deleted.former], False
            one.put = [(each.user_id, each.emoji) for each in deleted.reactions]
            self._becomes(hall, one, "restored", deleted.said.content)
            self._count(hall, one, 1)

    def to(self, who: int, hall_id: int, *, seq: int, limit: int) -> list[Said]:
        """Return the replies to a message."""
        hall = self.inside(who, hall_id)
        self._there(hall, seq)
        return [one for one in hall.said if one.reply_to == seq and not one.gone]

    def _count(self, hall: ModelHall, reply: Said, more: int) -> None:
        if reply.reply_to is not None:
            quoted = hall.said[reply.reply_to - 1]
            quoted.replies += more
            hall.rev += 1
            quoted.rev = hall.rev
            self.told.append(("replies", hall.id, quoted.seq, quoted.rev, quoted.replies))

    def react(self, who: int, hall_id: int, *, seq: int, emoji: str) -> None:
        hall, one = self._reactable(who, hall_id, seq)
        if (who, emoji) not in one.put:
            one.put.append((who, emoji))
            self._becomes(hall, one, "reacted", one.content)

    def unreact(self, who: int, hall_id: int, *, seq: int, emoji: str) -> None:
        hall, one = self._reactable(who, hall_id, seq)
        if (who, emoji) in one.put:
            one.put.remove((who, emoji))
            self._becomes(hall, one, "reacted", one.content)

    def _reactable(self, who: int, hall_id: int, seq: int) -> tuple[ModelHall, Said]:
        hall = self.inside(who, hall_id, writing=True)
        one = self._there(hall, seq)
        _refuse(one.gone, errors.MessageGone)
        return hall, one

    def _there(self, hall: ModelHall, seq: int) -> Said:
        _refuse(not 0 < seq <= hall.last, errors.MessageNotFound)
        return hall.said[seq - 1]

    def _becomes(self, hall: ModelHall, one: Said, how: str, content: str) -> None:
        hall.rev += 1
        one.rev, one.content = hall.rev, content
        self.told.append((how, hall.id, one.seq, one.rev, content))

    def mark_read(self, who: int, hall_id: int, *, seq: int) -> None:
        hall = self.inside(who, hall_id)
        self._read(hall, who, min(seq, hall.last))

    def save(self, who: int, hall_id: int, *, content: str) -> str:
        standing = self.inside(who, hall_id).standings[who]
        if content.strip() and content != standing.draft:
            standing.draft = content
            self.told.append(("draft", hall_id, who, True))
        elif not content.strip():
            self.discard(who, hall_id)
        return standing.draft

    def discard(self, who: int, hall_id: int) -> None:
        standing = self.inside(who, hall_id).standings[who]
        if standing.draft:
            standing.draft = ""
            self.told.append(("draft", hall_id, who, False))

    def mark_unread(self, who: int, hall_id: int, *, seq: int) -> None:
        hall = self.inside(who, hall_id)
        self._there(hall, seq)
        self._put_mark(hall, who, seq - 1)

    def mark_all_read(self, who: int) -> list[tuple[int, int, int]]:
        """Return the hall, the mark and the end wherever something was unread."""
        there = [hall for hall in self.halls.values() if who in hall.standings and hall.standings[who].read < hall.last]
        passed = [(hall.id, hall.standings[who].read, hall.last) for hall in there]
        for hall in there:
            self._read(hall, who, hall.last)
        return passed

    def take_up_again(self, who: int, passed: list[tuple[int, int, int]]) -> None:
        for hall_id, before, end in passed:
            standing = self.halls[hall_id].standings.get(who)
            if standing and standing.read == end:
                self._put_mark(self.halls[hall_id], who, before)

    def _put_mark(self, hall: ModelHall, who: int, seq: int) -> None:
        hall.standings[who].read = seq
        self.told.append(("unread", hall.id, who, seq))

    def store_marks(self, marks: list[tuple[int, int, int]]) -> None:
        for user, hall_id, seq in marks:
            if user in self.halls[hall_id].standings:
                self._read(self.halls[hall_id], user, seq)

    def _read(self, hall: ModelHall, who: int, seq: int) -> None:
        if seq > hall.standings[who].read:
            hall.standings[who].read = seq
            self.told.append(("read", hall.id, who, seq))

    def _dismiss(self, hall: ModelHall, whom: int) -> None:
        del hall.standings[whom]
        self.told += [("ended", hall.id, whom), self._changed(hall)]

    def _changed(self, hall: ModelHall) -> Told:
        return "changed", hall.id, hall.archived, len(hall.standings), hall.last


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


def _refuse(wrong: bool, refusal: type[Refusal]) -> None:
    if wrong:
        raise refusal(username="")
