"""Searching: from what is typed anywhere to the message in its place, and back."""

from playwright.sync_api import expect

from tests.browser.conftest import Members, People

FOUND = ".results .result"


def test_from_the_switcher_to_a_message_in_its_place_and_back_to_what_was_found(person: People, member: Members) -> None:
    ana, tomas = person("Ana", language="es-ES"), member("Tomás")
    hall = tomas.make_hall("Faro")
    tomas.invite(hall, ana.username)
    tomas.say(hall, "La **lámpara** del faro se enciende a las siete")
    for number in range(200):
        tomas.say(hall, f"ola {number}")
    page = ana.page
    page.keyboard.press("Control+k")
    page.keyboard.type("lampara")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?q=lampara")
    expect(page.locator(".searching input[type=search]")).to_have_value("lampara")
    expect(page.locator(FOUND)).to_have_count(1)
    expect(page.locator(f"{FOUND} mark")).to_have_text("lámpara")
    expect(page.locator(FOUND)).to_contain_text("Faro")
    tomas.edit(hall, 1, "La **lámpara** del faro no se enciende")
    expect(page.locator(FOUND)).to_contain_text("no se enciende")
    page.locator(f"{FOUND} .name").press("Enter")
    card = page.get_by_role("dialog", name="Quién es")
    expect(card).to_contain_text(f"@{tomas.username}")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.locator(FOUND).click()
    page.wait_for_url(f"{ana.url}/h/{hall}#1")
    expect(ana.message(1).locator(".message")).to_be_focused()
    expect(ana.message(1)).to_be_in_viewport()
    page.go_back()
    expect(page.locator(FOUND)).to_have_count(1)
    page.locator(f"{FOUND} .excerpt").click()
    page.locator(".go-back").click()
    page.wait_for_url("**/find?q=lampara")
    expect(page.locator(FOUND)).to_have_count(1)
    page.locator(".searching input[type=search]").fill("ola")
    for count in (20, 40, 60):
        expect(page.locator(FOUND)).to_have_count(count)
        page.get_by_role("button", name="Mostrar anteriores").click()
    expect(page.locator(FOUND).nth(60)).to_contain_text("ola 139")


def test_typing_finds_and_what_finds_nothing_is_said(person: People) -> None:
    ana, sent = person("Ana", timezone="America/Lima"), []
    ana.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    ana.page.reload()
    ana.make_hall("Notes")
    for text in ("apples and pears", "apricots", "nothing of that"):
        ana.say(text)
    expect(ana.message(3)).to_be_visible()
    page = ana.page
    page.locator(".halls header a[href='/find']").click()
    box = page.locator(".searching input[type=search]")
    expect(box).to_be_focused()
    expect(page.locator(".ways")).to_be_visible()
    page.keyboard.type("ap")
    expect(page.locator(FOUND)).to_have_count(0)
    page.keyboard.type("ri")
    expect(page.locator(FOUND)).to_have_count(1)
    box.fill("from:nobody apples")
    expect(page.get_by_role("status").filter(has_text="nobody fits no person")).to_be_visible()
    box.fill("zebra")
    expect(page.locator(".searching .empty")).to_have_text("Nothing was found in your halls.")
    page.wait_for_url("**/find?q=zebra")  # the address follows
    box.fill("apples")
    expect(page.locator(FOUND)).to_have_count(1)
    page.wait_for_url("**/find?q=apples")
    page.locator(f"{FOUND} .excerpt").click()
    expect(ana.message(1).locator(".message")).to_be_focused()
    page.go_back()
    expect(box).to_have_value("apples")
    expect(page.locator(FOUND)).to_have_count(1)
    page.reload()
    expect(box).to_have_value("apples")
    expect(page.locator(FOUND)).to_have_count(1)
    box.fill("")
    page.wait_for_url("**/find")
    expect(page.locator(".ways")).to_be_visible()
    zoned = [frame for frame in sent if "America/Lima" in frame]
    assert [any(handler in frame for frame in zoned) for handler in (".stand", ".search")] == [True, True]
