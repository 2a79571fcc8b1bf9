"""The words of the interface, as the browser picks and fills them."""

from typing import Any

import pytest
import reflex as rx

from hallchat.ui.presence import typing_words
from hallchat.ui.words import number, t, tn
from tests.javascript import evaluated
from tests.tongues import MEMBERS

COUNT: Any = rx.Var("count").to(int)
TYPISTS = ("Ana", "Bea", "", "")  # only the first two have names


@pytest.mark.usefixtures("more_languages")
def test_the_browser_says_how_many_in_the_form_of_each_language() -> None:
    counts = {"en": (0, 1, 2, 12_345), "ar": (0, 1, 2, 7, 11, 100), "pl": (1, 3, 5, 22)}
    pages = [(code, [code], {"count": count}) for code, many in counts.items() for count in many]
    assert evaluated(tn(*MEMBERS, COUNT), *pages) == [
        *("0 members", "1 member", "2 members", "12,345 members"),
        *("no", "single", "pair", "7 some", "11 many", "100 hundred"),
        *("1 członek", "3 członkowie", "5 członków", "22 członkowie"),
    ]


def test_what_comes_with_hallchat_is_said_in_both_languages() -> None:
    words = tn("{count} unread message", "{count} unread messages", COUNT)
    pages = [(code, [code], {"count": count}) for code in ("en", "es") for count in (1, 2, 1_000_000)]
    assert evaluated(words, *pages) == [
        *("1 unread message", "2 unread messages", "1,000,000 unread messages"),
        *("1 mensaje sin leer", "2 mensajes sin leer", "1.000.000 mensajes sin leer"),
    ]


@pytest.mark.usefixtures("more_languages")
def test_the_browser_picks_the_sentence_of_the_page() -> None:
    words = t("Hello, {name}.", name=COUNT.to_string())
    codes = ("ar", "pt-BR", "pl", "en")
    assert evaluated(words, *[(code, [], {"count": 5}) for code in codes]) == ["مرحبا 5.", "Olá, 5.", "Hello, 5.", "Hello, 5."]


def test_numbers_are_written_as_the_readers_own_country_does() -> None:
    locales = ("es", ["de", "es-MX", "es"]), ("es", ["es-ES", "es-MX"]), ("es", ["en-US", "est"]), ("en", ["en-IN"])
    written = evaluated(number(COUNT), *[(code, known, {"count": 1_234_567}) for code, known in locales])
    assert written == ["1,234,567", "1.234.567", "1.234.567", "12,34,567"]


def test_of_those_who_type_two_are_named_and_of_more_all_but_the_first_are_counted() -> None:
    said = {
        "en": ["Ana is typing", "Ana and Bea are typing", "Ana and 2 others are typing", "Ana and 3 others are typing"],
        "es": [
            "Ana está escribiendo",
            "Ana y Bea están escribiendo",
            "Ana y 2 personas más están escribiendo",
            "Ana y 3 personas más están escribiendo",
        ],
    }
    for code, sentences in said.items():
        for many, sentence in enumerate(sentences, 1):
            others = rx.Var.create([{"id": place, "name": name} for place, name in enumerate(TYPISTS[:many])])
            assert evaluated(typing_words(others), (code, [code], {})) == [sentence]
