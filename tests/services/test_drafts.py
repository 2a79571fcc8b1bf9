"""Drafts: one for each member of each hall, theirs alone, gone with the membership."""

from dataclasses import replace

import pytest

from hallchat import errors, quotes
from hallchat.events import DraftChanged
from hallchat.services import drafts, editing, halls, memberships
from hallchat.text import MAX_DRAFT
from hallchat.transaction import Transaction
from hallchat.views import DraftView
from tests.builders import hall, person, say

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


def test_a_version_that_its_writer_does_not_know_is_not_taken_the_place_of(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    first = drafts.save(tx, ana, hall_id=plaza, content="Shall we", since=[0])
    last = drafts.save(tx, ana, hall_id=plaza, content="Shall we sail", since=[first.version])
    tx.events.clear()
    for since in ([], [0], [first.version], [0, first.version]):
        for content in ("at eight", " "):
            with pytest.raises(errors.DraftIsNewer):
                drafts.save(tx, ana, hall_id=plaza, content=content, since=since)
        with pytest.raises(errors.DraftIsNewer):
            drafts.discard(tx, ana, hall_id=plaza, since=since)
        assert drafts.save(tx, ana, hall_id=plaza, content="Shall we sail", since=since) == last  # which changes nothing
    assert (tx.events, drafts.get(tx, ana, hall_id=plaza)) == ([], last)
    assert drafts.save(tx, ana, hall_id=plaza, content="At eight", since=[0, last.version]).content == "At eight"
    assert drafts.save(tx, ana, hall_id=plaza, content="Whatever was kept").content == "Whatever was kept"


def test_what_is_gone_is_not_gone_on_with(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    sent = drafts.save(tx, ana, hall_id=plaza, content="Shall we sail")
    drafts.discard(tx, ana, hall_id=plaza, since=[sent.version])
    with pytest.raises(errors.DraftIsNewer):
        drafts.save(tx, ana, hall_id=plaza, content="Shall we sail!", since=[sent.version])
    drafts.discard(tx, ana, hall_id=plaza, since=[sent.version])  # again
    assert drafts.get(tx, ana, hall_id=plaza) == NOTHING
    assert drafts.save(tx, ana, hall_id=plaza, content="!", since=[0]).content == "!"


def test_what_is_sent_is_no_draft_any_more_and_what_says_more_stays(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza, other = hall(tx, ana, bob).id, hall(tx, ana, name="Other").id
    for one, where, content in ((ana, plaza, "Shall we sail \n"), (bob, plaza, "Shall we sail"), (ana, other, "Shall we sail")):
        drafts.save(tx, one, hall_id=where, content=content)
    tx.events.clear()
    say(tx, ana, plaza, "Shall we sail ")
    assert [one for one in tx.events if isinstance(one, DraftChanged)] == [DraftChanged(plaza, ana.user_id, None)]
    assert drafts.get(tx, ana, hall_id=plaza) == NOTHING
    assert drafts.get(tx, bob, hall_id=plaza).content == drafts.get(tx, ana, hall_id=other).content == "Shall we sail"
    drafts.save(tx, ana, hall_id=plaza, content="Shall we sail at eight?")
    say(tx, ana, plaza, "Shall we sail")
    assert drafts.get(tx, ana, hall_id=plaza).content == "Shall we sail at eight?"


@pytest.mark.parametrize(
    ("typed", "posted"),
    [
        ("Done :tada:", "Done :tada:"),  # which is stored as 🎉
        ("\n \nDone\u3000", "Done\xa0\r\n"),
        ("\u202eDone\u202c", "\u202eDone\u202c"),
        ("one\r\ntwo\r\n", "one\r\ntwo"),
    ],
)
def test_what_is_sent_is_compared_as_it_was_typed_but_for_space_around_it(tx: Transaction, typed: str, posted: str) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana).id
    drafts.save(tx, ana, hall_id=plaza, content=typed)
    say(tx, ana, plaza, posted)
    assert drafts.get(tx, ana, hall_id=plaza) == NOTHING


def test_what_it_replies_to_is_kept_with_it_as_that_is_now_and_goes_with_it(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob).id
    said = say(tx, bob, plaza, "Shall we **sail**?")
    first = drafts.save(tx, ana, hall_id=plaza, content="Yes")
    reply = drafts.save(tx, ana, hall_id=plaza, content="Yes", reply_to=said.seq, since=[first.version])
    assert reply.version > first.version
    assert drafts.get(tx, ana, hall_id=plaza) == reply == replace(reply, reply_to=said.seq, quote=quotes.of(said))
    with pytest.raises(errors.DraftIsNewer):
        drafts.save(tx, ana, hall_id=plaza, content="Yes", since=[first.version])
    with pytest.raises(errors.MessageNotFound):
        drafts.save(tx, ana, hall_id=plaza, content="Yes!", reply_to=said.seq + 1)
    editing.delete(tx, bob, hall_id=plaza, seq=said.seq)
    kept = drafts.get(tx, ana, hall_id=plaza)
    assert (kept.content, kept.quote and kept.quote.words) == ("Yes", "")
    say(tx, ana, plaza, "Yes")
    assert drafts.get(tx, ana, hall_id=plaza) == NOTHING


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
