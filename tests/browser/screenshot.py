"""Takes the pictures: ``python -m tests.browser.screenshot`` writes the README's to ``.github/screenshot.png``.

``--all FOLDER`` also takes the main screens, narrow and wide, light and dark, in both languages. It starts a
server of its own with data of its own, and people who talk in it.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser import chromium
from tests.browser.person import Person
from tests.rest import Rest
from tests.server import ROOT, Server, running

SIZES = {"wide": (1280, 800), "narrow": (390, 844)}
PEOPLE = {"marina": "Marina Ruiz", "tomas": "Tomás Oliveira", "karim": "Karim Haddad", "mei": "Mei Lin", "bob": "Bob O’Leary"}
HALLS = {
    "Puerto": "Boats, tides and who has the key · Barcos, mareas y quién tiene la llave",
    "Biblioteca": "What we are reading",
    "Cocina": "Recipes and leftovers",
    "Viernes": "What we do on Friday",
}
TALK = [
    ("tomas", "Good morning! High tide is at **14:20**, so we should be at the slipway by two."),
    ("marina", "¡Buenos días! Yo llevo las llaves del cobertizo. ¿Quién trae los chalecos?"),
    ("karim", "أنا أحضرها معي، عندي خمس سترات في السيارة 🚗"),
    ("marina", "Perfecto, gracias Karim 🙌"),
    ("bob", "The engine still coughs. I looked at the log:"),
    ("bob", "```\n08:12  fuel pressure low (1.8 bar)\n08:13  filter: change due since March\n```"),
    ("bob", "So, a new filter and a prayer."),
    ("mei", "我下午两点到，顺便带午饭过来。有人不吃辣吗？"),
    ("tomas", "> 有人不吃辣吗？\n\nMe! Anything mild is fine, thank you 🙏"),
    (
        "marina",
        "Lista para hoy:\n\n- chalecos (Karim)\n- filtro nuevo (Bob)\n- comida (Mei)\n- crema solar, **que nadie se olvide**",
    ),
    ("karim", "The forecast says 15 knots from the west: https://example.org/forecast/harbour"),
    ("tomas", "That's a lovely breeze, not a problem. See you at two! ⛵"),
]
ELSEWHERE = [
    ("Biblioteca", "mei", "读完了！结尾太意外了。"),
    ("Cocina", "karim", "There is hummus left, come before six."),
    ("Cocina", "bob", "On my way."),
]


def fill(server: Server) -> dict[str, int]:
    """Make people, halls and a talk; return the halls by name."""
    people = {username: Rest(server.url, username, new=True, name=name) for username, name in PEOPLE.items()}
    halls = {name: people["marina"].make_hall(name, topic=topic) for name, topic in HALLS.items()}
    halls["Sorpresa"] = people["marina"].make_hall("Sorpresa", "private", "Shh")
    for hall in list(halls.values())[: len(HALLS)]:
        for username in list(PEOPLE)[1:]:
            people[username].join(hall)
    for username, text in TALK:
        people[username].say(halls["Puerto"], text)
    for name, username, text in ELSEWHERE:
        people[username].say(halls[name], text)
    for one in people.values():
        one.close()
    return halls


def seated(browser: Browser, server: Server, language: str, scheme: str, size: tuple[int, int]) -> Person:
    """Seat Marina at a browser, signed out."""
    width, height = size
    options: Any = {"locale": language, "color_scheme": scheme, "viewport": {"width": width, "height": height}}
    return Person(browser.new_context(**options), server.url, "marina", PEOPLE["marina"])


def enter(marina: Person, hall: int) -> None:
    """Sign in and show a hall, with all of the talk."""
    marina.sign_in()
    expect(marina.page.locator(".halls .hall").first).to_be_attached()
    marina.go_to(hall)
    expect(marina.message(len(TALK))).to_be_in_viewport()
    expect(marina.page.locator(f".halls a[href='/h/{hall}'] .badge")).to_have_count(0)


def take_all(marina: Person, hall: int, folder: Path, name: str) -> None:
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
    expect(page.locator(".panel li")).to_have_count(len(PEOPLE))
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
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server, chromium.launched(path) as browser:
        halls = fill(server)
        marina = seated(browser, server, "en-GB", "light", SIZES["wide"])
        enter(marina, halls["Puerto"])
        marina.page.screenshot(path=ROOT / ".github" / "screenshot.png", animations="disabled")
        marina.leave()
        for width, size in SIZES.items() if wanted.all else ():
            for scheme in ("light", "dark"):
                for language in ("es-ES", "en-GB"):
                    marina = seated(browser, server, language, scheme, size)
                    take_all(marina, halls["Puerto"], wanted.all, f"{width}-{scheme}-{language[:2]}")
                    marina.leave()


if __name__ == "__main__":
    main()
