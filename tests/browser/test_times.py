"""When something was said and by whom: local times, the full date on hover, a line between days, a name said once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import Locator, WebSocketRoute, expect

from tests.browser.conftest import Members, People
from tests.browser.person import Person

DAYS = {
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
MONTHS = {
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
RECENTLY = {"es": ["Hoy", "Ayer"], "en": ["Today", "Yesterday"]}
TOKYO, BOGOTA = timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))
A_DAY = 86_400_000  # milliseconds


def day_above(reader: Person, seq: int) -> Locator:
    return reader.message(seq).locator(".day")


def date_in(language: str, at: datetime) -> list[str]:
    """The words that a date in full has in a language, in their order there."""
    day, month = DAYS[language][at.weekday()], MONTHS[language][at.month - 1]
    return [day, str(at.day), month, str(at.year)]


def assert_in_order(text: str, words: list[str]) -> None:
    assert re.search(r"\b.*?\b0?".join(map(re.escape, words)), text), f"{words} in {text!r}"


def test_each_reader_sees_local_times_and_the_full_date_in_their_language(person: People) -> None:
    ana = person("Ana", language="es-ES", timezone="Asia/Tokyo")
    bob = person("Bob", language="en-GB", timezone="America/Bogota")
    hall = ana.make_hall("Two clocks")
    bob.rest.join(hall)
    bob.go_to(hall)
    ana.say("¿Qué hora es?")
    ana.say("Aquí ya es tarde")
    expect(ana.message(2)).to_be_visible()
    stored = [datetime.fromisoformat(one["created_at"]) for one in ana.rest.messages(hall)]
    for reader, language, zone in ((ana, "es", TOKYO), (bob, "en", BOGOTA)):
        for seq, at in enumerate((one.astimezone(zone) for one in stored), 1):
            shown = reader.message(seq).locator("time")
            expect(shown).to_have_text(f"{at:%H:%M}")
            title = shown.get_attribute("title") or ""
            assert_in_order(title, [*date_in(language, at), f"{at.hour}", f"{at:%M:%S}"])
        expect(reader.page.locator("#stream .day").first).to_be_visible()
        assert day_above(reader, 1).inner_text() in RECENTLY[language]  # midnight may come before the first is read
        title = day_above(reader, 1).locator("span").get_attribute("title") or ""
        assert_in_order(title, date_in(language, stored[0].astimezone(zone)))


def test_a_sender_who_goes_on_is_named_once(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = ana.make_hall("Monologues")
    tomas.join(hall)
    for speaker in (ana.rest, ana.rest, ana.rest, tomas, tomas, ana.rest):
        speaker.say(hall, "and another thing")
    expect(ana.message(6)).to_be_visible()
    names = lambda: [ana.message(seq).locator("header strong").all_inner_texts() for seq in range(1, 7)]  # noqa: E731
    expected = [["Ana"], [], [], ["Tomás"], [], ["Ana"]]
    assert names() == expected
    ana.page.reload()
    expect(ana.message(6)).to_be_visible()
    assert names() == expected
    expect(ana.message(2).locator("time")).to_have_count(1)


@pytest.mark.parametrize("days", [3, 400])
def test_a_line_stands_between_the_messages_of_two_days_and_the_name_is_said_again(person: People, days: int) -> None:
    """Three days ago, to be a date and no word also when midnight comes; of another year, the year is said too."""
    ana = person("Ana", language="en-GB")
    hall = ana.make_hall("Overnight")
    for text in ("good night", "sleep well", "good morning", "coffee?"):
        ana.rest.say(hall, text)
    ana.page.route_web_socket(re.compile("/_event"), as_if(lambda packet: days_earlier(packet, seqs=(1, 2), ago=days)))
    ana.page.reload()
    expect(ana.message(4)).to_be_visible()
    assert [day_above(ana, seq).count() for seq in range(1, 5)] == [1, 0, 1, 0]
    assert [ana.message(seq).locator("header strong").count() for seq in range(1, 5)] == [1, 0, 1, 0]
    then, now = (datetime.now().astimezone() - timedelta(days=ago) for ago in (days, 0))
    assert (str(then.year) in day_above(ana, 1).inner_text()) == (then.year != now.year)
    assert then.strftime("%B") in day_above(ana, 1).inner_text()
    assert day_above(ana, 3).inner_text() in RECENTLY["en"]


def as_if(change: Callable[[str], str]) -> Callable[[WebSocketRoute], None]:
    """Let the server's packets reach the page changed."""

    def route(page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        server.on_message(lambda packet: page.send(change(packet) if isinstance(packet, str) else packet))

    return route


def days_earlier(packet: str, seqs: tuple[int, ...], ago: int) -> str:
    """Say of some messages that they were sent days before; the row after each has a longer gap."""
    for seq in seqs:
        for place, name, days in ((seq, "at", -ago), (seq, "gap", -ago), (seq + 1, "gap", ago)):
            row = rf'("seq":\s*{place},[^{{}}]*?"{name}":\s*)(-?\d+)'
            packet = re.sub(row, lambda found, days=days: f"{found[1]}{int(found[2]) + days * A_DAY}", packet)
    return packet
