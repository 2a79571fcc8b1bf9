"""Takes the pictures: ``python -m tests.browser.screenshot`` writes the README's to ``.github/screenshot.png``.

``--all FOLDER`` also takes the main screens, narrow and wide, light and dark, in both languages. It starts a
server of its own with data of its own, filled with the demo.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser import chromium
from tests.browser.person import Person
from tests.rest import PASSWORD, Rest
from tests.server import ROOT, Server, running

SIZES = {"wide": (1280, 800), "narrow": (390, 844)}
WHO, WHERE = "marina", "Puerto"
"""Who looks, and at which hall."""


def fill(data: Path) -> None:
    """Fill a data folder with the demo, as an operator does, before a server runs on it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLCHAT_")}
    command = [sys.executable, "-m", "hallchat", "demo", "--password-stdin"]
    kept["HALLCHAT_DATA_DIR"] = str(data)
    subprocess.run(command, cwd=ROOT, env=kept, input=PASSWORD, stdout=subprocess.DEVNULL, text=True, check=True)


@contextmanager
def filled(folder: Path) -> Iterator[Server]:
    """Run a server with the demo in it as long as the block lasts."""
    fill(folder / "data")
    with running(folder) as server:
        yield server


def hall_by_name(server: Server, name: str) -> dict[str, Any]:
    """Return a hall as who looks sees it."""
    rest = Rest(server.url, WHO)
    found = next(hall for hall in rest.halls() if hall["name"] == name)
    rest.close()
    return found


def seated(browser: Browser, server: Server, language: str, scheme: str, size: tuple[int, int]) -> Person:
    """Seat who looks at a browser, signed out."""
    width, height = size
    options: Any = {"locale": language, "color_scheme": scheme, "viewport": {"width": width, "height": height}}
    return Person(browser.new_context(**options), server.url, WHO, "Marina Ruiz")


def enter(marina: Person, hall: dict[str, Any]) -> None:
    """Sign in and show a hall, to its end."""
    marina.sign_in()
    expect(marina.page.locator(".halls .hall").first).to_be_attached()
    marina.go_to(hall["id"])
    expect(marina.message(hall["last_seq"])).to_be_in_viewport()
    expect(marina.page.locator(f".halls a[href='/h/{hall['id']}'] .badge")).to_have_count(0)


def take_all(marina: Person, hall: dict[str, Any], folder: Path, name: str) -> None:
    """Take every main screen."""
    page = marina.page

    def take(screen: str) -> None:
        page.screenshot(path=folder / f"{name}-{screen}.png", animations="disabled")

    for door in ("sign-in", "sign-up"):
        page.goto(f"{marina.url}/{door}")
        expect(page.locator("form")).to_be_visible()
        take(door)
    enter(marina, hall)
    take("hall")
    page.locator(".people").click()
    expect(page.locator(".panel li")).to_have_count(hall["members"])
    take("members")
    for path, screen in (("/", "lobby"), ("/settings", "settings"), ("/h/999999", "no-hall")):
        page.goto(marina.url + path)
        expect(page.locator(".chat")).to_be_visible()
        expect(page.locator("h1").first).to_be_attached()
        take(screen)
    page.goto(marina.url)
    marina.open_directory()
    take("directory")


def main() -> None:
    """Take the README's picture, and with ``--all`` the others."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", type=Path, metavar="FOLDER", help="also take every main screen, into this folder")
    wanted = arguments.parse_args()
    path = chromium.find() or sys.exit(chromium.HOW)
    with (
        tempfile.TemporaryDirectory() as folder,
        filled(Path(folder)) as server,
        chromium.launched(path) as browser,
    ):
        hall = hall_by_name(server, WHERE)
        marina = seated(browser, server, "en-GB", "light", SIZES["wide"])
        enter(marina, hall)
        marina.page.screenshot(path=ROOT / ".github" / "screenshot.png", animations="disabled")
        marina.leave()
        for width, size in SIZES.items() if wanted.all else ():
            for scheme in ("light", "dark"):
                for language in ("es-ES", "en-GB"):
                    marina = seated(browser, server, language, scheme, size)
                    take_all(marina, hall, wanted.all, f"{width}-{scheme}-{language[:2]}")
                    marina.leave()


if __name__ == "__main__":
    main()
