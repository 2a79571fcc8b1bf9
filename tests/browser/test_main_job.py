"""The main job: two people find each other, talk, read back, and nothing that happens to the server costs them a message."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.person import BACK, LINE_CUT, SIGN_IN, Person
from tests.browser.stream import Stream, at_end, normal_html, top_row
from tests.rest import MESSAGES, PASSWORD, Rest
from tests.server import Server

pytestmark = pytest.mark.timeout(300)
DAY_OF_TALK = 400  # messages


def tell(people: list[Rest], hall_id: int, count: int, *, tagged: bool = False) -> None:
    """Let people post real messages in turn; tagged ones begin with the hall that they belong to."""
    for speaker, text in zip(cycle(people), islice(cycle(MESSAGES), count), strict=False):
        speaker.say(hall_id, f"hall-{hall_id}: {text}" if tagged else text)


def assert_same_as_stored(reader: Person, hall_id: int) -> None:
    """The newest hundred messages on the page are, byte for byte, those that are stored."""
    stored = reader.rest.messages(hall_id)
    last = stored[-1]["seq"]
    expect(reader.message(last)).to_be_visible()
    assert reader.seqs()[-len(stored) :] == [one["seq"] for one in stored]
    bodies = reader.page.locator("#stream li[data-seq] .body").evaluate_all("(all) => all.map((one) => one.innerHTML)")
    assert bodies[-len(stored) :] == [normal_html(reader.page, one["html"]) for one in stored]


def test_two_people_find_each_other_and_talk(person: People) -> None:
    ana = person("Ana Núñez", language="es-ES")
    plaza = ana.make_hall_in_the_directory("La plaza de Ana", "Lo que sea")
    bob = person("Bob O’Leary")
    assert bob.join_hall("La plaza de Ana") == plaza
    for text in MESSAGES[:12]:
        speaker, listener = (ana, bob) if len(text) % 2 else (bob, ana)
        seq = max(ana.seqs(), default=0) + 1
        speaker.say(text)
        expect(listener.message(seq)).to_be_visible()
        expect(speaker.message(seq)).to_be_visible()
    assert_same_as_stored(ana, plaza)
    assert_same_as_stored(bob, plaza)
    expect(ana.page.locator(".people")).to_contain_text("2")


def test_a_hall_has_an_address_that_survives_reload_links_and_the_back_button(person: People) -> None:
    ana = person("Ana Núñez")
    first, second = ana.make_hall("First floor"), ana.make_hall("Second floor")
    ana.say("up here")
    ana.page.reload()
    expect(ana.page.locator(".conversation h1")).to_have_text("Second floor")
    expect(ana.messages()).to_have_count(1)
    ana.choose(first)
    expect(ana.messages()).to_have_count(0)
    ana.page.go_back()
    expect(ana.page.locator(".conversation h1")).to_have_text("Second floor")
    expect(ana.message(1)).to_contain_text("up here")
    ana.page.go_forward()
    expect(ana.page.locator(".conversation h1")).to_have_text("First floor")
    expect(ana.messages()).to_have_count(0)
    link = ana.context.new_page()
    ana.go_to(second, link)
    expect(ana.message(1, link)).to_contain_text("up here")


def test_a_link_to_a_hall_leads_there_after_signing_in(person: People) -> None:
    bob = person("Bob")
    hall = bob.make_hall("The attic")
    bob.say("up here")
    expect(bob.message(1)).to_be_visible()
    bob.sign_out()
    bob.page.goto(f"{bob.url}/h/{hall}#1")
    bob.page.wait_for_url(re.compile(r"/sign-in/?\?next="))
    bob.page.fill("input[name=username]", bob.username)
    bob.page.fill("input[name=password]", PASSWORD)
    bob.page.click("form button[type=submit]")
    bob.page.wait_for_url(f"{bob.url}/h/{hall}#1")
    expect(bob.message(1).locator(".message")).to_be_focused()


@pytest.mark.parametrize("way", ["wheel", "keyboard"])
def test_reading_back_shows_every_message_once_and_in_order(person: People, member: Members, way: str) -> None:
    ana, tomas, karim = person("Ana"), member("Tomás"), member("Karim")
    hall = ana.make_hall(f"Long talk by {way}")
    for one in (tomas, karim):
        one.join(hall)
    tell([tomas, karim], hall, DAY_OF_TALK)
    ana.page.reload()
    expect(ana.message(DAY_OF_TALK)).to_be_visible()
    assert len(ana.seqs()) == 128
    stream = Stream(ana.page)
    ana.page.locator("#stream").hover()
    ana.page.locator("#stream").focus()
    up, down = _scrolling(ana, way)
    eventually(ana.page, lambda: up() or ana.message(1).is_visible(), "the first message comes into sight", 60)
    assert stream.seen == set(range(1, DAY_OF_TALK + 1))
    stream.assert_in_order()
    expect(ana.page.locator(".beginning")).to_be_visible()
    eventually(ana.page, lambda: down() or at_end(ana.page), "the end comes into sight", 60)
    expect(ana.message(DAY_OF_TALK)).to_be_in_viewport()
    expect(ana.messages()).to_have_count(128)
    stream.assert_in_order()
    assert_same_as_stored(ana, hall)


def _scrolling(reader: Person, way: str) -> tuple[Callable[[], None], Callable[[], None]]:
    page = reader.page
    if way == "keyboard":
        return lambda: page.keyboard.press("PageUp"), lambda: page.keyboard.press("PageDown")
    return lambda: page.mouse.wheel(0, -900), lambda: page.mouse.wheel(0, 900)


def test_switching_halls_while_messages_pour_in_shows_each_hall_its_own(person: People, member: Members) -> None:
    ana, tomas, karim = person("Ana"), member("Tomás"), member("Karim")
    left, right = ana.make_hall("Left bank"), ana.make_hall("Right bank")
    for one in (tomas, karim):
        one.join(left)
        one.join(right)
    stream = Stream(ana.page)
    with ThreadPoolExecutor(2) as pool:
        pouring = [pool.submit(tell, [tomas], left, 150, tagged=True), pool.submit(tell, [karim], right, 150, tagged=True)]
        for turn in range(20):
            ana.page.locator(f".halls a[href='/h/{(left, right)[turn % 2]}']").click()
            expect(ana.page.locator(f"#composer[data-hall='{(left, right)[turn % 2]}']")).to_be_visible()
        for one in pouring:
            one.result()
    stream.assert_in_order()
    for hall in (left, right):
        ana.choose(hall)
        assert_same_as_stored(ana, hall)
    stream.assert_in_order()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_after_a_restart_pages_catch_up_by_themselves(person: People, member: Members, server: Server, end: str) -> None:
    ana, bob, tomas = person("Ana"), person("Bob"), member("Tomás")
    hall = ana.make_hall(f"Storm shelter, {end}")
    for one in (bob.rest, tomas):
        one.join(hall)
    tell([ana.rest, bob.rest, tomas], hall, 100)
    bob.go_to(hall)
    for one in (ana, bob):
        one.expect_complaints(LINE_CUT)
        expect(one.message(100)).to_be_in_viewport()
        one.page.fill("#composer", f"half a thought of {one.name}")
    ana.message(50).scroll_into_view_if_needed()
    eventually(ana.page, lambda: not at_end(ana.page), "Ana reads further up")
    place, streams = top_row(ana.page), [Stream(ana.page), Stream(bob.page)]
    getattr(server, end)()
    expect(bob.page.locator(".banner.cut")).to_be_visible()
    server.start()
    tell([tomas], hall, 5)
    for one in (ana, bob):
        expect(one.message(105)).to_be_attached(timeout=BACK)
        expect(one.page.locator(".banner.cut")).to_be_hidden()
        expect(one.page.locator("#composer")).to_have_value(f"half a thought of {one.name}")
        assert_same_stored_rows(one, hall)
    assert top_row(ana.page) == place
    expect(ana.page.locator(".to-end.news")).to_be_visible()
    assert at_end(bob.page)
    bob.say("still here")
    expect(ana.message(106)).to_contain_text("still here")
    for stream in streams:
        stream.assert_in_order()


def assert_same_stored_rows(reader: Person, hall_id: int) -> None:
    """All messages are there, once each."""
    last = reader.rest.messages(hall_id, 1)[-1]["seq"]
    assert reader.seqs() == list(range(1, last + 1))


def test_what_is_sent_while_the_server_is_away_arrives_once(person: People, server: Server) -> None:
    ana = person("Ana")
    hall = ana.make_hall("Patience")
    ana.say("before")
    expect(ana.message(1)).to_be_visible()
    ana.expect_complaints(LINE_CUT)
    server.stop()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    ana.say("meanwhile")
    expect(ana.pending()).to_contain_text("meanwhile")
    server.start()
    expect(ana.message(2)).to_contain_text("meanwhile", timeout=BACK)
    expect(ana.pending()).to_have_count(0)
    assert ana.rest.contents(hall) == ["before", "meanwhile"]


def test_after_signing_out_the_back_button_shows_nothing_private(person: People) -> None:
    ana = person("Ana")
    hall = ana.make_hall_in_the_directory("Diary", private=True)
    ana.say("dear diary")
    expect(ana.message(1)).to_be_visible()
    ana.sign_out()
    for back in range(4):
        ana.page.go_back()
        ana.page.wait_for_url(SIGN_IN)
        expect(ana.page.locator("input[name=password]")).to_be_visible()
        content = ana.page.content()
        assert not re.search("dear diary|Diary", content), back
    ana.page.goto(f"{ana.url}/h/{hall}")
    ana.page.wait_for_url(SIGN_IN)
    assert "Diary" not in ana.page.content()
