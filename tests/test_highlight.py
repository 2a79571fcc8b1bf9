"""Code is coloured, kept exactly, and never costs much more than plain code does."""

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import get_all_lexers

from hallchat import markdown
from hallchat.highlight import KINDS, LANGUAGES, LONGEST, MOST, Allowance, coloured

ALIASES = {name: aliases[0] for name, aliases, _, _ in get_all_lexers(plugins=False) if name in LANGUAGES}
HOSTILE = ["(", '"\\', "<a b='", ": ", "1_", "$(", "/*"]
ENDLESS = ["x" + " " * 7999, "<<" + "x" * 7998, ("x" + " " * 59) * 133, ("<<" + "x" * 199 + "\n") * 39]
"""Words and gaps without end, and such as are just none."""


def plain(html: str) -> str:
    """What the html shows."""
    return unescape(re.sub(r"</?span[^>]*>", "", html))


@pytest.mark.parametrize(
    ("language", "code", "parts"),
    [
        ("py", "def f(): return 'a<b'  # no", {"k": ["def", "return"], "n": ["f"], "s": ["'a<b'"], "c": ["# no"]}),
        ("TS", "const n: number = 0x1f", {"k": ["const", "number"], "v": ["0x1f"]}),
        ("bash", 'echo "$HOME"', {"n": ["$HOME"], "s": ['"', '"']}),
        ("json", '{"a": [1, null]}', {"k": ['"a"'], "v": ["1", "null"]}),
        ("diff", "-old\n+new\n same\n", {"d": ["-old"], "a": ["+new"]}),
        ("php", "$a = 5;", {"n": ["$a"], "v": ["5"]}),
    ],
)
def test_words_are_coloured_by_what_they_are(language: str, code: str, parts: dict[str, list[str]]) -> None:
    html = coloured(code, language, Allowance())
    found = [(kind, plain(shown).strip()) for kind, shown in re.findall(r'<span class="(\w)">(.*?)</span>', html, re.DOTALL)]
    for kind, words in parts.items():
        assert [shown for one, shown in found if one == kind] == words
    assert plain(html) == code


@pytest.mark.parametrize("language", ["", "no-such", "text", "PYTHON 3", "../py", "\0", "x" * 8000])
def test_an_unknown_language_stays_plain(language: str) -> None:
    assert coloured("if a < b: pass", language, Allowance()) == "if a &lt; b: pass"


def test_all_languages_are_known_to_pygments_and_all_kinds_have_a_class() -> None:
    assert ALIASES.keys() == LANGUAGES
    assert set(KINDS.values()) == set("ackdnsv")


@given(st.sampled_from(sorted(ALIASES.values())), st.text() | st.lists(st.sampled_from(HOSTILE)).map("".join))
def test_nothing_is_lost_or_put_elsewhere(language: str, code: str) -> None:
    assert plain(coloured(code, language, Allowance())) == code


def test_after_so_many_words_or_so_long_the_rest_stays_plain() -> None:
    code = "1 a " * 2000
    html = coloured(code, "py", Allowance(seconds=60))
    assert html.count("<span") == MOST
    assert html.endswith("1 a 1 a ")
    assert coloured(code, "py", Allowance(seconds=0)) == code
    both = markdown.render(f"```py\n{code[:3900]}\n```\n\n```py\n{code[:3900]}\n```")
    assert both.count("<span") <= MOST


@pytest.mark.timeout(60)
def test_hostile_code_takes_a_bounded_time_in_every_language() -> None:
    for language in ALIASES.values():
        coloured("", language, Allowance())
        for code in (*((part * 8000)[:8000] for part in HOSTILE), *ENDLESS):
            started = time.thread_time()
            coloured(code, language, Allowance())
            assert time.thread_time() - started < 8 * LONGEST, (language, code[:8])


def test_where_code_has_a_word_or_a_gap_without_end_it_stays_plain() -> None:
    for stays in (f"x = '{'a' * 200}'", f"x = 1{' ' * 60}# one"):
        assert coloured(stays, "py", Allowance()) == stays
    assert "<span" in coloured(f"x = '{'a' * 199}'{' ' * 59}# one", "py", Allowance())
