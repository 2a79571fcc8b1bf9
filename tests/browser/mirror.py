"""Turns a page round, as if it were in a language that is written from right to left."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

_TURN = "([code, way]) => hallchat.speak(code, way)"
_TURNED = "() => [document.documentElement.lang, document.documentElement.dir]"
_PLACES = """() => {
  const actions = document.querySelectorAll(".actions");
  actions.forEach((one) => { one.style.display = "flex"; });
  const places = [...document.querySelectorAll("body *")].filter(
    (one) => one.checkVisibility() && !one.closest(".body, .excerpt, svg, option, .points, p a, kbd")
  ).map((one) => {
    const {left, right} = one.getBoundingClientRect();
    return [`${one.tagName}.${one.className}`, left, right];
  });
  actions.forEach((one) => { one.style.display = ""; });
  return places;
}"""
"""Every element in sight, with where it begins and ends, and what can be done with any message, whichever is pointed at; without
what people wrote."""


@contextmanager
def turned(page: Page) -> Iterator[None]:
    """Have a page from right to left inside the block."""
    before = page.evaluate(_TURNED)
    page.evaluate(_TURN, ["ar", "rtl"])
    yield
    page.evaluate(_TURN, before)


def not_mirrored(page: Page) -> list[Any]:
    """Return what does not change sides when a page is turned round: what it is, where it was, where it went."""
    before = page.evaluate(_PLACES)
    with turned(page):
        after = page.evaluate(_PLACES)
    width = page.evaluate("() => innerWidth")
    return [[*was, *now[1:]] for was, now in zip(before, after, strict=True) if not _mirrored(was, now, width)]


def _mirrored(was: list[Any], now: list[Any], width: int) -> bool:
    return abs(width - was[2] - now[1]) <= 1 and abs(width - was[1] - now[2]) <= 1
