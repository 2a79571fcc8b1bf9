"""Reactions: put there by the picker and by a click, told by name to pointer and screen reader, and live for everybody."""

import re

from playwright.sync_api import expect

from hallchat import emoji
from tests.browser.conftest import People
from tests.browser.person import Person


def test_a_reaction_is_found_by_name_seen_by_all_and_taken_back_where_it_stands(person: People) -> None:
    ana, bob = person("Ana"), person("Bob", language="es-ES")
    hall = ana.make_hall("Cheers")
    bob.rest.join(hall)
    bob.go_to(hall)
    ana.say("It works!")
    page, keys = bob.page, bob.page.keyboard
    bob.message(1).hover()
    bob.message(1).locator(".react").click()
    box = page.locator("#picker input")
    expect(box).to_be_focused()
    expect(page.locator("#picker-all button")).to_have_count(len(emoji.table("en")))
    keys.type("cañon conf")
    expect(page.locator("#picker-found button")).to_have_text("🎉")
    keys.press("Enter")
    chip = ana.message(1).locator(".chip")
    expect(chip).to_have_accessible_name("🎉, 1: Bob")
    expect(chip).to_have_attribute("aria-pressed", "false")
    tip = chip.locator(".tip")
    chip.hover()
    tip.hover()  # which is not to go then, nor to react when it is clicked
    tip.click()
    expect(tip).to_be_visible()
    ana.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.click()
    expect(chip).to_have_accessible_name("🎉, 2: Bob and you")
    expect(chip).to_have_attribute("aria-pressed", "true")
    own = bob.message(1).locator(".chip")
    expect(own).to_have_accessible_name("🎉, 2: Ana y tú")
    own.focus()
    expect(own.locator(".tip")).to_be_visible()
    keys.press("Escape")
    expect(own.locator(".tip")).to_be_hidden()
    expect(own).to_be_focused()
    _lists_all_by_keyboard(bob)
    keys.press("Enter")
    expect(chip).to_have_accessible_name("🎉, 1: you")
    chip.click()
    expect(bob.message(1).locator(".chip")).to_have_count(0)


def _lists_all_by_keyboard(bob: Person) -> None:
    """Go from a message by its menu to who reacted, and to the card of one of them; the focus is where it was in the end."""
    keys, own, listed = bob.page.keyboard, bob.message(1).locator(".chip"), bob.page.locator("#reactors")
    bob.message(1).locator(".more").focus()
    keys.press("Enter")
    bob.page.get_by_role("menuitem", name="Quién reaccionó").focus()
    keys.press("Enter")
    expect(listed.get_by_role("heading", level=3)).to_have_text("🎉2")
    expect(listed.get_by_role("listitem")).to_have_text([re.compile("Bob"), re.compile("Ana")])
    listed.get_by_role("button", name="Ana").press("Enter")
    expect(bob.page.locator("#card .person")).to_contain_text("Ana")
    keys.press("Escape")
    expect(bob.message(1).locator(".message")).to_be_focused()
    own.focus()


def test_the_picker_is_walked_by_keys_gives_the_focus_back_remembers_and_writes(person: People) -> None:
    ana = person("Ana")
    ana.make_hall("Keys")
    ana.say("Hello")
    page, keys, picker = ana.page, ana.page.keyboard, ana.page.locator("#picker")
    expect(ana.message(1)).to_be_visible()
    ana.message(1).locator(".message").focus()
    react = ana.message(1).locator(".actions .react")
    react.focus()
    keys.press("Enter")
    expect(picker.locator("#picker-all button").first).to_be_visible()
    keys.press("Escape")
    expect(picker).not_to_be_visible()
    expect(react).to_be_focused()
    page.fill("#composer", "Good  day")
    page.locator("#composer").evaluate("(box) => box.setSelectionRange(5, 5)")
    page.locator(".composer .icon").click()
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowUp"):
        keys.press(key)
    expect(picker.locator("#picker-recent").get_by_title("red heart")).to_be_focused()
    keys.press("ArrowUp")
    expect(picker.locator("input")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("s")
    keys.type("un with face")
    expect(picker.locator("#picker-found button").first).to_have_attribute("title", "sun with face")
    picker.locator("#picker-found").get_by_title("sun with face").click()
    expect(page.locator("#composer")).to_have_value("Good 🌞 day")
    expect(page.locator("#composer")).to_be_focused()
    keys.press("Control+z")
    expect(page.locator("#composer")).to_have_value("Good  day")
    page.reload()
    page.locator(".composer .icon").click()
    expect(picker.locator("#picker-recent button").first).to_have_attribute("title", "sun with face")
    keys.type("waving hand")
    picker.get_by_label("Skin tone").select_option(label="✋🏽 Medium")
    picker.locator("#picker-found").get_by_title("waving hand").click()
    expect(page.locator("#composer")).to_have_value(re.compile("👋🏽"))
    page.reload()
    page.locator(".composer .icon").click()
    expect(picker.locator("#picker-all").get_by_title("clapping hands")).to_have_text("👏🏽")
    expect(picker.locator("#picker-recent").get_by_title("waving hand")).to_have_text("👋🏽")
    expect(picker.locator("#picker-recent").get_by_title("thumbs up")).to_have_text("👍🏽")
    expect(picker.get_by_label("Skin tone")).to_have_value("3")
