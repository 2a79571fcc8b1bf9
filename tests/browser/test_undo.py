"""Undo in place of a question: it brings back what was done, and what waits is done without the page."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.browser.person import DONE, Person

PASSES = "(one) => one.getAnimations().find((each) => each.animationName === 'pass').playState"
"""Whether the time runs after which a notice goes."""


def undo(one: Person) -> Locator:
    return one.page.locator(".notice").get_by_role("button", name="Undo")


def entry(one: Person, hall: int) -> Locator:
    return one.page.locator(f".halls a[href='/h/{hall}']")


def two(person: People, name: str) -> tuple[Person, Person, int]:
    """Let two people look at a hall that one of them made."""
    ana, bob = person("Ana"), person("Bob")
    hall = ana.make_hall(name)
    bob.rest.join(hall)
    bob.go_to(hall)
    return ana, bob, hall


def leave(one: Person) -> None:
    one.page.locator(".people").click()
    one.page.get_by_role("button", name="Leave this hall").click()
    one.page.wait_for_url(f"{one.url}/")
    expect(one.page.locator(".notice")).to_contain_text("You are leaving")


def test_a_deleted_message_comes_back_in_every_page_and_the_offer_passes(person: People) -> None:
    ana, bob, _ = two(person, "Second thoughts")
    ana.say("meant after all")
    ana.say("not meant")
    for reader in (ana, bob):
        expect(reader.message(2)).to_be_visible()
    ana.page.evaluate("() => document.querySelectorAll('[role=status]').forEach((one) => { one.dataset.stood = ''; })")
    for seq in (1, 2):
        ana.choose_for(seq, "delete")
        expect(ana.page.locator("[data-stood] > .notice")).to_be_visible()  # what is put into it is announced
        for reader in (ana, bob):
            expect(reader.message(seq).locator(".gone")).to_be_visible()
        if seq == 1:
            undo(ana).click()
            for reader in (ana, bob):
                expect(reader.message(1)).to_contain_text("meant after all")
            expect(ana.page.locator(".notice")).to_have_count(0)
    passing = ana.page.locator(".notice")
    for holds, lets_go in ((undo(ana).focus, ana.page.locator("#composer").focus), (passing.hover, ana.message(1).hover)):
        holds()
        expect(undo(ana)).to_be_visible()
        assert passing.evaluate(PASSES) == "paused"
        lets_go()
        assert passing.evaluate(PASSES) == "running"
    expect(passing).to_be_hidden(timeout=DONE)
    expect(bob.message(2).locator(".gone")).to_be_visible()


def test_who_undoes_leaving_is_back_in_the_hall(person: People) -> None:
    _, bob, hall = two(person, "Revolving door")
    leave(bob)
    undo(bob).click()
    bob.arrived("Revolving door")
    expect(bob.page.locator(".notice")).to_have_count(0)
    bob.say("still here")
    expect(bob.message(1)).to_contain_text("still here")
    assert hall in [one["id"] for one in bob.rest.halls() if one["member"]]


def test_who_leaves_and_closes_the_page_has_left(person: People) -> None:
    ana, bob, _ = two(person, "French leave")
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(2)
    leave(bob)
    bob.page.close()
    expect(ana.page.locator(".panel li")).to_have_count(1, timeout=DONE)


def test_a_removed_member_is_brought_back(person: People) -> None:
    ana, bob, hall = two(person, "Mistaken identity")
    ana.page.locator(".people").click()
    entry_of_bob = ana.page.locator(".panel li").filter(has_text=f"@{bob.username}")
    entry_of_bob.locator("summary").click()
    entry_of_bob.get_by_role("button", name="Remove").click()
    expect(entry(bob, hall)).to_have_count(0)
    undo(ana).click()
    expect(entry(bob, hall)).to_be_visible()
