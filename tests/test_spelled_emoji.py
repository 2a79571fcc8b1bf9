"""An emoji that is named by its code becomes the emoji, in what is stored; code stays code."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallchat import markdown

SPELLED = {
    "Done :tada:": "Done 🎉",
    ":TADA::+1: ¡:heart:!": "🎉:+1: ¡❤️!",
    "**:tada:** (:100:)\n> - :tada:": "**🎉** (💯)\n> - 🎉",
    "`:tada:` :tada: `` ` :tada: `` \\` :tada: `x`": "`:tada:` 🎉 `` ` :tada: `` \\` 🎉 `x`",
    "one `:tada:\n:tada:` and ` :tada:": "one `:tada:\n:tada:` and ` 🎉",
    "```\n:tada:\n```\n:tada:\n\n    :tada:\n\n> ~~~\n> :tada:": "```\n:tada:\n```\n🎉\n\n    :tada:\n\n> ~~~\n> :tada:",
    "12:30:45 :nothing: a:tada: https://a.example/:tada:/ std::tada::x": None,
    ":tada": None,
    ":" * 4_000: None,
}
"""What a message becomes that names emoji by their codes; None for the same."""


@pytest.mark.parametrize("content", SPELLED)
def test_an_emoji_by_its_code_is_put_in_outside_of_code(content: str) -> None:
    assert markdown.spelled(content) == (SPELLED[content] or content)
    assert markdown.spelled(markdown.spelled(content)) == markdown.spelled(content)


@given(st.text(alphabet="`~:atd \\n\\>-1", max_size=60).map(lambda text: text.replace("a", ":tada:")))
def test_putting_emoji_in_changes_no_code_and_no_line(content: str) -> None:
    found = markdown.spelled(content)
    assert found.count("\n") == content.count("\n")
    assert found.replace("🎉", ":tada:") == content
    assert "🎉" not in "".join(re.findall(r"<code[^>]*>(.*?)</code>", markdown.render(found), re.DOTALL))
