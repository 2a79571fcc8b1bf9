"""The table at the end of a run."""

from collections import Counter

from tests.faults.__main__ import table
from tests.faults.client_faults import LIGHT
from tests.faults.faults import HEAVY, KINDS
from tests.faults.page import KINDS as BREACHES
from tests.faults.page import Verdict
from tests.faults.round import Result


def test_the_table_has_every_fault_and_every_kind_of_verdict() -> None:
    result = Result(rounds=2, sent=9, answered=8, stored=7, injected=Counter({KINDS[0]: 3}), verdicts=[Verdict("lost", "so")])
    rows = {name.strip(): int(count) for name, _, count in (line.rpartition("  ") for line in table(result).splitlines()) if name}
    assert {*KINDS, *BREACHES} <= rows.keys()
    assert (rows[KINDS[0]], rows[KINDS[1]], rows["lost"], rows["leaked"]) == (3, 0, 1, 0)
    assert (rows["messages sent"], rows["acknowledged"], rows["stored"]) == (9, 8, 7)


def test_every_fault_is_named_in_the_table() -> None:
    assert len(KINDS) == len(HEAVY) + len(LIGHT) + len(("hall switched", "joined", "left", "removed", "edited", "deleted"))


def test_results_add_up() -> None:
    total = Result()
    for _ in range(2):
        total.add(Result(rounds=1, sent=2, injected=Counter(killed=1), verdicts=[Verdict("lost", "so")]))
    assert (total.rounds, total.sent, total.injected["killed"], len(total.verdicts)) == (2, 4, 2, 2)
