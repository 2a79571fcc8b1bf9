"""The quick switcher: what was typed leads to halls, people and commands, with the answer still under way too."""

import re

import pytest
from playwright.sync_api import Locator, WebSocketRoute, expect

from tests.browser.conftest import Members, People
from tests.browser.person import Person


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
    expect(switch(ana, "camar", "Meta+k")).to_have_count(2)
    expect(lines(ana).nth(0)).to_contain_text("Cámara oscura")
    expect(lines(ana).nth(1)).to_contain_text(re.compile("Camarote.*Join", re.DOTALL))
    keys.press("Enter")
    assert ana.arrived("Cámara oscura") == camera
    expect(page.locator("#composer")).to_be_focused()
    expect(switch(ana, "angstr")).to_have_count(1)
    expect(lines(ana)).to_contain_text("Zoë Ångström")
    keys.press("Enter")
    assert ana.arrived("Atelier") == shared
    switch(ana, "camarilla")
    expect(page.locator("#switcher .empty")).to_be_visible()
    keys.press("Enter")
    expect(page.locator("#switcher")).to_be_visible()
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
    switch(ana, "shortc")
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
    held = _Answers(ana)
    ana.choose(1)
    expect(switch(ana)).not_to_have_count(0)
    held.hold = True
    ana.page.keyboard.type("later")
    ana.page.keyboard.press("Enter")
    if then == "waits":
        expect(ana.page.locator("#switcher")).to_be_visible()
        held.release()
        assert ana.arrived("Later") == late
    else:
        ana.page.keyboard.type("zz")
        held.release()
        expect(ana.page.locator("#switcher .empty")).to_be_visible()
        for _ in "zz":
            ana.page.keyboard.press("Backspace")
        expect(lines(ana).first).to_contain_text("Later")
        expect(ana.page.locator("#switcher")).to_be_visible()


class _Answers:
    """What the server says, which a test holds back."""

    def __init__(self, reader: Person) -> None:
        self.hold, self._kept = False, []
        reader.page.route_web_socket(re.compile("/_event"), self._route)
        reader.page.reload()

    def release(self) -> None:
        self.hold = False
        for page, packet in self._kept:
            page.send(packet)

    def _route(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        server.on_message(lambda packet: self._kept.append((page, packet)) if self.hold else page.send(packet))
