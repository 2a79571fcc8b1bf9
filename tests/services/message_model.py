"""What the services are to do with messages, and with what somebody read and drafted: the rules alone, as in ``hall_model``."""

from datetime import datetime

from hallchat import errors
from hallchat.services.editing import Deleted
from hallchat.services.messages import Prepared
from tests.services.hall_model import HallModel, ModelHall, Said, refuse


class Model(HallModel):
    """All halls, and what is said in them."""

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
                    refuse(not same, errors.ClientIdReused)
                    return one.seq, False
        refuse(hall.archived, errors.HallArchived)
        refuse(reply_to is not None and self._there(hall, reply_to).gone, errors.ReplyToGone)
        hall.rev += 1
        hall.said.append(Said(hall.last + 1, hall.rev, who, client_id, content, reply_to=reply_to))
        self.told.append(("posted", hall.id, hall.last, hall.rev, content))
        self._count(hall, hall.said[-1], 1)
        self._read(hall, who, hall.last)
        if hall.standings[who].draft.strip() == prepared.typed.strip():
            self.discard(who, hall_id)
        return hall.last, True

    def bring_in(self, who: int, hall_id: int, *, client_id: str, prepared: Prepared, at: datetime) -> tuple[int, bool]:
        """Like ``post``, with a time; the model has none."""
        return self.post(who, hall_id, client_id=client_id, prepared=prepared)

    def since(self, who: int, hall_id: int, *, rev: int, limit: int) -> list[Said]:
        """Return all that changed, however little of it is wanted at once."""
        return self.inside(who, hall_id).since(rev)

    def versions(self, who: int, hall_id: int, *, seq: int) -> list[str]:
        one = self._there(self.inside(who, hall_id), seq)
        refuse(one.gone, errors.MessageGone)
        return [*one.former, one.content]

    def edit(self, who: int, hall_id: int, *, seq: int, prepared: Prepared) -> None:
        hall = self.inside(who, hall_id, writing=True)
        one = self._there(hall, seq)
        refuse(one.sender != who, errors.NotYourMessage)
        refuse(one.gone, errors.MessageGone)
        if one.content != prepared.content:
            one.former.append(one.content)
            self._becomes(hall, one, "edited", prepared.content)

    def delete(self, who: int, hall_id: int, *, seq: int) -> list[str] | None:
        """Return what it said, from its beginning to now."""
        hall = self.inside(who, hall_id, writing=True)
        one = self._there(hall, seq)
        refuse(one.sender != who and hall.standings[who].role == "member", errors.NotYourMessage)
        if one.gone:
            return None
        said, one.former, one.put, one.gone = [*one.former, one.content], [], [], True
        self._becomes(hall, one, "deleted", "")
        self._count(hall, one, -1)
        return said

    def restore(self, who: int, hall_id: int, *, seq: int, deleted: Deleted) -> None:
        hall = self.inside(who, hall_id, writing=True)
        one = self._there(hall, seq)
        refuse(deleted.by != who, errors.NotYourMessage)
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
        refuse(one.gone, errors.MessageGone)
        return hall, one

    def _there(self, hall: ModelHall, seq: int) -> Said:
        refuse(not 0 < seq <= hall.last, errors.MessageNotFound)
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
