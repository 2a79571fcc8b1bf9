"""Languages: gettext catalogues in ``locales/``, one ``.po`` file each. English is in the source itself.

What else a language needs, its name, direction, plurals and numbers, comes from CLDR, so that a catalogue is all there is to add.
"""

from collections.abc import Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

from babel import Locale, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

SOURCE = "en"
_FOLDER = Path(__file__).parent / "locales"
_COUNTS = (*range(200), 1_000, 1_000_000)  # among them is one for each plural category that a whole number can have


@cache
def languages() -> dict[str, str]:
    """Return the languages that there are: code (BCP 47) to its own name, English first."""
    names = {code: _locale(code).get_display_name() or code for code in (SOURCE, *_files())}
    return {code: name[:1].upper() + name[1:] for code, name in names.items()}


def direction(language: str) -> str:
    """Tell which way a language is written.

    Args:
        language: one of ``languages()``.

    Returns:
        ``ltr`` or ``rtl``.
    """
    return _locale(language).text_direction


def translate(text: str, language: str, **params: Any) -> str:
    """Translate a sentence.

    Args:
        text: the English sentence, with ``{named}`` places.
        language: one of ``languages()``.
        params: what goes into the places; whole numbers are written as the language does.

    Returns:
        The sentence in that language; in English where the catalogue lacks it.
    """
    filled = {name: _written(value, language) for name, value in params.items()}
    return message(text, language).format(**filled) if filled else message(text, language)


def message(text: str, language: str) -> str:
    """Look a sentence up without filling its places.

    Args:
        text: the English sentence.
        language: one of ``languages()``.

    Returns:
        Its translation, or the sentence itself.
    """
    return text if language == SOURCE else _catalogue(language).get(text, text)


def forms(one: str, many: str, language: str) -> Mapping[str, str]:
    """Look up a sentence that says how many, without filling its places.

    Args:
        one: the English sentence for exactly one.
        many: the one for any other number.
        language: one of ``languages()``.

    Returns:
        The sentence for each plural category of CLDR that the language has, ``other`` always; in English where the
        catalogue lacks it.
    """
    source = {"one": one, "other": many}
    return source if language == SOURCE else _plurals(language).get((one, many), source)


def negotiate(accept_language: str | None) -> str:
    """Choose a language by what a browser asks for (RFC 9110, 12.5.4).

    Args:
        accept_language: the header, or None.

    Returns:
        One of ``languages()``.
    """
    wanted = sorted(map(_weighed, (accept_language or "").split(",")), key=lambda pair: -pair[0])
    known = {code.lower(): code for code in languages()}
    found = negotiate_locale([tag.lower() for weight, tag in wanted if weight > 0 and tag], list(known), sep="-")
    return known[found] if found else SOURCE


def _weighed(part: str) -> tuple[float, str]:
    tag, _, quality = part.strip().partition(";")
    try:
        return float(quality.strip().removeprefix("q=") or 1), tag.strip()
    except ValueError:
        return 0.0, tag.strip()


def _written(value: Any, language: str) -> Any:
    return format_decimal(value, locale=_locale(language)) if isinstance(value, int) else value


@cache
def _files() -> dict[str, Path]:
    return {path.stem.replace("_", "-"): path for path in sorted(_FOLDER.glob("*.po"))}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@cache
def _catalogue(language: str) -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in _read(language) if entry.id and entry.string and not entry.fuzzy}


@cache
def _plurals(language: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Read the catalogue's plurals, whose forms gettext numbers by a rule in the file's head, under CLDR's names for them."""
    catalogue, category = _read(language), _locale(language).plural_form
    number_of = c2py(catalogue.plural_expr)
    names = {category(count): number_of(count) for count in _COUNTS}
    names.setdefault("other", catalogue.num_plurals - 1)
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for entry in catalogue:
        texts = entry.string
        if isinstance(entry.id, tuple) and isinstance(texts, tuple) and all(texts) and not entry.fuzzy:
            found[entry.id] = {name: texts[number] for name, number in names.items()}
    return found


@cache
def _read(language: str) -> Catalog:
    with _files()[language].open("rb") as file:
        return read_po(file, locale=_locale(language))
