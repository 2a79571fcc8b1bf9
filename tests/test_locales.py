"""Every sentence of the source stands in every catalogue, with the same places in it, and nothing else does."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import hallchat
from hallchat.i18n import SOURCE, languages

PACKAGE = Path(hallchat.__file__).parent
KEYWORDS = {"_": None, "t": None, "tn": (1, 2), "field": (1,), "translate": (1,)}
PLACES = re.compile(r"\{(\w+)\}")


def sentences() -> set[str]:
    """Find what the source marks for translation: each function with what of it are sentences."""
    found: set[str] = set()
    for _, _, message, _, _ in extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS):
        found.update([message] if isinstance(message, str) else message)
    return found - {""}


def catalogue(language: str) -> dict[str, str]:
    """Read a language's catalogue."""
    with (PACKAGE / "locales" / f"{language}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale=language) if entry.id}


translated = pytest.mark.parametrize("language", [code for code in languages() if code != SOURCE])


def test_the_source_is_searched_at_all() -> None:
    assert {"Sign in", "Please sign in to go on.", "{count} members", "New password"} <= sentences()


@translated
def test_every_sentence_is_translated(language: str) -> None:
    known = catalogue(language)
    assert sorted(sentence for sentence in sentences() if not known.get(sentence)) == []


@translated
def test_no_translation_is_left_over(language: str) -> None:
    assert sorted(set(catalogue(language)) - sentences()) == []


@translated
def test_translations_keep_the_places(language: str) -> None:
    for sentence, translation in catalogue(language).items():
        assert set(PLACES.findall(sentence)) == set(PLACES.findall(translation)), sentence
