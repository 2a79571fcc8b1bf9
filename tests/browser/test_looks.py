"""What the eye needs: the page looks as its reader or their system asks, from the first paint on, and the focus is seen."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.line import Line
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


_FRAMES = """
const seen = (window.__frames = new Set());
const look = () => {
  const page = document.documentElement, {contrast, density, halls} = page.dataset;
  if (document.body) seen.add(JSON.stringify({
    lang: page.lang, dir: page.dir, contrast, density, halls, scheme: getComputedStyle(page).colorScheme,
    paper: getComputedStyle(document.body).backgroundColor,
  }));
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
"""What each frame looked like that was painted since the page began to load."""
_MOVING = """() => {
  const long = (times) => times.split(",").some((one) => parseFloat(one) > 0.001);
  const moving = [...document.querySelectorAll("*")].flatMap((one) => ["", "::before", "::after"].map((part) => {
    const style = getComputedStyle(one, part);
    return (long(style.transitionDuration) || long(style.animationDuration)) && `${one.tagName}.${one.className}${part}`;
  }));
  const running = document.getAnimations().filter((one) => one.effect.getComputedTiming().activeDuration > 1);
  return [...moving.filter(Boolean), ...running.map((one) => one.animationName)];
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


CHOICES = {
    "es": (
        {"language": "es-ES"},
        {"theme": "dark", "contrast": "more", "density": "compact"},
        {"lang": "es", "contrast": "more", "density": "compact", "halls": "hidden", "scheme": "dark", "paper": "rgb(0, 0, 0)"},
    ),
    "en": (
        {"language": "en-GB", "color_scheme": "dark", "contrast": "more"},
        {"theme": "light", "contrast": "normal", "density": ""},
        {"lang": "en", "contrast": "normal", "density": "", "halls": "", "scheme": "light", "paper": "rgb(255, 255, 255)"},
    ),
}
"""By language: the system, what is chosen against it, and how every frame of the page looks then."""


@pytest.mark.parametrize("code", CHOICES)
def test_what_is_chosen_is_kept_and_right_from_the_first_paint_on(person: People, code: str) -> None:
    system, chosen, looks = CHOICES[code]
    ana = person("Ana", **system)
    hall = ana.make_hall("Studio")
    ana.page.goto(f"{ana.url}/settings")
    for name, value in chosen.items():
        ana.page.locator(f"input[name={name}][value='{value}']").check()
    ana.go_to(hall)
    if looks["halls"]:
        ana.page.locator(".side-button").click()
    expect(ana.page.locator(".halls")).to_be_visible(visible=not looks["halls"])
    ana.page.add_init_script(_FRAMES)
    for path, shown in ((f"/h/{hall}", "#composer"), ("/settings", "input[name=theme]")):
        ana.page.goto(ana.url + path)
        expect(ana.page.locator(shown).first).to_be_visible()
        assert ana.page.evaluate("() => [...window.__frames].map(JSON.parse)") == [{**looks, "dir": "ltr"}], path
    for name, value in chosen.items():
        expect(ana.page.locator(f"input[name={name}][value='{value}']")).to_be_checked()
    ana.page.locator("input[name=theme][value=system]").check()
    ana.page.locator("input[name=contrast][value='']").check()
    systems: Any = (("dark", "more"), ("light", "no-preference"), ("dark", "no-preference"), ("light", "more"))
    for scheme, contrast in systems:
        ana.page.emulate_media(color_scheme=scheme, contrast=contrast)
        expect(ana.page.locator("html")).to_have_attribute("data-contrast", "more" if contrast == "more" else "")
        expect(ana.page.locator("html")).to_have_css("color-scheme", scheme)
        paper, ink = (brightness(ana, "body", of) for of in ("backgroundColor", "color"))
        assert (paper < ink) == (scheme == "dark")
        assert (abs(paper - ink) > 0.99) == (contrast == "more")


def test_nothing_moves_for_those_who_ask_for_that(person: People) -> None:
    ana = person("Ana", reduced_motion="reduce")
    line, page = Line(ana.page), ana.page
    ana.make_hall("Still life")
    line.silent = True
    page.reload()
    expect(page.locator(".bone").first).to_be_visible()
    assert_still(ana)
    line.silent = False
    page.reload()
    ana.say("at rest")
    expect(ana.message(1)).to_be_visible()
    ana.choose_for(1, "delete")
    expect(page.locator(".notice")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#switcher .line").first).to_be_visible()
    assert_still(ana)
    page.keyboard.press("Escape")
    ana.expect_complaints("WebSocket")
    line.cut()
    expect(page.locator(".banner.cut")).to_be_visible()
    ana.say("under way")
    expect(page.locator(".pending")).to_be_visible()
    assert_still(ana)
    page.emulate_media(reduced_motion="no-preference")
    assert "turn" in page.evaluate(_MOVING)


def assert_still(reader: Person) -> None:
    assert reader.page.evaluate(_MOVING) == []


def test_with_the_systems_own_colours_the_hall_that_is_shown_still_stands_out(person: People) -> None:
    ana = person("Ana", forced_colors="active")
    hall = ana.make_hall("Palette")
    assert pixel(ana, f".halls a[href='/h/{hall}']") != pixel(ana, ".halls a[href='/h/1']") == pixel(ana, ".halls header")


def pixel(reader: Person, place: str) -> bytes:
    """Return a picture of one point near the edge of something."""
    box = reader.page.locator(place).bounding_box()
    assert box
    return reader.page.screenshot(clip={"x": box["x"] + 4, "y": box["y"] + box["height"] / 2, "width": 1, "height": 1})


def test_wherever_the_keyboard_is_the_focus_is_seen(person: People) -> None:
    ana = person("Ana")
    ana.make_hall("Tabbed")
    ana.say("one message")
    expect(ana.message(1)).to_be_visible()
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(1)
    ana.page.locator(".halls .home").focus()
    reached: list[str] = []
    for _ in range(32):
        ana.page.keyboard.press("Tab")
        tag, style, width = ana.page.evaluate(_FOCUSED)
        if tag == "BODY":
            break
        assert style != "none", tag
        assert width >= 2, tag
        reached.append(tag)
    assert {"A", "BUTTON", "INPUT", "TEXTAREA"} <= set(reached)
