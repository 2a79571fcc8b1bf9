"""Words are told from what stands between them in any script, and compared without case and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallchat.words import LONGEST, folded, words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("¿Qué TAL, cafe\u0301s? — straße, ﬁn", "que tal cafes strasse fin"),
        ("snake_case C++ don't 1.5 a/b", "snake case c don t 1 5 a b"),
        ("你好吗 ok 東京タワー", "你 好 吗 ok 東 京 タ ワ ー"),
        ("สวัสดี", "ส ว ส ด"),
        ("🎉🎉 ❤️ ★ 👍🏽", "🎉 🎉 ❤ ★ 👍"),
        ("हिन्दी мир Ёлка ΑΘΉΝΑ", "हिनदी мир елка αθηνα"),
        ("!?… \n\t", ""),
        ("ͺ⒔palabra ＠7", "13palabra 7"),  # nothing that the index is split at, or that stands for a hall or a sender
    ],
)
def test_the_words_of_a_text(value: str, expected: str) -> None:
    assert " ".join(word.folded for word in words(value)) == " ".join(folded(value)) == expected


def test_each_word_tells_where_it_stands() -> None:
    value = "¡El Cafe\u0301 你好 🎉!"
    assert [value[word.start : word.end] for word in words(value)] == ["El", "Cafe\u0301", "你", "好", "🎉"]


def test_of_an_endless_word_the_beginning_counts() -> None:
    for endless in ("a" * 8000, "ñ" * 8000, "z\u0335" * 4000):
        [word] = words(endless)
        assert len(word.folded) == LONGEST
        assert (word.start, word.end) == (0, 8000)


@given(st.text())
def test_no_word_holds_what_the_index_is_split_at(value: str) -> None:
    found = words(value)
    assert [(word.start, word.end) for word in found] == sorted((word.start, word.end) for word in found)
    for word in found:
        assert 1 <= len(word.folded) <= LONGEST
        assert all(character.isalnum() or not character.isascii() for character in word.folded)
        assert word.start < word.end <= len(value)
