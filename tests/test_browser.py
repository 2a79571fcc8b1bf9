"""The JavaScript of HallChat stays a few lines, each function says why it is there, and none is there for nothing."""

import re
from collections import Counter
from pathlib import Path

import pytest

import hallchat
from hallchat.realtime.line import PING_INTERVAL
from hallchat.ui import frame
from hallchat.ui.browser import LOOK_MS, SILENT_MS

PACKAGE = Path(hallchat.__file__).parent
MOST_LINES = {"ui/browser.py": 150, "ui/keys.py": 60}
"""Of others 40."""
WIDEST = 130
VALUES = {
    *("outbox", "line", "away", "length", "looks", "menu", "reply", "came", "sought"),
    *("later", "above", "options", "picked", "drafts", "quiet", "touch"),
}
"""What components and scripts read."""
_FUNCTION = re.compile(r"(?:const |, )(\w+) = (?:async )?(?:\([^()]*(?:\([^()]*\))?[^()]*\)|\w+) =>")
_LISTED = re.compile(r"(?:globalThis\.hallchat = |Object\.assign\(hallchat, )\{(.+?)\n?\}(?:\)|; )", re.DOTALL)


def texts() -> dict[str, str]:
    """The modules of the package, by path."""
    return {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}


def scripts() -> dict[str, str]:
    """The JavaScript in them."""
    found = {name: re.search(r'^_?SCRIPT = """\n(.+?)"""', text, re.DOTALL | re.MULTILINE) for name, text in texts().items()}
    return {name: script[1] for name, script in found.items() if script}


def offered() -> Counter[str]:
    """What scripts offer, and how many of them each."""
    return Counter(
        name
        for script in scripts().values()
        for names in _LISTED.findall(script)
        for name in re.findall(r"[a-z]\w*(?=[,:]|$)", names, re.I)
    )


@pytest.mark.parametrize("name", scripts())
def test_it_is_a_few_lines(name: str) -> None:
    lines = scripts()[name].splitlines()
    code = [line for line in lines if line.strip() and not line.strip().startswith("//")]
    assert "hallchat" in "".join(code[-4:])
    assert len(code) <= MOST_LINES.get(name, 40)
    assert max(map(len, lines)) <= WIDEST


def test_each_function_says_why_or_stands_in_a_group_that_does() -> None:
    known = set[str]()
    for group in "\n\n".join(scripts().values()).split("\n\n"):
        told = False
        for line in group.splitlines():
            told = told or line.startswith("// ")
            made = set() if line.startswith(" ") else set(_FUNCTION.findall(line))
            assert told or made <= {"by"}, f"why is there {made}?"
            known |= made
    assert offered().keys() - known - VALUES == {"seekBy", "findBy"}  # made where it is listed


def test_no_two_offer_something_by_the_same_name() -> None:
    assert [name for name, often in offered().items() if often > 1] == []


def test_all_of_it_is_in_every_page() -> None:
    within = {f"ui/{part.__name__.rpartition('.')[2]}.py" for part in frame.SCRIPTED}
    assert {*within, "ui/browser.py"} == set(scripts())


def test_what_components_call_is_there_and_nothing_else() -> None:
    called = {name for text in texts().values() for name in re.findall(r'\b(?:does|effect|followed|says)\(\s*"(\w+)"', text)}
    called |= {name for script in scripts().values() for name in re.findall(r"\bhallchat\.(\w+)", script)}
    assert called == offered().keys()


def test_a_line_that_is_silently_dead_is_noticed_within_ten_seconds_and_a_ping_may_be_two_late() -> None:
    assert SILENT_MS + LOOK_MS <= 10_000
    assert SILENT_MS >= 1000 * (PING_INTERVAL + 2)
