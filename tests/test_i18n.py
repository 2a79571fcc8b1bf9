"""The language is chosen by what the browser asks for; a missing translation is the English sentence."""

import pytest

from hallchat import i18n


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
