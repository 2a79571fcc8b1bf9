"""What was typed is read as it was meant, and whatever it is, it is read."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallchat import errors
from hallchat.services.queries import MAX_QUERY, Phrase, Query, read

NOTHING: dict[str, Any] = {"phrases": (), "senders": (), "halls": (), "before": None, "after": None, "misread": ()}


def query(*phrases: str, **rest: Any) -> Query:
    """A query of phrases, each of which is open where it ends with a star."""
    read = tuple(Phrase(tuple(one.rstrip("*").split()), one.endswith("*")) for one in phrases)
    return Query(**{**NOTHING, "phrases": read, **rest})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Faro   PUERTO ", query("faro", "puerto*")),
        ('"El Fáro" ya', query("el faro", "ya")),
        ("“el faro” «la mar»", query("el faro", "la mar")),
        ('"el faro', query("el faro")),
        ('barcos"del puerto"', query("barcos", "del puerto")),
        ("el mar", query("el", "mar")),  # too short to go on
        ("barco barco barco", query("barco", "barco*")),
        ("e-mail faros.txt", query("e mail", "faros txt")),
        ("http://a.b 10:30", query("http a b", "10 30")),
        ("from:Marina faro", query("faro*", senders=("marina",))),
        ('de:"Marina Núñez" from:@bob', query(senders=("marina nunez", "bob"))),
        ('in:#Puerto en:"El Rincón"', query(halls=("puerto", "el rincon"))),
        ("before:2026-11-01 antes:2026-10-01", query(before=date(2026, 10, 1))),
        ("after:2026-11-01 Después:2026-12-01", query(after=date(2026, 12, 1))),
        ("before:ayer after:2026-13-01", query(misread=("before:ayer", "after:2026-13-01"))),
        ("antes:0001-01-01", query(misread=("antes:0001-01-01",))),
        ("faro from:", query("faro")),
        ('faro from:"" in:#', query("faro")),
        ("你好 🎉", query("你 好", "🎉")),
        ("faro* OR NOT (puerto) AND NEAR(a)", query("faro", "or", "not", "puerto", "and", "near a")),
    ],
)
def test_what_was_typed_is_read(typed: str, expected: Query) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize("typed", ["", "  ", '""', "!?*", "from:", 'in:""', "before:", '" "', "-", "\ud800"])
def test_nothing_to_look_for_is_refused(typed: str) -> None:
    with pytest.raises(errors.SearchEmpty):
        read(typed)


def test_too_much_is_refused() -> None:
    read("a" * MAX_QUERY)
    with pytest.raises(errors.SearchTooLong):
        read("a" * (MAX_QUERY + 1))


@given(st.text(max_size=MAX_QUERY))
def test_anything_is_read(typed: str) -> None:
    with suppress(errors.SearchEmpty):
        read(typed)
