"""Where sign-up is closed, nobody is shown a door that does not open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.person import Person
from tests.checkout import copied
from tests.server import Server, running

CLOSED = {"en-US": "New accounts are closed here.", "es-ES": "Aquí no se pueden crear cuentas nuevas."}


@pytest.fixture(scope="module")
def closed(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation that takes no new accounts; ``server`` has built its pages."""
    folder = tmp_path_factory.mktemp("closed")
    with running(folder, {"HALLCHAT_SIGNUP": "closed"}, copied(folder / "checkout")) as server:
        yield server
    assert not server.tracebacks()


@pytest.fixture(params=list(CLOSED))
def visitor(request: pytest.FixtureRequest, browser: Browser, closed: Server) -> Iterator[tuple[Person, str]]:
    """Somebody without an account, and what they should be told."""
    one = Person(browser.new_context(locale=request.param), closed.url, "eve", "Eve")
    yield one, CLOSED[request.param]
    one.leave()
    assert not one.unexpected()


def test_the_sign_up_page_says_that_it_is_closed_and_has_no_form(visitor: tuple[Person, str]) -> None:
    eve, sentence = visitor
    eve.page.goto(f"{eve.url}/sign-up")
    expect(eve.page.locator(".door")).to_contain_text(sentence)
    expect(eve.page.locator("input[name=password]")).to_have_count(0)
    expect(eve.page.locator("a[href^='/sign-in']")).to_be_visible()


def test_the_sign_in_page_does_not_lead_to_sign_up(visitor: tuple[Person, str]) -> None:
    eve, _ = visitor
    eve.page.goto(f"{eve.url}/sign-in")
    expect(eve.page.locator("input[name=password]")).to_be_visible()
    expect(eve.page.locator("a[href^='/sign-up']")).to_have_count(0)
