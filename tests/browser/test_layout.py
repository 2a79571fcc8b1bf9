"""From a tablet to the widest screen: halls, conversation and panel have their places, and lines stay short enough to be read."""

import pytest
from playwright.sync_api import FloatRect, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import People
from tests.browser.mirror import turned
from tests.browser.person import Person

TABLET, DESKTOP, VAST = (834, 1112), (1280, 800), (2200, 1200)
PHONE, ON_ITS_SIDE = (390, 844), (844, 390)
LONGEST = 58 * 16  # pixels of a line, about a hundred letters
INSETS = {"top": 47, "topMax": 47, "bottom": 34, "bottomMax": 34, "left": 0, "leftMax": 0, "right": 0, "rightMax": 0}
"""What a phone without a frame keeps for its camera and its own bar."""
_UNDER = """([left, right]) => [...document.querySelectorAll("a, button, input, textarea, h1, h2")].filter((one) => {
  const place = one.getBoundingClientRect();
  return place.width && one.checkVisibility({visibilityProperty: true}) && !one.closest("dialog")
    && (place.left < left || place.right > innerWidth - right);
}).map((one) => one.outerHTML.slice(0, 80))"""
"""What lies in either margin."""


def box(one: Person, place: str) -> FloatRect:
    found = one.page.locator(place).bounding_box()
    assert found
    return found


def resize(one: Person, size: tuple[int, int]) -> None:
    one.page.set_viewport_size({"width": size[0], "height": size[1]})


def test_each_screen_has_as_many_columns_as_it_has_room_for(person: People) -> None:
    ana = person("Ana", viewport=DESKTOP)
    ana.make_hall("Rooms")
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(1)
    for size, beside in ((TABLET, False), (DESKTOP, True), (VAST, True)):
        resize(ana, size)
        halls, conversation, panel = (box(ana, place) for place in (".halls", ".conversation", ".panel"))
        assert (halls["x"], halls["width"]) == (0, conversation["x"])
        assert panel["x"] + panel["width"] == size[0]
        assert (conversation["x"] + conversation["width"] <= panel["x"]) is beside, "the panel lies over the conversation's end"
        assert box(ana, ".composer .box")["width"] <= LONGEST
    ana.page.locator(".panel header button").click()
    for shown in (False, True):
        ana.page.locator(".side-button").click()
        expect(ana.page.locator(".halls")).to_be_visible(visible=shown)
        assert (box(ana, ".conversation")["x"] == 0) is not shown


def test_what_is_compact_takes_less_room(person: People) -> None:
    ana = person("Ana", viewport=DESKTOP)
    ana.make_hall("Rooms")
    ana.say("two lines\nof text")
    expect(ana.message(1)).to_be_visible()
    places = ("#stream li .message", ".halls [aria-current=page]", ".conversation > header")
    before = [box(ana, place)["height"] for place in places]
    ana.page.evaluate("hallchat.look('density', 'compact')")
    after = [box(ana, place)["height"] for place in places]
    assert all(less < more for less, more in zip(after, before, strict=True)), (before, after)


def test_nothing_lies_under_what_a_phone_keeps_for_itself(person: People) -> None:
    ana = person("Ana", viewport=PHONE)
    ana.make_hall("Pocket")
    keeps(ana, INSETS)
    eventually(ana.page, lambda: box(ana, ".conversation header h1")["y"] >= INSETS["top"], "the head is below the camera")
    written = box(ana, ".composer .box")
    assert written["y"] + written["height"] <= PHONE[1] - INSETS["bottom"]
    ana.page.evaluate("hallchat.line.set('cut')")
    assert box(ana, ".banner")["y"] >= box(ana, ".conversation header")["y"] + box(ana, ".conversation header")["height"]


@pytest.mark.parametrize("camera", ["left", "right"])
def test_nothing_lies_under_the_camera_of_a_phone_on_its_side(person: People, camera: str) -> None:
    ana = person("Ana", viewport=ON_ITS_SIDE)
    ana.make_hall("Pocket")
    ana.say("sideways")
    expect(ana.message(1)).to_be_visible()
    insets = {"left": 0, "right": 0} | {camera: 47}
    keeps(ana, INSETS | {"top": 0} | insets | {f"{side}Max": width for side, width in insets.items()})
    under = lambda: ana.page.evaluate(_UNDER, list(insets.values()))  # noqa: E731
    for opens in (None, ".people", ".side-button"):
        if opens:
            ana.page.locator(opens).click()
        if opens == ".people":
            expect(ana.page.locator(".panel li")).to_have_count(1)
        if opens == ".side-button":
            expect(ana.page.locator(".halls")).to_be_hidden()
        eventually(ana.page, lambda: not under(), "what a phone keeps is known")
        with turned(ana.page):
            assert under() == [], opens
        ana.page.locator(".panel header button").click() if opens == ".people" else None
    ana.page.goto(f"{ana.url}/settings")
    expect(ana.page.locator("h1")).to_be_visible()
    assert under() == []


def keeps(one: Person, insets: dict[str, int]) -> None:
    """Have a phone keep margins for itself."""
    one.context.new_cdp_session(one.page).send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
