"""Everything by keyboard: no mouse is touched from signing in to closing a dialog."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.browser.person import Person
from tests.rest import PASSWORD


def tab_to(reader: Person, place: Locator, most: int = 30) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        if place.evaluate("(one) => one === document.activeElement"):
            return
        reader.page.keyboard.press("Tab")
    raise AssertionError(f"{place} is not reached by {most} times Tab")


def test_from_the_sign_in_to_a_message_by_keyboard_alone(person: People) -> None:
    ana = person("Ana")
    hall = ana.make_hall("Clavier")
    ana.sign_out()
    page, keys = ana.page, ana.page.keyboard
    expect(page.locator("input[name=username]")).to_be_focused()
    keys.type(ana.username)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url(f"{ana.url}/")
    entry = page.locator(f".halls a[href='/h/{hall}']")
    expect(entry).to_be_visible()
    tab_to(ana, entry)
    keys.press("Enter")
    box = page.locator(f"#composer[data-hall='{hall}']")
    expect(box).to_be_visible()
    tab_to(ana, box)
    keys.type("without a mouse")
    keys.press("Enter")
    expect(ana.message(1)).to_contain_text("without a mouse")
    expect(box).to_be_focused()
    keys.type("by the button")
    keys.press("Tab")
    expect(page.locator(".send")).to_be_focused()
    keys.press("Space")
    expect(ana.message(2)).to_contain_text("by the button")


def test_the_panel_opens_and_closes_by_keyboard(person: People) -> None:
    ana = person("Ana")
    ana.make_hall("Clavier")
    opener, panel = ana.page.locator(".people"), ana.page.locator(".panel")
    tab_to(ana, opener)
    ana.page.keyboard.press("Enter")
    expect(panel.locator("li")).to_have_count(1)
    expect(opener).to_have_attribute("aria-expanded", "true")
    tab_to(ana, panel.locator("header button"))
    ana.page.keyboard.press("Enter")
    expect(panel).to_have_count(0)


def test_a_message_is_deleted_by_keyboard(person: People) -> None:
    ana = person("Ana")
    ana.make_hall("Regrets")
    ana.say("never mind")
    expect(ana.message(1)).to_be_visible()
    expect(ana.message(1).locator(".actions")).to_be_hidden()
    ana.page.locator("#stream").focus()
    ana.page.keyboard.press("ArrowUp")
    expect(ana.message(1).locator(".message")).to_be_focused()
    expect(ana.message(1).locator(".actions")).to_be_visible()
    tab_to(ana, ana.message(1).locator(".actions .delete"), most=3)
    ana.page.keyboard.press("Enter")
    expect(ana.message(1).locator(".gone")).to_be_visible()


def test_a_hall_is_made_in_the_dialog_by_keyboard_and_escape_closes_it(person: People) -> None:
    ana = person("Ana")
    page, keys, dialog = ana.page, ana.page.keyboard, ana.page.get_by_role("dialog")
    opener = page.locator(".halls header button")
    tab_to(ana, opener)
    keys.press("Enter")
    expect(dialog.locator("input[type=search]")).to_be_focused()
    keys.press("Escape")
    expect(dialog).to_have_count(0)
    tab_to(ana, opener)
    keys.press("Enter")
    expect(dialog.locator("input[type=search]")).to_be_focused()
    tab_to(ana, dialog.locator("input[name=name]"))
    keys.type("Made by hand")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/h/\d+$"))
    expect(page.locator(".conversation h1")).to_have_text("Made by hand")
    expect(dialog).to_have_count(0)
