"""A state machine over the services: any calls by anybody in any order, beside the model of what they are to do."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Select, select

from hallchat import models
from hallchat.errors import Refusal
from hallchat.services import halls, history, memberships, messages
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessageView
from tests import builders
from tests.services.hall_model import Model, ModelHall, Said, told_of

NAMES = ("ana", "bob", "eva", "leo")
NOWHERE = (0, -1, 999, 2**63)  # halls that do not exist
MOST = 5  # halls that do
PAGE = 3  # messages read at once

people = st.sampled_from(range(len(NAMES)))
places = st.sampled_from([*range(MOST)] * 4 + [MOST + number for number in range(len(NOWHERE))])
known = st.sampled_from(["one", "first in 1", "first in 2", "first in 3"])  # client ids
seqs = st.sampled_from(range(-1, 6))

_hall, _place, _message = models.halls.c, models.memberships.c, models.messages.c
HALLS = select(_hall.id, _hall.kind, _hall.archived_at.is_not(None), _hall.members, _hall.last_seq, _hall.last_rev)
MEMBERSHIPS = select(_place.hall_id, _place.user_id, _place.role, _place.last_read_seq)
MESSAGES = select(
    _message.hall_id,
    _message.seq,
    _message.rev,
    _message.sender_id,
    _message.client_id,
    _message.content,
    _message.deleted_at.is_not(None),
)


class Halls(RuleBasedStateMachine):
    """Four people, and four halls to begin with: General, a public, a private and an archived one."""

    def __init__(self, thrown_away: AbstractContextManager[Transaction], seen: Counter[str]) -> None:
        super().__init__()
        self._thrown_away, self.seen = thrown_away, seen
        self.tx = thrown_away.__enter__()
        self.model = Model()
        self.people: list[Actor] = []
        self.places = [builders.GENERAL]
        self.reads: dict[tuple[int, int], int] = {}
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

    @rule(who=people, at=places)
    def leave(self, who: int, at: int) -> None:
        self.both(memberships.leave, who, at)

    @rule(who=people, at=places, whom=people)
    def remove(self, who: int, at: int, whom: int) -> None:
        self.both(memberships.remove, who, at, user_id=self.people[whom].user_id)

    @rule(who=people, at=places, username=st.sampled_from([*NAMES, "nobody"]))
    def invite(self, who: int, at: int, username: str) -> None:
        self.both(memberships.invite, who, at, username=username)

    @rule(who=people, at=places, whom=people)
    def hand_over(self, who: int, at: int, whom: int) -> None:
        self.both(memberships.hand_over, who, at, user_id=self.people[whom].user_id)

    @rule(who=people, at=places, archived=st.sampled_from([False, None, True]), name=st.sampled_from([None, "Other"]))
    def change(self, who: int, at: int, archived: bool | None, name: str | None) -> None:
        self.both(halls.change, who, at, archived=archived, name=name)

    @rule(archived=st.sampled_from([False, None, True]), name=st.sampled_from([None, "Other"]))
    def change_the_archived_one(self, archived: bool | None, name: str | None) -> None:
        self.change(0, 3, archived, name)

    @rule(who=people, at=places, client_id=known, content=st.sampled_from(["hola", "adiós"]), before=st.booleans())
    def post_again(self, who: int, at: int, client_id: str, content: str, before: bool) -> None:
        self._post(who, at, client_id, content, before=before)

    @rule(who=people, at=places, client_id=st.uuids().map(str), before=st.booleans())
    def post(self, who: int, at: int, client_id: str, before: bool) -> None:
        self._post(who, at, client_id, "hola", before=before)

    def _post(self, who: int, at: int, client_id: str, content: str, *, before: bool = False) -> None:
        """Say something, now or brought in with a time of its own."""
        service, time = (messages.bring_in, {"at": datetime.now(UTC)}) if before else (messages.post, {})
        both = self.both(service, who, at, draft=messages.prepare(content), client_id=client_id, **time)
        if both:
            posted, (seq, new) = both
            assert (posted.message.seq, posted.new) == (seq, new)
            self._since_any(who, at)

    @rule(who=people, at=places, seq=seqs, restored=st.booleans())
    def delete(self, who: int, at: int, seq: int, restored: bool) -> None:
        service, draft = (messages.restore, {"draft": messages.prepare("hola")}) if restored else (messages.delete, {})
        if self.both(service, who, at, seq=seq, **draft):
            self._since_any(who, at)

    @rule(who=st.sampled_from([0, 1]), at=st.sampled_from([1, 2]), restored=st.lists(st.booleans(), max_size=2))
    def delete_the_first(self, who: int, at: int, restored: list[bool]) -> None:
        for one in (False, *restored):
            self.delete(who, at, 1, one)

    @rule(who=people, at=places, seq=seqs | st.just(2**63))
    def mark_read(self, who: int, at: int, seq: int) -> None:
        self.both(messages.mark_read, who, at, seq=seq)

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

    def _since_any(self, who: int, at: int) -> None:
        """What changed after any revision is exactly that."""
        for rev in range(self.model.halls[self.place(at)].rev + 1):
            self.since(who, at, rev)

    @invariant()
    def what_is_stored_is_what_the_model_has(self) -> None:
        wanted = self.model.halls.values()
        assert self._rows(HALLS) == {(one.id, one.kind, one.archived, len(one.standings), one.last, one.rev) for one in wanted}
        assert self._rows(MEMBERSHIPS) == {
            (one.id, user, standing.role, standing.read) for one in wanted for user, standing in one.standings.items()
        }
        assert self._rows(MESSAGES) == {
            (hall.id, one.seq, one.rev, one.sender, one.client_id, one.content, one.gone) for hall in wanted for one in hall.said
        }

    @invariant()
    def every_change_has_a_revision_of_its_own_and_the_last_is_the_halls(self) -> None:
        said = [(hall_id, seq, rev, gone) for hall_id, seq, rev, _, _, _, gone in self._rows(MESSAGES)]
        for hall_id, _, _, _, last_seq, last_rev in self._rows(HALLS):
            revs = {rev: gone for hall, _, rev, gone in said if hall == hall_id}
            assert sorted(seq for hall, seq, _, _ in said if hall == hall_id) == list(range(1, last_seq + 1))
            assert len(revs) == last_seq
            assert max(revs, default=0) == last_rev >= last_seq + sum(revs.values())

    @invariant()
    def marks_never_go_back_nor_beyond_the_end_and_the_rest_is_unread(self) -> None:
        reads = {}
        for actor in self.people:
            for hall in halls.mine(self.tx, actor.user_id):
                assert hall.last_seq is not None
                assert hall.last_read_seq is not None
                assert self.reads.get((actor.user_id, hall.id), 0) <= hall.last_read_seq <= hall.last_seq
                assert hall.unread == hall.last_seq - hall.last_read_seq
                reads[actor.user_id, hall.id] = hall.last_read_seq
        self.reads = reads

    @invariant()
    def a_hall_with_members_has_one_owner(self) -> None:
        for hall in self.model.halls.values():
            owners = [user for user, standing in hall.standings.items() if standing.role == "owner"]
            assert len(owners) == bool(hall.standings)

    def _rows(self, columns: Select) -> set[tuple[Any, ...]]:
        rows = [tuple(row) for row in self.tx.execute(columns)]
        assert len(set(rows)) == len(rows)
        return set(rows)


def _tried(call: Callable[[], Any]) -> tuple[type[Refusal] | None, Any]:
    try:
        return None, call()
    except Refusal as refusal:
        return type(refusal), None


def _said(found: Sequence[MessageView]) -> list[Said]:
    return [Said(one.seq, one.rev, one.sender.id, one.client_id, one.content, one.deleted_at is not None) for one in found]
