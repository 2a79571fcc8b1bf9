"""The theme is chosen in the settings: at once, whether the server is heard or not."""

from playwright.sync_api import Page, expect

from hallchat.ui import looks
from tests.browser.conftest import People
from tests.browser.line import Line
from tests.browser.person import BACK, LINE_CUT


def expect_bars(page: Page, colour: str) -> None:
    """Expect the browser's own bar in a colour, by day and by night."""
    red, green, blue = bytes.fromhex(colour[1:])
    bars = page.locator("meta[name=theme-color]")
    expect(bars).to_have_count(2)
    for bar in bars.all():
        expect(bar).to_have_attribute("content", f"rgb({red}, {green}, {blue})")


def test_a_theme_is_chosen_while_the_line_is_cut_and_kept(person: People) -> None:
    ana = person("Ana")
    ana.expect_complaints(LINE_CUT)
    line = Line(ana.page)
    ana.page.goto(f"{ana.url}/settings")
    dark = ana.page.locator("input[name=theme][value=dark]")
    expect(dark).not_to_be_checked()
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    ana.page.locator(".settings .language").select_option("es")  # waits for the server
    dark.check()
    expect(ana.page.locator("html")).to_have_css("color-scheme", "dark")
    line.mend()
    expect(ana.page.locator(".banner")).to_have_count(0, timeout=BACK)
    expect_bars(ana.page, looks.DARK)
    ana.page.reload()
    expect(dark).to_be_checked()
    expect(ana.page.locator("html")).to_have_css("color-scheme", "dark")
    expect_bars(ana.page, looks.DARK)
    ana.page.locator("input[name=theme][value=light]").check()
    expect_bars(ana.page, looks.LIGHT)
    ana.page.locator("input[name=contrast][value=more]").check()
    expect_bars(ana.page, "#ffffff")
    ana.page.locator("input[name=theme][value=system]").check()
    ana.page.emulate_media(color_scheme="dark")
    expect_bars(ana.page, "#000000")
    ana.page.locator("input[name=contrast][value=normal]").check()
    expect_bars(ana.page, looks.DARK)
