"""Nobody is kept out by how they read: axe-core finds nothing on any screen, in any look, in either language."""

from collections import defaultdict
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import COLOURS, violations
from tests.browser.conftest import Members, People
from tests.browser.names import misnamed
from tests.browser.screens import resized, screens

WIDE, PHONE = (1280, 800), (390, 844)
Look = dict[str, Any]
PLAIN: Look = {"color_scheme": "light", "contrast": "no-preference", "reduced_motion": "reduce"}
"""Without transitions, during which colours are in between."""
LOOKS: dict[str, Look] = {
    "light": PLAIN,
    "dark": PLAIN | {"color_scheme": "dark"},
    "more contrast": PLAIN | {"contrast": "more"},
    "more contrast, dark": PLAIN | {"contrast": "more", "color_scheme": "dark"},
}
WHOLE = ("landmark-one-main", "page-has-heading-one")
"""Rules about a page that is all there."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("language", "size"), [("en-GB", WIDE), ("es-ES", PHONE)])
def test_every_screen_is_accessible(person: People, member: Members, language: str, size: tuple[int, int]) -> None:
    ana = person("Ana Núñez", language=language, viewport=WIDE, signed_up=False)
    wrong: dict[str, list[str]] = defaultdict(list)
    for screen in screens(ana, member("Tomás")):
        with resized(ana.page, size):
            for line in misnamed(ana.page):
                wrong[line].append(screen)
            for look, media in LOOKS.items():
                ana.page.emulate_media(**media)
                for line in violations(ana.page, None if media == PLAIN else COLOURS):
                    if not (is_part(screen, size) and line.startswith(WHOLE)):
                        wrong[line].append(f"{screen} [{look}]")
    assert not wrong, "\n".join(f"{line}\n    on {', '.join(where)}" for line, where in sorted(wrong.items()))


def is_part(screen: str, size: tuple[int, int]) -> bool:
    """Tell whether a screen shows a part of its page: before the server answers, or of the lobby only the list of halls."""
    return screen == "outline" or (size == PHONE and screen.startswith("lobby"))


BROKEN = {
    "button-name": "<button><svg width=30 height=30></svg></button>",
    "label": "<input>",
    "target-size": "<button style='width: 12px; height: 12px' aria-label=a></button>" * 2,
    "color-contrast": "<p style='color: #aaa; background: #fff'>faint</p>",
    "region": "</main><p>beside</p>",
}


@pytest.mark.parametrize("rule", BROKEN)
def test_what_is_wrong_is_found(browser: Browser, rule: str) -> None:
    page = browser.new_page()
    page.set_content(f"<html lang=en><title>Broken</title><main><h1>Broken</h1>{BROKEN[rule]}</main></html>")
    found = violations(page)
    assert [line.split()[0] for line in found] == [rule] * len(found) != []
    page.close()


ALIKE = {
    "<button>Open</button><button> Open </button>": 1,
    "<a href=/a>Open</a><a href=/b aria-label=Open></a>": 1,
    "<a href=/a>Open</a><a href=/a>Open</a>": 0,
    "<ul><li><button>Open</button><li><button>Open</button></ul>": 0,
    "<button>Open</button><aside><button>Open</button></aside><button style='visibility: hidden'>Open</button>": 0,
    "<label>Open <input></label><button title=Open></button>": 1,
    "<button></button>": 1,
}


def test_controls_that_are_called_the_same_are_found(browser: Browser) -> None:
    page = browser.new_page()
    for content, wrong in ALIKE.items():
        page.set_content(content)
        assert len(misnamed(page)) == wrong, content
    page.close()
