"""Who is here: the users with an open tab, their halls, and how far they have read, kept up by events."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

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
    MessageRestored,
    ReadMoved,
)
from hallchat.realtime.guests import Guest, Listing, Standing, standing_in
from hallchat.realtime.wire import HallRow, hall_row
from hallchat.views import HallFacts, HallView, MessageView, milliseconds

LoadHalls = Callable[[int], Awaitable[Sequence[HallView]]]


class Roster:
    """The guests and the halls they are in."""

    def __init__(self, load: LoadHalls) -> None:
        """Start empty.

        Args:
            load: reads a user's halls from the database, the one with the newest message first.
        """
        self._load = load
        self._guests: dict[int, Guest] = {}
        self._loading: list[Guest] = []
        self._halls: dict[int, HallFacts] = {}
        self._heads: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}  # hall -> guests in it

    async def enter(self, user_id: int) -> None:
        """Count a tab in. The first one reads the user's halls; what happens meanwhile is applied after."""
        guest = self._guests.setdefault(user_id, Guest())
        guest.tabs += 1
        await self.ready(user_id)

    async def ready(self, user_id: int) -> None:
        """Wait until a guest's halls are read."""
        guest = self._guests.get(user_id)
        if guest is not None and not guest.filled:
            if guest.loading is None:
                guest.loading = asyncio.ensure_future(self._fill(user_id, guest))
                self._loading.append(guest)
            await asyncio.shield(guest.loading)

    def leave(self, user_id: int) -> None:
        """Count a tab out; with the last one the user is forgotten."""
        guest = self._guests.get(user_id)
        if guest is None:
            return
        guest.tabs -= 1
        if guest.tabs <= 0:
            del self._guests[user_id]
            for hall_id in guest.standings:
                self._exclude(hall_id, user_id)

    def knows(self, user_id: int) -> bool:
        """Tell whether a user's halls have been read, and not only what happened since."""
        guest = self._guests.get(user_id)
        return guest is not None and guest.filled

    def is_member(self, user_id: int, hall_id: int) -> bool:
        """Tell whether a guest is in a hall, as of the last event."""
        return hall_id in self._standings(user_id)

    def halls_of(self, user_id: int) -> Collection[int]:
        """Return the halls that a guest is in."""
        return self._standings(user_id).keys()

    def guests_in(self, hall_id: int) -> set[int]:
        """Return the guests who are members of a hall."""
        return self._members.get(hall_id, set())

    def partners(self, user_id: int) -> dict[int, int]:
        """Return with whom a guest talks alone, by direct hall, the newest talk last."""
        return {hall_id: other for hall_id in self._standings(user_id) if (other := self._other(user_id, hall_id))}

    def partners_in(self, user_id: int, halls: Collection[int]) -> set[int]:
        """Return the guests with whom somebody, guest or not, talks alone in some halls."""
        return {other for hall_id in halls if (other := self._other(user_id, hall_id)) in self._guests}

    def read_mark(self, user_id: int, hall_id: int) -> int:
        """Return how far a guest has read; far beyond any end where they are no member."""
        standing = self._standing(user_id, hall_id)
        return standing.read if standing else 2**63

    def move_mark(self, user_id: int, hall_id: int, seq: int) -> None:
        """Move a guest's read mark on, never back."""
        if (standing := self._standing(user_id, hall_id)) and seq > standing.read:
            standing.read = seq

    def listing(self, user_id: int) -> Listing:
        """Return all that a guest's list of halls says."""
        counts = self.unread(user_id), self.mentions(user_id), self.again(user_id)
        return Listing(self.halls(user_id), *counts, self.drafts(user_id))

    def halls(self, user_id: int) -> list[HallRow]:
        """Return a guest's halls by name, then the direct ones, the newest talk first."""
        listed = [self._row(user_id, hall_id, standing) for hall_id, standing in self._standings(user_id).items()]
        many = [one for one in listed if one["kind"] != "direct"]
        direct = [one for one in reversed(listed) if one["kind"] == "direct"]
        return sorted(many, key=lambda one: (one["archived"], one["name"].casefold(), one["id"])) + direct

    def unread(self, user_id: int) -> dict[str, int]:
        """Return how many messages a guest has not read, by hall, where there are any."""
        standings = self._standings(user_id)
        counts = {str(hall_id): self._heads[hall_id] - standing.read for hall_id, standing in standings.items()}
        return {hall_id: count for hall_id, count in counts.items() if count > 0}

    def mentions(self, user_id: int) -> dict[str, int]:
        """Return how many unread messages mention a guest, by hall, where there are any."""
        standings = self._standings(user_id)
        return {str(hall_id): count for hall_id, standing in standings.items() if (count := standing.mentions)}

    def again(self, user_id: int) -> dict[str, int]:
        """Return how many unread messages are not new to a guest, by hall, where there are any."""
        standings = self._standings(user_id)
        return {str(hall_id): count for hall_id, standing in standings.items() if (count := standing.again)}

    def drafts(self, user_id: int) -> dict[str, int]:
        """Return when a guest wrote last what they did not send, by hall, where there is anything."""
        standings = self._standings(user_id)
        return {str(hall_id): standing.drafted for hall_id, standing in standings.items() if standing.drafted}

    def apply(self, event: Event) -> set[int]:
        """Keep up with what happened; applying it again changes nothing.

        Returns:
            The guests in whose list a message lifted a direct hall to the top.
        """
        for guest in self._loading:
            guest.early.append(event)
        lifted = self._lift(event.message) if isinstance(event, MessagePosted) else set[int]()
        self._apply(event)
        return lifted

    def _standings(self, user_id: int) -> Mapping[int, Standing]:
        guest = self._guests.get(user_id)
        return guest.standings if guest else {}

    def _standing(self, user_id: int, hall_id: int) -> Standing | None:
        return self._standings(user_id).get(hall_id)

    def _lift(self, message: MessageView) -> set[int]:
        hall_id, facts = message.hall_id, self._halls.get(message.hall_id)
        if facts is None or facts.kind != "direct":
            return set()
        return {user_id for user_id in self._members[hall_id] if self._lifted(self._guests[user_id], message)}

    def _lifted(self, guest: Guest, message: MessageView) -> bool:
        """Make a direct hall a guest's newest talk; tell whether it was another one, or hidden."""
        hall_id = message.hall_id
        newest = next((one for one in reversed(guest.standings) if self._is_direct(one)), 0)
        standing = guest.standings[hall_id] = guest.standings.pop(hall_id)
        return newest != hall_id or self._heads[hall_id] <= standing.hidden < message.seq

    def _other(self, user_id: int, hall_id: int) -> int:
        """Return the other one of a conversation of two; 0 where it is none."""
        facts = self._halls.get(hall_id)
        people = [one.id for one in facts.people] if facts and facts.kind == "direct" else []
        return sum(people) - user_id if len(people) == 2 and user_id in people else 0

    def _is_direct(self, hall_id: int) -> bool:
        return hall_id in self._halls and self._halls[hall_id].kind == "direct"

    def _row(self, user_id: int, hall_id: int, standing: Standing) -> HallRow:
        hidden = self._heads[hall_id] <= standing.hidden
        return hall_row(self._halls[hall_id], standing.role, standing.notify, reader=user_id, hidden=hidden)

    def _apply(self, event: Event) -> None:
        match event:
            case HallChanged(hall) if hall.id in self._members:
                self._halls[hall.id] = hall
                self._heads[hall.id] = max(self._heads[hall.id], hall.last_seq)
            case MessagePosted(message, mentioned) if message.hall_id in self._heads:
                self._heads[message.hall_id] = max(self._heads[message.hall_id], message.seq)
                self._mention(message, mentioned & self.guests_in(message.hall_id), mentioned)
            case MessageEdited(message, mentioned) | MessageRestored(message, mentioned):
                self._mention(message, self.guests_in(message.hall_id), mentioned)
            case MessageDeleted(message):
                self._mention(message, self.guests_in(message.hall_id), frozenset())
            case MembershipStarted(hall_id, user_id, role, read, hidden, notify, mentioned, known):
                if guest := self._guests.get(user_id):
                    standing = Standing(role, read, hidden, mentioned=list(mentioned), notify=notify, furthest=known)
                    self._include(hall_id, user_id, guest, standing)
            case MembershipChanged(hall_id, user_id, role):
                if standing := self._standing(user_id, hall_id):
                    standing.role = role
            case LevelChanged(hall_id, user_id, level):
                if standing := self._standing(user_id, hall_id):
                    standing.notify = level
            case MembershipEnded(hall_id, user_id):
                if guest := self._guests.get(user_id):
                    guest.standings.pop(hall_id, None)
                self._exclude(hall_id, user_id)
            case HallHidden(hall_id, user_id, seq):
                if standing := self._standing(user_id, hall_id):
                    standing.hidden = seq
            case ReadMoved(hall_id, user_id, seq):
                self.move_mark(user_id, hall_id, seq)
            case MarkedUnread(hall_id, user_id, seq):
                if standing := self._standing(user_id, hall_id):
                    standing.furthest, standing.read = max(standing.furthest, standing.read), seq
            case DraftChanged(hall_id, user_id, at):
                if standing := self._standing(user_id, hall_id):
                    standing.drafted = milliseconds(at) if at else 0

    def _mention(self, message: MessageView, guests: Collection[int], mentioned: Collection[int]) -> None:
        for user_id in guests:
            self._guests[user_id].standings[message.hall_id].mention(message.seq, mentioned=user_id in mentioned)

    async def _fill(self, user_id: int, guest: Guest) -> None:
        try:
            halls = await self._load(user_id)
        except BaseException:
            guest.early.clear()  # the next read is newer than these, and would come without what follows them
            raise
        finally:
            guest.loading = None
            self._loading.remove(guest)
        if self._guests.get(user_id) is not guest:
            return
        for hall in reversed(halls):
            self._include(hall.id, user_id, guest, standing_in(hall))
            self._halls.setdefault(hall.id, _facts(hall))  # where others are in, events kept it newer than this
            self._heads[hall.id] = max(self._heads[hall.id], hall.last_seq or 0)
        guest.filled = True
        early, guest.early = guest.early, []
        for event in early:
            if isinstance(event, MessagePosted) and event.message.hall_id in guest.standings:
                self._lifted(guest, event.message)
            if getattr(event, "user_id", user_id) == user_id:  # what it did to others is done
                self._apply(event)

    def _include(self, hall_id: int, user_id: int, guest: Guest, standing: Standing) -> None:
        guest.standings.setdefault(hall_id, standing)
        self._members.setdefault(hall_id, set()).add(user_id)
        self._heads.setdefault(hall_id, standing.read)

    def _exclude(self, hall_id: int, user_id: int) -> None:
        there = self._members.get(hall_id)
        if there is None:
            return
        there.discard(user_id)
        if not there:
            for known in (self._members, self._halls, self._heads):
                known.pop(hall_id, None)


def _facts(hall: HallView) -> HallFacts:
    return HallFacts(hall.id, hall.name, hall.topic, hall.kind, hall.archived, hall.members, hall.last_seq or 0, hall.people)
