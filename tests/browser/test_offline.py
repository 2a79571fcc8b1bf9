"""What the page says while the server is out of reach, and that whoever reads and writes there is not disturbed by it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import BACK, LINE_CUT, Person
from tests.browser.stream import Place, Stream
from tests.rest import MESSAGES, Rest
from tests.server import Server

_BEAT = """() => {
  let last = performance.now(), longest = 0;
  const beat = () => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; };
  setInterval(beat, 50); window.__longest = () => { beat(); return longest; };
}"""
"""Measures for how long at most nothing of a page ran, in milliseconds."""
_OFFLINE = """() => {
  Object.defineProperty(navigator, "onLine", {value: false}); dispatchEvent(new Event("offline"));
}"""
"""Lets the browser say that it is offline, as where the machine has no network and the server is on it."""
_AHEAD = """() => {
  const all = [...document.querySelectorAll("link[rel=modulepreload]")];
  return all.length > 0 && all.every((one) => performance.getEntriesByName(one.href).length > 0);
}"""
"""Whether the code of the other pages is there."""
LONG = 420  # messages: the ring and several blocks before it
AT_ONCE = 2_000
DEAD = 20_000  # milliseconds until a page notices that its line is silently dead


def cut(reader: Person) -> Locator:
    return reader.page.locator(".banner.cut")


def back(reader: Person) -> Locator:
    return reader.page.locator(".banner.back")


def change(speaker: Rest, hall: int, first: int) -> None:
    """Edit one message, delete the next and react to the one after it."""
    speaker.edit(hall, first, "said otherwise")
    speaker.delete(hall, first + 1)
    speaker.react(hall, first + 2, "🎉")


def assert_changed(reader: Person, first: int) -> None:
    """What was changed stands there as it is now."""
    expect(reader.message(first).locator(".body")).to_have_text("said otherwise")
    expect(reader.message(first).locator(".edited")).to_be_attached()
    expect(reader.message(first + 1).locator(".gone")).to_be_attached()
    expect(reader.message(first + 2).locator(".chip")).to_contain_text("🎉")


def assert_only_the_banner(reader: Person) -> None:
    """The library's own toast is not there, seen or unseen."""
    assert reader.page.locator("[class*=sonner], [data-sonner-toaster], [data-sonner-toast]").count() == 0
    assert "Cannot connect" not in reader.page.content()


def test_offline_is_said_at_once_and_what_was_missed_is_there_when_it_is_over(person: People, member: Members) -> None:
    ana, tomas = person("Ana Núñez"), member("Tomás")
    hall = tomas.make_hall("Tunnel")
    ana.rest.join(hall)
    talk(tomas, hall, 3)
    ana.go_to(hall)
    ana.context.set_offline(True)
    expect(cut(ana)).to_be_visible(timeout=AT_ONCE)
    ana.say("from the tunnel")
    change(tomas, hall, 1)
    tomas.say(hall, "where are you?")
    tomas.say(hall, "hello?")
    expect(ana.pending()).to_have_count(1)
    expect(ana.page.locator("#stream :is(.edited, .gone, .chip)")).to_have_count(0)
    assert_only_the_banner(ana)
    ana.context.set_offline(False)
    expect(back(ana)).to_be_visible(timeout=AT_ONCE)
    for seq, words in enumerate(("where are you?", "hello?", "from the tunnel"), 4):
        expect(ana.message(seq).locator(".body")).to_have_text(words)
    assert_changed(ana, 1)
    expect(ana.page.locator(".banner")).to_have_count(0)
    assert_only_the_banner(ana)
    Line(ana.page)  # which stays open, and on which nothing is said
    ana.page.clock.install()
    ana.go_to(hall)
    for offline, banner in ((True, cut(ana)), (False, back(ana))):
        ana.context.set_offline(offline)
        expect(banner).to_be_visible(timeout=AT_ONCE)
    expect(ana.page.locator(".banner")).to_have_count(0)

    ana.page.clock.pause_at(ana.page.evaluate("() => Date.now() + 2000"))
    ana.page.evaluate(_OFFLINE)
    tomas.say(hall, "under way")
    expect(ana.message(7)).to_be_visible()
    expect(cut(ana)).to_be_visible()
    ana.page.clock.resume()
    expect(back(ana)).to_be_visible()
    ana.say("from the cellar")
    expect(ana.message(8)).to_contain_text("from the cellar")


