"""What must be stored after any call of the services: all that the model has, and what holds whatever it says."""

from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import Select, select

from hallchat import models
from hallchat.services import halls
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.services.message_model import Model

_hall, _place, _message, _version, _reaction = (
    table.c for table in (models.halls, models.memberships, models.messages, models.message_versions, models.message_reactions)
)
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

DRAFTS = select(models.drafts.c.hall_id, models.drafts.c.user_id, models.drafts.c.content)
FORMER = (
    select(_message.hall_id, _message.seq, _version.content)
    .join(models.message_versions, _version.message_id == _message.id)
    .order_by(_version.message_id, _version.rev)
)
REACTIONS = (
    select(_message.hall_id, _message.seq, _reaction.user_id, _reaction.emoji)
    .join(models.message_reactions, _reaction.message_id == _message.id)
    .order_by(_reaction.id)
)


class Checked(RuleBasedStateMachine):
    """A model beside a database, compared after each step."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__()
        self.tx = tx
        self.model = Model()
        self.people: list[Actor] = []

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
    def what_messages_said_before_is_stored_in_order(self) -> None:
        stored: dict[tuple[int, int], list[str]] = {}
        for hall_id, seq, content in map(tuple, self.tx.execute(FORMER)):
            stored.setdefault((hall_id, seq), []).append(content)
        wanted = {(hall.id, one.seq): one.former for hall in self.model.halls.values() for one in hall.said if one.former}
        assert stored == wanted

    @invariant()
    def what_was_put_to_messages_is_stored_in_order(self) -> None:
        stored: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for hall_id, seq, user_id, emoji in map(tuple, self.tx.execute(REACTIONS)):
            stored.setdefault((hall_id, seq), []).append((user_id, emoji))
        assert stored == {(hall.id, one.seq): one.put for hall in self.model.halls.values() for one in hall.said if one.put}

    @invariant()
    def every_change_has_a_revision_of_its_own_and_the_last_is_the_halls(self) -> None:
        said = [(hall_id, seq, rev, gone) for hall_id, seq, rev, _, _, _, gone in self._rows(MESSAGES)]
        for hall_id, _, _, _, last_seq, last_rev in self._rows(HALLS):
            revs = {rev: gone for hall, _, rev, gone in said if hall == hall_id}
            assert sorted(seq for hall, seq, _, _ in said if hall == hall_id) == list(range(1, last_seq + 1))
            assert len(revs) == last_seq
            assert max(revs, default=0) == last_rev >= last_seq + sum(revs.values())

    @invariant()
    def marks_never_go_beyond_the_end_and_the_rest_is_unread(self) -> None:
        for actor in self.people:
            for hall in halls.mine(self.tx, actor.user_id):
                assert hall.last_seq is not None
                assert hall.last_read_seq is not None
                assert 0 <= hall.last_read_seq <= hall.last_seq
                assert hall.unread == hall.last_seq - hall.last_read_seq

    @invariant()
    def drafts_are_what_members_wrote_last(self) -> None:
        wanted = {
            (hall.id, user, one.draft) for hall in self.model.halls.values() for user, one in hall.standings.items() if one.draft
        }
        assert self._rows(DRAFTS) == wanted
        for actor in self.people:
            listed = {hall.id for hall in halls.mine(self.tx, actor.user_id) if hall.drafted_at}
            assert listed == {hall for hall, user, _ in wanted if user == actor.user_id}

    @invariant()
    def a_hall_with_members_has_one_owner(self) -> None:
        for hall in self.model.halls.values():
            owners = [user for user, standing in hall.standings.items() if standing.role == "owner"]
            assert len(owners) == bool(hall.standings)

    def _rows(self, columns: Select) -> set[tuple[Any, ...]]:
        rows = [tuple(row) for row in self.tx.execute(columns)]
        assert len(set(rows)) == len(rows)
        return set(rows)
