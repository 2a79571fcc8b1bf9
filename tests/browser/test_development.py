"""``reflex run`` as a developer uses it: the pages and the back end at two ports, which work as one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, TimeoutError, expect

from tests.browser.axe import LOOKS, violations
from tests.browser.person import Person
from tests.checkout import copied
from tests.server import Server, free_port
from tests.test_stylesheet import styled

pytestmark = pytest.mark.timeout(600)
FIRST_ANSWER = 240.0  # seconds
FIRST_PAGE = 90_000  # milliseconds: it is compiled when it is asked for
OF_PAGES = {
    "chat",
    "choices",
    "door",
    "entrance",
    "found-emoji",
    "inner",
    "loading",
    "lobby",
    "picker",  # its 1,900 emoji come when it opens
    "settings",
    "stream",
    "searching",
    "suggested",
    "unsent",
    "welcome",
}
"""Classes of what pages are laid out with, which no component has by itself."""


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=10).is_success
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def ports(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The ports of the pages and of the back end of a running HallChat in development."""
    tmp_path = tmp_path_factory.mktemp("development")
    pages, back_end = free_port(), free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLCHAT_")}
    reflex = Path(sys.executable).with_name("reflex")
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [reflex, "run", "--frontend-port", str(pages), "--backend-port", str(back_end)],
            cwd=copied(tmp_path / "checkout", packages=True),
            env={**kept, "HALLCHAT_DATA_DIR": str(tmp_path / "data"), "HALLCHAT_RATE_LIMITS": "off"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + FIRST_ANSWER
        while not (answers(f"http://localhost:{pages}/") and answers(f"http://localhost:{back_end}/ping")):
            said = (tmp_path / "log").read_text(errors="replace")
            assert process.poll() is None and time.monotonic() < deadline, said[-4000:]
            time.sleep(0.1)
        yield pages, back_end
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_the_sign_up_form_goes_to_the_back_end_and_comes_back_to_the_page(browser: Browser, ports: tuple[int, int]) -> None:
    pages, back_end = ports
    ana = Person(browser.new_context(locale="en-US"), f"http://localhost:{pages}", "ana", "Ana")
    posted: list[str] = []
    ana.page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    ana.page.goto(f"{ana.url}/sign-up")
    expect(ana.page.locator("input[name=password]")).to_be_visible(timeout=FIRST_PAGE)
    ana.sign_up()
    assert f"http://localhost:{back_end}/auth/register" in posted
    ana.make_hall_in_the_directory("Workbench")
    ana.say("two ports, one page")
    expect(ana.message(1)).to_contain_text("two ports, one page")
    ana.leave()


def test_the_gallery_shows_every_class_and_does_nothing(browser: Browser, ports: tuple[int, int]) -> None:
    guest = Person(browser.new_context(locale="en-US"), f"http://localhost:{ports[0]}", "guest", "Guest")
    page = guest.page
    page.goto(f"{guest.url}/gallery")
    expect(page.locator(".specimen").first).to_be_visible(timeout=FIRST_PAGE)
    with suppress(TimeoutError):  # a server in development that meets a package late loads the page anew
        page.wait_for_function("(all) => all.every((one) => document.querySelector(`.${one}`))", arg=[*(styled() - OF_PAGES)])
    shown = page.evaluate("() => [...document.querySelectorAll('[class]')].flatMap((one) => [...one.classList])")
    assert styled() - OF_PAGES - set(shown) == set()
    for look in ("light", "dark"):
        page.emulate_media(**LOOKS[look])
        assert (look, violations(page)) == (look, [])
    page.locator("input[value=compact]").check(force=True)
    expect(page.locator("html")).to_have_attribute("data-density", "compact")
    page.fill("#composer", "not sent")
    page.press("#composer", "Enter")
    expect(page.locator("#composer")).to_have_value("not sent\n")
    page.locator(".held .delete").click()
    page.locator(".panel .leave button").first.click()
    page.locator(".hall").first.click()
    assert (page.url, guest.unexpected()) == (f"{guest.url}/gallery", [])
    guest.leave()
