"""What a screen reader says: each new message of others once, and nothing else of the stream."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import BACK, Person

_LISTEN = """() => {
  const said = (window.__said = []);
  new MutationObserver((changes) => changes.forEach(({addedNodes}) => addedNodes.forEach((one) => said.push(one.textContent))))
    .observe(document.getElementById("news"), {childList: true});
}"""


def listening(reader: Person) -> Callable[[], list[str]]:
    """Listen to a page; what is returned tells what was said since."""
    reader.page.evaluate(_LISTEN)
    return lambda: reader.page.evaluate("() => window.__said")


def test_each_new_message_of_others_is_said_once_and_nothing_else(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    line = Line(ana.page)
    hall, other = ana.make_hall("Radio"), ana.make_hall("Silence")
    for one in (hall, other):
        tomas.join(one)
    for number in range(140):
        tomas.say(hall, f"before {number}")
    ana.go_to(hall)
    expect(ana.message(140)).to_be_visible()
    said = listening(ana)
    tomas.say(hall, "**one**\nand `two`")
    tomas.say(hall, "three")
    expect(ana.message(142)).to_be_visible()
    first = ["Tomás: one and two", "Tomás: three"]
    eventually(ana.page, lambda: said() == first, "both are said")
    ana.say("mine")
    expect(ana.message(143)).to_be_visible()
    tomas.delete(hall, 142)
    expect(ana.message(142).locator(".gone")).to_be_visible()
    ana.page.locator("#stream").hover()
    eventually(ana.page, lambda: ana.page.mouse.wheel(0, -900) or ana.message(1).is_visible(), "older ones are loaded", 30)
    tomas.say(other, "elsewhere")
    ana.choose(other)
    expect(ana.message(1)).to_contain_text("elsewhere")
    ana.choose(hall)
    expect(ana.message(143)).to_be_visible()
    assert said() == first
    ana.expect_complaints("WebSocket")
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    for number in range(3):
        tomas.say(hall, f"missed {number}")
    line.mend()
    expect(ana.message(146)).to_be_visible(timeout=BACK)
    tomas.say(hall, "at last")
    expect(ana.message(147)).to_be_visible()
    then = [f"Tomás: {words}" for words in ("missed 0", "missed 1", "missed 2", "at last")]
    eventually(ana.page, lambda: len(said()) >= len(first + then), "what was missed is said")
    assert said() == first + then
    expect(ana.page.locator("#news")).to_have_attribute("aria-live", "polite")
    expect(ana.page.locator("#stream")).to_have_attribute("aria-live", "off")
