"""The checker finds each breach of the contract in a history made for it, and none in a good one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.breaches import BEA, BREACHES, HALL, LAST, change, edit, frames, good
from tests.faults.checker import check
from tests.faults.history import Edited, History, Membership


def test_a_good_history_has_no_verdicts() -> None:
    assert check(good()) == []


@pytest.mark.parametrize(("breach", "verdict"), BREACHES.items(), ids=[breach.__name__ for breach in BREACHES])
def test_a_breach_is_found(breach: Callable[[History], None], verdict: str) -> None:
    history = good()
    breach(history)
    assert any(str(one).startswith(verdict) for one in check(history))


def test_what_was_sent_before_a_membership_ended_may_be_shown_after_it() -> None:
    history = good()
    history.memberships[2] = Membership(BEA, HALL, 0, LAST + 0.2)  # the last one came half a second after it was sent
    assert check(history) == []


def test_who_comes_back_may_see_what_was_said_meanwhile() -> None:
    history = good()
    history.memberships[2:3] = [Membership(BEA, HALL, 0, 12), Membership(BEA, HALL, 19)]
    assert check(history) == []


def test_a_message_may_be_sent_and_answered_for_many_times() -> None:
    history = good()
    history.said.append(replace(history.said[3], at=90))
    history.answered += [replace(history.answered[3], at=91), replace(history.answered[3], at=92, seq=4)]
    assert check(history) == []


def test_an_edited_message_was_shown_as_it_is_and_as_it_was() -> None:
    history = good()
    edit(history, "other words", "better words", stored="better words")
    assert check(history) == []
    history.edited.append(Edited(history.edited[0].client_id, "never answered for"))
    assert check(history) == []


def test_a_verdict_says_where() -> None:
    history = good()
    frames(history).insert(5, change(5.4, 6, rev_from=5))
    assert str(check(history)[0]) == (
        "unobserved: a change from revision 5 came to revision 4 (hall 1, seq 0, client id -, tab bea)"
    )
