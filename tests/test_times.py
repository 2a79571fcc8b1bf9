"""Times as a browser says them: by the reader's zone and language, whatever the server thinks of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
import reflex as rx

from hallchat.ui.times import clock, day, full_date, new_day
from hallchat.ui.words import language
from tests.javascript import evaluated

AT: Any = rx.Var("at").to(int)
GAP: Any = rx.Var("gap").to(int)


def at(*moment: int) -> int:
    """A moment as a row has it."""
    return int(datetime(*moment, tzinfo=UTC).timestamp() * 1000)  # pyright: ignore[reportArgumentType]


def without_commas(words: list[str]) -> list[str]:
    """What versions of the browser agree on."""
    return [each.replace(",", "") for each in words]


@pytest.mark.parametrize(
    ("moment", "english", "spanish"),
    [
        pytest.param((2026, 3, 30, 15, 30), "Tuesday 31 March", "Martes 31 de marzo", id="the clock is behind"),
        ((2026, 3, 30, 14, 30), "Today", "Hoy"),
        ((2026, 3, 29, 15, 0), "Today", "Hoy"),
        ((2026, 3, 29, 14, 59), "Yesterday", "Ayer"),
        ((2026, 3, 28, 15, 0), "Yesterday", "Ayer"),
        ((2026, 3, 28, 14, 59), "Saturday 28 March", "Sábado 28 de marzo"),
        ((2025, 3, 30, 1, 0), "Sunday 30 March 2025", "Domingo 30 de marzo de 2025"),
    ],
)
def test_a_day_is_today_yesterday_or_its_date_by_the_calendar_of_the_reader(
    moment: tuple[int, ...], english: str, spanish: str
) -> None:
    pages = [(code, [locale], {"at": at(*moment)}) for code, locale in (("en", "en-GB"), ("es", "es-ES"))]
    said = evaluated(day(AT, language), *pages, now=datetime(2026, 3, 30, 1, tzinfo=UTC), zone="Asia/Tokyo")
    assert without_commas(said) == [english, spanish]


def test_yesterday_is_yesterday_also_when_clocks_changed() -> None:
    for month, days in ((3, (28, 29, 30)), (10, (24, 25, 26))):  # Madrid's short day of 2026, and its long one
        noons = [("en", [], {"at": at(2026, month, each, 11)}) for each in days]
        for now, last in ((days[1], "Today"), (days[2], "Yesterday")):
            words = evaluated(day(AT, language), *noons, now=datetime(2026, month, now, 11, tzinfo=UTC), zone="Europe/Madrid")
            assert words[1] == last
            assert (words[0] == "Yesterday") == (last == "Today")


def test_times_are_local() -> None:
    page = ("en", ["en-GB"], {"at": at(2026, 3, 30, 23, 5)})
    assert evaluated(clock(AT, language), page, zone="America/Bogota") == ["18:05"]
    assert without_commas(evaluated(full_date(AT, language), page, zone="Asia/Tokyo")) == ["Tuesday 31 March 2026 at 08:05:00"]


def test_a_new_day_begins_at_the_midnight_of_the_reader() -> None:
    page = ("en", [], {"at": at(2026, 3, 30, 15, 1), "gap": 120_000})
    assert [evaluated(new_day(AT, GAP), page, zone=zone) for zone in ("Asia/Tokyo", "UTC")] == [[True], [False]]


def test_formatters_are_made_once_for_all_rows() -> None:
    count = """(() => {
      let made = 0;
      const Made = Intl.DateTimeFormat;
      Intl.DateTimeFormat = class extends Made { constructor(...how) { super(...how); made += 1; } };
      for (let row = 0; row < 100; row += 1) [CLOCK, FULL];
      return made;
    })()"""
    filled = count.replace("CLOCK", str(clock(AT, language))).replace("FULL", str(full_date(AT, language)))
    pages = [(code, [], {"at": at(2026, 3, 30)}) for code in ("en", "es", "en")]
    assert evaluated(rx.Var(filled), *pages) == [2, 2, 0]
