"""What changes is seen at once: in the other tab, in the list of halls, in the panel, and far back in the history."""

from playwright.sync_api import Locator, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.browser.person import DONE, LINE_CUT, Person
from tests.browser.stream import at_end, top_row
from tests.rest import MESSAGES


def badge(reader: Person, hall: int) -> Locator:
    return reader.page.locator(f".halls a[href='/h/{hall}'] .badge")


def test_two_tabs_of_one_person_show_the_same(person: People) -> None:
    ana = person("Ana")
    hall = ana.make_hall("Mirror")
    other = ana.context.new_page()
    ana.go_to(hall, other)
    for seq, text in enumerate(MESSAGES[:4], 1):
        ana.page.bring_to_front()
        ana.say(text)
        for page in (ana.page, other):
            expect(ana.message(seq, page)).to_be_visible()
    assert ana.seqs() == ana.seqs(other) == [1, 2, 3, 4]


def test_unread_counts_are_live_and_reading_in_one_tab_clears_them_in_the_other(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall, elsewhere = ana.make_hall("Busy"), ana.make_hall("Quiet")
    tomas.join(hall)
    for text in MESSAGES[:3]:
        tomas.say(hall, text)
    expect(badge(ana, hall)).to_have_text("3")
    expect(badge(ana, elsewhere)).to_have_count(0)
    tomas.say(hall, "and one more")
    expect(badge(ana, hall)).to_have_text("4")
    other = ana.context.new_page()
    ana.go_to(hall, other)
    expect(badge(ana, hall)).to_have_count(0)
    ana.page.reload()
    expect(ana.page.locator(".halls .hall").first).to_be_visible()
    expect(badge(ana, hall)).to_have_count(0)


def test_what_stands_before_the_eyes_is_not_unread_even_before_the_server_knows(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    ana.expect_complaints(LINE_CUT)
    hall, line = ana.make_hall("Seen"), Line(ana.page)
    tomas.join(hall)
    for number in range(30):
        tomas.say(hall, f"{number}")
    ana.go_to(hall)
    ana.message(1).scroll_into_view_if_needed()
    expect(ana.page.locator(".to-end")).to_be_visible()

    def unread() -> bool:
        tomas.say(hall, "down here!")  # again, as long as the server takes Ana to look at the end
        return badge(ana, hall).is_visible()

    eventually(ana.page, unread, "an unread message")
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    ana.page.locator(".to-end").click()
    expect(badge(ana, hall)).to_have_count(0)


def test_what_is_read_stays_read_for_the_server_too(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = ana.make_hall("Read me")
    tomas.join(hall)
    tomas.say(hall, "seen at once, because Ana looks at the end")
    expect(ana.message(1)).to_be_in_viewport()
    unread = lambda: next(one["unread"] for one in ana.rest.halls() if one["id"] == hall)  # noqa: E731
    eventually(ana.page, lambda: unread() == 0, "the read mark is stored")


def test_scrolled_up_the_place_is_kept_and_new_messages_are_announced(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = ana.make_hall("Tower")
    tomas.join(hall)
    for text in MESSAGES[:40]:
        tomas.say(hall, text)
    expect(ana.message(40)).to_be_in_viewport()
    ana.message(10).scroll_into_view_if_needed()
    expect(ana.page.locator(".to-end")).to_be_visible()
    expect(ana.page.locator(".to-end.news")).to_have_count(0)
    place = top_row(ana.page)
    tomas.say(hall, "down here!")
    expect(ana.page.locator(".to-end.news")).to_be_visible()
    expect(ana.message(41)).to_be_attached()
    assert top_row(ana.page) == place
    ana.page.locator(".to-end").click()
    expect(ana.message(41)).to_be_in_viewport()
    eventually(ana.page, lambda: at_end(ana.page), "the end is reached")
    expect(ana.page.locator(".to-end")).to_have_count(0)


def test_a_deletion_leaves_a_tombstone_in_every_open_page(person: People, member: Members) -> None:
    ana, bob, tomas = person("Ana"), person("Bob"), member("Tomás")
    hall = ana.make_hall("Regrets")
    for one in (bob.rest, tomas):
        one.join(hall)
    bob.go_to(hall)
    ana.say("I should not have said this")
    expect(bob.message(1)).to_contain_text("should not")
    ana.choose_for(1, "delete")
    for reader in (ana, bob):
        expect(reader.message(1).locator(".gone")).to_be_visible()
        expect(reader.message(1)).not_to_contain_text("should not")
    expect(bob.page.locator("#stream .actions")).to_have_count(0)


def test_a_deletion_reaches_a_loaded_older_page(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = ana.make_hall("Old regrets")
    tomas.join(hall)
    for number in range(200):
        tomas.say(hall, MESSAGES[number % len(MESSAGES)])
    expect(ana.message(200)).to_be_visible()
    ana.page.locator("#stream").hover()
    eventually(ana.page, lambda: ana.page.mouse.wheel(0, -900) or ana.message(3).is_visible(), "the beginning is loaded", 30)
    neighbour = ana.message(4).inner_text()
    tomas.delete(hall, 3)
    expect(ana.message(3).locator(".gone")).to_be_visible()
    assert ana.message(4).inner_text() == neighbour
    assert ana.seqs() == list(range(1, 201))


def test_the_panel_of_members_is_live(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = ana.make_hall("Club")
    ana.page.locator(".people").click()
    panel = ana.page.locator(".panel")
    expect(panel.locator("li")).to_have_count(1)
    tomas.join(hall)
    expect(panel.locator("li")).to_have_count(2)
    expect(ana.page.locator(".people")).to_contain_text("2")
    panel.locator("input[name=username]").fill("nobody.of.that.name")
    panel.locator("input[name=username]").press("Enter")
    expect(ana.page.locator(".notice")).to_contain_text("nobody.of.that.name")
    ana.rest.remove(hall, tomas.id)
    expect(panel.locator("li")).to_have_count(1)
    expect(ana.page.locator(".people")).to_contain_text("1")


def test_renaming_and_archiving_are_live(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall = ana.make_hall("Working title", "none yet")
    bob.rest.join(hall)
    ana.rest.say(hall, "before")
    bob.go_to(hall)
    ana.page.locator(".people").click()
    form = ana.page.locator(".panel form").filter(has=ana.page.locator("input[name=topic]"))
    form.locator("input[name=name]").fill("Final title")
    form.locator("input[name=topic]").fill("everything else")
    form.locator("button[type=submit]").click()
    for reader in (ana, bob):
        expect(reader.page.locator(".conversation h1")).to_have_text("Final title")
        expect(reader.page.locator(".conversation header p")).to_have_text("everything else")
        expect(reader.page.locator(f".halls a[href='/h/{hall}'] .name")).to_have_text("Final title")
    ana.rest.change(hall, archived=True)
    for reader in (ana, bob):
        expect(reader.page.locator(".archived-note")).to_be_visible()
        expect(reader.page.locator("#composer")).to_have_count(0)
    ana.message(1).hover()
    expect(ana.message(1).locator(".actions .icon:visible")).to_have_count(1)  # what would be refused is not offered
    ana.message(1).locator(".more").click()
    expect(ana.page.locator("#menu [role=menuitem]:visible").last).to_have_class("line unread-from")
    ana.page.keyboard.press("Escape")
    ana.rest.change(hall, archived=False)
    expect(bob.page.locator("#composer")).to_be_visible()


def test_being_invited_and_leaving_change_the_list(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall = ana.make_hall("By invitation", private=True)
    ana.page.locator(".people").click()
    ana.page.locator(".panel input[name=username]").fill(bob.username)
    ana.page.locator(".panel input[name=username]").press("Enter")
    entry = bob.page.locator(f".halls a[href='/h/{hall}']")
    entry.click()
    bob.arrived("By invitation")
    bob.page.locator(".people").click()
    bob.page.locator(".panel .leave button").click()
    expect(entry).to_have_count(0, timeout=DONE)
    expect(ana.page.locator(".panel li")).to_have_count(1)
