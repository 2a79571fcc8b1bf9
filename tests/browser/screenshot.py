"""Takes the pictures: ``python -m tests.browser.screenshot`` writes the README's to ``.github/screenshot.png``.

``--all FOLDER`` takes every screen of a walk through the app by two people, narrow and wide, light and dark, in both
languages. It starts servers of its own with data of their own, filled with the demo.
"""

import argparse
import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser import chromium
from tests.browser.person import Person
from tests.browser.walk import walk
from tests.rest import PASSWORD, Rest
from tests.server import ROOT, Server, running

SIZES = {"wide": (1280, 800), "narrow": (390, 844), "tablet": (834, 1112), "vast": (2200, 1200)}
FEW = [("tablet", "light", "es-ES"), ("vast", "dark", "en-GB")]
"""Sizes that are looked at in one language and theme."""
WHO, OTHER, WHERE = "marina", "sofia", "Puerto"
"""Who looks, who answers, and in which hall."""
BOTH = """
<body style="margin: 0; background: transparent">
  <style>img {{ position: absolute; border-radius: 14px; box-shadow: 0 0 0 1px #8886, 0 10px 30px #0004 }}</style>
  <img src="data:image/png;base64,{}" style="left: 30px; top: 20px">
  <img src="data:image/png;base64,{}" style="right: 20px; bottom: 30px; width: 300px">
</body>"""
"""A page with two pictures, one before the other."""


def fill(data: Path) -> None:
    """Fill a data folder with the demo, as an operator does, before a server runs on it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLCHAT_")}
    command = [sys.executable, "-m", "hallchat", "demo", "--password-stdin"]
    kept["HALLCHAT_DATA_DIR"] = str(data)
    subprocess.run(command, cwd=ROOT, env=kept, input=PASSWORD, stdout=subprocess.DEVNULL, text=True, check=True)


@contextmanager
def filled() -> Iterator[Server]:
    """Run a server with the demo in it as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "data")
        with running(Path(folder)) as server:
            yield server


def hall_by_name(server: Server, name: str) -> dict[str, Any]:
    """Return a hall as who looks sees it."""
    rest = Rest(server.url, WHO)
    found = next(hall for hall in rest.halls() if hall["name"] == name)
    rest.close()
    return found


def seated(browser: Browser, server: Server, language: str, scheme: str, size: str, who: str = WHO) -> Person:
    """Seat somebody at a browser, signed out."""
    width, height = SIZES[size]
    options: Any = {"locale": language, "color_scheme": scheme, "viewport": {"width": width, "height": height}}
    return Person(browser.new_context(**options, reduced_motion="reduce"), server.url, who, who.capitalize())


def hall_shown(one: Person, hall: dict[str, Any]) -> bytes:
    """Sign in, show a hall to its end, and return the picture."""
    one.sign_in()
    expect(one.page.locator(".halls .hall").first).to_be_attached()
    one.go_to(hall["id"])
    expect(one.message(hall["last_seq"])).to_be_in_viewport()
    expect(one.page.locator(f".halls a[href='/h/{hall['id']}'] .badge")).to_have_count(0)
    picture = one.page.screenshot()
    one.leave()
    return picture


def take_best(browser: Browser) -> None:
    """Take the README's picture: one hall on two people's screens, in two languages."""
    with filled() as server:
        hall = hall_by_name(server, WHERE)
        wide = hall_shown(seated(browser, server, "en-GB", "light", "wide"), hall)
        narrow = hall_shown(seated(browser, server, "es-ES", "dark", "narrow", OTHER), hall)
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_content(BOTH.format(*(base64.b64encode(picture).decode() for picture in (wide, narrow))))
    page.screenshot(path=ROOT / ".github" / "screenshot.png", omit_background=True)


def take_all(browser: Browser, folder: Path, size: str, scheme: str, language: str) -> None:
    """Walk through the app and take a picture of each screen."""
    with filled() as server:
        sofia = Rest(server.url, OTHER)
        marina = seated(browser, server, language, scheme, size)
        for number, screen in enumerate(walk(marina, sofia, hall_by_name(server, WHERE)), start=1):
            name = f"{size} {scheme} {language[:2]} {number:02} {screen.replace(',', '')}"
            marina.page.screenshot(path=folder / f"{name.replace(' ', '-')}.png")
        marina.leave()
        sofia.close()


def main() -> None:
    """Take the README's picture, or with ``--all`` all the others."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", type=Path, metavar="FOLDER", help="take every screen of the walk instead, into this folder")
    folder = arguments.parse_args().all
    with chromium.launched(chromium.find() or sys.exit(chromium.HOW)) as browser:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            for looks in (*product(("wide", "narrow"), ("light", "dark"), ("es-ES", "en-GB")), *FEW):
                take_all(browser, folder, *looks)
        else:
            take_best(browser)


if __name__ == "__main__":
    main()
