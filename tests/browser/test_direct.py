"""People talk directly: from a face in the stream, from the dialog, and from the switcher; the column shows with whom."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Members, People
from tests.browser.person import Person


def test_from_a_name_to_its_card_to_a_conversation_that_the_other_sees(person: People) -> None:
    ana, tomas = person("Ana"), person("Tomás", language="es-ES", viewport=(390, 780))
    hall = ana.make_hall("Workshop")
    tomas.rest.join(hall)
    tomas.rest.say(hall, "hello")
    ana.message(1).get_by_role("button", name="Tomás").press("Enter")
    card = ana.page.get_by_role("dialog", name="Who this is")
    expect(card).to_contain_text(f"@{tomas.username}")
    expect(card).to_contain_text("In this hall since")
    expect(card.get_by_role("link", name="Workshop")).to_be_visible()
    card.get_by_role("button", name="Write to Tomás").click()
    talk = ana.arrived("Tomás")
    expect(ana.page.locator("#composer")).to_be_focused()
    head = ana.page.locator(".conversation > header")
    for way in (head.get_by_role("button", name=f"@{tomas.username}"), head.locator(".face")):
        way.click()
        expect(card).to_contain_text(f"@{tomas.username}")
        ana.page.keyboard.press("Escape")
        expect(card).to_have_count(0)
    expect(tomas.page.locator(f".lists a[href='/h/{talk}']")).to_have_count(0)
    ana.say("only between us")
    entry = tomas.page.locator(f".lists a[href='/h/{talk}']")
    expect(entry).to_contain_text("Ana")
    expect(entry.locator(".badge")).to_have_text("1")
    expect(entry.get_by_role("img", name="en línea")).to_be_visible()
    expect(ana.page.locator(f".lists a[href='/h/{talk}']").get_by_role("img", name="online")).to_be_visible()
    entry.click()
    expect(tomas.message(1)).to_contain_text("only between us")
    box = tomas.page.locator("#composer")
    box.fill("entre nos")
    _hide(tomas)
    expect(entry.locator(".draft")).to_be_visible()  # or nobody would find it again
    entry.click()
    expect(box).to_have_value("entre nos")
    box.fill("")
    _hide(tomas)
    expect(entry).to_have_count(0)
    ana.say("still there?")
    expect(entry.locator(".badge")).to_have_text("1")


def _hide(one: Person) -> None:
    one.page.locator(".people").click()
    one.page.get_by_role("button", name="Ocultar esta conversación").click()
    expect(one.page.locator(".lists")).to_be_visible()


def test_several_are_written_to_from_the_dialog_and_one_from_the_switcher(person: People, member: Members) -> None:
    ana, tomas, luz = person("Ana"), member("Tomás"), member("Luz")
    ana.page.get_by_role("button", name="Write to somebody").click()
    dialog = ana.page.get_by_role("dialog", name="Write to somebody")
    for other in (tomas, luz):
        dialog.get_by_role("searchbox").fill(other.username)
        dialog.get_by_role("button", name=re.compile(other.username)).click()
        expect(dialog.get_by_role("list", name="Chosen").get_by_role("listitem")).to_have_count([tomas, luz].index(other) + 1)
    dialog.get_by_role("button", name="Start the conversation").click()
    ana.arrived("Luz, Tomás")
    ana.page.keyboard.press("Control+k")
    ana.page.keyboard.type(luz.username)
    expect(ana.page.locator("#switcher .line strong").nth(1)).to_have_text("Luz")
    ana.page.locator("#switcher .line").nth(1).click()
    ana.arrived("Luz")
    expect(ana.page.locator(".lists ul").last.locator(".name")).to_have_text(["Luz", "Luz, Tomás"])
