"""HallChat can be put on a home screen: what a browser asks for that is there for everybody, and says what is so."""

import json
import struct
from pathlib import Path
from typing import Any

import httpx

from hallchat.ui.looks import LIGHT
from tests.server import Server

ASSETS = Path(__file__).parent.parent / "assets"
MANIFEST: dict[str, Any] = json.loads((ASSETS / "manifest.webmanifest").read_text(encoding="utf-8"))
TOUCH_ICON = "/apple-touch-icon.png"
"""Where phones of Apple look."""


def size_of(path: str) -> str:
    """The width and height of a picture, as its PNG says."""
    return "{}x{}".format(*struct.unpack(">II", (ASSETS / path.lstrip("/")).read_bytes()[16:24]))


def test_it_has_the_colour_of_the_page_and_icons_of_the_sizes_that_it_says() -> None:
    assert {MANIFEST["theme_color"], MANIFEST["background_color"]} == {LIGHT}
    drawn = {one["src"]: one["sizes"] for one in MANIFEST["icons"] if one["type"] == "image/png"}
    assert drawn == {path: size_of(path) for path in drawn}
    assert "512x512" in drawn.values()
    assert size_of(TOUCH_ICON) == "180x180"


def test_who_is_not_signed_in_gets_it_and_its_icons_in_any_language(server: Server) -> None:
    page = httpx.get(f"{server.url}/sign-in", headers={"accept-language": "es"}, follow_redirects=True).text
    types = {"/manifest.webmanifest": "application/manifest+json", TOUCH_ICON: "image/png"}
    for path, kind in {**types, **{one["src"]: one["type"] for one in MANIFEST["icons"]}}.items():
        answer = httpx.get(server.url + path)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind), path
        assert path not in types or f'href="{path}"' in page
