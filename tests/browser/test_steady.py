"""Nothing jumps about: what stands on the page stays where it is while the rest arrives."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import Person
from tests.rest import MESSAGES

MOST = 0.02  # of the cumulative layout shift; up to 0.1 counts as good
Reader = tuple[Person, int, int]
SIZES = [(1280, 800), (390, 844)]
_WATCH = """
window.__moved = [];
const note = (list) => list.getEntries().forEach((one) => window.__moved.push({
  score: one.value, asked: one.hadRecentInput,
  what: one.sources.map((source) => source.node?.id || source.node?.className || source.node?.nodeName),
}));
new PerformanceObserver(note).observe({type: "layout-shift", buffered: true});
"""
_TAKE = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
  done(window.__moved.splice(0));
}))))"""


def assert_steady(page: Page, when: str, *, clicked: bool = False) -> None:
    """Fail when things moved since the last look.

    Args:
        page: one that was loaded since ``_WATCH`` was given to it.
        when: in words.
        clicked: whether a click just before may have moved them: that is what it was for.
    """
    jumps = [one for one in page.evaluate(_TAKE) if not (clicked and one["asked"])]
    assert sum(one["score"] for one in jumps) < MOST, f"{when}: {jumps}"


def assert_loads_steadily(reader: Person, path: str, shown: str) -> None:
    """Nothing moves while a page is loaded for the first time, and again."""
    reader.page.goto(reader.url + path)
    for time in ("first", "again"):
        expect(reader.page.locator(shown).first).to_be_in_viewport()
        assert_steady(reader.page, f"{path}, {time}")
        if time == "first":
            reader.page.reload()


@pytest.fixture(params=SIZES, ids=["wide", "phone"])
def reader(request: pytest.FixtureRequest, person: People, member: Members) -> Reader:
    """Somebody at a browser, and two halls with messages of somebody else."""
    ana, tomas = person("Ana Núñez", viewport=request.param), member("Tomás")
    ana.page.add_init_script(_WATCH)
    halls = [tomas.make_hall(name, topic="Tides & keys") for name in ("Harbour", "Library")]
    for hall in halls:
        ana.rest.join(hall)
    for text in MESSAGES[:60]:
        tomas.say(halls[0], text)
    tomas.say(halls[1], f"Silence, please, @{ana.username}.")
    return ana, halls[0], halls[1]


def test_nothing_moves_while_a_page_loads(reader: Reader) -> None:
    ana, hall, _ = reader
    for path, shown in (
        ("/", ".hall"),
        (f"/h/{hall}", "[data-seq='60']"),
        ("/settings", "h1"),
        ("/find?q=silence", ".results mark"),
        ("/mentioned", ".results mark"),
    ):
        assert_loads_steadily(ana, path, shown)
    for number in range(140):
        ana.rest.say(hall, f"{number}")
    assert_loads_steadily(ana, f"/h/{hall}#7", "[data-seq='7'] [data-sought]")
    ana.context.clear_cookies()
    for door in ("/sign-in", "/sign-up"):
        assert_loads_steadily(ana, door, "form")


def test_nothing_moves_while_halls_are_opened_and_switched(reader: Reader) -> None:
    ana, hall, other = reader
    back = ana.page.locator(".conversation .back")
    ana.page.goto(ana.url)
    for one, last in ((other, 1), (hall, 60), (other, 1)):
        if back.is_visible():
            back.click()
        ana.choose(one)
        expect(ana.message(last)).to_be_in_viewport()
        assert_steady(ana.page, f"hall {one}")


def test_nothing_moves_by_itself_when_the_panel_opens(reader: Reader) -> None:
    ana, hall, other = reader
    ana.go_to(hall)
    expect(ana.message(60)).to_be_in_viewport()
    assert_steady(ana.page, "loaded")
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(2)
    assert_steady(ana.page, "panel", clicked=True)
    if ana.page.locator(".halls").is_visible():
        places, line = ana.page.locator(".panel li"), Line(ana.page)
        ana.page.reload()
        expect(places.first).to_contain_text("Tomás")
        line.hold("members_rx_state_")
        ana.choose(other)
        expect(places).to_have_count(2)
        expect(ana.page.locator(".panel .name")).to_have_count(0)
        line.release()
        expect(places.first).to_contain_text("Tomás")
        assert_steady(ana.page, "the panel of another hall")


def test_what_moves_is_seen(browser: Browser) -> None:
    page = browser.new_page()
    page.add_init_script(_WATCH)
    page.goto("data:text/html,<p style='height: 300px'>Here")
    assert_steady(page, "loaded")
    page.evaluate("() => document.body.prepend('Late '.repeat(1000))")
    with pytest.raises(AssertionError, match=r"late: .*'P'"):
        assert_steady(page, "late")
    page.close()
