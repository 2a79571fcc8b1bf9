"""What the eye needs: a dark page for those who asked for one, and a focus that is seen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.person import Person

_BRIGHTNESS = """(place) => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(document.querySelector(place))[PROPERTY];
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}"""
_FOCUSED = """() => {
  const style = getComputedStyle(document.activeElement.closest(".box:focus-within") ?? document.activeElement);
  return [document.activeElement.tagName, style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


def brightness(reader: Person, place: str, of: str) -> float:
    """Return how bright a colour is, 0 for black to 1 for white."""
    return reader.page.evaluate(_BRIGHTNESS.replace("PROPERTY", f"'{of}'"), place)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_as_dark_as_the_system_asks(person: People, scheme: str) -> None:
    ana = person("Ana", color_scheme=scheme)
    ana.make_hall("Night watch")
    ana.say("lights out")
    expect(ana.message(1)).to_be_visible()
    paper, ink = brightness(ana, "body", "backgroundColor"), brightness(ana, ".message .body", "color")
    assert (paper < 0.15 and ink > 0.7) if scheme == "dark" else (paper > 0.9 and ink < 0.3)


def test_wherever_the_keyboard_is_the_focus_is_seen(person: People) -> None:
    ana = person("Ana")
    ana.make_hall("Tabbed")
    ana.say("one message")
    expect(ana.message(1)).to_be_visible()
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(1)
    ana.page.locator(".halls header a").focus()
    reached: list[str] = []
    for _ in range(24):
        ana.page.keyboard.press("Tab")
        tag, style, width = ana.page.evaluate(_FOCUSED)
        if tag == "BODY":
            break
        assert style != "none", tag
        assert width >= 2, tag
        reached.append(tag)
    assert {"A", "BUTTON", "INPUT", "TEXTAREA"} <= set(reached)
