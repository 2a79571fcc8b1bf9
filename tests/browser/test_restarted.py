"""The server starts anew under open pages: it knows nothing of them any more, and nobody notices."""

from playwright.sync_api import expect

from tests.browser.conftest import Members, People
from tests.browser.person import BACK, LINE_CUT
from tests.server import Server


def test_what_was_begun_in_open_pages_goes_on_after_the_server_started_anew(
    person: People, member: Members, server: Server
) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = ana.make_hall("Long day")
    tomas.join(hall)
    ana.expect_complaints(LINE_CUT)
    completing, making, editing, finding = pages = (ana.page, *(ana.context.new_page() for _ in range(3)))
    found = finding.locator(".results .result")
    options = completing.locator(".composer .option")
    completing.keyboard.type("@")
    expect(options).to_have_count(2)
    completing.keyboard.press("Backspace")
    ana.say("a lighthouse")
    ana.say("one")
    ana.go_to(hall, making)
    making.locator(".halls header button").click()
    expect(making.locator("#directory .chooser :is(.found, .empty)")).to_be_visible()
    making.fill("#directory input[name=name]", "Begun before")
    ana.go_to(hall, editing)
    editing.locator("#composer").press("ArrowUp")
    expect(editing.locator("#editing")).to_be_focused()
    editing.keyboard.type(" and two")
    finding.goto(f"{ana.url}/find")
    expect(finding.locator("#searched")).to_be_focused()
    finding.keyboard.type("after:2020-01-01 light")
    expect(found).to_have_count(1)

    server.kill()
    for page in pages:
        expect(page.locator(".banner.cut")).to_be_visible()
    server.start()
    ana.rest.edit(hall, 2, "uno")
    for page in pages:
        expect(page.locator(".banner.cut")).to_have_count(0, timeout=BACK)
    completing.keyboard.type("@")
    expect(options).to_have_count(2)
    making.locator("#directory button[type=submit]").click()
    expect(making.locator("h1")).to_have_text("Begun before")
    expect(editing.locator(".edit-box [role=status]")).to_be_visible()  # it was edited elsewhere meanwhile
    expect(editing.locator("#editing")).to_be_focused()
    editing.keyboard.type(" and three")
    editing.keyboard.press("Enter")
    expect(editing.locator("#editing")).to_have_count(0)
    expect(ana.message(2, editing)).to_contain_text("one and two and three")
    expect(finding.locator("#searched")).to_be_focused()
    expect(finding.locator("#searched")).to_have_value("after:2020-01-01 light")
    expect(found).to_have_count(1)
    finding.keyboard.press("Shift+Home")
    finding.keyboard.type("house")
    expect(finding.locator(".searching .empty")).to_be_visible()