def test_a_page_that_never_heard_the_server_says_so_and_goes_on_trying(person: People) -> None:
    ana, eva = person("Ana Núñez"), person("Eva", language="es-ES", signed_up=False)
    lines = [Line(one.page) for one in (ana, eva)]
    lines[0].refused = lines[1].silent = True
    for one in (ana, eva):
        one.page.goto(one.url if one is ana else f"{one.url}/sign-in")
    for one, words in ((ana, "There is no connection to HallChat yet."), (eva, "Todavía no hay conexión con HallChat.")):
        expect(cut(one)).to_contain_text(words)
        assert one.page.locator("h1").count() == 0
    lines[0].refused = False
    expect(ana.page.locator(".welcome")).to_be_visible()
    expect(ana.page.locator(".banner")).to_have_count(0)


def test_every_page_is_there_while_offline_though_it_was_never_opened(person: People) -> None:
    ana = person("Ana Núñez")
    hall = ana.rest.make_hall("Tunnel")
    page, line, title = ana.page, Line(ana.page), ana.page.locator("main h1")
    ana.expect_complaints(LINE_CUT)
    for first, ways in (
        ("/settings", {f".halls a[href='/h/{hall}']": "Tunnel", "a.home": "Welcome, Ana Núñez"}),
        (f"/h/{hall}", {".halls footer a": "Settings", "a.home": "Welcome, Ana Núñez", ".halls a[href='/h/1']": "General"}),
    ):
        page.goto(ana.url + first)
        expect(title).to_be_visible()
        page.wait_for_function(_AHEAD)
        line.cut()
        for way, name in ways.items():
            page.locator(way).click()
            expect(title).to_have_text(name)
        line.mend()


def test_what_needs_the_server_says_so_while_offline_and_does_not_happen_later(person: People) -> None:
    ana = person("Ana Núñez")
    hall = ana.rest.make_hall("Tunnel")
    page, keys, line = ana.page, ana.page.keyboard, Line(ana.page)
    ana.expect_complaints(LINE_CUT)
    ana.go_to(hall)
    ana.say("deletable")
    expect(ana.message(1)).to_be_visible()
    line.cut()
    expect(cut(ana)).to_be_visible()
    for button in (ana.message(1).locator(".edit"), page.locator("#members-button")):
        expect(button).to_have_attribute("aria-disabled", "true")
        button.dispatch_event("click")
    ana.open_directory()
    expect(page.locator("#directory .empty")).to_contain_text("offline")
    page.locator("#directory input[name=name]").fill("Never made")
    keys.press("Enter")
    keys.press("Escape")
    keys.press("Control+k")
    expect(page.locator("#switcher .empty")).to_contain_text("offline")
    page.locator("#switcher .line").filter(has_text="General").click()
    expect(page.locator("#switcher")).to_be_hidden()
    expect(page.locator("main h1")).to_have_text("General")
    page.locator(f".halls a[href='/h/{hall}']").click()
    expect(page.locator(f"#composer[data-hall='{hall}']")).to_be_visible()
    line.mend()
    ana.say("and back")
    expect(ana.message(2)).to_contain_text("and back", timeout=BACK)
    expect(page.locator("#members-button")).to_have_attribute("aria-disabled", "false")
    expect(page.locator(".panel, .message .gone, .bone")).to_have_count(0)
    assert "Never made" not in [one["name"] for one in ana.rest.halls()]


