"""Every sentence of the source stands in every catalogue, with the same places in it, and nothing else does."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import hallchat
from hallchat.i18n import SOURCE, languages

PACKAGE = Path(hallchat.__file__).parent
KEYWORDS = {"_": None, "t": None, "told": None, "tn": (1, 2), "field": (1,), "translate": (1,)}
PLACES = re.compile(r"\{(\w+)\}")

Sentence = str | tuple[str, ...]
"""A sentence, or the two that say how many."""


@cache
def sentences() -> set[Sentence]:
    """Find what the source marks for translation: each function with what of it are sentences."""
    found = extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found} - {""}


def catalogue(language: str) -> Catalog:
    """Read a language's catalogue."""
    with (PACKAGE / "locales" / f"{language.replace('-', '_')}.po").open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def entries(language: str) -> Iterator[tuple[Sentence, tuple[str, ...]]]:
    """Each sentence of a catalogue with its forms: one, or as many as the language has for a number."""
    for entry in catalogue(language):
        id, texts = entry.id, entry.string
        if id:
            yield tuple(id) if isinstance(id, list | tuple) else id, texts if isinstance(texts, tuple) else (str(texts),)


translated = pytest.mark.parametrize("language", [code for code in languages() if code != SOURCE])


def test_the_source_is_searched_at_all() -> None:
    assert {"Sign in", "Please sign in to go on.", ("{count} member", "{count} members"), "New password"} <= sentences()


@translated
def test_every_sentence_is_translated(language: str) -> None:
    known = {id for id, forms in entries(language) if all(forms)}
    assert sorted(map(str, sentences() - known)) == []


@translated
def test_no_translation_is_left_over_or_in_doubt(language: str) -> None:
    assert sorted(str(id) for id, _ in entries(language) if id not in sentences()) == []
    assert [entry.id for entry in catalogue(language) if entry.id and entry.fuzzy] == []


@translated
def test_a_number_has_as_many_forms_as_the_language(language: str) -> None:
    numbers = catalogue(language).num_plurals
    assert {id: len(forms) for id, forms in entries(language) if isinstance(id, tuple) and len(forms) != numbers} == {}


@translated
def test_translations_keep_the_places(language: str) -> None:
    """A form for one number alone may spell it out."""
    for sentence, forms in entries(language):
        many = [sentence] if isinstance(sentence, str) else list(sentence)
        asked = {place for each in many for place in PLACES.findall(each)}
        for form in forms:
            found = set(PLACES.findall(form))
            assert found == asked or (len(forms) > 1 and found == asked - {"count"}), sentence
