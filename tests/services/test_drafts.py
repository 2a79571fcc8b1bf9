"""Drafts: one for each member of each hall, theirs alone, gone with the membership."""

import pytest

from hallchat import errors
from hallchat.events import DraftChanged
from hallchat.services import drafts, halls, memberships
from hallchat.text import MAX_DRAFT
from hallchat.transaction import Transaction
from hallchat.views import DraftView
from tests.builders import hall, person

NOTHING = DraftView("", None)


def test_what_is_kept_last_is_read_as_it_was_typed_by_its_writer_alone(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza, other = hall(tx, ana, bob).id, hall(tx, ana, name="Other").id
    for content in ("  ¿Sal", "  ¿Salimos\n\n a **las** "):
        kept = drafts.save(tx, ana, hall_id=plaza, content=content)
        assert kept == drafts.get(tx, ana, hall_id=plaza) == DraftView(content, kept.saved_at, kept.version)
    assert drafts.get(tx, bob, hall_id=plaza) == drafts.get(tx, ana, hall_id=other) == NOTHING
    assert [(one.id, one.drafted_at) for one in halls.mine(tx, ana.user_id) if one.drafted_at] == [(plaza, kept.saved_at)]


def test_each_version_is_later_than_the_one_before_and_the_same_again_is_none(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    tx.events.clear()
    times = [drafts.save(tx, ana, hall_id=plaza, content=content).saved_at for content in ("a", "ab", "ab", "abc")]
    assert times == sorted(filter(None, times))
    assert (len(set(times)), times[1]) == (3, times[2])
    assert tx.events == [DraftChanged(plaza, ana.user_id, at) for at in (times[0], times[1], times[3])]


@pytest.mark.parametrize(
    ("mine", "both"),
    [
        ("at eight", "Shall we sail\nat eight"),
        ("Shall we sail at eight", "Shall we sail at eight"),
        ("Shall we", "Shall we sail"),
        (" ", "Shall we sail"),
    ],
)
def test_what_another_device_wrote_meanwhile_stands_above_what_is_kept(tx: Transaction, mine: str, both: str) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    theirs = drafts.save(tx, ana, hall_id=plaza, content="Shall we sail", since=[0])
    assert drafts.save(tx, ana, hall_id=plaza, content=mine, since=[0, 17]).content == both
    assert drafts.get(tx, ana, hall_id=plaza).content == both
    known = drafts.get(tx, ana, hall_id=plaza).version
    assert known >= theirs.version > 0
    assert drafts.save(tx, ana, hall_id=plaza, content="I know of it", since=[known]).content == "I know of it"


def test_what_another_device_wrote_meanwhile_is_not_thrown_away(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    assert drafts.discard(tx, ana, hall_id=plaza, since=[7]) == NOTHING
    mine = drafts.save(tx, ana, hall_id=plaza, content="Shall we")
    theirs = drafts.save(tx, ana, hall_id=plaza, content="Shall we sail")
    tx.events.clear()
    for since in ([], [0], [mine.version]):
        assert drafts.discard(tx, ana, hall_id=plaza, since=since) == theirs == drafts.get(tx, ana, hall_id=plaza)
    assert tx.events == []
    assert drafts.discard(tx, ana, hall_id=plaza, since=[0, theirs.version]) == NOTHING == drafts.get(tx, ana, hall_id=plaza)
    drafts.save(tx, ana, hall_id=plaza, content="at eight")
    assert drafts.discard(tx, ana, hall_id=plaza) == NOTHING == drafts.get(tx, ana, hall_id=plaza)


def test_both_together_may_not_be_too_long(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    drafts.save(tx, ana, hall_id=plaza, content="x" * MAX_DRAFT)
    with pytest.raises(errors.DraftTooLong):
        drafts.save(tx, ana, hall_id=plaza, content="y", since=[0])
    assert drafts.get(tx, ana, hall_id=plaza).content == "x" * MAX_DRAFT


@pytest.mark.parametrize("nothing", ["", " ", "\n\t "])
def test_nothing_but_space_is_no_draft(tx: Transaction, nothing: str) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    drafts.save(tx, ana, hall_id=plaza, content="¿Sal")
    tx.events.clear()
    for _ in range(2):
        assert drafts.save(tx, ana, hall_id=plaza, content=nothing) == NOTHING
    assert tx.events == [DraftChanged(plaza, ana.user_id, None)]


def test_more_than_fits_into_a_message_is_kept_but_not_without_end(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    drafts.save(tx, ana, hall_id=plaza, content="🙂" * MAX_DRAFT)
    tx.events.clear()
    with pytest.raises(errors.DraftTooLong):
        drafts.save(tx, ana, hall_id=plaza, content="x" * (MAX_DRAFT + 1))
    assert drafts.get(tx, ana, hall_id=plaza).content == "🙂" * MAX_DRAFT
    assert tx.events == []


def test_what_no_database_can_keep_is_mended(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    assert drafts.save(tx, ana, hall_id=plaza, content="a\0b\ud800c\r\n").content == "ab?c\r\n"


@pytest.mark.parametrize("how", ["leaves", "is removed"])
def test_it_goes_with_the_membership_and_comes_back_by_no_other(tx: Transaction, how: str) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob).id
    for one in (ana, bob):
        drafts.save(tx, one, hall_id=plaza, content="¿Sal")
    if how == "leaves":
        memberships.leave(tx, bob, hall_id=plaza)
    else:
        memberships.remove(tx, ana, hall_id=plaza, user_id=bob.user_id)
    with pytest.raises(errors.NotAMember):
        drafts.get(tx, bob, hall_id=plaza)
    memberships.join(tx, bob, hall_id=plaza)
    assert drafts.get(tx, bob, hall_id=plaza) == NOTHING
    assert drafts.get(tx, ana, hall_id=plaza).content == "¿Sal"
