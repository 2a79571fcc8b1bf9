"""The walk through the app, of which pictures are taken, goes on to its end."""

from playwright.sync_api import Browser

from tests.browser.screenshot import OTHER, WHERE, filled, hall_by_name, seated
from tests.browser.walk import walk
from tests.rest import Rest


def test_the_walk_goes_through_every_screen(browser: Browser) -> None:
    with filled() as server:
        sofia, marina = Rest(server.url, OTHER), seated(browser, server, "es-ES", "light", "wide")
        seen = list(walk(marina, sofia, hall_by_name(server, WHERE)))
        marina.leave()
        sofia.close()
    assert {seen[0], seen[-1]} == {"sign-in", "hall, empty"}
