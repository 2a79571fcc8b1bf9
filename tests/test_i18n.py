"""The language is chosen by what the browser asks for; a missing translation is the English sentence."""

import pytest

from hallchat import i18n
from tests.tongues import MEMBERS


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("*", "en"),
        ("fr-FR, de;q=0.8", "en"),
        ("es", "es"),
        ("ES", "es"),
        ("es-MX, en;q=0.5", "es"),
        ("ES-mx", "es"),
        ("en;q=0.2, es;q=0.9", "es"),
        ("fr, es;q=0.4, en;q=0.3", "es"),
        ("es;q=0, en", "en"),
        ("es;q=0", "en"),
        ("en-GB,en;q=0.9,es;q=0.8", "en"),
        ("es;q=much", "en"),
        ("es;q=nan", "en"),
        (" ,;,-,--;q=,es;q=0.1", "es"),
        ("../../../etc/passwd, es", "es"),
        ("\ud800, es", "es"),
        ("x" * 100_000, "en"),
    ],
)
def test_the_language_is_the_best_of_those_that_there_are(header: str | None, language: str) -> None:
    assert i18n.negotiate(header) == language
    assert i18n.negotiate(header) in i18n.languages()


def test_languages_are_named_in_themselves_english_first() -> None:
    assert list(i18n.languages().items())[:2] == [("en", "English"), ("es", "Español")]


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_catalogue", {"es": {"Hello, {name}.": "Hola, {name}."}}.get)


@pytest.mark.usefixtures("catalogue")
def test_a_sentence_is_translated_and_its_places_filled() -> None:
    assert i18n.translate("Hello, {name}.", "es", name="Ana") == "Hola, Ana."
    assert i18n.translate("Hello, {name}.", "en", name="Ana") == "Hello, Ana."
    assert i18n.message("Hello, {name}.", "es") == "Hola, {name}."


@pytest.mark.usefixtures("catalogue")
def test_a_missing_translation_is_the_english_sentence() -> None:
    assert i18n.translate("Nobody translated this.", "es") == "Nobody translated this."


@pytest.mark.usefixtures("catalogue")
def test_what_is_filled_in_is_not_filled_again() -> None:
    assert i18n.translate("Hello, {name}.", "es", name="{name} {0} {") == "Hola, {name} {0} {."


@pytest.mark.parametrize("language", [language for language in i18n.languages() if language != i18n.SOURCE])
def test_every_catalogue_can_be_read(language: str) -> None:
    assert i18n.message("", language) == ""


@pytest.mark.usefixtures("more_languages")
def test_a_language_is_added_by_its_file_alone() -> None:
    assert i18n.languages() == {"en": "English", "ar": "العربية", "pl": "Polski", "pt-BR": "Português (Brasil)"}
    asked = ("ar-EG, en;q=0.5", "pl", "pt-BR,pt;q=0.9,en;q=0.8", "PT-br")
    assert [i18n.negotiate(header) for header in asked] == ["ar", "pl", "pt-BR", "pt-BR"]
    assert i18n.translate("Hello, {name}.", "ar", name="Ana") == "مرحبا Ana."
    assert i18n.translate("Hello, {name}.", "pt-BR", name="Ana") == "Olá, Ana."
    assert i18n.translate("Hello, {name}.", "pl", name="Ana") == "Hello, Ana."


@pytest.mark.usefixtures("more_languages")
def test_the_direction_of_a_language_is_known() -> None:
    assert {code: i18n.direction(code) for code in i18n.languages()} == {"en": "ltr", "ar": "rtl", "pl": "ltr", "pt-BR": "ltr"}


@pytest.mark.usefixtures("more_languages")
def test_each_plural_has_the_form_that_its_catalogue_gives_it() -> None:
    assert i18n.forms(*MEMBERS, "ar") == {
        "zero": "no",
        "one": "single",
        "two": "pair",
        "few": "{count} some",
        "many": "{count} many",
        "other": "{count} hundred",
    }
    polish = {"one": "{count} członek", "few": "{count} członkowie", "many": "{count} członków", "other": "{count} członków"}
    assert i18n.forms(*MEMBERS, "pl") == polish
    assert i18n.forms(*MEMBERS, "pt-BR") == i18n.forms(*MEMBERS, "en") == {"one": MEMBERS[0], "other": MEMBERS[1]}


@pytest.mark.parametrize(("language", "number"), [("en", "80,001"), ("es", "80.001")])
def test_numbers_are_written_as_the_language_does(language: str, number: str) -> None:
    assert i18n.translate("{count} of {name}", language, count=80_001, name="80001") == f"{number} of 80001"
