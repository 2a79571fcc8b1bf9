"""Mentions: from the first letter of a name to the badge, the message and the list."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Members, People
from tests.browser.person import Person


def options(who: Person) -> Locator:
    return who.page.locator(".composer .option")


def chosen(who: Person) -> Locator:
    return who.page.locator(".option[aria-selected=true]")


def test_a_name_is_completed_sent_and_found_by_who_is_called(person: People, member: Members) -> None:
    ana, bob, tomas = person("Ana"), person("Bob"), member("Tomás Núñez-Žižek")
    hall, quiet = ana.make_hall("Puerto"), bob.make_hall("Quiet")
    for one in (bob.rest, tomas):
        one.join(hall)
    tomas.say(hall, "here")
    page, box = ana.page, ana.page.locator("#composer")
    page.keyboard.type("¿@")
    expect(options(ana)).to_have_count(3)
    expect(options(ana).first).to_contain_text("Tomás Núñez")  # who spoke last
    page.keyboard.press("ArrowUp")
    expect(chosen(ana)).to_contain_text("@hall")
    options(ana).nth(1).hover()
    expect(options(ana).nth(1)).to_have_attribute("aria-selected", "true")
    expect(chosen(ana)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(options(ana)).to_have_count(0)
    page.keyboard.press("Backspace")
    page.keyboard.type("@zize")
    expect(chosen(ana)).to_contain_text("Tomás Núñez")
    for _ in "zize":
        page.keyboard.press("Backspace")
    page.keyboard.type("nune")
    expect(chosen(ana)).to_contain_text("Tomás Núñez")
    focused = box.get_attribute("aria-activedescendant") or ""
    expect(page.locator(f"#{focused}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(box).to_have_value(f"¿@{tomas.username} ")
    page.keyboard.type(f"@{bob.username}")
    options(ana).filter(has_text="Bob").click()
    expect(box).to_be_focused()
    page.keyboard.type("vienes? :tad")
    expect(chosen(ana)).to_contain_text("🎉")
    page.keyboard.press("Tab")
    expect(box).to_have_value(f"¿@{tomas.username} @{bob.username} vienes? 🎉 ")
    for _ in f"{bob.username} vienes? 🎉":
        page.keyboard.press("ArrowLeft")
    expect(chosen(ana)).to_contain_text("Bob")
    page.keyboard.press("Tab")  # within the name: it stands there once
    expect(box).to_have_value(f"¿@{tomas.username} @{bob.username} vienes? 🎉 ")
    page.keyboard.press("Control+End")
    page.keyboard.type(":+1: :none: 7:30:")
    expect(box).to_have_value(f"¿@{tomas.username} @{bob.username} vienes? 🎉 👍 :none: 7:30:")
    for _ in ":none: 7:30:":
        page.keyboard.press("Backspace")
    page.keyboard.type("1:30 @nobody")
    expect(options(ana)).to_have_count(0)
    page.keyboard.press("Enter")
    mention = ana.message(2).locator("bdi[data-user]")
    expect(mention).to_have_text([f"@{tomas.username}", f"@{bob.username}"])
    badge = bob.page.locator(f".halls a[href='/h/{hall}'] .badge.calls")
    expect(badge).to_have_text("@1")
    expect(bob.page).to_have_title(re.compile("^@1 · "))
    bob.page.locator(".halls a[href='/mentioned']").click()
    expect(bob.page.locator(".results mark")).to_have_text([f"@{bob.username}"])
    bob.page.evaluate("() => { document.querySelector('title').textContent = 'HallChat'; }")  # as the page does that comes
    expect(bob.page).to_have_title("@1 · HallChat")
    ana.say(f"@{bob.username}, now!")
    expect(bob.page.locator(".results li")).to_have_count(2)
    ana.rest.edit(hall, 3, f"@{bob.username}, later!")
    expect(bob.page.locator(".results li").first).to_contain_text("later")
    bob.page.locator(".result").last.click()
    expect(bob.message(2).locator(".message")).to_be_focused()
    own = bob.message(2).locator(f"bdi[data-user='{bob.rest.id}']")
    other = bob.message(2).locator(f"bdi[data-user='{tomas.id}']")
    colour = "(one) => getComputedStyle(one).color"
    assert own.evaluate(colour) != other.evaluate(colour)
    assert mention.first.evaluate(colour) == mention.last.evaluate(colour)  # on the page of who wrote it
    expect(badge).to_have_count(0)
    expect(bob.page).not_to_have_title(re.compile("@"))
    bob.choose(quiet)
    expect(badge).to_have_count(0)


def test_a_link_to_a_hall_leads_there_in_the_page_and_shows_a_private_name_to_members_alone(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall, secret = ana.make_hall("Astillero"), ana.make_hall('Sótano "x" </style>', private=True)
    ana.choose(hall)
    ana.page.locator("#composer").focus()
    bob.rest.join(hall)
    bob.go_to(hall)
    ana.page.keyboard.type("#sot")
    ana.page.keyboard.press("Tab")
    expect(ana.page.locator("#composer")).to_have_value(f"[#private hall](/h/{secret}) ")
    ana.page.keyboard.type("#asti")
    ana.page.keyboard.press("Enter")
    ana.page.keyboard.press("Enter")
    links = ana.message(1).locator("a")
    drawn = "(one) => getComputedStyle(one, '::after').content"
    assert "Sótano" in links.first.evaluate(drawn)
    theirs = bob.message(1).locator("a")
    expect(theirs).to_have_text(["#private hall", "#Astillero"])
    assert theirs.first.evaluate(drawn) == "none"
    assert "tano" not in bob.page.content()
    ana.rest.say(hall, "or #ASTILLERO, not #sótano")
    expect(ana.message(2).locator("a")).to_have_text("#ASTILLERO")
    ana.page.evaluate("() => { window.same = true; }")
    links.first.click()
    expect(ana.page.locator(f"#composer[data-hall='{secret}']")).to_be_visible()
    assert ana.page.evaluate("() => window.same")
    theirs.first.click()
    expect(bob.page.locator(".conversation h1")).not_to_contain_text("Astillero")
    expect(bob.page.locator("#composer")).to_have_count(0)
