"""Pages of a hall's history: exact at every edge, with what lies beyond them on either side."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallchat.services import editing, history, messages
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessagePage
from tests.builders import hall, person, say

Read = Callable[..., MessagePage]
ENDS = [-(2**70), -(2**63), -1, 0, 1, 2, 3, 5, 9, 10, 11, 12, 2**63 - 1, 2**63, 2**70]


@pytest.fixture
def reader(tx: Transaction) -> Actor:
    """Who owns hall 2, with ten messages, and hall 3, which is empty; hall 1 is full of others' words."""
    ana = person(tx, "ana")
    for hall_id in (hall(tx, ana).id, 1):
        for number in range(1, 11):
            say(tx, ana, hall_id, f"número {number}")
    hall(tx, ana, name="empty")
    return ana


def seqs(page: MessagePage) -> list[int]:
    assert {message.hall_id for message in page.messages} <= {2}
    return [message.seq for message in page.messages]


def check_sides(page: MessagePage, *, oldest: int, newest: int) -> None:
    """``has_before`` and ``has_after`` say whether something lies beyond the range that was read."""
    assert page.has_before == (oldest > 1)
    assert page.has_after == (newest < 10)
    assert (page.last_seq, page.last_rev) == (10, 10)


def test_the_latest_come_ascending_with_the_halls_end(tx: Transaction, reader: Actor) -> None:
    page = history.latest(tx, reader, hall_id=2, limit=3)
    assert seqs(page) == [8, 9, 10]
    check_sides(page, oldest=8, newest=10)
    check_sides(history.latest(tx, reader, hall_id=2, limit=10), oldest=1, newest=10)


@pytest.mark.parametrize("seq", ENDS)
@pytest.mark.parametrize("limit", [1, 3, 9, 10, 100])
def test_before_reads_what_is_older(tx: Transaction, reader: Actor, seq: int, limit: int) -> None:
    page = history.before(tx, reader, hall_id=2, seq=seq, limit=limit)
    expected = [place for place in range(1, 11) if place < seq][-limit:]
    assert seqs(page) == expected
    check_sides(page, oldest=expected[0] if expected else 1, newest=min(seq - 1, 10))


@pytest.mark.parametrize("seq", ENDS)
@pytest.mark.parametrize("limit", [1, 3, 9, 10, 100])
def test_after_reads_what_is_newer(tx: Transaction, reader: Actor, seq: int, limit: int) -> None:
    page = history.after(tx, reader, hall_id=2, seq=seq, limit=limit)
    expected = [place for place in range(1, 11) if place > seq][:limit]
    assert seqs(page) == expected
    check_sides(page, oldest=max(seq, 0) + 1, newest=expected[-1] if expected else 10)


@pytest.mark.parametrize("seq", ENDS)
@pytest.mark.parametrize("limit", [1, 2, 3, 9, 10, 100])
def test_around_reads_both_sides_and_the_place_itself(tx: Transaction, reader: Actor, seq: int, limit: int) -> None:
    page = history.around(tx, reader, hall_id=2, seq=seq, limit=limit)
    older = [place for place in range(1, 11) if place < seq][-(limit // 2) or 11 :]
    newer = [place for place in range(1, 11) if place >= seq][: limit - limit // 2]
    assert seqs(page) == older + newer
    oldest = older[0] if older else max(1, min(seq, 11))
    newest = newer[-1] if newer else max(0, min(seq - 1, 10))
    check_sides(page, oldest=oldest, newest=newest)


@pytest.mark.parametrize("seq", ENDS)
def test_an_empty_hall_has_nothing_on_any_side(tx: Transaction, reader: Actor, seq: int) -> None:
    empty = MessagePage((), 0, 0, False, False)
    for read in (history.before, history.after, history.around):
        assert read(tx, reader, hall_id=3, seq=seq, limit=5) == empty
    assert history.since(tx, reader, hall_id=3, rev=seq, limit=5) == empty
    assert history.latest(tx, reader, hall_id=3, limit=5) == empty


def test_since_tells_what_changed_as_it_is_now_by_revision(tx: Transaction, reader: Actor) -> None:
    editing.delete(tx, reader, hall_id=2, seq=3)
    for seq, content in ((9, "otro"), (4, "cuatro")):
        editing.edit(tx, reader, hall_id=2, seq=seq, prepared=messages.prepare(content))
    page = history.since(tx, reader, hall_id=2, rev=8, limit=5)
    assert [(message.seq, message.rev, message.content) for message in page.messages] == [
        (10, 10, "número 10"),
        (3, 11, ""),
        (9, 12, "otro"),
        (4, 13, "cuatro"),
    ]
    assert [(bool(message.edited_at), bool(message.deleted_at)) for message in page.messages] == [
        (False, False),
        (False, True),
        (True, False),
        (True, False),
    ]
    assert (page.last_seq, page.last_rev, page.has_after) == (10, 13, False)


@pytest.mark.parametrize("limit", [1, 3, 4, 100])
def test_going_on_from_the_last_revision_misses_nothing(tx: Transaction, reader: Actor, limit: int) -> None:
    for seq in (2, 10, 5):
        editing.delete(tx, reader, hall_id=2, seq=seq)
    rev, seen = 0, []
    while True:
        page = history.since(tx, reader, hall_id=2, rev=rev, limit=limit)
        seen += seqs(page)
        if not page.has_after:
            break
        rev = page.messages[-1].rev
    assert seen == [1, 3, 4, 6, 7, 8, 9, 2, 10, 5]


@pytest.mark.parametrize("rev", ENDS)
def test_since_any_revision_is_answered(tx: Transaction, reader: Actor, rev: int) -> None:
    page = history.since(tx, reader, hall_id=2, rev=rev, limit=100)
    assert seqs(page) == [place for place in range(1, 11) if place > rev]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(limit=st.integers(1, 12))
def test_paging_up_and_down_reads_everything_once(tx: Transaction, reader: Actor, limit: int) -> None:
    page = history.latest(tx, reader, hall_id=2, limit=limit)
    up = seqs(page)
    while page.has_before:
        page = history.before(tx, reader, hall_id=2, seq=up[0], limit=limit)
        up = seqs(page) + up
    page = history.after(tx, reader, hall_id=2, seq=0, limit=limit)
    down = seqs(page)
    while page.has_after:
        page = history.after(tx, reader, hall_id=2, seq=down[-1], limit=limit)
        down += seqs(page)
    assert up == down == list(range(1, 11))
