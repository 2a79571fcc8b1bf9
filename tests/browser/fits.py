"""Looks for what does not fit a page: scrolled sideways, or cut off at a side."""

from playwright.sync_api import Page

_WIDE = """() => {
  const columns = document.querySelectorAll("#stream, .panel, .halls, .dialog, main");
  const wide = [document.documentElement, ...columns].filter((one) => one.scrollWidth > one.clientWidth);
  const cut = [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter((one) => {
    const place = one.getBoundingClientRect();
    return place.width && !one.closest("pre") && (place.left < 0 || place.right > innerWidth);
  });
  return [...wide, ...cut].map((one) => one.id || one.className || one.tagName);
}"""


def out_of_place(page: Page) -> list[str]:
    """Return what scrolls sideways, except what is meant to, and the controls that are cut off at a side."""
    return page.evaluate(_WIDE)
