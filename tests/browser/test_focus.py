"""The focus is kept and given back: dialogs hold it, what covers the page takes it, and what leaves the page never loses it."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Members, People
from tests.browser.focus import within
from tests.browser.person import Person

PHONE, WIDE = (390, 780), (1180, 760)
DIALOGS = {"#directory": ".halls header button", "#switcher": ".jump"}
OF_A_HALL = {
    "#dates": ".calendar",
    "#levels": ".conversation header [aria-haspopup=dialog]:not(.calendar)",
    "#card": "#stream .name",
    "#replies": "#stream .replies",
}


def assert_held(reader: Person, place: str) -> None:
    """However often Tab is pressed, it goes round inside."""
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 15:
        reader.page.keyboard.press(key)
        assert within(reader.page, place), key
    expect(reader.page.locator(f"{place}:focus-within")).to_be_visible()


def test_a_dialog_keeps_the_focus_and_gives_it_back(person: People, member: Members) -> None:
    ana, _ = person("Ana"), member("Tomás").make_hall("Paddock")
    hall = ana.make_hall("Corral")
    page, keys, box = ana.page, ana.page.keyboard, ana.page.locator("#composer")
    for replied_to in (None, 1):
        ana.rest.say(hall, "said", reply_to=replied_to)
    expect(ana.message(1).locator(".replies")).to_be_visible()
    for place, opener in OF_A_HALL.items():
        page.locator(opener).first.press("Enter")
        expect(page.locator(f"{place}:focus-within")).to_be_visible()
        assert_held(ana, place)
        keys.press("Escape")
        expect(page.locator(opener).first).to_be_focused()
    for place, opener in DIALOGS.items():
        page.locator(opener).click()
        expect(page.locator(f"{place} input[type=search]")).to_be_focused()
        expect(page.locator(f"{place} li").first).to_be_visible()
        assert_held(ana, place)
        page.locator(f"{place} header button").click()
        expect(page.locator(opener)).to_be_focused()
    page.locator(".people").focus()
    keys.press("?")
    assert_held(ana, "#shortcuts")
    keys.press("Escape")
    expect(page.locator(".people")).to_be_focused()
    box.focus()
    for last in ("Escape", "Control+k"):  # which leaves it open
        keys.press("Control+k")
        expect(page.locator("#switcher input")).to_be_focused()
        keys.press(last)
    keys.type("shortcuts")
    keys.press("Enter")
    expect(page.locator("#shortcuts")).to_be_visible()
    expect(page.locator("#switcher")).to_be_hidden()
    keys.press("Escape")
    expect(box).to_be_focused()
    keys.press("Control+k")
    page.mouse.click(5, 5)  # beside it
    expect(page.locator("#switcher")).to_be_hidden()
    page.locator(DIALOGS["#directory"]).click()
    for key, place in (("Control+k", "#switcher"), ("?", "#shortcuts")):
        page.locator("dialog[open] header button").focus()
        keys.press(key)
        expect(page.locator("dialog[open]")).to_have_count(1)
        expect(page.locator(place)).to_be_visible()
    keys.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(DIALOGS["#directory"])).to_be_focused()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_panel_takes_the_focus_and_gives_it_back(person: People, size: tuple[int, int]) -> None:
    ana = person("Ana", viewport=size)
    ana.make_hall("Panelled")
    opener, panel, close = (ana.page.locator(one) for one in (".people", ".panel", ".panel header button"))
    for way in ("click", "Escape"):
        opener.click()
        expect(close).to_be_focused()
        if size == PHONE:
            assert_held(ana, ".panel")
            close.focus()
        close.click() if way == "click" else ana.page.keyboard.press(way)
        expect(panel).to_have_count(0)
        expect(opener).to_be_focused()
    opener.click()
    expect(close).to_be_focused()
    ana.page.reload()
    expect(panel.locator("li")).to_have_count(1)
    expect(ana.page.locator("#composer" if size == WIDE else "body")).to_be_focused()


def test_escape_closes_a_menu_before_the_panel_and_leaves_a_panel_with_something_written_in_it(
    person: People, member: Members
) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    tomas.join(ana.make_hall("Onion"))
    page, keys, menu, invite = ana.page, ana.page.keyboard, ana.page.locator(".panel summary"), ana.page.locator("#invite")
    page.locator(".people").click()
    menu.click()
    page.locator(".panel details[open] button").first.focus()
    keys.press("Escape")
    expect(page.locator(".panel details[open]")).to_have_count(0)
    expect(menu).to_be_focused()
    invite.fill("zo")
    keys.press("Escape")
    invite.fill("z")  # which waits for what the server would have done
    expect(invite).to_have_value("z")
    invite.fill("")
    keys.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(page.locator(".people")).to_be_focused()


def test_whoever_opens_a_hall_can_write_and_whoever_leaves_it_is_where_they_went(person: People) -> None:
    ana = person("Ana", viewport=PHONE)
    hall = ana.make_hall("Corridor")
    page, box, main = ana.page, ana.page.locator("#composer"), ana.page.locator("main")
    page.locator(".conversation .back").click()
    expect(page.locator("nav.halls")).to_be_focused()
    ana.choose(hall)
    expect(box).to_be_focused()
    page.set_viewport_size({"width": 1180, "height": 760})
    ana.choose(1)
    expect(box).to_be_focused()
    page.locator("a.home").click()
    expect(page.locator("h1")).to_contain_text("Welcome")
    expect(main).to_be_focused()
    page.go_back()
    expect(box).to_be_focused()
    page.locator(".halls footer a").click()
    expect(page.locator("h1")).to_have_text("Settings")
    expect(main).to_be_focused()


def test_what_goes_while_it_has_the_focus_hands_it_on(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = tomas.make_hall("Trapdoor")
    ana.rest.join(hall)
    ana.go_to(hall)
    page, message = ana.page, ana.message(1)
    ana.say("to be taken back")
    ana.choose_for(1, "delete")
    expect(message.locator(".gone")).to_be_visible()
    expect(message.locator(".message")).to_be_focused()
    page.locator(".notice .link").click()
    expect(message.locator(".gone")).to_have_count(0)
    expect(message.locator(".message")).to_be_focused()
    page.locator("#composer").focus()
    tomas.change(hall, archived=True)
    expect(page.locator(".archived-note")).to_be_visible()
    expect(page.locator("main")).to_be_focused()
    page.locator(".people").focus()
    tomas.remove(hall, ana.rest.id)
    expect(page.locator("h1")).to_have_text("You are no longer in this hall")
    expect(page.locator("main")).to_be_focused()
    _stays(ana, page.locator("main"))


def _stays(reader: Person, place: Locator) -> None:
    """What somebody clicks away from is not given the focus again."""
    reader.page.evaluate("() => document.activeElement.blur()")
    reader.page.evaluate("() => document.body.append(document.createElement('i'))")
    assert not place.evaluate("(one) => one === document.activeElement")
