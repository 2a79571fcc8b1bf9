"""A running server, and people who sit down at browsers of their own."""

import itertools
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import chromium
from tests.browser.person import Person
from tests.rest import Rest
from tests.server import Server

_numbers = itertools.count(1)
People = Callable[..., Person]
Members = Callable[..., Rest]

expect.set_options(timeout=20_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. It ends with this folder's tests: while it runs, no test can have an event loop of its own."""
    path = chromium.find()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(chromium.HOW)
    with chromium.launched(path) as running:
        yield running


@pytest.fixture
def person(browser: Browser, server: Server) -> Iterator[People]:
    """Sit people down: ``person("Ana Núñez", language="es-ES")``. An error in anybody's console fails the test.

    What else is given goes to Playwright's ``new_context``.
    """
    present: list[Person] = []

    def sit_down(
        name: str,
        *,
        language: str = "en-US",
        viewport: tuple[int, int] = (1180, 760),
        color_scheme: str = "light",
        timezone: str | None = None,
        signed_up: bool = True,
        **more: Any,
    ) -> Person:
        width, height = viewport
        options: Any = {"locale": language, "viewport": {"width": width, "height": height}, "color_scheme": color_scheme}
        options["timezone_id"] = timezone
        one = Person(browser.new_context(**options, **more), server.url, _username(name), name)
        present.append(one)
        if signed_up:
            one.come()
        return one

    yield sit_down
    unexpected = {one.name: one.unexpected() for one in present if one.unexpected()}
    for one in present:
        one.leave()
    assert not unexpected


@pytest.fixture
def member(server: Server) -> Iterator[Members]:
    """Make accounts that are used over REST only: ``member("Tomás")``."""
    present: list[Rest] = []

    def join_in(name: str) -> Rest:
        present.append(Rest(server.url, _username(name), new=True, name=name))
        return present[-1]

    yield join_in
    for one in present:
        one.close()


def _username(name: str) -> str:
    plain = "".join(letter for letter in name.split()[0].lower() if letter.isascii() and letter.isalnum())
    return f"{plain or 'guest'}{next(_numbers):03}"
