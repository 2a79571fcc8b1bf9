"""What is being written is nowhere lost: on another device of the same person it goes on, and a reload takes nothing away."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import BACK, LINE_CUT, Person


def box(one: Person) -> Locator:
    return one.page.locator("#composer")


def mark(one: Person, hall: int) -> Locator:
    return one.page.locator(f".halls a[href='/h/{hall}'] .draft")


def test_a_message_is_begun_on_one_device_goes_on_on_another_and_is_sent_once(person: People) -> None:
    ana = person("Ana")
    hall, other = ana.make_hall("Desk"), ana.make_hall("Other")
    line, phone = Line(ana.page), ana.on_another_device()
    ana.expect_complaints(LINE_CUT)
    _goes_on_elsewhere(ana, phone, hall, other)
    _keeps_what_both_wrote(ana, phone, hall, line)
    _has_each_word_once_when_both_write_in_turns(ana, phone)
    _is_empty_when_it_is_sent(ana, phone, hall, line)
    _is_kept_though_it_was_refused(ana, hall)
    phone.leave()


def _goes_on_elsewhere(ana: Person, phone: Person, hall: int, other: int) -> None:
    ana.choose(hall)
    box(ana).press_sequentially("Shall we sail")
    expect(mark(phone, hall)).to_be_visible()
    expect(mark(ana, hall)).to_have_count(0)  # one sees it
    ana.choose(other)
    expect(mark(ana, hall)).to_be_visible()
    phone.go_to(hall)
    expect(box(phone)).to_have_value("Shall we sail")
    ana.choose(hall)
    box(phone).press_sequentially(" at seven?")
    expect(box(ana)).to_have_value("Shall we sail at seven?")
    box(phone).press("Enter")
    expect(ana.message(1)).to_contain_text("at seven?")
    expect(box(ana)).to_have_value("")
    ana.message(1).hover()
    ana.message(1).locator(".reply").click()
    box(ana).press_sequentially("Or at e")
    ana.page.reload()
    for one in (ana, phone):
        expect(box(one)).to_have_value("Or at e")
        expect(one.page.locator(".replying")).to_contain_text("at seven?")
    box(ana).fill("")
    expect(box(phone)).to_have_value("")
    expect(phone.page.locator(".replying")).to_have_count(0)
    expect(mark(phone, hall)).to_have_count(0)
    box(ana).press("Escape")


def _keeps_what_both_wrote(ana: Person, phone: Person, hall: int, line: Line) -> None:
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    box(ana).fill("in the tunnel")
    box(phone).fill("in the sun")
    eventually(phone.page, lambda: ana.rest.draft(hall) == "in the sun", "the phone's words are kept")
    line.mend()
    for one in (ana, phone):  # neither takes the place of the other
        expect(box(one)).to_have_value("in the sun\nin the tunnel", timeout=BACK)
    box(ana).fill("")
    expect(box(phone)).to_have_value("")
    line.hold("drafts_rx_state_")  # that there is another version
    box(phone).fill("in the rain")
    eventually(phone.page, lambda: ana.rest.draft(hall) == "in the rain", "the phone's words are kept")
    box(ana).fill("in the snow")
    for one in (ana, phone):
        expect(box(one)).to_have_value("in the rain\nin the snow")
    line.release()
    box(ana).press_sequentially("!")
    expect(box(phone)).to_have_value("in the rain\nin the snow!")
    box(ana).fill("")
    expect(box(phone)).to_have_value("")


def _has_each_word_once_when_both_write_in_turns(ana: Person, phone: Person) -> None:
    written = []
    for number in range(4):
        for one, name in ((ana, "alfa"), (phone, "beta")):
            box(one).press_sequentially(f"{name}{number} ", delay=60)
            written.append(f"{name}{number}")

    def said(one: Person) -> list[str]:
        return sorted(box(one).input_value().split())

    eventually(ana.page, lambda: said(ana) == said(phone) == sorted(written), "both have all words")
    box(phone).press("Control+Home")
    box(ana).press_sequentially("omega")
    expect(box(phone)).to_have_value(re.compile("omega$"))
    box(phone).press_sequentially("¡")  # where the caret was
    expect(box(ana)).to_have_value(re.compile("^¡[^¡]*omega$"))
    box(phone).evaluate("(one) => one.setSelectionRange(one.value.length - 5, one.value.length)")
    box(ana).press("Control+Home")
    box(ana).press_sequentially("psi ")
    expect(box(phone)).to_have_value(re.compile("^psi ¡"))
    box(phone).press("!")  # in place of what is selected
    expect(box(ana)).to_have_value(re.compile("^psi ¡[^!]* !$"))
    box(phone).fill("")
    expect(box(ana)).to_have_value("")


def _is_empty_when_it_is_sent(ana: Person, phone: Person, hall: int, line: Line) -> None:
    box(phone).fill("Good night")
    expect(box(ana)).to_have_value("Good night")
    box(phone).press("End")
    box(phone).press("!")
    box(ana).press("Enter")
    for one in (ana, phone):  # only what was not sent is left
        expect(box(one)).to_have_value("!")
    ana.page.reload()  # what was taken up from the phone is sent
    expect(ana.message(2)).to_have_text(re.compile("Good night"))
    box(ana).fill("")
    expect(box(phone)).to_have_value("")
    line.hold("answers_rx_state_")  # that it was kept
    box(ana).fill("See you")
    eventually(ana.page, lambda: ana.rest.draft(hall) == "See you", "it is kept")
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    box(ana).press("Enter")
    line.release()
    line.mend()
    expect(ana.message(3)).to_contain_text("See you", timeout=BACK)
    eventually(ana.page, lambda: ana.rest.draft(hall) == "", "nothing is left of it")
    expect(box(ana)).to_have_value("")


def _is_kept_though_it_was_refused(ana: Person, hall: int) -> None:
    ana.page.evaluate("hallchat.draftsBy((question, hall, heard, said) => (window.asked ??= []).push([question, said]))")
    box(ana).fill("Or not")
    ana.page.wait_for_function("window.asked?.length === 1")
    for again in (1, 0):
        ana.page.evaluate(
            "([hall, again]) => hallchat.draftsAnswered({[hall]: {question: asked.at(-1)[0], at: -1, content: null, again}})",
            [hall, again],
        )
        ana.page.wait_for_function("window.asked.length === 2 && asked[1][1] === 'Or not'")
    ana.page.evaluate("hallchat.resumeDrafts()")  # there is another hall
    ana.page.wait_for_function("window.asked.length === 3 && asked[2][1] === 'Or not'")


def test_what_is_sent_from_a_page_that_is_gone_before_it_goes_out_is_no_draft_any_more(person: People) -> None:
    ana = person("Ana")
    hall, line = ana.make_hall("Desk"), Line(ana.page)
    ana.expect_complaints(LINE_CUT)
    box(ana).fill("See you at eight")
    eventually(ana.page, lambda: ana.rest.draft(hall) == "See you at eight", "it is kept")
    phone = ana.on_another_device()
    phone.go_to(hall)
    expect(box(phone)).to_have_value("See you at eight")
    _is_kept_when_the_line_was_only_silent(ana, phone)
    ana.page.reload()  # with a line that can be cut
    expect(box(ana)).to_have_value("See you at eight")
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    box(ana).press("Enter")
    box(ana).press_sequentially("See you at eight, I mean")  # begins with the same words
    line.mend()
    expect(phone.message(1)).to_have_text(re.compile("See you at eight$"), timeout=BACK)
    for one in (ana, phone):
        expect(box(one)).to_have_value("See you at eight, I mean")
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    box(ana).press("Enter")
    other = ana.context.new_page()
    ana.page.close()
    ana.context.set_offline(False)
    ana.go_to(hall, other)
    expect(phone.message(2)).to_contain_text("I mean", timeout=BACK)
    expect(box(phone)).to_have_value("")
    assert ana.rest.draft(hall) == ""
    phone.leave()


def _is_kept_when_the_line_was_only_silent(ana: Person, phone: Person) -> None:
    ana.context.set_offline(True)  # which ends nothing that is open
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    box(ana).press_sequentially(" or nine")
    ana.context.set_offline(False)
    expect(box(phone)).to_have_value("See you at eight or nine")
    box(phone).fill("See you at eight")
    expect(box(ana)).to_have_value("See you at eight")


def test_a_draft_goes_with_the_membership_from_every_page(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = tomas.make_hall("Desk")
    ana.rest.join(hall)
    ana.go_to(hall)
    box(ana).fill("a long text")
    eventually(ana.page, lambda: ana.rest.draft(hall) == "a long text", "it is kept")
    ana.rest.leave(hall)
    expect(box(ana)).to_have_count(0)
    ana.rest.join(hall)
    expect(box(ana)).to_have_value("")


def test_a_key_that_comes_as_soon_as_the_box_of_another_hall_takes_nothing_away(person: People) -> None:
    ana = person("Ana")
    hall, other = ana.make_hall("Desk"), ana.make_hall("Other")
    ana.choose(hall)
    box(ana).fill("Shall we ")
    ana.choose(other)
    ana.page.evaluate(
        """(hall) => new MutationObserver((_, watch) => {
          const box = document.querySelector(`#composer[data-hall="${hall}"]`);
          if (box) { watch.disconnect(); box.focus(); document.execCommand("insertText", false, "sail"); }
        }).observe(document.body, {childList: true, subtree: true})""",
        hall,
    )
    ana.choose(hall)
    expect(box(ana)).to_have_value("Shall we sail")
    eventually(ana.page, lambda: ana.rest.draft(hall) == "Shall we sail", "it is kept")


def test_a_box_that_goes_while_a_word_is_composed_leaves_the_next_one_to_other_devices(person: People) -> None:
    ana = person("Ana")
    hall, other = ana.make_hall("Desk"), ana.make_hall("Other")
    phone = ana.on_another_device()
    phone.go_to(hall)
    box(ana).dispatch_event("compositionstart")
    box(ana).fill("に")
    ana.choose(hall)
    ana.choose(other)
    box(phone).fill("at the pier")
    phone.go_to(other)
    box(phone).press("!")
    expect(box(ana)).to_have_value("に!")
    ana.choose(hall)
    expect(box(ana)).to_have_value("at the pier")
    phone.leave()


def test_what_is_typed_into_the_edit_box_outlives_a_reload_but_not_giving_up(person: People) -> None:
    ana = person("Ana")
    ana.make_hall("Edits")
    ana.say("Bring spons")
    expect(ana.message(1)).to_be_visible()
    box(ana).press("ArrowUp")
    editing = ana.page.locator("#editing")
    expect(editing).to_be_focused()
    editing.fill("Bring spoons, and")
    ana.page.reload()
    expect(editing).to_have_value("Bring spoons, and")
    editing.press("Escape")
    expect(editing).to_have_count(0)
    box(ana).press("ArrowUp")
    expect(editing).to_have_value("Bring spons")
