"""What the services are to do with halls and memberships: the rules alone, in plain Python, without a database."""

from dataclasses import dataclass, field

from hallchat import errors
from hallchat.errors import Refusal
from hallchat.services.readmitting import Removed
from hallchat.text import fold
from tests.services.told import Told


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


class HallModel:
    """All halls, and who is in them. What a call tells is in ``told``; one that is refused raises before it changes anything."""

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
        refuse(who not in hall.standings, errors.NotAMember)
        refuse(owner and hall.standings[who].role != "owner", errors.OwnerOnly)
        refuse(writing and hall.archived, errors.HallArchived)
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
            refuse(hall.archived, errors.HallArchived)
            self.admit(hall, who)

    def leave(self, who: int, hall_id: int) -> None:
        hall = self.reach(who, hall_id)
        if standing := hall.standings.get(who):
            refuse(standing.role == "owner" and len(hall.standings) > 1, errors.OwnerMayNotLeave)
            self._dismiss(hall, who)

    def remove(self, who: int, hall_id: int, *, user_id: int) -> None:
        hall = self.inside(who, hall_id)
        if who == user_id:
            self.leave(who, hall_id)
            return
        self.inside(who, hall_id, owner=True)
        refuse(user_id not in hall.standings, errors.MemberNotFound)
        self._dismiss(hall, user_id)

    def readmit(self, who: int, hall_id: int, *, removed: Removed) -> None:
        hall, member = self.inside(who, hall_id, owner=True), removed.member
        if standing := hall.standings.get(member.id):
            if (standing.role, member.role) == ("member", "moderator"):
                standing.role = member.role
                self.told.append(("role", hall.id, member.id, member.role))
            return
        hall.standings[member.id] = Standing(member.role, removed.read, removed.draft.content)
        self.told.append(("started", hall.id, member.id, member.role, removed.read))
        if removed.draft.content:
            self.told.append(("draft", hall.id, member.id, True))
        self.told.append(self._changed(hall))

    def invite(self, who: int, hall_id: int, *, username: str) -> None:
        hall = self.inside(who, hall_id, writing=True)
        refuse(username not in self.names, errors.UserNotFound)
        if self.names[username] not in hall.standings:
            self.admit(hall, self.names[username])

    def hand_over(self, who: int, hall_id: int, *, user_id: int) -> None:
        hall = self.inside(who, hall_id, owner=True)
        refuse(user_id not in hall.standings, errors.MemberNotFound)
        if who != user_id:
            for user, role in ((who, "member"), (user_id, "owner")):
                hall.standings[user].role = role
                self.told.append(("role", hall.id, user, role))

    def appoint(self, who: int, hall_id: int, *, user_id: int, moderator: bool) -> None:
        hall = self.inside(who, hall_id, owner=True)
        refuse(user_id not in hall.standings, errors.MemberNotFound)
        refuse(user_id == who, errors.OwnerStaysOwner)
        standing, role = hall.standings[user_id], "moderator" if moderator else "member"
        if standing.role != role:
            standing.role = role
            self.told.append(("role", hall.id, user_id, role))

    def change(self, who: int, hall_id: int, *, archived: bool | None, name: str | None) -> None:
        hall = self.inside(who, hall_id, owner=True)
        refuse(hall.archived and name is not None and archived is not False, errors.HallArchived)
        hall.archived = hall.archived if archived is None else archived
        self.told.append(self._changed(hall))

    def _dismiss(self, hall: ModelHall, whom: int) -> None:
        del hall.standings[whom]
        self.told += [("ended", hall.id, whom), self._changed(hall)]

    def _changed(self, hall: ModelHall) -> Told:
        return "changed", hall.id, hall.archived, len(hall.standings), hall.last


def refuse(wrong: bool, refusal: type[Refusal]) -> None:
    """Refuse where something is wrong."""
    if wrong:
        raise refusal(username="")
