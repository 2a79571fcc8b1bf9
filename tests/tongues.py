"""Languages that HallChat does not come with: one with six plurals, from right to left, one with three, one of a country."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hallchat import i18n

MEMBERS = "{count} member", "{count} members"
ARABIC = r"""
msgid ""
msgstr ""
"Language: ar\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\n"

msgid "Hello, {name}."
msgstr "مرحبا {name}."

msgid "{count} member"
msgid_plural "{count} members"
msgstr[0] "no"
msgstr[1] "single"
msgstr[2] "pair"
msgstr[3] "{count} some"
msgstr[4] "{count} many"
msgstr[5] "{count} hundred"
"""
POLISH = r"""
msgid ""
msgstr ""
"Language: pl\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "{count} member"
msgid_plural "{count} members"
msgstr[0] "{count} członek"
msgstr[1] "{count} członkowie"
msgstr[2] "{count} członków"
"""
BRAZILIAN = r"""
msgid ""
msgstr ""
"Language: pt_BR\n"
"Content-Type: text/plain; charset=utf-8\n"

msgid "Hello, {name}."
msgstr "Olá, {name}."
"""


def _forget() -> None:
    for kept in (i18n.languages, i18n._files, i18n._catalogue, i18n._plurals, i18n._read):  # pyright: ignore[reportPrivateUsage]
        kept.cache_clear()


@contextmanager
def added(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add languages as anybody would: each with one file, and nothing else.

    Args:
        folder: an empty one.
        monkeypatch: pytest's.
    """
    for name, catalogue in (("ar", ARABIC), ("pl", POLISH), ("pt_BR", BRAZILIAN)):
        (folder / f"{name}.po").write_text(catalogue, encoding="utf-8")
    monkeypatch.setattr(i18n, "_FOLDER", folder)
    _forget()
    yield
    _forget()
