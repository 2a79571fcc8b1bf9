"""The table of emoji is Unicode's, in every language, and is searched without accents."""

import pytest

from hallchat import emoji
from hallchat.i18n import languages
from hallchat.text import fold

COUNT = 3_944
"""How many are "fully-qualified" in emoji-test.txt of Emoji 17; phones draw those of a new version about a year later."""


def whole(rows: tuple[emoji.Emoji, ...]) -> list[str]:
    return [one for row in rows for one in (row.emoji, *row.tones.split())]


@pytest.mark.parametrize("language", languages())
def test_each_language_has_all_of_them_once_with_a_name_and_a_code(language: str) -> None:
    rows = emoji.table(language)
    assert len(rows) > 1900
    assert len(set(whole(rows))) == len(whole(rows)) == COUNT
    assert whole(rows) == whole(emoji.table("en"))
    assert all(row.name and row.codes and row.words == fold(row.words) for row in rows)
    assert len({code for row in rows for code in row.codes.split()}) == sum(len(row.codes.split()) for row in rows)
    assert [row.group for row in rows] == sorted(row.group for row in rows)


def test_a_language_without_a_table_has_the_english_one() -> None:
    assert emoji.table("xx") == emoji.table("en")
    names = {language: {row.emoji: row.name for row in emoji.table(language)} for language in ("en", "es")}
    assert (names["en"]["🎉"], names["es"]["🎉"]) == ("party popper", "cañón de confeti")


def test_the_first_five_colours_of_skin_are_the_same_for_all_persons() -> None:
    rows = {row.emoji: row.tones.split() for row in emoji.table("en") if row.tones}
    assert rows["👍"] == ["👍🏻", "👍🏼", "👍🏽", "👍🏾", "👍🏿"]
    assert rows["🧑‍🤝‍🧑"][2] == "🧑🏽‍🤝‍🧑🏽"
    assert len(rows["🧑‍🤝‍🧑"]) == 25


def test_an_emoji_is_found_with_or_without_its_selector_and_nothing_else_is() -> None:
    assert [emoji.find(one) for one in ("❤️", "❤", "👍️", "☝🏽", "#️⃣", "👨‍👩‍👦")] == ["❤️", "❤️", "👍", "☝🏽", "#️⃣", "👨‍👩‍👦"]
    assert [emoji.find(one) for one in ("", "a", "1", "🏽", "👍👍", "🇪", " 👍")] == [None] * 7
