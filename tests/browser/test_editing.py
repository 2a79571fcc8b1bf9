"""Editing: in its place, by keyboard and pointer, live for everybody; and what a message said before."""

from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import LINE_CUT
from tests.browser.stream import STEADY, at_end

BOX = "#stream textarea"


def test_a_message_is_edited_in_its_place_and_everybody_sees_it_and_what_it_said(person: People) -> None:
    ana, bob = person("Ana"), person("Bob", language="es-ES")
    hall = ana.make_hall("Typos")
    bob.rest.join(hall)
    bob.go_to(hall)
    ana.say("see you at **sevn**")
    expect(bob.message(1)).to_contain_text("sevn")
    page, keys = ana.page, ana.page.keyboard
    page.locator("#composer").focus()
    keys.press("ArrowUp")
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).to_have_value("see you at **sevn**")
    keys.press("End")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    keys.type("e")
    keys.press("Enter")
    expect(page.locator(BOX)).to_have_count(0)
    for one, word in ((ana, "edited"), (bob, "editado")):
        expect(one.message(1).locator("strong", has_text="seven")).to_be_visible()
        expect(one.message(1).locator(".edited")).to_have_text(word)
    bob.message(1).locator(".edited").click()
    said = bob.page.get_by_role("dialog").get_by_role("listitem")
    expect(said).to_have_count(2)
    expect(said.first).to_contain_text("see you at **sevn**")
    ana.rest.edit(hall, 1, "see you at eight")
    expect(said).to_have_count(3)
    ana.rest.delete(hall, 1)
    expect(bob.page.get_by_role("dialog")).to_have_count(0)
    expect(bob.page.locator(".notice")).to_contain_text("Este mensaje fue borrado")


def test_escape_gives_up_and_another_ones_message_offers_no_editing_but_its_owner_deletes_it(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall = ana.make_hall("Led")
    bob.rest.join(hall)
    bob.go_to(hall)
    bob.say("rude words")
    ana.message(1).hover()
    expect(ana.message(1).locator(".more")).to_be_visible()
    expect(ana.message(1).locator(".edit")).to_have_count(0)
    bob.message(1).hover()
    bob.message(1).locator(".edit").click()
    expect(bob.page.locator(BOX)).to_be_focused()
    bob.page.keyboard.insert_text("😀" * 4_500)  # more than the browser would count; never cut
    expect(bob.page.locator(BOX)).to_have_value("rude words" + "😀" * 4_500)
    bob.page.keyboard.press("Escape")
    expect(bob.page.locator(BOX)).to_have_count(0)
    expect(bob.message(1).locator(".body")).to_have_text("rude words")
    expect(bob.page.locator("#composer")).to_be_focused()
    ana.choose_for(1, "delete")
    expect(bob.message(1).locator(".gone")).to_be_visible()


def test_what_is_typed_into_a_message_is_never_lost(person: People) -> None:
    ana = person("Ana")
    line, hall = Line(ana.page), ana.make_hall("Kept")
    ana.go_to(hall)
    ana.say("one")
    expect(ana.message(1)).to_contain_text("one")
    page, keys, box = ana.page, ana.page.keyboard, ana.page.locator(BOX)
    meanwhile = page.locator(".edit-box [role=status]")
    keys.press("ArrowUp")
    expect(box).to_be_focused()
    expect(meanwhile).to_be_hidden()
    keys.type(" and two")
    ana.rest.edit(hall, 1, "uno")
    expect(page.locator("#stream .edited")).to_have_count(0)  # the box stands in its place
    expect(meanwhile).to_be_visible()
    page.reload()
    expect(box).to_have_value("one and two")
    expect(meanwhile).to_be_visible()
    page.evaluate("sessionStorage.removeItem('token')")  # the server has forgotten the page by now
    page.reload()
    expect(box).to_have_value("one and two")
    expect(meanwhile).to_be_visible()
    ana.expect_complaints(LINE_CUT)
    line.cut()
    expect(page.locator(".banner.cut")).to_be_visible()
    box.press("Enter")
    line.mend()
    expect(page.locator(".banner.cut")).to_have_count(0)
    expect(box).to_have_value("one and two")
    ana.rest.delete(hall, 1)
    expect(ana.message(1).locator(".gone")).to_be_visible()
    expect(page.locator("#composer")).to_have_value("one and two")
    expect(page.locator(".notice")).to_contain_text("Your words are in the box below")
    keys.press("Control+z")
    expect(page.locator("#composer")).to_have_value("")
    keys.type("three")
    keys.press("Enter")
    expect(ana.message(2)).to_contain_text("three")


def test_the_message_that_is_edited_stays_where_it_stands_whatever_comes_meanwhile(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    page, hall = ana.page, ana.make_hall("Busy")
    tomas.join(hall)
    for number in range(1, 31):
        tomas.say(hall, f"{number}")
    ana.go_to(hall)
    ana.say("mine")
    expect(ana.message(31)).to_contain_text("mine")
    page.keyboard.press("ArrowUp")
    form, new = page.locator(".edit-box"), page.locator(".to-end.news")
    expect(form).to_be_in_viewport(ratio=1)
    begun = _box(form)
    for number in range(32, 45):
        tomas.say(hall, f"{number}")
        expect(ana.message(number)).to_be_attached()
        now = _box(form)
        assert abs(now["y"] - begun["y"]) <= STEADY and now["height"] == begun["height"]
    expect(new).to_be_visible()
    for _ in range(6):  # the box grows: all of it stays in sight
        page.keyboard.press("Shift+Enter")
    expect(form).to_be_in_viewport(ratio=1)
    assert _box(form)["height"] > begun["height"] + 100
    page.set_viewport_size({"width": 1180, "height": 420})  # as the keyboard of a phone does
    expect(form).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(new).to_be_visible()
    new.click()
    expect(ana.message(44)).to_be_in_viewport()
    ana.say("mine too")
    expect(ana.message(45)).to_contain_text("mine too")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#editing")).to_be_focused()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    tomas.say(hall, "46")  # nothing came while it was edited: the end is followed again
    expect(ana.message(46)).to_be_in_viewport()
    assert at_end(page)


def _box(one: Locator) -> FloatRect:
    found = one.bounding_box()
    assert found is not None
    return found
