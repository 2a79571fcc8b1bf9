"""What waits to be sent outlives its page, ends with its sign-in, and is sent by one tab, whichever is there."""

import pytest
from playwright.sync_api import Error, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import LINE_CUT, SIGN_IN
from tests.server import Server

_DIED = """([text, seconds]) => {
  const [key, box] = Object.entries(localStorage).find(([key]) => key.includes(" unsent ")), {drafts} = JSON.parse(box);
  const at = Date.now() - seconds * 1000, draft = {...drafts[0], id: "0".repeat(28) + text.slice(0, 4), text, at};
  localStorage.setItem(key.replace(/\\w+$/, text), JSON.stringify({drafts: [draft], left: false, at}));
}"""
"""Leaves the outbox of a page that was heard of last so many seconds ago, and did not say that it was left."""
_MARK = """() => Object.entries(localStorage).filter(([key]) => key.includes(" unsent "))
  .map(([, box]) => JSON.parse(box)).find(({drafts}) => drafts.some((one) => one.text.startsWith("said"))).at"""
"""When a page said last that it lives."""


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
    eventually(ana.page, lambda: ana.rest.contents(hall) == ["one", "two"], "the lobby sends what a hall wrote")
    ana.choose(hall)
    expect(ana.message(2)).to_be_visible()
    expect(ana.pending()).to_have_count(0)


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
    expect(ana.page.locator(".settings p.soft").filter(has_text="not sent yet is lost")).to_be_visible()
    ana.sign_out()
    other.wait_for_url(SIGN_IN)
    line.deaf = False
    eventually(other, lambda: "never" not in other.evaluate("() => JSON.stringify(localStorage)"), "it is forgotten")
    other.close()
    for one in (eve, ana):
        one.sign_in(ana.page)
        ana.page.wait_for_url(f"{ana.url}/")
        ana.go_to(hall)
        expect(ana.pending()).to_have_count(0)
        ana.say(f"{one.name} is here")
        expect(ana.messages().last).to_contain_text(f"{one.name} is here")
        if one is eve:
            ana.sign_out()
    assert ana.rest.contents(hall) == ["Eve is here", "Ana Núñez is here"]


def test_the_outbox_outlives_a_sign_in_that_was_ended_elsewhere(person: People, member: Members) -> None:
    ana, owner = person("Ana Núñez"), member("Owner")
    line, hall = Line(ana.page), owner.make_hall("Came back")
    ana.rest.join(hall)
    ana.go_to(hall)
    line.deaf = True
    ana.say("not lost")
    expect(ana.pending()).to_have_count(1)
    ana.rest.sign_out_everywhere()
    ana.page.wait_for_url(SIGN_IN)
    expect(ana.page.locator("input[name=password]")).to_be_visible()
    line.deaf = False
    ana.sign_in()
    eventually(ana.page, lambda: owner.contents(hall) == ["not lost"], "it is sent")
    ana.go_to(hall)
    expect(ana.message(1)).to_be_visible()
    expect(ana.pending()).to_have_count(0)


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
    assert ana.rest.contents(hall) == ["0", "2", "1", "3", "left to the other"]


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
    eventually(opened.value, lambda: ana.rest.contents(hall) == ["1"], "the copy of a tab sends what that has written")
    opened.value.close()  # it would take up, after a while, what the others leave
    tabs[0].close()
    tabs[2].close()
    tabs[1].evaluate(_DIED, ["died", 100])
    tabs[1].evaluate(_DIED, ["lives", 30])
    lines[1].deaf = False
    tabs[1].clock.install()
    tabs[1].reload()
    expect(ana.messages(tabs[1]).locator(".body")).to_have_text(["1", "died", "0", "2"])
    expect(tabs[1].locator(".pending")).to_have_count(0)
    assert ana.rest.contents(hall) == ["1", "died", "0", "2"]
    assert "lives" in tabs[1].evaluate("() => JSON.stringify(localStorage)")

    lines[1].deaf = True
    tabs[1].fill("#composer", "said by one that lives")
    tabs[1].press("#composer", "Enter")
    first = tabs[1].evaluate(_MARK)
    tabs[1].clock.fast_forward(50_000)
    assert tabs[1].evaluate(_MARK) >= first + 50_000
    lines[1].deaf = False
    tabs[1].clock.fast_forward(50_000)
    expect(ana.messages(tabs[1]).locator(".body")).to_have_text(["1", "died", "0", "2", "lives", "said by one that lives"])
