"""The system's Chromium, driven by Playwright."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOW = "No Chromium here, so no browser tests: `apt install chromium`, or name one in HALLCHAT_TEST_BROWSER."


def find() -> str | None:
    """Return the path of a browser, or None where there is none."""
    return os.environ.get("HALLCHAT_TEST_BROWSER") or next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """Run a browser as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


def eventually(page: Page, check: Callable[[], object], what: str, seconds: float = 20.0) -> None:
    """Wait until something is so, for what Playwright's own ``expect`` cannot say.

    Args:
        page: the page that goes on meanwhile.
        check: what must become true.
        what: in words, for when it does not.
        seconds: how long at most.
    """
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
