"""What is sent stands there at once, becomes sent where it stands, and arrives once and in order, whatever the line does."""

import re

from playwright.sync_api import Page, expect

from tests.browser.boxes import Boxes
from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import BACK, LINE_CUT
from tests.server import Server

TALL = (
    "A thousand characters. " * 43 + "It ends.",
    "eighteen lines of thirty char\n" * 17 + "and this is one of them.",
    "\n".join(f"line {number} of sixty" for number in range(60)),
    "see:\n```py\ndef f():\n    return 'a line that is much too long for a phone, and for a desk it is not'\n```\n\nit works",
    "To buy:\n- salt, coarse, and as much of it as goes into the tin that stands behind the door\n- pepper\n\n1. first\n2. then",
    "> Who has the key?\n> Nobody, as far as I know, since the locker at the end of the quay was painted.\n\nMarina has it.",
)
MARKS = re.compile(r"^(?:```(?:py)?|- |\d\. |> )", re.MULTILINE)
"""What is drawn, and not said."""


def drawn(page: Page) -> None:
    """Wait until what a page was told is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")


def test_a_message_stands_there_before_the_network_knows_and_becomes_sent_without_moving(person: People, member: Members) -> None:
    ana, tomas = person("Ana Núñez"), member("Tomás")
    line, hall = Line(ana.page), tomas.make_hall("Standstill")
    ana.rest.join(hall)
    ana.go_to(hall)
    for text in (
        "the first of all",
        "my own goes on",
        "after Tomás",
        "one line\nand another\n\nand a paragraph\n\n\n\nand one more",
    ):
        if text.startswith("after"):
            tomas.say(hall, "in between")
            expect(ana.page.locator("[data-seq]").last).to_contain_text("in between")
        line.hold(".send")
        boxes = Boxes(ana.page)
        ana.page.fill("#composer", text)
        ana.page.press("#composer", "Enter")
        assert ana.pending().count() == 1
        expect(ana.page.locator("#composer")).to_have_value("")
        line.release()
        expect(ana.pending()).to_have_count(0)
        boxes.assert_steady(text)


def test_a_tall_message_becomes_sent_without_moving_on_a_desk_and_on_a_phone(person: People) -> None:
    ana = person("Ana Núñez")
    hall = ana.rest.make_hall("Monuments")
    ana.go_to(hall)
    for width in (1180, 390):
        ana.page.set_viewport_size({"width": width, "height": 780})
        for text in (f"{one} {width}" for one in TALL):
            boxes = Boxes(ana.page)
            ana.say(text)
            expect(ana.pending()).to_have_count(0)
            boxes.assert_steady(MARKS.sub("", text))


def test_a_message_whose_answer_comes_before_its_row_stays_where_it_is(person: People) -> None:
    ana = person("Ana Núñez")
    line, hall = Line(ana.page), ana.rest.make_hall("Overtaken")
    ana.go_to(hall)
    expect(ana.page.locator(".beginning")).to_be_visible()
    line.hold("slot_")
    boxes = Boxes(ana.page)
    ana.say("slowly to all")
    eventually(ana.page, lambda: any('"why"' in one for one in line.said), "the answer is there")
    drawn(ana.page)
    line.release()
    expect(ana.pending()).to_have_count(0)
    boxes.assert_steady("slowly to all")


def test_a_refused_message_says_why_and_is_stored_once_when_it_may_be(person: People, member: Members) -> None:
    ana, owner = person("Ana Núñez"), member("Owner")
    line, hall = Line(ana.page), owner.make_hall("Soon archived")
    ana.rest.join(hall)
    ana.go_to(hall)
    line.hold(".send")
    ana.say("a moment too late")
    given = ana.page.evaluate("() => hallchat.outbox.get()[0].id")
    owner.change(hall, archived=True)
    expect(ana.page.locator(".archived-note")).to_be_visible()
    line.release()
    expect(ana.refused()).to_contain_text("This hall is archived")
    expect(ana.refused()).to_contain_text("a moment too late")
    expect(ana.refused().get_by_role("button", name="Edit")).to_be_hidden()  # there is no box to take it back into
    owner.change(hall, archived=False)
    expect(ana.page.locator("#composer")).to_be_visible()
    line.mute = True
    ana.context.set_offline(True)
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    ana.refused().get_by_role("button", name="Try again").click()
    expect(ana.refused()).to_have_count(0)
    expect(ana.pending()).to_contain_text("a moment too late")
    line.hold(".send")
    line.mute = False
    ana.context.set_offline(False)
    ana.pending().evaluate("(row) => row.getAnimations({subtree: true}).forEach((one) => one.finish())")
    for _ in range(2):
        ana.pending().get_by_role("button", name="Try again").click()
    line.release()
    expect(ana.pending()).to_have_count(0)
    assert [(one["content"], one["client_id"]) for one in ana.rest.messages(hall)] == [("a moment too late", given)]


def test_what_was_sent_too_often_is_sent_again_by_itself_before_what_follows(person: People) -> None:
    ana = person("Ana Núñez")
    line, hall = Line(ana.page), ana.rest.make_hall("Rush hour")
    ana.go_to(hall)
    line.deaf = True
    for text in ("first", "second"):
        ana.say(text)
    line.deaf = False
    line.hold(".send")
    ana.page.evaluate(
        """() => {
          const answer = {why: "That was too often.", later: 1, at: 1, seq: 0};
          hallchat.settle({[hallchat.outbox.get()[0].id]: answer}, 0, []);
        }"""
    )
    expect(ana.refused()).to_have_count(0)
    expect(ana.pending()).to_have_count(2)
    line.release()
    expect(ana.pending()).to_have_count(0)
    assert ana.rest.contents(hall) == ["first", "second"]


def test_what_was_written_for_a_hall_survives_being_taken_out_of_it(person: People, member: Members) -> None:
    ana, owner = person("Ana Núñez"), member("Owner")
    line, hall = Line(ana.page), owner.make_hall("Ejected")
    ana.rest.join(hall)
    ana.go_to(hall)
    line.hold(".send")
    ana.say("an hour of work")
    owner.remove(hall, ana.rest.id)
    expect(ana.page.locator(".card h1")).to_have_text("You are no longer in this hall")
    line.release()
    expect(ana.refused()).to_contain_text("an hour of work")
    ana.page.reload()
    expect(ana.page.locator(".card h1")).to_have_text("Ejected")
    expect(ana.refused()).to_contain_text("an hour of work")
    owner.invite(hall, ana.username)
    ana.refused().get_by_role("button", name="Try again").click()
    expect(ana.message(1)).to_contain_text("an hour of work")
    expect(ana.pending()).to_have_count(0)


def test_several_messages_keep_their_order_and_come_once_whatever_becomes_of_the_line(person: People, server: Server) -> None:
    ana = person("Ana Núñez")
    line, hall = Line(ana.page), ana.rest.make_hall("Queue")
    ana.expect_complaints(LINE_CUT)
    ana.go_to(hall)
    line.mute = True
    ana.say("1")
    eventually(ana.page, lambda: ana.rest.contents(hall) == ["1"], "it is stored, and the page does not know")
    for text in "23":
        ana.say(text)
    expect(ana.pending().locator(".body")).to_have_text(list("123"))
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    line.mute = False
    ana.say("4")
    line.mend()
    expect(ana.message(4)).to_be_visible(timeout=BACK)
    expect(ana.pending()).to_have_count(0)
    line.deaf = True
    for text in "56":
        ana.say(text)
    server.kill()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    line.deaf = False
    ana.say("7")
    expect(ana.pending().locator(".body")).to_have_text(list("567"))
    server.start()
    expect(ana.message(7)).to_be_visible(timeout=BACK)
    expect(ana.pending()).to_have_count(0)
    expect(ana.messages().locator(".body")).to_have_text(list("1234567"))
    assert ana.rest.contents(hall) == list("1234567")


def test_what_waits_is_sent_while_another_page_is_shown(person: People) -> None:
    ana = person("Ana Núñez")
    line, hall = Line(ana.page), ana.rest.make_hall("Left alone")
    ana.go_to(hall)
    line.hold(".send")
    for text in ("one", "two", "three"):
        ana.say(text)
    ana.page.locator(".halls .home").click()
    expect(ana.page.locator(".welcome")).to_be_visible()
    line.release()
    eventually(ana.page, lambda: ana.rest.contents(hall) == ["one", "two", "three"], "all are stored")
    ana.choose(hall)
    expect(ana.message(3)).to_be_visible()
    expect(ana.pending()).to_have_count(0)
