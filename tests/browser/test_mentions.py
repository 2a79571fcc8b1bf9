"""Mentions: from the first letter of a name to the badge, the message and the list."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Members, People
from tests.browser.focus import tab_to
from tests.browser.person import Person

COLOUR = "(one) => getComputedStyle(one).color"


def options(who: Person) -> Locator:
    return who.page.locator(".composer .option")


def chosen(who: Person) -> Locator:
    return who.page.locator(".option[aria-selected=true]")


def press(who: Person, key: str, times: int) -> None:
    for _ in range(times):
        who.page.keyboard.press(key)


def test_a_name_is_completed_by_each_of_its_words_and_stands_there_once(person: People, member: Members) -> None:
    ana, bob, tomas = person("Ana"), member("Bob"), member("Tomás Núñez-Žižek")
    hall = ana.make_hall("Puerto")
    for one in (bob, tomas):
        one.join(hall)
    tomas.say(hall, "here")
    keys, box = ana.page.keyboard, ana.page.locator("#composer")
    expect(box).to_be_focused()
    keys.type("¿@")
    expect(options(ana)).to_have_count(3)
    expect(options(ana).first).to_contain_text("Tomás Núñez")  # who spoke last
    keys.press("ArrowUp")
    expect(chosen(ana)).to_contain_text("@hall")
    options(ana).nth(1).hover()
    expect(options(ana).nth(1)).to_have_attribute("aria-selected", "true")
    expect(chosen(ana)).to_have_count(1)
    keys.press("Escape")
    expect(options(ana)).to_have_count(0)
    keys.press("Backspace")
    keys.type("@zize")
    expect(chosen(ana)).to_contain_text("Tomás Núñez")
    press(ana, "Backspace", len("zize"))
    keys.type("nune")
    expect(chosen(ana)).to_contain_text("Tomás Núñez")
    focused = box.get_attribute("aria-activedescendant") or ""
    expect(ana.page.locator(f"#{focused}")).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(box).to_have_value(f"¿@{tomas.username} ")
    keys.type(f"@{bob.username}")
    options(ana).filter(has_text="Bob").click()
    expect(box).to_be_focused()
    keys.type("vienes?")
    press(ana, "ArrowLeft", len(f"{bob.username} vienes"))
    expect(chosen(ana)).to_contain_text("Bob")
    keys.press("Tab")  # within the name: it stands there once
    expect(box).to_have_value(f"¿@{tomas.username} @{bob.username} vienes?")
    go_on_with_emoji(ana)
    keys.press("Enter")
    mention = ana.message(2).locator("bdi[data-user]")
    expect(mention).to_have_text([f"@{tomas.username}", f"@{bob.username}"])
    assert mention.first.evaluate(COLOUR) == mention.last.evaluate(COLOUR)  # on the page of who wrote it
    many = " ".join(f"@n{number:03}" for number in range(1000))
    ana.say(many)
    expect(ana.refused()).to_contain_text("A message mentions at most 50 people")
    ana.refused().locator(".take-back").click()
    expect(box).to_have_value(many)


def go_on_with_emoji(who: Person) -> None:
    """Complete at the end one from the list, and one by its whole name; a time of day is none, and nobody has every name."""
    keys, box = who.page.keyboard, who.page.locator("#composer")
    keys.press("Control+End")
    keys.type(" :tad")
    expect(chosen(who)).to_contain_text("🎉")
    keys.press("Tab")
    keys.type(":tada")
    keys.press("ArrowLeft")
    expect(chosen(who)).to_contain_text("🎉")
    keys.press("Tab")  # within the name, as above
    keys.type(":+1: :none: 7:30:")
    expect(box).to_have_value(re.compile(" 🎉 🎉 👍 :none: 7:30:$"))
    press(who, "Backspace", len(":none: 7:30:"))
    keys.type("1:30 @nobody")
    expect(options(who)).to_have_count(0)


def test_who_is_called_is_told_finds_where_and_sees_it_marked(person: People, member: Members) -> None:
    ana, bob, tomas = member("Ana"), person("Bob"), member("Tomás Núñez-Žižek")
    hall, quiet = ana.make_hall("Puerto"), bob.make_hall("Quiet")
    for one in (bob.rest, tomas):
        one.join(hall)
    ana.say(hall, f"¿@{tomas.username} @{bob.username} vienes?")
    badge = bob.page.locator(f".halls a[href='/h/{hall}'] .badge.calls")
    expect(badge).to_have_text("@1")
    expect(bob.page).to_have_title(re.compile("^@1 · "))
    bob.page.locator(".halls a[href='/mentioned']").click()
    expect(bob.page.locator(".results mark")).to_have_text([f"@{bob.username}"])
    bob.page.evaluate("() => { document.querySelector('title').textContent = 'HallChat'; }")  # as the page does that comes
    expect(bob.page).to_have_title("@1 · HallChat")
    ana.say(hall, f"@{bob.username}, now!")
    expect(bob.page.locator(".results li")).to_have_count(2)
    ana.edit(hall, 2, f"@{bob.username}, later!")
    expect(bob.page.locator(".results li").first).to_contain_text("later")
    bob.page.locator(".result").last.click()
    expect(bob.message(1).locator(".message")).to_be_focused()
    own, other = (bob.message(1).locator(f"bdi[data-user='{one.id}']") for one in (bob.rest, tomas))
    assert own.evaluate(COLOUR) != other.evaluate(COLOUR)
    expect(badge).to_have_count(0)
    expect(bob.page).not_to_have_title(re.compile("@"))
    leads_to_a_card(bob, other, tomas.username)
    bob.choose(quiet)
    expect(badge).to_have_count(0)
    for number in range(20):
        ana.say(hall, f"@{bob.username} {number}")
    bob.page.locator(".halls a[href='/mentioned']").click()
    expect(bob.page.locator(".results li")).to_have_count(20)
    bob.page.get_by_role("button", name="Show older ones").click()
    expect(bob.page.locator(".results li")).to_have_count(22)
    expect(bob.page.get_by_role("button", name="Show older ones")).to_have_count(0)


def leads_to_a_card(who: Person, mention: Locator, username: str) -> None:
    """Open the card of who is mentioned, from the message on by keyboard, and by pointer."""
    keys, card = who.page.keyboard, who.page.locator("#card .person")
    tab_to(mention, most=3)
    expect(mention).to_have_role("button")
    expect(mention).to_have_accessible_name(f"@{username}")
    for way in ("Enter", "Space", "click"):
        mention.click() if way == "click" else keys.press(way)
        expect(card).to_be_visible()
        expect(card).to_contain_text(username)
        keys.press("Escape")
        expect(card).to_be_hidden()
        expect(mention).to_be_focused()


def test_a_link_to_a_hall_leads_there_in_the_page_and_shows_a_private_name_to_members_alone(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall, secret = ana.make_hall("Astillero"), ana.make_hall('Sótano "x" </style>', private=True)
    ana.choose(hall)
    ana.page.locator("#composer").focus()
    bob.rest.join(hall)
    bob.go_to(hall)
    ana.page.keyboard.type("#sot")
    expect(chosen(ana)).to_contain_text("Sótano")
    ana.page.keyboard.press("Tab")
    expect(ana.page.locator("#composer")).to_have_value(f"[#private hall](/h/{secret}) ")
    ana.page.keyboard.type("#asti")
    expect(chosen(ana)).to_contain_text("Astillero")
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
