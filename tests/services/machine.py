"""A state machine over the services: any calls by anybody in any order, beside the model of what they are to do."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from hallchat import models
from hallchat.errors import Refusal
from hallchat.services import (
    drafts,
    editing,
    halls,
    history,
    memberships,
    messages,
    reacting,
    reading,
    readmitting,
    replies,
    search,
)
from hallchat.services.editing import Deleted
from hallchat.services.reading import Passed
from hallchat.services.readmitting import Removed
from hallchat.transaction import Transaction
from hallchat.views import MessageView
from tests import builders
from tests.services.checked import Checked
from tests.services.hall_model import ModelHall, Said
from tests.services.told import told_of

NAMES = ("ana", "bob", "eva", "leo")
NOWHERE = (0, -1, 999, 2**63)  # halls that do not exist
MOST = 5  # halls that do
PAGE = 3  # messages read at once

people = st.sampled_from(range(len(NAMES)))
writers = st.sampled_from([0, 1])  # who spoke first in the halls 1 to 3
places = st.sampled_from([*range(MOST)] * 4 + [MOST + number for number in range(len(NOWHERE))])
known = st.sampled_from(["one", "first in 1", "first in 2", "first in 3"])  # client ids
seqs = st.sampled_from(range(-1, 6))

_message = models.messages.c
BY_TIME = select(_message.hall_id, _message.seq).order_by(_message.created_at.desc(), _message.id.desc())


class Halls(Checked):
    """Four people, and four halls to begin with: General, a public, a private and an archived one."""

    def __init__(self, thrown_away: AbstractContextManager[Transaction], seen: Counter[str]) -> None:
        super().__init__(thrown_away.__enter__())
        self._thrown_away, self.seen = thrown_away, seen
        self.places = [builders.GENERAL]
        self.deleted: dict[tuple[int, int], Deleted] = {}  # by hall and place
        self.removed: dict[int, Removed] = {}  # who was removed last, by hall
        self.passed: dict[int, Sequence[Passed]] = {}  # what was marked read at once, by who did it
        self._begin()

    def teardown(self) -> None:
        self._thrown_away.__exit__(None, None, None)

    def _begin(self) -> None:
        general = self.model.halls[builders.GENERAL] = ModelHall(builders.GENERAL, "public")
        for name in NAMES:
            self.people.append(builders.person(self.tx, name))
            self.model.names[name] = self.people[-1].user_id
            self.model.admit(general, self.people[-1].user_id)
        for place, kind in enumerate(("public", "private", "public"), 1):
            self.create(0, kind)
            self.both(memberships.invite, 0, place, username="bob")
            for who in (0, 1):
                self._post(who, place, f"first in {place}", "hola")
        self.both(halls.change, 0, 3, archived=True, name=None)

    def both(self, service: Callable[..., Any], who: int, at: int, /, **arguments: Any) -> tuple[Any, Any] | None:
        """Call a service and the model: both refuse the same, or do and tell the same. Return what both returned."""
        actor, hall_id = self.people[who], self.place(at)
        name = service.__name__
        self.tx.events.clear()
        self.model.told.clear()
        refused, wanted = _tried(lambda: getattr(self.model, name)(actor.user_id, hall_id, **arguments))
        savepoint = self.tx.connection.begin_nested()  # as the writer does it
        also_refused, answer = _tried(lambda: service(self.tx, actor, hall_id=hall_id, **arguments))
        assert also_refused is refused, f"{also_refused} instead of {refused}"
        if refused:
            savepoint.rollback()
            self.seen[f"{name} {refused.__name__}"] += 1
            return None
        savepoint.commit()
        assert [told_of(event) for event in self.tx.events] == self.model.told
        self.seen[f"{name} {'changes' if self.model.told else 'nothing'}"] += 1
        return answer, wanted

    def place(self, number: int) -> int:
        """A hall's id; beyond ``MOST`` it is of a hall that does not exist."""
        return self.places[number % len(self.places)] if number < MOST else NOWHERE[number - MOST]

    @rule(who=people, kind=st.sampled_from(["public", "private"]))
    def create(self, who: int, kind: str) -> None:
        if len(self.places) < MOST:
            made = halls.create(self.tx, self.people[who], name="Hall", kind=kind)
            self.places.append(made.id)
            self.model.create(self.people[who].user_id, made.id, kind)

    @rule(who=people, at=places)
    def join(self, who: int, at: int) -> None:
        self.both(memberships.join, who, at)

    @rule(who=people, at=places, times=st.sampled_from([1, 2]))
    def leave(self, who: int, at: int, times: int) -> None:
        for _ in range(times):
            self.both(memberships.leave, who, at)

    @rule(who=people, at=places, whom=people)
    def remove(self, who: int, at: int, whom: int) -> None:
        if both := self.both(memberships.remove, who, at, user_id=self.people[whom].user_id):
            self.removed[self.place(at)] = both[0]
        elif removed := self.removed.get(self.place(at)):
            for _ in range(2):
                self.both(readmitting.readmit, who, at, removed=removed)

    @rule(who=people, at=places, username=st.sampled_from([*NAMES, "nobody"]))
    def invite(self, who: int, at: int, username: str) -> None:
        self.both(memberships.invite, who, at, username=username)

    @rule(who=people, at=places, whom=people)
    def hand_over(self, who: int, at: int, whom: int) -> None:
        self.both(memberships.hand_over, who, at, user_id=self.people[whom].user_id)

    @rule(who=people, at=places, whom=people, moderator=st.booleans())
    def appoint(self, who: int, at: int, whom: int, moderator: bool) -> None:
        self.both(memberships.appoint, who, at, user_id=self.people[whom].user_id, moderator=moderator)

    @rule(who=people, at=places, archived=st.sampled_from([False, None, True]), name=st.sampled_from([None, "Other"]))
    def change(self, who: int, at: int, archived: bool | None, name: str | None) -> None:
        self.both(halls.change, who, at, archived=archived, name=name)

    @rule(archived=st.sampled_from([False, None, True]), name=st.sampled_from([None, "Other"]))
    def change_the_archived_one(self, archived: bool | None, name: str | None) -> None:
        self.change(0, 3, archived, name)

    @rule(who=people, at=places, client_id=known, content=st.sampled_from(["hola", "adiós"]), before=st.booleans())
    def post_again(self, who: int, at: int, client_id: str, content: str, before: bool) -> None:
        self._post(who, at, client_id, content, before=before)

    @rule(who=writers, at=st.sampled_from([1, 2, 3]), content=st.sampled_from(["hola", "edit 0"]), before=st.booleans())
    def post_the_first_again(self, who: int, at: int, content: str, before: bool) -> None:
        self._post(who, at, f"first in {at}", content, before=before)

    @rule(who=people, at=places, client_id=st.uuids().map(str), before=st.sampled_from([False, None, True]), seq=seqs)
    def post(self, who: int, at: int, client_id: str, before: bool | None, seq: int) -> None:
        """Say something: as a reply, now, or brought in."""
        if before is not None:
            self._post(who, at, client_id, "hola", before=before)
            return
        self._post(who, at, client_id, "hola", reply_to=seq)
        self._replies(who, at, seq)

    def _replies(self, who: int, at: int, seq: int) -> None:
        if both := self.both(replies.to, who, at, seq=seq, limit=100):
            page, wanted = both
            assert _said(page.messages) == wanted

    def _post(self, who: int, at: int, client_id: str, content: str, *, before: bool = False, **reply: int) -> None:
        """Say something, now or brought in with a time of its own."""
        service, more = (messages.bring_in, {"at": datetime.now(UTC)}) if before else (messages.post, reply)
        both = self.both(service, who, at, prepared=messages.prepare(content), client_id=client_id, **more)
        if both:
            posted, (seq, new) = both
            assert (posted.message.seq, posted.new) == (seq, new)
            self._since_any(who, at)

    @rule(who=people, at=places, seq=seqs, content=st.sampled_from(["hola", "adiós", "luego"]))
    def edit(self, who: int, at: int, seq: int, content: str) -> None:
        if self.both(editing.edit, who, at, seq=seq, prepared=messages.prepare(content)):
            self._since_any(who, at)
        if read := self.both(history.versions, who, at, seq=seq):
            found, wanted = read
            assert [one.content for one in found] == wanted
        self._react(reacting.unreact if content == "luego" else reacting.react, who, at, seq)  # tried where edits are

    def _react(self, service: Callable[..., Any], who: int, at: int, seq: int) -> None:
        if self.both(service, who, at, seq=seq, emoji="👍"):
            self._since_any(who, at)

    @rule(who=people, at=places, seq=seqs)
    def delete(self, who: int, at: int, seq: int) -> None:
        if both := self.both(editing.delete, who, at, seq=seq):
            self._since_any(who, at)
            deleted, said = both
            assert (deleted and [*(one.content for one in deleted.former), deleted.said.content]) == said
            if deleted:
                self.deleted[self.place(at), seq] = deleted

    @rule(who=people, at=places, seq=seqs)
    def restore(self, who: int, at: int, seq: int) -> None:
        made_up = Deleted(self.people[0].user_id, messages.prepare("hola"))
        if self.both(editing.restore, who, at, seq=seq, deleted=self.deleted.get((self.place(at), seq), made_up)):
            self._since_any(who, at)

    @rule(who=writers, at=st.sampled_from([1, 2]), steps=st.lists(st.sampled_from("edrp+-"), max_size=5))
    def change_the_first(self, who: int, at: int, steps: list[str]) -> None:
        self.both(reading.mark_unread, who, at, seq=1)
        self._react(reacting.react, who, at, 0)
        for number, step in enumerate(steps):
            if step == "e":
                for _ in range(2):  # the second time it says that already
                    self.edit(who, at, 1, f"edit {number}")
            elif step == "p":
                self._post(who, at, f"reply {number}", "hola", reply_to=1)
                self._replies(who, at, 1)
            elif step in "+-":
                self._react(reacting.react if step == "+" else reacting.unreact, 0, at, 1)
            else:
                (self.delete if step == "d" else self.restore)(who, at, 1)

    @rule(who=people, at=places, seq=seqs | st.just(2**63), unread=st.booleans())
    def mark(self, who: int, at: int, seq: int, unread: bool) -> None:
        self.both(reading.mark_unread if unread else messages.mark_read, who, at, seq=seq)

    @rule(who=people, at=places, contents=st.lists(st.sampled_from(["hol", "hola", " \n", None]), min_size=1, max_size=3))
    def draft(self, who: int, at: int, contents: list[str | None]) -> None:
        for content in contents:
            if content is None:
                self.both(drafts.discard, who, at)
            elif both := self.both(drafts.save, who, at, content=content):
                kept, wanted = both
                assert (kept.content, kept.saved_at is None) == (wanted, not wanted)

    @rule(who=people, taken_up=st.booleans())
    def mark_all_read(self, who: int, taken_up: bool) -> None:
        if taken_up:
            self._take_up_again(who)
            return
        self.tx.events.clear()
        self.model.told.clear()
        user_id = self.people[who].user_id
        self.passed[who] = reading.mark_all_read(self.tx, self.people[who])
        passed = [(one.hall_id, one.before, one.end) for one in self.passed[who]]
        assert sorted(passed) == sorted(self.model.mark_all_read(user_id))
        assert sorted(map(told_of, self.tx.events)) == sorted(self.model.told)
        self.seen[f"mark_all_read {'changes' if passed else 'nothing'}"] += 1

    def _take_up_again(self, who: int) -> None:
        self.tx.events.clear()
        self.model.told.clear()
        passed = self.passed.get(who, ())
        reading.take_up_again(self.tx, self.people[who], passed=passed)
        self.model.take_up_again(self.people[who].user_id, [(one.hall_id, one.before, one.end) for one in passed])
        assert [told_of(event) for event in self.tx.events] == self.model.told
        self.seen[f"take_up_again {'changes' if self.model.told else 'nothing'}"] += 1

    @rule(marks=st.lists(st.tuples(people, places, st.floats(0, 1)), max_size=5))
    def store_marks(self, marks: list[tuple[int, int, float]]) -> None:
        """Marks of open tabs: never beyond the end, perhaps of who has left meanwhile."""
        there = [(who, self.model.halls[self.place(at)], part) for who, at, part in marks if at < MOST]
        gathered = [(self.people[who].user_id, hall.id, round(part * hall.last)) for who, hall, part in there]
        self.tx.events.clear()
        self.model.told.clear()
        messages.store_marks(self.tx, gathered)
        self.model.store_marks(gathered)
        assert [told_of(event) for event in self.tx.events] == self.model.told

    @rule(who=people, at=places, rev=st.sampled_from(range(-1, 12)))
    def since(self, who: int, at: int, rev: int) -> None:
        if both := self.both(history.since, who, at, rev=rev, limit=PAGE):
            page, wanted = both
            assert _said(page.messages) == wanted[:PAGE]
            assert page.has_after == (len(wanted) > PAGE)

    @rule(who=people, word=st.sampled_from(["hola", "adios"]), limit=st.sampled_from([1, 2, 100]))
    def search(self, who: int, word: str, limit: int) -> None:
        """What is found are the newest of all that stands in one's halls."""
        page = search.find(self.tx, self.people[who], query=word, limit=limit)
        found = [(one.message.hall_id, one.message.seq) for one in page.found]
        user_id = self.people[who].user_id
        wanted = {
            (hall.id, one.seq) for hall in self.model.halls.values() if user_id in hall.standings for one in hall.holding(word)
        }
        order = [place for row in self.tx.execute(BY_TIME) if (place := tuple(row)) in wanted]
        assert found == order[:limit]
        assert page.has_more == (len(wanted) > limit)
        self.seen[f"search {'some' if found else 'nothing'}"] += 1

    def _since_any(self, who: int, at: int) -> None:
        """What changed after any revision is exactly that."""
        for rev in range(self.model.halls[self.place(at)].rev + 1):
            self.since(who, at, rev)


def _tried(call: Callable[[], Any]) -> tuple[type[Refusal] | None, Any]:
    try:
        return None, call()
    except Refusal as refusal:
        return type(refusal), None


def _said(found: Sequence[MessageView]) -> list[Said]:
    return [
        Said(one.seq, one.rev, one.sender.id, one.client_id, one.content, one.deleted_at is not None, one.reply_to, one.replies)
        for one in found
    ]
