"""On a phone: one column at a time, and nothing to be moved sideways."""

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Members, People
from tests.browser.fits import out_of_place
from tests.browser.line import Line
from tests.rest import MESSAGES

PHONE, NARROWEST = (390, 780), (320, 640)
ZOOMED: ViewportSize = {"width": 320, "height": 256}  # a window of 1280 by 1024 at 400 %


def test_a_phone_shows_one_column_at_a_time(person: People) -> None:
    ana = person("Ana", viewport=PHONE)
    halls, conversation = ana.page.locator(".halls"), ana.page.locator(".conversation")
    expect(halls).to_be_visible()
    expect(conversation).to_be_hidden()
    hall = ana.make_hall("Pocket")
    expect(halls).to_be_hidden()
    expect(conversation).to_be_visible()
    ana.say("from the tram")
    expect(ana.message(1)).to_be_in_viewport()
    expect(ana.page.locator("#composer")).to_be_in_viewport()
    for number in range(2, 15):
        ana.rest.say(hall, f"stop {number}")
    expect(ana.message(14)).to_be_in_viewport()
    ana.page.locator("#composer").focus()
    ana.page.keyboard.press("ArrowUp")
    expect(ana.page.locator("#stream form [type=submit]")).to_be_in_viewport(ratio=1)
    ana.page.keyboard.press("Escape")
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel")).to_be_in_viewport()
    ana.page.locator(".panel header button").click()
    ana.page.locator(".conversation header .back").click()
    expect(halls).to_be_visible()
    expect(conversation).to_be_hidden()
    ana.choose(hall)
    expect(ana.message(1)).to_be_visible()


def test_in_the_lowest_window_the_halls_are_still_seen(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    for number in range(8):
        hall = tomas.make_hall(f"Quay {number}")
        if number:  # the other one is suggested
            ana.rest.join(hall)
            tomas.say(hall, "unread")
    ana.page.set_viewport_size(ZOOMED)
    ana.page.reload()
    for part in (".halls .hall", ".halls .suggested button", ".halls footer a"):
        ana.page.locator(part).last.scroll_into_view_if_needed()
        expect(ana.page.locator(part).last).to_be_in_viewport(ratio=1)


def test_the_foot_of_the_halls_stays_where_it_is_when_halls_are_suggested(person: People, member: Members) -> None:
    member("Tomás").make_hall("Kiosk")
    ana = person("Ana", viewport=PHONE)
    page = ana.context.new_page()
    line, foot, suggested = Line(page), page.locator(".halls footer"), page.locator(".halls .suggested li")
    line.hold('suggested_rx_state_":[{')
    page.goto(ana.url)
    expect(foot).to_be_visible()
    expect(suggested).to_have_count(0)
    before = foot.bounding_box()
    line.release()
    expect(suggested.first).to_be_visible()
    assert foot.bounding_box() == before


@pytest.mark.parametrize("language", ["es-ES", "en-US"])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(person: People, language: str) -> None:
    ana = person("Ana María de la Concepción", language=language, viewport=NARROWEST)
    assert out_of_place(ana.page) == []
    ana.open_directory()
    assert out_of_place(ana.page) == []
    ana.page.keyboard.press("Escape")
    hall = ana.make_hall("Supercalifragilisticoespialidoso" * 2, "https://example.org/" + "a" * 200)
    for text in [*MESSAGES[60:120], "w" * 300, "https://example.org/" + "b" * 300, "```\n" + "c" * 300 + "\n```"]:
        ana.rest.say(hall, text)
    expect(ana.message(63)).to_be_visible()
    assert out_of_place(ana.page) == []
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(1)
    assert out_of_place(ana.page) == []


@pytest.mark.parametrize("size", [PHONE, NARROWEST, (1280, 800)])
def test_with_text_twice_as_big_nothing_is_cut_off(person: People, member: Members, size: tuple[int, int]) -> None:
    ana, tomas = person("Ana", language="es-ES", viewport=size), member("Tomás")
    ana.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert out_of_place(ana.page) == []
    hall = ana.make_hall("Harbour watch", "Tides and keys")
    tomas.join(hall)
    tomas.say(hall, "```\n08:12  fuel pressure low, see the log\n```")
    ana.say("going there")
    ana.message(2).locator(".message").focus()
    ana.message(2).locator(".more").click()
    assert out_of_place(ana.page) == []
    ana.page.locator("#menu .delete").click()
    notice = ana.page.locator(".notice > span")
    letters = notice.evaluate("(one) => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize)")
    assert letters > 5, "the notice is a column of letters"
    assert ana.page.locator(".conversation h1 bdi").evaluate("(name) => name.parentElement.clientWidth > name.offsetWidth")
    ana.message(1).locator(".message").focus()
    ana.message(1).locator(".reply").click()
    assert out_of_place(ana.page) == []
    ana.page.locator(".calendar").click()
    assert out_of_place(ana.page) == []
    ana.page.keyboard.press("Escape")
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(2)
    assert out_of_place(ana.page) == []
    ana.page.locator(".panel header button").click()
    ana.rest.change(hall, name="Harbour watch of the long night " * 2)
    box = ana.page.locator("#composer")
    expect(box).to_have_attribute("placeholder", re.compile("night Harbour"))
    lines = box.evaluate("(box) => box.clientHeight / parseFloat(getComputedStyle(box).lineHeight)")
    assert lines < 2, "what is to be written here stands on one line"
    ana.page.goto(f"{ana.url}/find")
    ana.page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect(ana.page.locator(".ways")).to_be_visible()
    assert out_of_place(ana.page) == []


def test_the_keyboard_of_a_phone_leaves_the_composer_in_sight(person: People) -> None:
    """Safari lays it over the page, and says only how much of the page is seen."""
    ana = person("Ana", viewport=PHONE)
    ana.make_hall("Pocket")
    for seen in (420, PHONE[1]):
        ana.page.evaluate(
            """(height) => {
              Object.defineProperty(visualViewport, "height", {value: height, configurable: true});
              visualViewport.dispatchEvent(new Event("resize"));
            }""",
            seen,
        )
        box = ana.page.locator(".composer").bounding_box() or {"y": 0, "height": 0}
        assert seen - 60 < box["y"] + box["height"] <= seen
