"""Where the focus is, and going there by keyboard."""

from playwright.sync_api import Locator, Page

_FOCUSED = "(one) => one === document.activeElement"
_LOST = "() => document.activeElement === document.body || !document.activeElement.checkVisibility({visibilityProperty: true})"


def tab_to(place: Locator, *, back: bool = False, most: int = 25) -> None:
    """Press Tab until something has the focus.

    Args:
        place: what should get it.
        back: whether to go backwards.
        most: how often it may be pressed.
    """
    for _ in range(most):
        place.page.keyboard.press("Shift+Tab" if back else "Tab")
        if place.evaluate(_FOCUSED):
            return
    raise AssertionError(f"{place} is not reached by {most} times Tab")


def assert_kept(page: Page) -> None:
    """Fail when nothing in sight has the focus."""
    assert not page.evaluate(_LOST)


def within(page: Page, place: str) -> bool:
    """Tell whether the focus is inside something, or with the browser's own controls, where Tab goes from a page's last."""
    return page.evaluate("(place) => document.activeElement.matches(`body, ${place} *`)", place)
