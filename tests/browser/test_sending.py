"""What is sent stands there at once, becomes sent where it stands, and arrives once and in order, whatever the line does."""

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.browser.boxes import Boxes
from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import BACK, LINE_CUT, SIGN_IN, Person
from tests.server import Server

_DIED = """([text, seconds]) => {
  const [key, box] = Object.entries(localStorage).find(([key]) => key.includes(" unsent ")), {drafts} = JSON.parse(box);
  const draft = {...drafts[0], id: "0".repeat(28) + text.slice(0, 4), text, at: Date.now() - seconds * 1000};
  localStorage.setItem(key.replace(/\\w+$/, text), JSON.stringify({drafts: [draft], left: false}));
}"""
"""Leaves the outbox of a page that was heard of last so many seconds ago, and did not say that it was left."""


def pending(reader: Person) -> Locator:
    return reader.page.locator(".pending")


def refused(reader: Person) -> Locator:
    return reader.page.locator(".pending").filter(has=reader.page.locator("[role=alert]"))


def drawn(page: Page) -> None:
    """Wait until what a page was told is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")


def stored(reader: Person, hall: int) -> list[str]:
    return [one["content"] for one in reader.rest.messages(hall)]


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
        assert pending(ana).count() == 1
        expect(ana.page.locator("#composer")).to_have_value("")
        line.release()
        expect(pending(ana)).to_have_count(0)
        boxes.assert_steady(text)


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
    expect(pending(ana)).to_have_count(0)
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
    expect(refused(ana)).to_contain_text("This hall is archived")
    expect(refused(ana)).to_contain_text("a moment too late")
    expect(refused(ana).get_by_role("button", name="Edit")).to_be_hidden()  # there is no box to take it back into
    owner.change(hall, archived=False)
    expect(ana.page.locator("#composer")).to_be_visible()
    ana.context.set_offline(True)
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    refused(ana).get_by_role("button", name="Try again").click()
    expect(refused(ana)).to_have_count(0)
    expect(pending(ana)).to_contain_text("a moment too late")
    line.hold(".send")
    ana.context.set_offline(False)
    pending(ana).evaluate("(row) => row.getAnimations({subtree: true}).forEach((one) => one.finish())")
    for _ in range(2):
        pending(ana).get_by_role("button", name="Try again").click()
    line.release()
    expect(pending(ana)).to_have_count(0)
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
    expect(refused(ana)).to_have_count(0)
    expect(pending(ana)).to_have_count(2)
    line.release()
    expect(pending(ana)).to_have_count(0)
    assert [one["content"] for one in ana.rest.messages(hall)] == ["first", "second"]


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
    expect(refused(ana)).to_contain_text("an hour of work")
    ana.page.reload()
    expect(ana.page.locator(".card h1")).to_have_text("Ejected")
    expect(refused(ana)).to_contain_text("an hour of work")
    owner.invite(hall, ana.username)
    refused(ana).get_by_role("button", name="Try again").click()
    expect(ana.message(1)).to_contain_text("an hour of work")
    expect(pending(ana)).to_have_count(0)


def test_several_messages_keep_their_order_and_come_once_whatever_becomes_of_the_line(person: People, server: Server) -> None:
    ana = person("Ana Núñez")
    line, hall = Line(ana.page), ana.rest.make_hall("Queue")
    ana.expect_complaints(LINE_CUT)
    ana.go_to(hall)
    line.mute = True
    ana.say("1")
    eventually(ana.page, lambda: stored(ana, hall) == ["1"], "it is stored, and the page does not know")
    for text in "23":
        ana.say(text)
    expect(pending(ana).locator(".body")).to_have_text(list("123"))
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    line.mute = False
    ana.say("4")
    line.mend()
    expect(ana.message(4)).to_be_visible(timeout=BACK)
    expect(pending(ana)).to_have_count(0)
    line.deaf = True
    for text in "56":
        ana.say(text)
    server.kill()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    line.deaf = False
    ana.say("7")
    expect(pending(ana).locator(".body")).to_have_text(list("567"))
    server.start()
    expect(ana.message(7)).to_be_visible(timeout=BACK)
    expect(pending(ana)).to_have_count(0)
    expect(ana.messages().locator(".body")).to_have_text(list("1234567"))
    assert stored(ana, hall) == list("1234567")


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
    eventually(ana.page, lambda: stored(ana, hall) == ["one", "two", "three"], "all are stored")
    ana.choose(hall)
    expect(ana.message(3)).to_be_visible()
    expect(pending(ana)).to_have_count(0)


def test_the_outbox_survives_a_reload_while_the_server_is_away(person: People, server: Server) -> None:
    ana = person("Ana Núñez")
    hall = ana.make_hall("Tunnel")
    ana.expect_complaints(LINE_CUT)
    server.stop()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    for text in ("one", "two"):
        ana.say(text)
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        ana.page.reload()
    server.start()
    ana.page.goto(ana.url)
    eventually(ana.page, lambda: stored(ana, hall) == ["one", "two"], "the lobby sends what a hall wrote")
    ana.choose(hall)
    expect(ana.message(2)).to_be_visible()
    expect(pending(ana)).to_have_count(0)


def test_the_outbox_ends_with_the_sign_in(person: People, member: Members) -> None:
    ana, eve = person("Ana Núñez"), person("Eve")
    line, hall = Line(ana.page), member("Owner").make_hall("One browser")
    for one in (ana, eve):
        one.rest.join(hall)
    ana.go_to(hall)
    other = ana.context.new_page()
    others = Line(other)
    ana.go_to(hall, other)
    for page, one in ((ana.page, line), (other, others)):
        one.deaf = True
        page.fill("#composer", "never to be said")
        page.press("#composer", "Enter")
        expect(page.locator(".pending")).to_have_count(1)
    ana.page.locator(".halls footer a").click()
    expect(ana.page.locator(".settings p.soft")).to_contain_text("not sent yet is lost")
    ana.sign_out()
    other.wait_for_url(SIGN_IN)
    line.deaf = False
    eventually(other, lambda: "never" not in other.evaluate("() => JSON.stringify(localStorage)"), "it is forgotten")
    other.close()
    for one in (eve, ana):
        one.sign_in(ana.page)
        ana.page.wait_for_url(f"{ana.url}/")
        ana.go_to(hall)
        expect(pending(ana)).to_have_count(0)
        ana.say(f"{one.name} is here")
        expect(ana.messages().last).to_contain_text(f"{one.name} is here")
        if one is eve:
            ana.sign_out()
    assert stored(ana, hall) == ["Eve is here", "Ana Núñez is here"]


def test_the_outbox_outlives_a_sign_in_that_was_ended_elsewhere(person: People, member: Members) -> None:
    ana, owner = person("Ana Núñez"), member("Owner")
    line, hall = Line(ana.page), owner.make_hall("Came back")
    ana.rest.join(hall)
    ana.go_to(hall)
    line.deaf = True
    ana.say("not lost")
    expect(pending(ana)).to_have_count(1)
    ana.rest.sign_out_everywhere()
    ana.page.wait_for_url(SIGN_IN)
    expect(ana.page.locator("input[name=password]")).to_be_visible()
    line.deaf = False
    ana.sign_in()
    eventually(ana.page, lambda: [one["content"] for one in owner.messages(hall)] == ["not lost"], "it is sent")
    ana.go_to(hall)
    expect(ana.message(1)).to_be_visible()
    expect(pending(ana)).to_have_count(0)


def test_each_tab_sends_its_own(person: People) -> None:
    ana = person("Ana Núñez")
    hall = ana.rest.make_hall("Two windows")
    tabs = [ana.page, ana.context.new_page()]
    lines = [Line(tab) for tab in tabs]
    for tab, line in zip(tabs, lines, strict=True):
        ana.go_to(hall, tab)
        line.hold(".send")
    for turn in range(4):
        tabs[turn % 2].fill("#composer", f"{turn}")
        tabs[turn % 2].press("#composer", "Enter")
    for tab, own in zip(tabs, (["0", "2"], ["1", "3"]), strict=True):
        expect(tab.locator(".pending .body")).to_have_text(own)
    for number, line in enumerate(lines, 1):
        line.release()
        for tab in tabs:
            expect(ana.messages(tab)).to_have_count(2 * number)
    for tab in tabs:
        expect(tab.locator("#stream .body")).to_have_text(["0", "2", "1", "3"])
    lines[1].deaf = True
    tabs[1].fill("#composer", "left to the other")
    tabs[1].press("#composer", "Enter")
    expect(tabs[1].locator(".pending")).to_have_count(1)
    tabs[1].close()
    expect(ana.message(5)).to_contain_text("left to the other")
    assert stored(ana, hall) == ["0", "2", "1", "3", "left to the other"]


def test_what_other_pages_left_unsent_the_next_one_sends_in_the_order_of_writing(person: People) -> None:
    ana = person("Ana Núñez")
    hall = ana.rest.make_hall("Left over")
    tabs = [ana.page, *(ana.context.new_page() for _ in range(2))]
    lines = [Line(tab) for tab in tabs]
    for number, (tab, line) in enumerate(zip(tabs, lines, strict=True)):
        ana.go_to(hall, tab)
        line.deaf = True
        tab.fill("#composer", f"{number}")
        tab.press("#composer", "Enter")
        expect(tab.locator(".pending")).to_have_count(1)
    with tabs[1].expect_popup() as opened:
        tabs[1].evaluate("(url) => { open(url); }", ana.url)  # which takes a copy of what the tab has stored
    expect(opened.value.locator(".welcome")).to_be_visible()
    eventually(opened.value, lambda: stored(ana, hall) == ["1"], "the copy of a tab sends what that has written")
    opened.value.close()  # it would take up, after a while, what the others leave
    tabs[0].close()
    tabs[2].close()
    tabs[1].evaluate(_DIED, ["died", 61])
    tabs[1].evaluate(_DIED, ["lives", 30])
    lines[1].deaf = False
    tabs[1].reload()
    expect(ana.messages(tabs[1]).locator(".body")).to_have_text(["1", "died", "0", "2"])
    expect(tabs[1].locator(".pending")).to_have_count(0)
    assert stored(ana, hall) == ["1", "died", "0", "2"]
    assert "lives" in tabs[1].evaluate("() => JSON.stringify(localStorage)")
