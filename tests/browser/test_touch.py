"""What can be done with a message is offered to a finger that rests on it, and to a mouse that points at it."""

from playwright.sync_api import CDPSession, Locator, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import People
from tests.browser.person import Person

Point = tuple[float, float]
_DONE = """(button) => {
  window.__done = new Promise((done) => {
    new MutationObserver(() => button.dataset.done && done(button.dataset.done)).observe(button, {attributes: true});
  });
}"""
"""Keeps what a button says for a moment when it is done."""
PHONE = {"has_touch": True, "is_mobile": True, "viewport": (390, 780)}


def middle(place: Locator) -> Point:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Finger:
    """A finger on the screen."""

    def __init__(self, reader: Person) -> None:
        """Take hold of a phone."""
        self._page = reader.page
        self._cdp: CDPSession = reader.context.new_cdp_session(reader.page)

    def press(self, at: Point) -> None:
        self._send("touchStart", at)

    def move(self, to: Point) -> None:
        self._send("touchMove", to)

    def lift(self) -> None:
        self._cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _send(self, kind: str, at: Point) -> None:
        self._cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]})


def test_a_resting_finger_shows_what_can_be_done_and_takes_no_word_of_the_text(person: People) -> None:
    ana = person("Ana", **PHONE)
    hall = ana.make_hall("Thumbs")
    for text in ("first of all", "a word among others, and https://example.org/ too"):
        ana.rest.say(hall, text)
    expect(ana.message(2)).to_be_visible()
    finger, actions = Finger(ana), ana.message(2).locator(".actions")
    ana.page.mouse.move(1, 1)
    expect(actions).to_be_hidden()
    finger.press(middle(ana.message(2).locator("p")))
    expect(actions).to_be_visible()
    finger.lift()
    expect(actions).to_be_visible()
    expect(ana.message(2).locator("p")).to_have_css("user-select", "none")  # a browser without a screen selects nothing
    beside_the_box = ana.page.locator(".box button").all()
    for button in [*actions.get_by_role("button").all(), *beside_the_box]:
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    assert len({middle(place)[1] for place in (ana.page.locator("#composer"), *beside_the_box)}) == 1
    ana.page.touchscreen.tap(*middle(actions.locator(".more")))
    expect(ana.page.locator("#menu")).to_be_visible()
    ana.page.touchscreen.tap(*middle(ana.page.locator(".title")))
    expect(ana.page.locator("#menu")).to_be_hidden()
    finger.press(middle(ana.message(2).locator("p")))
    expect(actions).to_be_visible()
    finger.lift()
    ana.page.touchscreen.tap(*middle(actions.locator(".more")))
    ana.page.locator("#menu .delete").tap()
    expect(ana.message(2).locator(".gone")).to_be_visible()
    ana.page.locator(".notice .link").tap()
    expect(ana.message(2)).to_contain_text("among others")
    ana.page.touchscreen.tap(*middle(ana.page.locator(".title")))
    expect(actions).to_be_hidden()
    ana.rest.react(hall, 2, "🎉")
    chip = ana.message(2).locator(".chip")
    finger.press(middle(chip))
    expect(chip.locator(".tip")).to_be_visible()
    expect(chip.locator(".tip")).to_have_text("🎉you")
    finger.lift()
    expect(chip.locator(".tip")).to_be_visible()
    chip.tap()
    expect(chip).to_have_count(0)  # it was taken back now, and not before


def test_enter_breaks_the_line_where_fingers_write_and_the_button_sends(person: People) -> None:
    ana = person("Ana", **PHONE)
    hall = ana.make_hall("Thumbs")
    box, send = ana.page.locator("#composer"), ana.page.get_by_role("button", name="Send", exact=True)
    expect(box).to_have_attribute("enterkeyhint", "enter")
    box.press_sequentially("one")
    box.press("Enter")
    box.press_sequentially("two")
    expect(box).to_have_value("one\ntwo")
    send.tap()
    expect(ana.message(1)).to_contain_text("two")
    expect(box).to_be_focused()
    box.press_sequentially("three")
    box.press("ControlOrMeta+Enter")
    expect(ana.message(2)).to_contain_text("three")
    box.press("ArrowUp")
    editing = ana.page.locator("#editing")
    editing.press("Enter")
    editing.press_sequentially("four")
    expect(editing).to_have_value("three\nfour")
    expect(ana.page.locator(".edit-box small")).to_have_count(0)  # Enter does not save here
    ana.page.get_by_role("button", name="Save", exact=True).tap()
    expect(ana.message(2)).to_contain_text("four")
    assert ana.rest.contents(hall) == ["one\ntwo", "three\nfour"]


def test_a_finger_that_scrolls_shows_nothing(person: People) -> None:
    ana = person("Ana", **PHONE)
    hall = ana.make_hall("Scroll")
    for number in range(40):
        ana.rest.say(hall, f"line {number}")
    expect(ana.message(40)).to_be_in_viewport()
    ana.page.evaluate("() => { window.__shown = 0; addEventListener('focusin', () => { window.__shown += 1; }); }")
    finger, stream = Finger(ana), ana.page.locator("#stream")
    x, y = middle(stream)
    finger.press((x, y))
    for step in range(1, 30):
        finger.move((x, y + 4 * step))
    expect(ana.message(36)).to_be_visible()
    eventually(ana.page, lambda: stream.evaluate("(one) => one.scrollTop < -40"), "the stream moves with the finger")
    at = ana.page.evaluate("() => performance.now()")
    eventually(ana.page, lambda: ana.page.evaluate("() => performance.now()") - at > 600, "longer than a finger rests")
    finger.lift()
    assert ana.page.evaluate("() => window.__shown") == 0


def test_a_mouse_that_points_at_a_message_shows_what_can_be_done_and_copies_it(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall = ana.make_hall("Pointers")
    bob.rest.join(hall)
    bob.go_to(hall)
    bob.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ana.say("**bold** and `plain`")
    actions = bob.message(1).locator(".actions")
    expect(actions).to_be_hidden()
    bob.message(1).hover()
    expect(actions).to_be_visible()
    actions.locator(".more").click()
    expect(bob.page.locator("#menu .copy")).to_be_focused()
    expect(bob.page.locator("#menu .delete")).to_have_count(0)
    actions.locator(".more").click()
    expect(bob.page.locator("#menu")).to_be_hidden()
    actions.locator(".more").evaluate(_DONE)
    bob.choose_for(1, "copy")
    assert bob.page.evaluate("() => window.__done") == "yes"
    eventually(bob.page, lambda: bob.copied() == "bold and plain", "it is copied")
    expect(bob.page.locator("#news")).to_contain_text("Copied.")
    bob.page.locator("#composer").hover()
    bob.page.locator("#composer").focus()
    expect(actions).to_be_hidden()
