"""What names, topics and messages may hold, and what is kept exactly as it was typed."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallchat import errors, text

KEPT = [
    "👩‍👩‍👧‍👦 family, 🏳️‍🌈 flag, 👍🏽 tone",
    "مرحبا بالعالم، كيف حالك؟",
    "שלום עולם",
    "\u2067نص\u2069 isolated, \u200fmarked\u200e",
    "你好，世界！",
    "नमस्ते क्‍ष",
    "e\u0301 stays decomposed",
    "def f(x):\n\treturn x  # tab and break",
    "  two spaces before",
    "a\u2028b\u00a0c",
    "**bold** <script>alert(1)</script> &amp;",
    "zero\u200bwidth",
    "\ufffe and \U0010ffff",
]


@pytest.mark.parametrize("value", KEPT)
def test_a_message_in_any_script_is_kept_exactly(value: str) -> None:
    assert text.message(value) == value


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\n \t\n\n  a", "  a"),
        ("a \n\t\n ", "a"),
        ("a\u202ab\u202bc\u202cd\u202de\u202ef", "abcdef"),
        ("\u202e\na", "a"),
    ],
)
def test_a_message_is_normalised(typed: str, kept: str) -> None:
    assert text.message(typed) == kept


@pytest.mark.parametrize("character", ["\0", "\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\ud800", "\udfff"])
@pytest.mark.parametrize("around", ["a{}b", "a{}", "{}a"])
def test_control_characters_and_lone_surrogates_are_refused(character: str, around: str) -> None:
    with pytest.raises(errors.ControlCharacters):
        text.message(around.format(character))


INVISIBLE = ["", "  \n\t ", "\u200b", "\u200d\u2060\ufeff", "\u00a0\u3000", "\u202a\u202e", "\u2066\u2069", "\u00ad"]
DEFAULT_IGNORABLE = ["\u3164", "\uffa0", "\u115f\u1160", "\u2800", "\ufe0f", "\u034f", "\U000e0041", "\U000e0100", "\u180e"]


@pytest.mark.parametrize("value", INVISIBLE + DEFAULT_IGNORABLE)
def test_text_in_which_nothing_can_be_seen_is_refused(value: str) -> None:
    with pytest.raises(errors.MessageEmpty):
        text.message(value)
    with pytest.raises(errors.DisplayNameInvalid):
        text.display_name(value)
    with pytest.raises(errors.HallNameInvalid):
        text.hall_name(value)


def test_a_message_has_at_most_8000_code_points_after_trimming() -> None:
    assert len(text.message("\n\n" + "😀" * 8_000 + "  ")) == 8_000
    with pytest.raises(errors.MessageTooLong) as refused:
        text.message("😀" * 8_001)
    assert refused.value.params == {"most": 8_000, "length": 8_001}


@given(st.text())
def test_a_message_is_either_refused_or_stable(value: str) -> None:
    try:
        kept = text.message(value)
    except errors.Refusal:
        return
    assert text.message(kept) == kept
    kept.encode()  # can be stored


@pytest.mark.parametrize("value", ["ana", "A.n_a-9", "x" * 32, "123", "...", "  ana  "])
def test_a_username_is_ascii_in_its_own_case(value: str) -> None:
    assert text.username(value) == value.strip()


@pytest.mark.parametrize(
    "value", ["", "ab", "x" * 33, "a b", "ñandú", "аnna", "an\u200ba", "ana\n.", "a@b", "\u212aim", "ana\0", "٣٣٣"]
)
def test_other_usernames_are_refused(value: str) -> None:
    with pytest.raises(errors.UsernameInvalid):
        text.username(value)


@pytest.mark.parametrize("check", [text.display_name, text.hall_name])
def test_a_name_is_one_line_of_any_script_in_nfc(check) -> None:
    assert check("  Jose\u0301 ") == "José"
    assert check("李小龍 🐉") == "李小龍 🐉"
    assert check("a\u202eb") == "ab"
    assert check("ß" * 80) == "ß" * 80


@pytest.mark.parametrize("value", ["", " ", "x" * 81, "a\nb", "a\tb", "a\0b", "a\u2028b", "a\u2029b", "a\ud800", "a\x9fb"])
def test_other_names_are_refused(value: str) -> None:
    with pytest.raises(errors.DisplayNameInvalid):
        text.display_name(value)
    with pytest.raises(errors.HallNameInvalid):
        text.hall_name(value)


@pytest.mark.parametrize("check", [text.display_name, text.hall_name, text.topic, text.fold])
def test_very_many_accents_take_no_time(check: Callable[[str], str]) -> None:
    started = time.thread_time()
    with suppress(errors.Refusal):
        check("a" + "\u0301" * 100_000 + "\u0323" * 100_000)
    assert time.thread_time() - started < 1


def test_each_character_of_a_name_may_be_written_with_its_accents_apart() -> None:
    assert text.display_name("u\u0308\u0301" * 80) == "ǘ" * 80


def test_a_topic_may_be_empty_and_has_at_most_250_code_points() -> None:
    assert text.topic("   ") == ""
    assert text.topic("ü" * 250) == "ü" * 250
    for value in ("ü" * 251, "a\nb", "a\ud800"):
        with pytest.raises(errors.TopicInvalid):
            text.topic(value)


@pytest.mark.parametrize("value", ["0b0e7a1e-9d3c-4f63-8f44-0d1c9a4b2c11", "a", "A_-9" * 16])
def test_a_client_id_is_a_short_plain_word(value: str) -> None:
    assert text.client_id(value) == value


@pytest.mark.parametrize("value", ["", "x" * 65, "a b", "é", "a\n", "../x", "\ud800"])
def test_other_client_ids_are_refused(value: str) -> None:
    with pytest.raises(errors.ClientIdInvalid):
        text.client_id(value)


@pytest.mark.parametrize(("one", "other"), [("Ágora", "AGORA"), ("STRASSE", "straße"), ("ＡＢＣ", "abc"), ("e\u0301", "É")])
def test_case_accents_and_width_do_not_matter_in_searching(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


def test_what_is_searched_for_can_always_be_sent_to_the_database() -> None:
    assert text.fold("a\ud800b") == "ab"


@pytest.mark.parametrize(("given", "kept"), [("", ""), ("¿Qué? 🐙", "¿Qué? 🐙"), ("\ud800", "?"), ("a\udfff🐙", "a?🐙")])
def test_lone_surrogates_are_put_out_of_the_way(given: str, kept: str) -> None:
    assert text.mended(given) == kept
    assert text.whole(given) == (given == kept)
    text.mended(given).encode()
