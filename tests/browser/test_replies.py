"""Replies in the browser: begun, kept, sent through a cut line, and leading to what they quote."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.browser.line import Line
from tests.browser.person import BACK, LINE_CUT, Person
from tests.builders import GENERAL

FRACTION = """() => {
  const stream = document.getElementById("stream"), inner = stream.querySelector(".inner");
  const over = inner.getBoundingClientRect().height - stream.getBoundingClientRect().height;
  inner.style.paddingTop = `${(1.84 - over % 1) % 1}px`;
}"""
"""Makes the stream longer by a part of a pixel, so that a focus leads a part of a pixel beyond its end."""

GROWS = """async (message) => { message.focus(); await null; message.style.paddingBottom = "40px"; }"""
"""Focuses a message that grows before the next frame."""


def begin(who: Person, seq: int) -> None:
    """Begin a reply to a message."""
    who.message(seq).hover()
    who.message(seq).locator(".reply").click()
    expect(who.page.locator("#composer")).to_be_focused()


def assert_kept(who: Person, quoted: str) -> None:
    """What is being replied to stays with its text in its hall, in another one and through a reload."""
    replying, box = who.page.locator(".replying"), who.page.locator("#composer")
    expect(replying).to_contain_text(quoted)
    box.fill("half of it")
    who.choose(GENERAL)
    expect(replying).to_have_count(0)
    who.page.go_back()
    who.page.reload()
    expect(box).to_have_value("half of it")
    expect(replying).to_contain_text(quoted)


def height(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return round(box["height"])


def test_a_reply_quotes_its_message_and_both_lead_to_each_other(person: People) -> None:
    ana, bob = person("Ana"), person("Bob", language="es-ES")
    hall = ana.make_hall("Answers")
    bob.rest.join(hall)
    for number in range(1, 31):
        ana.rest.say(hall, f"**line** {number}")
    bob.go_to(hall)
    begin(bob, 2)
    expect(bob.page.locator(".replying")).to_contain_text("Ana")
    assert_kept(bob, "line 2")
    bob.page.locator("#composer").fill("")
    bob.page.keyboard.press("Escape")
    expect(bob.page.locator(".replying")).to_have_count(0)
    begin(bob, 2)
    bob.say("found it")
    expect(bob.page.locator(".replying")).to_have_count(0)
    for who, count in ((ana, "1 reply"), (bob, "1 respuesta")):
        expect(who.message(31).locator(".quote")).to_contain_text("line 2")
        expect(who.message(2).locator(".replies")).to_have_text(count)
    ana.message(31).locator(".quote").click()
    expect(ana.message(2).locator(".message")).to_be_focused()
    expect(ana.message(2)).to_be_in_viewport()
    ana.message(2).locator(".replies").click()
    expect(ana.page.locator("#replies").get_by_role("button", name="Bob")).to_have_attribute("data-who", bob.username)
    late = bob.rest.say(hall, "and one more", reply_to=2)
    expect(ana.page.locator("#replies li")).to_have_count(2)
    bob.rest.edit(hall, late, "and another one")
    expect(ana.page.locator("#replies li").last).to_contain_text("another")
    bob.rest.delete(hall, late)
    expect(ana.page.locator("#replies li")).to_have_count(1)
    ana.page.locator("#replies li a").click()
    expect(ana.page.locator("#replies")).to_be_hidden()
    expect(ana.message(31).locator(".message")).to_be_focused()
    begin(bob, 2)
    ana.rest.delete(hall, 2)
    for quote in (ana.message(31).locator(".quote"), bob.message(31).locator(".quote"), bob.page.locator(".replying")):
        expect(quote).not_to_contain_text("line")
        expect(quote.locator(".said")).to_be_visible()
    expect(bob.message(2).locator(".replies")).to_be_visible()


def test_who_replies_to_the_last_message_by_keyboard_goes_on_to_see_the_end(person: People) -> None:
    ana = person("Ana")
    hall = ana.make_hall("The end")
    for number in range(1, 31):
        ana.rest.say(hall, f"**line** {number}")
    expect(ana.message(30)).to_be_in_viewport()
    ana.page.evaluate(FRACTION)
    ana.message(30).locator(".message").evaluate(GROWS)
    expect(ana.message(30)).to_be_in_viewport(ratio=1)
    ana.rest.react(hall, 30, "🎉")
    expect(ana.message(30).locator(".chip")).to_be_in_viewport(ratio=1)
    ana.message(30).locator(".reply").press("Enter")
    expect(ana.page.locator(".replying")).to_be_visible()
    expect(ana.message(30).locator(".chip")).to_be_in_viewport(ratio=1)
    ana.rest.say(hall, "more")
    expect(ana.message(31)).to_be_in_viewport(ratio=1)
    expect(ana.page.locator(".to-end")).to_have_count(0)


def test_what_is_sent_as_soon_as_the_box_of_another_hall_stands_is_no_reply_to_a_message_of_the_first(person: People) -> None:
    ana = person("Ana")
    hall = ana.make_hall("Desk")
    other = ana.make_hall("Other")
    for one in (other, hall):
        ana.choose(one)
        ana.say("Who brings the boat?")
        expect(ana.message(1)).to_be_visible()
    ana.choose(other)
    ana.page.fill("#composer", "I am at the pier")
    ana.choose(hall)
    begin(ana, 1)
    ana.page.evaluate(
        """(hall) => new MutationObserver((_, watch) => {
          if (document.querySelector(`#composer[data-hall="${hall}"]`)) { watch.disconnect(); hallchat.send(); }
        }).observe(document.body, {childList: true, subtree: true})""",
        other,
    )
    ana.choose(other)
    expect(ana.message(2)).to_contain_text("I am at the pier")
    assert ana.rest.messages(other)[-1]["reply_to"] is None
    ana.choose(hall)
    expect(ana.page.locator(".replying")).to_contain_text("Who brings the boat?")


def test_a_reply_stays_one_through_a_cut_line_and_a_refusal(person: People) -> None:
    ana = person("Ana")
    hall, line = ana.make_hall("Tunnel"), Line(ana.page)
    for text in ("first", "second"):
        ana.say(text)
    expect(ana.message(2)).to_be_visible()
    ana.go_to(hall)
    ana.expect_complaints(LINE_CUT)
    begin(ana, 1)
    line.cut()
    ana.say("while away")
    pending = ana.pending()
    expect(pending.locator(".quote")).to_contain_text("first")
    before = height(pending)
    line.mend()
    expect(ana.message(3).locator(".quote")).to_contain_text("first", timeout=BACK)
    assert height(ana.message(3).locator(".message")) == before
    begin(ana, 2)
    ana.page.locator("#composer").fill("to what is gone")
    ana.rest.delete(hall, 2)
    expect(ana.message(2).locator(".gone")).to_be_visible()
    ana.page.keyboard.press("Enter")
    expect(pending.locator("[role=alert]")).to_contain_text("was deleted")
    expect(pending.locator(".quote")).not_to_contain_text("second")
    pending.locator(".take-back").click()
    expect(ana.page.locator(".replying")).to_contain_text("deleted")
    ana.page.locator(".replying button").click()
    ana.page.keyboard.press("Enter")
    expect(ana.message(4)).to_contain_text("to what is gone")
    expect(ana.message(4).locator(".quote")).to_have_count(0)