def test_a_line_that_is_silently_dead_is_noticed(person: People, member: Members, server: Server) -> None:
    ana, tomas = person("Ana Núñez"), member("Tomás")
    hall = tomas.make_hall("Deep freeze")
    ana.rest.join(hall)
    ana.go_to(hall)
    with server.frozen():
        expect(cut(ana)).to_be_visible(timeout=DEAD)
        ana.say("into the void")
        expect(ana.pending()).to_have_count(1)
        assert_only_the_banner(ana)
    expect(back(ana)).to_be_visible()
    expect(ana.message(1)).to_contain_text("into the void")
    tomas.say(hall, "it thaws")
    expect(ana.message(2)).to_contain_text("it thaws")
    expect(ana.page.locator(".banner")).to_have_count(0)


@contextmanager
def asleep(page: Page) -> Iterator[None]:
    """Let nothing of a page run inside the block, as while the machine sleeps, though others live on."""
    page.evaluate(_BEAT)
    session = page.context.new_cdp_session(page)
    session.send("Debugger.enable")
    session.send("Debugger.pause")
    begun = time.monotonic()
    yield
    slept = time.monotonic() - begun
    session.send("Debugger.disable")
    assert page.evaluate("() => window.__longest()") > 900 * slept


def talk(speaker: Rest, hall: int, count: int) -> None:
    for number in range(count):
        speaker.say(hall, MESSAGES[number % len(MESSAGES)])


def read_far_up(reader: Person, hall: int) -> None:
    """Go far up in the history, with something begun in the box and in the panel."""
    reader.go_to(hall)
    page = reader.page
    page.locator("#stream").hover()
    eventually(page, lambda: page.mouse.wheel(0, -900) or reader.message(60).is_visible(), "several blocks are loaded", 30)
    page.fill("#composer", "half a thought\nand its other half")
    page.locator(".people").click()
    page.fill("#invite", "half a name")


def assert_undisturbed(reader: Person, last: int) -> None:
    """All up to the last message came, and nothing that was begun went."""
    expect(reader.message(last)).to_be_attached(timeout=BACK)
    expect(cut(reader)).to_have_count(0)
    expect(reader.page.locator(".to-end.news")).to_be_visible()
    expect(reader.page.locator("#composer")).to_have_value("half a thought\nand its other half")
    expect(reader.page.locator("#invite")).to_have_value("half a name")
    expect(reader.page.locator(".panel li")).to_have_count(2)


def test_the_place_far_up_in_the_history_survives_a_cut_a_restart_and_a_sleep(
    person: People, member: Members, server: Server
) -> None:
    ana, tomas = person("Ana Núñez"), member("Tomás")
    line, hall = Line(ana.page), tomas.make_hall("Archive")
    ana.rest.join(hall)
    talk(tomas, hall, LONG)
    ana.expect_complaints(LINE_CUT)
    read_far_up(ana, hall)
    place, stream = Place(ana.page), Stream(ana.page)

    line.cut()
    expect(cut(ana)).to_be_visible()
    for first in (62, 120):  # in sight, and in a block further down
        change(tomas, hall, first)
    talk(tomas, hall, 140)  # more than the ring holds
    expect(ana.page.locator("#stream :is(.edited, .gone, .chip)")).to_have_count(0)
    line.mend()
    assert_undisturbed(ana, LONG + 140)
    for first in (62, 120):
        assert_changed(ana, first)
    place.assert_kept()

    server.kill()
    expect(cut(ana)).to_be_visible()
    server.start()
    tomas.say(hall, "after the restart")
    assert_undisturbed(ana, LONG + 141)
    place.assert_kept()

    with asleep(ana.page):
        server.kill()
        server.start()
        tomas.say(hall, "while you slept")
    assert_undisturbed(ana, LONG + 142)
    place.assert_kept()
    stream.assert_in_order()
