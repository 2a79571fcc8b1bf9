"""The switcher and the directory: what was typed leads to halls, people and commands, with the answer still under way too."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import Person

MAC = "Object.defineProperties(navigator, {platform: {value: 'MacIntel'}, userAgentData: {value: {platform: 'macOS'}}})"
"""A browser on a Mac."""


def lines(reader: Person) -> Locator:
    return reader.page.locator("#switcher .line")


def switch(reader: Person, words: str = "", key: str = "Control+k") -> Locator:
    """Open the switcher and type; return its lines."""
    reader.page.keyboard.press(key)
    expect(reader.page.locator("#switcher input")).to_be_focused()
    expect(reader.page.locator("#switcher input")).to_have_value("")
    reader.page.keyboard.type(words)
    return lines(reader)


def test_halls_people_and_commands_are_found_and_what_others_keep_to_themselves_is_not(person: People, member: Members) -> None:
    ana, zoe, tomas = person("Ana"), member("Zoë Ångström"), member("Tomás")
    camera = ana.make_hall("Cámara oscura")
    shared = ana.make_hall("Atelier", private=True)
    ana.rest.invite(shared, zoe.username)
    tomas.make_hall("Camarilla", kind="private")
    tomas.make_hall("Camarote")
    page, keys = ana.page, ana.page.keyboard
    expect(page.locator(".jump kbd")).to_have_text("Ctrl K")
    page.add_init_script(MAC)
    page.reload()
    expect(page.locator(".jump kbd")).to_have_text("⌘ K")
    expect(page.locator("#composer")).to_be_visible()
    expect(switch(ana, "camar", "Meta+k")).to_have_count(3)  # the last one looks for it in messages
    expect(lines(ana).nth(0)).to_contain_text("Cámara oscura")
    expect(lines(ana).nth(1)).to_contain_text(re.compile("Camarote.*Join", re.DOTALL))
    keys.press("Enter")
    assert ana.arrived("Cámara oscura") == camera
    expect(page.locator("#composer")).to_be_focused()
    expect(switch(ana, "angstr")).to_have_count(2)
    expect(lines(ana).first).to_contain_text("Zoë Ångström")
    keys.press("Enter")
    assert ana.arrived("Zoë Ångström") not in (camera, shared)  # their own conversation
    expect(switch(ana, "camarilla")).to_have_text(["Search messages for “camarilla”"])
    keys.press("Escape")
    expect(page.locator("#composer")).to_be_focused()


def test_arrows_go_through_the_list_which_begins_with_where_something_was_said_last(person: People) -> None:
    ana = person("Ana")
    quiet, lively = ana.make_hall("Quiet"), ana.make_hall("Lively")
    ana.say("so much to say")
    expect(ana.message(1)).to_be_visible()
    ana.choose(quiet)
    page, keys = ana.page, ana.page.keyboard
    expect(switch(ana).first).to_contain_text("Lively")
    shown = lines(ana)
    for key, line in (("Down", shown.nth(0)), ("Down", shown.nth(1)), ("Up", shown.nth(0)), ("Down", shown.nth(1))):
        keys.press(f"Arrow{key}")
        expect(line).to_be_focused()
    keys.press("End")
    expect(shown.last).to_be_focused()
    keys.press("Home")
    keys.press("Enter")
    assert ana.arrived("Lively") == lively
    expect(page.locator("#composer")).to_be_focused()
    page.locator(".people").focus()
    expect(switch(ana, "shor").first).to_contain_text("Keyboard shortcuts")
    keys.press("ArrowDown")
    expect(page.locator("#switcher input")).not_to_be_focused()
    keys.type("tc")  # goes on in the box
    expect(page.locator("#switcher input")).to_have_value("shortc")
    keys.press("Enter")
    expect(page.locator("#shortcuts")).to_be_visible()
    keys.press("Escape")
    keys.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    keys.press("Escape")
    page.locator("#composer").focus()
    keys.type("what?")
    expect(page.locator("#composer")).to_have_value("what?")
    expect(page.locator("#shortcuts")).to_be_hidden()


@pytest.mark.parametrize("then", ["waits", "goes on typing"])
def test_enter_before_the_answer_takes_the_first_of_the_answer_to_what_was_typed(person: People, then: str) -> None:
    ana = person("Ana")
    ana.make_hall("Earlier")
    late = ana.make_hall("Later")
    line = Line(ana.page)
    ana.go_to(1)
    expect(switch(ana)).not_to_have_count(0)
    line.hold("switcher_state")
    ana.page.keyboard.type("later")
    ana.page.keyboard.press("Enter")
    if then == "waits":
        expect(ana.page.locator("#switcher")).to_be_visible()
        line.release()
        assert ana.arrived("Later") == late
    else:
        ana.page.keyboard.type("zz")
        line.release()
        expect(lines(ana)).to_have_text(["Search messages for “laterzz”"])
        for _ in "zz":
            ana.page.keyboard.press("Backspace")
        expect(lines(ana).first).to_contain_text("Later")
        expect(ana.page.locator("#switcher")).to_be_visible()


def test_the_directory_says_that_there_is_nothing_only_when_it_knows(person: People) -> None:
    ana = person("Ana")
    line, empty = Line(ana.page), ana.page.locator("#directory .empty")
    ana.go_to(1)
    line.hold("directory_state")
    dialog = ana.open_directory()
    expect(dialog.locator("input[name=name]")).to_be_visible()
    expect(empty).to_have_count(0)
    line.release()
    dialog.locator("input[type=search]").fill("nothing is called so")
    expect(empty).to_be_visible()
