"""What is new since one left: the line, the ways to it, and letting it be unread again, in all tabs and browsers of a person."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.person import Person
from tests.rest import MESSAGES

BEHIND = """{
  Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true});
  const {observe} = IntersectionObserver.prototype, waiting = [];
  IntersectionObserver.prototype.observe = function (one) { waiting.push(() => observe.call(this, one)); };
  window.comeForward = () => {
    delete document.visibilityState; document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));
    IntersectionObserver.prototype.observe = observe; waiting.forEach((one) => one());
  };
}"""
"""A page that begins in a window behind others, where a browser draws nothing and observes nothing."""


def badge(reader: Person, hall: int) -> Locator:
    return reader.page.locator(f".halls a[href='/h/{hall}'] .badge")


def test_the_line_stands_where_one_left_and_leads_up_from_the_end(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    elsewhere, hall = ana.make_hall("Elsewhere"), ana.make_hall("Busy")
    tomas.join(hall)
    line, up = ana.page.locator("#stream .new"), ana.page.locator(".to-new")
    for text in MESSAGES[:3]:
        tomas.say(hall, text)
    expect(ana.message(3)).to_be_in_viewport()
    expect(line).to_have_count(0)
    ana.choose(elsewhere)
    for number in range(200):
        tomas.say(hall, MESSAGES[number % len(MESSAGES)])
    ana.choose(hall)
    expect(ana.message(203)).to_be_in_viewport()
    expect(up).to_contain_text("200")
    up.click()
    expect(ana.message(4).locator(".new")).to_be_in_viewport()
    expect(ana.message(4).locator(".message")).to_be_focused()
    expect(ana.message(4).locator("header")).to_be_visible()  # who spoke is said again below the line
    expect(up).to_have_count(0)
    for _ in range(2):
        tomas.say(hall, "down here!")
    expect(ana.page.locator(".to-end.news")).to_contain_text("2")
    ana.page.locator(".to-end").click()
    expect(ana.message(205)).to_be_in_viewport()
    expect(ana.message(204).locator(".new")).to_be_visible()
    expect(badge(ana, hall)).to_have_count(0)
    ana.choose(elsewhere)
    ana.choose(hall)
    expect(ana.message(205)).to_be_in_viewport()
    expect(line).to_have_count(0)


def test_a_page_that_began_behind_others_has_the_line_once_it_is_looked_at(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = ana.make_hall("Behind")
    tomas.join(hall)
    ana.page.add_init_script(BEHIND)
    ana.page.reload()
    expect(ana.page.locator("#stream[aria-busy=false]")).to_be_visible()
    tomas.say(hall, "Psst!")
    expect(ana.page).to_have_title(re.compile(r"^\(1\)"))
    ana.page.evaluate("comeForward()")
    expect(ana.page).not_to_have_title(re.compile(r"\("))
    expect(ana.message(1).locator(".new")).to_be_visible()


def test_marked_unread_it_stays_so_until_one_leaves_and_looks_again(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    elsewhere, hall = ana.make_hall("Elsewhere"), ana.make_hall("Later")
    tomas.join(hall)
    phone = ana.on_another_device()
    for number in range(6):
        tomas.say(hall, f"{number}")
    ana.page.evaluate("hallchat.look('keys', 'off')")  # as in the settings
    ana.message(4).locator(".message").focus()
    ana.page.keyboard.press("u")
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(2)  # what was asked for before was done by now
    expect(ana.page.locator("#stream .new")).to_have_count(0)
    ana.page.evaluate("hallchat.look('keys', '')")
    ana.message(4).locator(".message").focus()
    ana.page.keyboard.press("u")
    for one in (ana, phone):
        expect(badge(one, hall)).to_have_text("3")
    expect(ana.message(4).locator(".new")).to_be_visible()
    tomas.say(hall, "and one more")
    for one in (ana, phone):
        expect(badge(one, hall)).to_have_text("4")
    ana.message(3).click(modifiers=["Alt"])
    expect(badge(phone, hall)).to_have_text("5")
    ana.choose_for(2, "unread-from")
    expect(badge(phone, hall)).to_have_text("6")
    ana.choose(elsewhere)
    expect(badge(ana, hall)).to_have_text("6")
    ana.choose(hall)
    expect(badge(phone, hall)).to_have_count(0)
    phone.leave()
    ana.choose(elsewhere)
    tomas.say(hall, "Psst!")
    expect(badge(ana, hall)).to_have_text("1")
    ana.page.keyboard.press("Shift+Escape")
    expect(badge(ana, hall)).to_have_count(0)
    ana.page.locator(".notice .link").click()
    expect(badge(ana, hall)).to_have_text("1")
    unread = lambda: next(one["unread"] for one in ana.rest.halls() if one["id"] == hall)  # noqa: E731
    eventually(ana.page, lambda: unread() == 1, "the mark is stored")
