"""Which messages are folded, on phones or everywhere."""

from dataclasses import replace

import pytest

from hallchat.realtime.height import MOST, NARROW, WIDE, folds
from hallchat.realtime.wire import row
from tests import tabs


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("short", 0),
        ("word " * 100, 0),
        ("a\n" * MOST, 0),
        ("a\n" * (MOST + 1), 2),
        ("a\n\n" * MOST, 0),
        ("x" * MOST * NARROW, 0),
        ("x" * (MOST * NARROW + 1), 1),
        ("x" * MOST * WIDE, 1),
        ("x" * (MOST * WIDE + 1), 2),
        ("```\n" + "x" * 4000 + "\n```", 0),
        ("```\n" + "\n" * 30 + "x\n```", 2),
        ("~~~\nx\n~~~\n" + "x" * (MOST * WIDE + 1), 2),
    ],
)
def test_what_is_taller_than_a_screenful_is_folded(content: str, where: int) -> None:
    assert folds(content) == where


def test_only_the_row_of_a_long_message_says_so() -> None:
    assert "long" not in row(tabs.message(1), None)
    assert row(replace(tabs.message(1), content="a\n" * 30), None).get("long") == 2
