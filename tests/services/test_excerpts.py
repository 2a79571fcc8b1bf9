"""An excerpt shows what was looked for, marked, and some of what stands around it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallchat.services.excerpts import LENGTH, excerpt
from hallchat.services.queries import Phrase
from hallchat.words import words

LONG = " ".join(f"palabra{number}" for number in range(100))


def marked(content: str, *phrases: str) -> list[str]:
    shown = excerpt(content, [Phrase(tuple(one.rstrip("*").split()), one.endswith("*")) for one in phrases])
    return [shown.text[start:end] for start, end in shown.marks]


@pytest.mark.parametrize(
    ("content", "phrases", "expected"),
    [
        ("El FARÓ, el faro", ["faro"], ["FARÓ", "faro"]),
        ("El **faro** del fin", ["el faro", "fin"], ["El **faro", "fin"]),
        ("barcos y barcas", ["barc*"], ["barcos", "barcas"]),
        ("faro del faro del fin", ["faro del", "del faro"], ["faro del faro del"]),
        ("你好吗", ["好 吗"], ["好吗"]),
        ("nada de eso", ["faro"], []),
        ("eso", ["eso y más"], []),
    ],
)
def test_what_was_looked_for_is_marked(content: str, phrases: list[str], expected: list[str]) -> None:
    assert excerpt(content, []).text == content
    assert marked(content, *phrases) == expected


@pytest.mark.parametrize("number", [0, 3, 50, 99])
def test_of_a_long_message_the_part_around_is_shown(number: int) -> None:
    shown = excerpt(LONG, [Phrase((f"palabra{number}",))])
    assert [shown.text[start:end] for start, end in shown.marks] == [f"palabra{number}"]
    assert len(shown.text) <= LENGTH + 2
    assert shown.text.startswith("…") == (number > 5)
    assert shown.text.endswith("…") == (number < 80)
    assert set(shown.text.strip("…").split()) <= set(LONG.split()), "cut inside a word"


def test_a_long_phrase_that_stands_everywhere_is_marked_in_no_time() -> None:
    content, started = "的" * 8000, time.thread_time()
    shown = [excerpt(content, [Phrase(("的",) * 198)]) for _ in range(100)]
    assert time.thread_time() - started < 4
    assert {(one.text, one.marks) for one in shown} == {("的" * LENGTH + "…", ((0, LENGTH),))}


@given(
    st.text(alphabet="ab ñ你.\n", max_size=600), st.lists(st.sampled_from(["ab", "ñ", "a", "b", "你"]), min_size=1, max_size=3)
)
def test_marks_stay_in_the_text_and_apart(content: str, looked_for: list[str]) -> None:
    shown = excerpt(content, [Phrase(tuple(word.folded for one in looked_for for word in words(one)), open=True)])
    assert shown.text.strip("…") in content
    edge = 0
    for start, end in shown.marks:
        assert edge <= start < end <= len(shown.text)
        edge = end
