"""A link to a message leads to it, wherever in the history it stands, and its reader finds back."""

from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.person import Person
from tests.browser.stream import at_end

LONG = 400  # messages: the ring holds the last 128


def middle(reader: Person, seq: int) -> None:
    """Expect a message in the middle, marked and with the focus."""
    message = reader.message(seq).locator(".message")
    expect(message).to_have_attribute("data-sought", "")
    expect(message).to_be_focused()
    box, stream = reader.message(seq).bounding_box(), reader.page.locator("#stream").bounding_box()
    assert box
    assert stream
    off = abs(box["y"] + box["height"] / 2 - stream["y"] - stream["height"] / 2)
    assert off < stream["height"] / 4, off


def test_a_link_leads_far_back_and_stays_there_while_others_speak(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = tomas.make_hall("Archive")
    tomas.invite(hall, ana.username)
    for number in range(1, LONG + 1):
        (ana.rest if number in (60, 200) else tomas).say(hall, f"number {number}")
    ana.page.goto(f"{ana.url}/h/{hall}#77")
    middle(ana, 77)
    tomas.say(hall, "meanwhile")
    expect(ana.page.locator(".to-end.news")).to_be_visible()
    expect(ana.message(77)).to_be_in_viewport()
    ana.page.locator("#composer").press("ArrowUp")  # what she said last stands in the hole between this and the end
    expect(ana.page.locator("#editing")).to_have_value("number 200")
    expect(ana.message(200)).to_be_in_viewport()
    ana.page.keyboard.press("Escape")
    ana.page.locator(".to-end").click()
    expect(ana.message(LONG + 1)).to_be_in_viewport()
    ana.page.evaluate("() => { location.hash = '#340'; }")
    middle(ana, 340)
    ana.page.keyboard.press("Escape")
    expect(ana.page.locator(".to-end")).to_have_count(0)
    ana.page.keyboard.press("ArrowUp")  # what she said last is far from what is in the page
    expect(ana.page.locator("#editing")).to_be_focused()
    expect(ana.page.locator("#editing")).to_have_value("number 200")
    expect(ana.message(200)).to_be_in_viewport()


def test_a_link_is_copied_from_a_message_and_opens_it(person: People) -> None:
    ana = person("Ana")
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hall = ana.make_hall("Copied")
    for text in ("one", "two", "three"):
        ana.say(text)
    ana.choose_for(2, "copy-link")
    link = f"{ana.url}/h/{hall}#2"
    eventually(ana.page, lambda: ana.copied() == link, "it is copied")
    other = ana.context.new_page()
    other.goto(link)
    expect(ana.message(2, other).locator(".message")).to_be_focused()
    assert at_end(other)
    other.close()
    ana.say(f"see {link}")
    for _ in range(2):  # a second time to the same place
        ana.page.locator("#composer").focus()
        ana.message(4).locator(".body a").click()
        expect(ana.message(2).locator(".message")).to_be_focused()
    assert (len(ana.context.pages), ana.page.url) == (1, link)


def test_a_place_that_is_not_there_is_said_to_be_none(person: People) -> None:
    ana = person("Ana", language="es-ES")
    hall = ana.make_hall("Corta")
    ana.say("una")
    ana.page.goto(f"{ana.url}/h/{hall}#2")
    expect(ana.page.locator(".notice")).to_contain_text("Ese mensaje no existe")
    expect(ana.message(1)).to_be_in_viewport()
    ana.rest.say(hall, "dos")
    expect(ana.message(2)).to_be_visible()
    expect(ana.page.locator("#composer")).to_be_focused()  # nothing leads away from what one writes


def test_a_jump_to_a_date_or_a_quote_leads_back_again(person: People, member: Members) -> None:
    ana, tomas = person("Ana", timezone="UTC"), member("Tomás")
    hall = tomas.make_hall("Calendar")
    tomas.invite(hall, ana.username)
    for number in range(1, 61):
        tomas.say(hall, f"number {number}", reply_to=7 if number > 8 else None)
    tomas.say(hall, "in reply", reply_to=7)
    ana.go_to(hall)
    page, back = ana.page, ana.page.locator(".go-back")
    ana.message(61).locator(".quote").click()
    middle(ana, 7)
    back.click()
    expect(back).to_have_count(0)
    expect(ana.message(61)).to_be_in_viewport()
    _shows_all_replies(ana, 7, 53)
    page.locator(".calendar").click()
    page.locator("#day").fill("1999-12-31")
    page.keyboard.press("Enter")
    expect(page.locator("#dates")).to_be_hidden()
    middle(ana, 1)
    page.locator("#stream .day button").first.click()
    page.locator("#day").fill("2999-12-31")
    page.keyboard.press("Enter")
    expect(ana.message(61).locator(".message")).to_be_focused()
    back.click()
    expect(ana.message(61)).not_to_be_in_viewport()
    expect(ana.message(1)).to_be_in_viewport()
    there = ana.make_hall("Elsewhere")
    ana.say(f"see {ana.url}/h/{hall}#7")
    led = ana.message(1).locator(".body a")
    led.click()
    middle(ana, 7)
    back.click()
    ana.arrived("Elsewhere")
    expect(back).to_have_count(0)
    led.click()
    middle(ana, 7)
    ana.choose(there)  # by another way
    ana.choose(hall)
    page.locator("#stream").press("Home")
    expect(page.locator(".to-end")).to_be_visible()
    expect(back).to_have_count(0)
    ana.choose(there)
    led.click()
    expect(back).to_be_visible()
    page.locator("#composer").fill("so I stay")
    expect(back).to_have_count(0)
    _jumps_to_days_that_are_asked_for_most(ana, hall)


def _shows_all_replies(reader: Person, seq: int, count: int) -> None:
    """Go on to the end of the replies to a message, which are not listed at once."""
    listed = reader.page.locator("#replies li")
    reader.message(seq).locator(".replies").click()
    expect(listed).to_have_count(50)
    reader.page.get_by_role("button", name="Show more").click()
    expect(listed).to_have_count(count)
    expect(reader.page.get_by_role("button", name="Show more")).to_have_count(0)
    reader.page.keyboard.press("Escape")


def _jumps_to_days_that_are_asked_for_most(reader: Person, hall: int) -> None:
    """Look at messages of one day from later on: the day they were sent, and one when all had been."""
    sent = datetime.fromisoformat(reader.rest.messages(hall)[0]["created_at"])
    ways = ((7, "A week ago", 1), (7, "Today", 61), (30, "A month ago", 1), (30, "A week ago", 61), (30, "The beginning", 1))
    for days, way, seq in ways:
        reader.page.clock.set_fixed_time(sent + timedelta(days=days))
        reader.page.locator(".calendar").click()
        reader.page.get_by_role("dialog").get_by_role("button", name=way).click()
        expect(reader.page.locator("#dates")).to_be_hidden()
        expect(reader.message(seq).locator(".message")).to_be_focused()
        expect(reader.message(seq)).to_be_in_viewport()
