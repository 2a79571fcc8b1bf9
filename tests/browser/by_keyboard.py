"""What somebody does by keyboard alone who is in a hall of the test of it, which begins in the box to write in."""

from playwright.sync_api import expect

from tests.browser.focus import assert_kept, tab_to
from tests.browser.person import Person
from tests.rest import Rest


def jump(ana: Person, words: str) -> None:
    """Choose the first line of the switcher for some words."""
    ana.page.keyboard.press("Control+k")
    expect(ana.page.locator("#switcher input")).to_be_focused()
    ana.page.keyboard.type(words)
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator("#switcher")).to_be_hidden()


def calls_somebody(ana: Person, tomas: Rest) -> None:
    """Name somebody of the hall, by a name that is completed."""
    keys, box = ana.page.keyboard, ana.page.locator("#composer")
    keys.type("@tom")
    expect(ana.page.locator(".composer .option[aria-selected=true]")).to_contain_text("Tomás")
    keys.press("Tab")
    expect(box).to_have_value(f"@{tomas.username} ")
    keys.type("look")
    keys.press("Enter")
    expect(ana.message(3).locator("bdi[data-user]")).to_have_text(f"@{tomas.username}")


def edits_reacts_and_marks_unread(ana: Person, tomas: Rest) -> None:
    """Let the last message say more, react to it, and mark the next one unread."""
    keys, last = ana.page.keyboard, ana.message(3)
    keys.press("ArrowUp")
    expect(ana.page.locator("#editing")).to_be_focused()
    keys.type(" here")
    keys.press("Enter")
    expect(last).to_contain_text("look here")
    expect(ana.page.locator("#editing")).to_have_count(0)
    expect(last.locator(".message")).to_be_focused()
    keys.press("End")
    tab_to(last.locator(".actions .react"), most=5)
    keys.press("Enter")
    expect(ana.page.locator("#picker-all button").first).to_be_visible()
    keys.type("party popper")
    expect(ana.page.locator("#picker-found button")).to_have_text("🎉")
    keys.press("Enter")
    expect(last.locator(".chip")).to_have_accessible_name("🎉, 1: you")
    assert_kept(ana.page)
    tomas.say(int(ana.page.url.rsplit("/", 1)[1]), "I do")
    expect(ana.message(4)).to_be_visible()
    keys.press("End")
    expect(ana.message(4).locator(".message")).to_be_focused()
    keys.press("u")
    expect(ana.message(4).locator(".new")).to_be_visible()
    expect(ana.message(4).locator(".message")).to_be_focused()
    keys.press("Escape")
    expect(ana.page.locator("#composer")).to_be_focused()


def searches_and_jumps_to_a_date(ana: Person) -> None:
    """Find the first message, then come to it again from the end by the calendar."""
    page, keys, first = ana.page, ana.page.keyboard, ana.message(1).locator(".message")
    jump(ana, "mouse")
    expect(page.locator(".searching input[type=search]")).to_be_focused()
    expect(page.locator(".results .excerpt")).to_be_visible()
    tab_to(page.locator(".results .excerpt"), most=4)
    keys.press("Enter")
    expect(first).to_be_focused()
    keys.press("End")
    expect(ana.message(4).locator(".message")).to_be_focused()
    tab_to(page.locator(".calendar"), back=True)
    keys.press("Enter")
    tab_to(page.get_by_role("button", name="The beginning"), most=6)
    keys.press("Enter")
    expect(page.locator("#dates")).to_be_hidden()
    expect(first).to_be_focused()


def writes_directly(ana: Person, tomas: Rest) -> None:
    """Write to somebody alone."""
    keys = ana.page.keyboard
    keys.press("Control+k")
    expect(ana.page.locator("#switcher input")).to_be_focused()
    keys.type(tomas.username)
    expect(ana.page.locator("#switcher .line").first).to_contain_text("Tomás")
    keys.press("Enter")
    ana.arrived("Tomás")
    expect(ana.page.locator("#composer")).to_be_focused()
    keys.type("between us")
    keys.press("Enter")
    expect(ana.message(1)).to_contain_text("between us")


def leaves_a_hall(ana: Person, name: str) -> None:
    """Leave a hall of that name."""
    page, keys = ana.page, ana.page.keyboard
    jump(ana, name)
    ana.arrived(name)
    tab_to(page.locator(".people"), back=True)
    keys.press("Enter")
    expect(page.locator(".panel header button")).to_be_focused()
    tab_to(page.locator(".panel .leave button"))
    keys.press("Enter")
    expect(page.locator(".halls .hall").filter(has_text=name)).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    assert_kept(page)
