"""An emoji that is named by its code becomes the emoji, in what is stored; code and addresses stay as they are."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hallchat import markdown

SPELLED = {
    "Done :tada:": "Done 🎉",
    ":TADA::+1: ¡:heart:! :-1:": "🎉:+1: ¡❤️! 👎",
    "**:tada:** (:100:)\n> - :tada:\n>:tada:": "**🎉** (💯)\n> - 🎉\n>🎉",
    "`:tada:` :tada: `` ` :tada: `` \\` :tada: `x`": "`:tada:` 🎉 `` ` :tada: `` \\` 🎉 `x`",
    "one `:tada:\n:tada:` and ` :tada:": "one `:tada:\n:tada:` and ` 🎉",
    "```\n:tada:\n```\n:tada:\n\n    :tada:\n\n> ~~~\n> :tada:": "```\n:tada:\n```\n🎉\n\n    :tada:\n\n> ~~~\n> :tada:",
    "\\`` :tada: ` :tada:": "\\`` :tada: ` 🎉",
    "a\n\n\u00a0\n12:30 :tada:\n:tada:": "a\n\n\u00a0\n12:30 🎉\n🎉",
    "[see :tada:](/h/1) [:tada:](:tada:) [:tada:] (:tada:)": "[see 🎉](/h/1) [🎉](:tada:) [🎉] (🎉)",
    "https://a.example/:tada: (:tada:)": "https://a.example/:tada: (🎉)",
    "https://a.example/` a` :tada: ` :tada:": "https://a.example/` a` :tada: ` 🎉",
    "12:30:45 :nothing: a:tada: https://a.example/:tada:/ std::tada::x": None,
    "https://grafana/d/(:bell:)/x //a.example/(:bell:) git+ssh://a/*:on:*": None,
    "[doc](https://x.example/~:tada:~) https://x.example/a?x=*:on:* <http://a/(:tada:)> :on://x.example": None,
    "https://a.example/(:on:) " * (markdown.MAX_BARE_LINKS + 1): None,
    ":tada": None,
    ":" * 4_000: None,
}
"""What a message becomes that names emoji by their codes; None for the same."""

PIECES = [
    *"`~\\\n ()[]<>*_:/@-1tx",
    "``",
    "```",
    "~~~",
    "    ",
    "> ",
    "- ",
    "](",
    " (",
    ":tada:",
    " :tada:",
    ":-1:",
    "https://a.example/",
]
"""What messages are made of."""
CODES = {"🎉": ":tada:", "👎": ":-1:"}
"""All the codes of emoji that can come together of them."""


@pytest.mark.parametrize("content", SPELLED)
def test_an_emoji_by_its_code_is_put_in_outside_of_code_and_addresses(content: str) -> None:
    assert markdown.spelled(content) == (SPELLED[content] or content)
    assert markdown.spelled(markdown.spelled(content)) == markdown.spelled(content)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("\\`` :tada: ` ``")
@example("https://a.example/(:tada:)")
@example("[x](:tada:)")
@example("[]():tada:")
@example(":-1:")
def test_putting_emoji_in_changes_no_code_no_address_and_no_line(content: str) -> None:
    found = markdown.spelled(content)
    assert re.sub("[🎉👎]", lambda one: CODES[one[0]], found) == content
    before, after = markdown.render(content), markdown.render(found)
    for kept in (r"<code[^>]*>.*?</code>", r'href="[^"]*"'):
        assert re.findall(kept, after, re.DOTALL) == re.findall(kept, before, re.DOTALL)
    texts = re.sub(r"<code[^>]*>.*?</code>|</a>", "x", after, flags=re.DOTALL).replace("<br>", "\n")
    assert "\\" in content or not re.search(r"(?:^|\s):(?:tada|-1):(?!//)", re.sub(r"<[^>]*>", "", texts))


def test_only_what_is_an_emojis_code_makes_a_message_work_for_a_thread() -> None:
    assert markdown.heavy("Done :tada:")
    assert not markdown.heavy("12:30:45 :nothing: std::none::x")
