"""Every screen in both languages: its words differ, it keeps nobody out by how they read, it fits, and it can be turned round.

Two people go through all of them side by side, the one in English at a desktop, the other in Spanish on a phone, whose
words are longer.
"""

from collections import defaultdict
from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Page

from tests.browser.axe import COLOURS, LOOKS, PLAIN, violations
from tests.browser.conftest import Members, People
from tests.browser.fits import out_of_place
from tests.browser.mirror import not_mirrored, turned
from tests.browser.names import misnamed
from tests.browser.screens import TOPIC, resized, screens
from tests.browser.strings import strings

Size = tuple[int, int]
WIDE, PHONE, NARROWEST = (1280, 800), (390, 844), (320, 640)
ZOOMED = (640, 400)  # what the first has left at 200 %
PATIENCE = 5  # seconds until a page that lags behind the other has what it will have
WHOLE = ("landmark-one-main", "page-has-heading-one")
"""Rules about a page that is all there."""
SAME = {"HallChat", "English", "Español", "Normal", "A", "M", "T", "ل", "@ana", "@toms", "Tomás", "🎉, : Tomás", TOPIC}
"""What is the same in both languages: names."""


@pytest.mark.timeout(700)
def test_every_screen_is_in_both_languages_accessible_fits_and_has_a_mirror_image(person: People, member: Members) -> None:
    ana = person("Ana", language="en-GB", viewport=WIDE, signed_up=False)
    bea = person("Ana", language="es-MX", viewport=WIDE, signed_up=False)
    wrong: dict[str, list[str]] = defaultdict(list)
    for screen, _ in zip(screens(ana, member("Tomás")), screens(bea, member("Tomás")), strict=True):
        found = [*untranslated(screen, *settled(ana.page, bea.page))]
        found += [*kept_out(ana.page, screen, WIDE), *kept_out(bea.page, screen, PHONE), *does_not_fit(bea.page)]
        for line in found:
            wrong[line].append(screen)
    assert not wrong, "\n".join(f"{line}\n    on {', '.join(where)}" for line, where in sorted(wrong.items()))


def settled(here: Page, there: Page) -> tuple[set[str], set[str]]:
    """Read the words of two pages that went the same way, once both have as many: one may be a step behind the other."""
    until = monotonic() + PATIENCE
    both = strings(here), strings(there)
    while len(both[0]) != len(both[1]) and monotonic() < until:
        here.wait_for_timeout(50)
        both = strings(here), strings(there)
    return both


def untranslated(screen: str, here: set[str], there: set[str]) -> Iterator[str]:
    """Yield the words that are the same in both languages, or that one has more of."""
    if not (here - SAME or screen == "outline"):
        yield "there are no words"
    yield from sorted(f"the same in both languages: {one}" for one in here & there - SAME)
    if len(here) != len(there):
        yield f"not as many words: {sorted(here)} and {sorted(there)}"


def kept_out(page: Page, screen: str, size: Size) -> Iterator[str]:
    """Yield what axe-core finds in any look, and controls that are called the same."""
    with resized(page, size):
        yield from misnamed(page)
        for look, media in LOOKS.items():
            page.emulate_media(**media)
            for line in violations(page, None if media == PLAIN else COLOURS):
                if not (is_part(screen, size) and line.startswith(WHOLE)):
                    yield f"{line} [{look}, {size}]"


def is_part(screen: str, size: Size) -> bool:
    """Tell whether a screen shows a part of its page: before the server answers, or of the lobby only the list of halls."""
    return screen == "outline" or (size == PHONE and screen.startswith("lobby"))


def does_not_fit(page: Page) -> Iterator[str]:
    """Yield what does not fit the narrowest window or one that is zoomed, and what keeps its side from right to left."""
    for size in (NARROWEST, ZOOMED, WIDE):
        with resized(page, size):
            yield from (f"does not fit at {size}: {one}" for one in out_of_place(page))
            if size == ZOOMED:
                continue
            with turned(page):
                yield from (f"does not fit at {size}, from right to left: {one}" for one in out_of_place(page))
            yield from (f"is not mirrored at {size}: {one}" for one in not_mirrored(page))
