"""A hall that is chosen stands there at once, and gets what is written from then on, whatever the server is doing."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import BACK, LINE_CUT, Person
from tests.browser.stream import Stream
from tests.rest import Rest

ALL = "/_event"
"""What stands in everything that a page and the server say to each other."""
_SEEN = """(hall) => new Promise((done) => { const end = performance.now() + 10_000, look = () => {
  const text = (one) => document.querySelector(one)?.innerText, box = document.getElementById("composer");
  if (box?.dataset.hall !== hall && performance.now() < end) return requestAnimationFrame(look);
  requestAnimationFrame(() => setTimeout(() => done({
    head: [text("main h1"), text("main header p"), text(".people")], box: [box?.dataset.hall, box?.value],
    current: [...document.querySelectorAll(".hall[aria-current=page]")].map((one) => one.pathname),
    focused: document.activeElement === box, rows: document.querySelectorAll("#stream [data-seq]").length,
    bones: document.querySelectorAll("#stream .bone").length > 0, panel: document.querySelectorAll(".panel .name").length,
  })));
}; look(); })"""
"""What stands there in the first frame that shows a hall."""


def assert_at_once(reader: Person, hall: int, head: list[str], *, text: str = "", rows: int = 0) -> None:
    """As soon as the page is the hall's, it is so wholly: with what was kept for it, ready to write, without rows of others."""
    found: dict[str, Any] = reader.page.evaluate(_SEEN, f"{hall}")
    assert found == {
        **{"head": head, "box": [f"{hall}", text], "current": [f"/h/{hall}"], "focused": True},
        **{"rows": rows, "bones": rows == 0, "panel": found["panel"] if rows else 0},
    }


def made(by: Rest, member: Person, **topics: str) -> list[int]:
    """Halls by their names, in each of which the one who made it said hello to the other."""
    halls = [by.make_hall(name, topic=topic) for name, topic in topics.items()]
    for hall in halls:
        member.rest.join(hall)
        by.say(hall, f"hall-{hall}: hello")
    return halls


def test_what_is_written_after_choosing_a_hall_goes_there_before_the_server_answers(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    first, second = made(tomas, ana, Harbour="Ships", Library="Books")
    heads = {first: ["Harbour", "Ships", "2"], second: ["Library", "Books", "2"]}
    page, keys, line = ana.page, ana.page.keyboard, Line(ana.page)
    ana.expect_complaints(LINE_CUT)
    ana.go_to(second)
    page.fill("#composer", "kept ")
    ana.choose(first)
    page.locator(".people").click()
    expect(page.locator(".panel li")).to_have_count(2)
    stream, places = Stream(page), [one.get_attribute("href") for one in page.locator(".halls .hall").all()]
    page.locator("#composer").focus()
    line.hold(ALL)
    keys.press("Alt+ArrowDown" if places.index(f"/h/{second}") > places.index(f"/h/{first}") else "Alt+ArrowUp")
    assert_at_once(ana, second, heads[second], text="kept ")
    keys.press("End")
    keys.type("for the library")
    keys.press("Enter")
    expect(page.locator("#stream .pending")).to_contain_text("kept for the library")
    tomas.say(first, f"hall-{first}: said after you left")
    line.release()
    expect(ana.message(2)).to_contain_text("kept for the library")
    expect(page.locator(".pending, .bone")).to_have_count(0)
    expect(page.locator(".panel li")).to_have_count(2)
    expect(page.locator("#news p")).to_have_count(0)

    line.cut()
    expect(page.locator(".banner.cut")).to_be_visible()
    for hall, rows in ((first, 0), (second, 2), (first, 0)):
        page.locator(f".halls a[href='/h/{hall}']").click()
        assert_at_once(ana, hall, heads[hall], rows=rows)
    ana.say("for the harbour")
    expect(page.locator("#stream .pending")).to_contain_text("for the harbour")
    line.mend()
    expect(ana.message(3)).to_contain_text("for the harbour", timeout=BACK)
    stream.assert_in_order()
    said = {hall: tomas.contents(hall) for hall in heads}
    assert (said[first][-1], said[second][1:]) == ("for the harbour", ["kept for the library"])


def test_the_end_of_a_membership_says_nothing_of_a_hall_that_is_chosen(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    first, second = made(tomas, ana, Door="Revolving", Library="Books")
    page, line, gone = ana.page, Line(ana.page), ana.page.get_by_role("heading", name="You are no longer in this hall")
    ana.go_to(first)
    expect(ana.message(1)).to_be_visible()
    tomas.remove(first, ana.rest.id)
    expect(gone).to_be_visible()
    line.hold(ALL)
    page.locator(f".halls a[href='/h/{second}']").click()
    assert_at_once(ana, second, ["Library", "Books", "2"])
    line.release()
    expect(ana.message(1)).to_contain_text(f"hall-{second}")
    page.goto(f"{ana.url}/h/{first}")
    expect(page.get_by_role("button", name="Join this hall")).to_be_visible()
    tomas.invite(first, ana.username)
    expect(ana.message(1)).to_contain_text(f"hall-{first}")
    line.hold(ALL)
    page.locator(f".halls a[href='/h/{second}']").click()
    tomas.remove(first, ana.rest.id)
    assert_at_once(ana, second, ["Library", "Books", "2"])
    line.release()
    expect(ana.message(1)).to_contain_text(f"hall-{second}")
    expect(gone).to_have_count(0)
