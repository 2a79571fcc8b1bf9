"""Languages: gettext catalogues in ``locales/``, one ``.po`` file each. English is in the source itself."""

from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE = "en"
_FOLDER = Path(__file__).parent / "locales"


@cache
def languages() -> dict[str, str]:
    """Return the languages that there are: code to its own name, English first."""
    codes = [SOURCE, *sorted(path.stem for path in _FOLDER.glob("*.po"))]
    return {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in codes}


def translate(text: str, language: str, **params: Any) -> str:
    """Translate a sentence.

    Args:
        text: the English sentence, with ``{named}`` places.
        language: one of ``languages()``.
        params: what goes into the places.

    Returns:
        The sentence in that language; in English where the catalogue lacks it.
    """
    return message(text, language).format(**params) if params else message(text, language)


def message(text: str, language: str) -> str:
    """Look a sentence up without filling its places.

    Args:
        text: the English sentence.
        language: one of ``languages()``.

    Returns:
        Its translation, or the sentence itself.
    """
    return text if language == SOURCE else _catalogue(language).get(text, text)


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


@cache
def _catalogue(language: str) -> dict[str, str]:
    with (_FOLDER / f"{language}.po").open("rb") as file:
        catalog: Catalog = read_po(file, locale=language)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string and not entry.fuzzy}
