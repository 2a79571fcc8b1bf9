"""What the owner of a hall does in its panel, and what the others see of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Members, People
from tests.browser.person import DONE, Person

Pair = tuple[Person, Person, int]


def panel(one: Person) -> Locator:
    """Return the panel, open."""
    found = one.page.locator(".panel")
    if not found.is_visible():
        one.page.locator(".people").click()
    expect(found.locator("li").first).to_be_visible()
    return found


def entry(one: Person, hall: int) -> Locator:
    return one.page.locator(f".halls a[href='/h/{hall}']")


def about(owner: Person, other: Person) -> Locator:
    """Return what the panel says of another member."""
    return panel(owner).locator("li").filter(has_text=f"@{other.username}")


def act(owner: Person, other: Person, what: str) -> None:
    """Do something with another member."""
    about(owner, other).locator("summary").click()
    about(owner, other).get_by_role("button", name=what).click()


def settings(one: Person) -> Locator:
    return panel(one).locator("form").filter(has=one.page.locator("input[name=topic]"))


def leave(one: Person) -> None:
    """Leave the hall."""
    panel(one).get_by_role("button", name="Leave this hall").click()


@pytest.fixture
def hall_of_two(person: People) -> Callable[[str], Pair]:
    """Make a hall that Ana owns and Bob is in, both looking at it."""

    def make(name: str) -> Pair:
        ana, bob = person("Ana"), person("Bob")
        hall = ana.make_hall(name)
        bob.rest.join(hall)
        bob.go_to(hall)
        return ana, bob, hall

    return make


def test_a_hall_is_renamed_and_its_topic_set_and_only_the_owner_can(hall_of_two: Callable[[str], Pair]) -> None:
    ana, bob, hall = hall_of_two("Working title")
    settings(ana).locator("input[name=name]").fill("L'atelier  工房")  # two spaces, which a document's name tells as one
    settings(ana).locator("input[name=topic]").fill("Tools & <glue>")
    settings(ana).locator("button[type=submit]").click()
    for reader in (ana, bob):
        expect(reader.page.locator(".conversation h1")).to_have_text("L'atelier  工房")
        expect(reader.page.locator(".conversation header p")).to_have_text("Tools & <glue>")
        expect(entry(reader, hall)).to_contain_text("L'atelier  工房")
    expect(bob.page).to_have_title("L'atelier  工房 · HallChat")
    expect(panel(bob).locator("input[name=topic]")).to_have_count(0)
    ana.page.reload()
    expect(ana.page.locator(".conversation header p")).to_have_text("Tools & <glue>")


def test_a_refused_name_says_why_and_stays_typed(hall_of_two: Callable[[str], Pair]) -> None:
    ana, _, _ = hall_of_two("Good name")
    form = settings(ana)
    form.locator("input[name=name]").fill("   ")
    form.locator("input[name=topic]").fill("a topic that took long to write")
    form.locator("button[type=submit]").click()
    expect(ana.page.locator(".notice")).to_contain_text("1 to 80 characters")
    expect(form.locator("input[name=name]")).to_have_value("   ")
    expect(form.locator("input[name=topic]")).to_have_value("a topic that took long to write")
    expect(ana.page.locator(".conversation h1")).to_have_text("Good name")


def test_an_archived_hall_is_read_by_all_and_written_by_nobody_until_it_is_brought_back(
    hall_of_two: Callable[[str], Pair],
) -> None:
    ana, bob, hall = hall_of_two("Season one")
    bob.say("the last word")
    expect(ana.message(1)).to_be_visible()
    bob.rest.react(hall, 1, "🎉")
    settings(ana).get_by_role("button", name="Archive").click()
    for reader in (ana, bob):
        expect(reader.page.locator(".archived-note")).to_be_visible()
        expect(reader.page.locator("#composer")).to_have_count(0)
        expect(reader.message(1)).to_contain_text("the last word")
    chip = ana.message(1).locator(".chip")
    expect(chip).to_have_attribute("aria-disabled", "true")
    expect(chip).to_have_css("opacity", "1")
    chip.hover()
    expect(chip.locator(".tip")).to_be_visible()
    ana.page.mouse.move(0, 0)
    chip.focus()
    ana.page.keyboard.press("Enter")
    expect(chip.locator(".tip")).to_have_text("🎉Bob")
    expect(panel(ana).locator("input[name=username]")).to_have_count(0)
    expect(settings(ana).locator("input[name=topic]")).not_to_be_editable()
    settings(ana).locator("input[name=topic]").press("Enter")
    expect(ana.page.locator("[role=alert] > .notice")).to_have_count(0)
    settings(ana).get_by_role("button", name="Bring it back").click()
    expect(ana.page.locator(".archived-note")).to_have_count(0)
    expect(panel(ana).locator("input[name=username]")).to_be_visible()
    chip.click()
    expect(chip).to_have_accessible_name("🎉, 2: Bob and you")
    bob.say("one more")
    expect(ana.message(2)).to_contain_text("one more")


def test_an_unknown_name_is_not_invited_and_stays_typed_until_it_is_right(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall = ana.make_hall("Invited", private=True)
    field = panel(ana).locator("input[name=username]")
    field.fill("bob.who.is.not")
    field.press("Enter")
    expect(ana.page.locator(".notice")).to_have_text("There is nobody called bob.who.is.not here. Check the spelling.")
    expect(field).to_have_value("bob.who.is.not")
    expect(panel(ana).locator("li")).to_have_count(1)
    expect(entry(bob, hall)).to_have_count(0)
    field.fill(bob.username.upper())
    field.press("Enter")
    expect(entry(bob, hall)).to_be_visible()
    expect(about(ana, bob)).to_be_visible()
    expect(field).to_have_value("")
    expect(ana.page.locator(".notice")).to_have_count(0)


def test_a_member_who_is_removed_is_told_and_reads_no_more_until_it_is_undone(hall_of_two: Callable[[str], Pair]) -> None:
    ana, bob, hall = hall_of_two("Closed circle")
    ana.say("for our eyes")
    expect(bob.message(1)).to_be_visible()
    act(ana, bob, "Remove")
    expect(bob.page.locator(".conversation .card h1")).to_have_text("You are no longer in this hall")
    expect(bob.messages()).to_have_count(0)
    expect(entry(bob, hall)).to_have_count(0)
    expect(about(ana, bob)).to_have_count(0)
    ana.page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(bob.message(1)).to_contain_text("for our eyes")
    expect(entry(bob, hall)).to_be_visible()
    ana.say("welcome back")
    expect(bob.message(2)).to_be_visible()


def test_a_moderator_deletes_what_others_said_until_that_is_taken_back(
    hall_of_two: Callable[[str], Pair], member: Members
) -> None:
    ana, bob, hall = hall_of_two("Watch")
    member("Abel").join(hall)  # he stands before Bob, but after moderators
    ana.say("one too many")
    expect(bob.message(1)).to_be_visible()
    act(ana, bob, "Make moderator")
    for reader in (ana, bob):
        expect(about(reader, bob).locator(".role")).to_have_text("Moderator")
    expect(about(ana, bob).locator("summary")).to_be_focused()
    expect(about(ana, bob).locator("details[open]")).to_have_count(0)
    bob.message(1).hover()
    bob.message(1).locator(".more").click()
    bob.page.locator("#menu .delete").click()
    expect(ana.message(1).locator(".gone")).to_be_visible()
    act(ana, bob, "Make ordinary member")
    expect(about(ana, bob).locator(".role")).to_have_count(0)
    expect(about(ana, bob).locator("summary")).to_be_focused()
    expect(about(bob, bob).locator(".role")).to_have_count(0)
    ana.say("two")
    bob.message(2).hover()
    bob.message(2).locator(".more").click()
    expect(bob.page.locator("#menu .copy")).to_be_visible()
    expect(bob.page.locator("#menu .delete")).to_be_hidden()


def test_another_owner_is_named_and_the_old_one_may_no_longer_rename(hall_of_two: Callable[[str], Pair]) -> None:
    ana, bob, _ = hall_of_two("Regency")
    expect(panel(bob).locator("input[name=topic]")).to_have_count(0)
    act(ana, bob, "Make owner")
    expect(ana.page.locator(".notice")).to_contain_text("becomes the owner of Regency.")
    expect(panel(bob).locator("input[name=topic]")).to_be_visible(timeout=DONE)
    expect(panel(ana).locator("input[name=topic]")).to_have_count(0)
    for reader in (ana, bob):
        expect(about(reader, bob).locator(".role")).to_be_visible()
        expect(about(reader, ana).locator(".role")).to_have_count(0)


def test_an_owner_leaves_only_after_naming_another(hall_of_two: Callable[[str], Pair]) -> None:
    ana, bob, hall = hall_of_two("Succession")
    leave(ana)
    expect(ana.page.locator(".notice")).to_have_text("You own this hall. Name another owner before you leave.")
    expect(entry(ana, hall)).to_be_visible()
    act(ana, bob, "Make owner")
    expect(ana.page.locator(".notice")).to_contain_text("becomes the owner")
    leave(ana)  # which is going on, so the other was meant
    ana.page.wait_for_url(f"{ana.url}/")
    expect(panel(bob).locator("input[name=topic]")).to_be_visible()
    expect(entry(ana, hall)).to_have_count(0, timeout=DONE)
    expect(about(bob, ana)).to_have_count(0)


def test_an_owner_who_is_alone_may_leave(person: People) -> None:
    ana = person("Ana")
    hall = ana.make_hall("Hermitage")
    leave(ana)
    ana.page.wait_for_url(f"{ana.url}/")
    expect(entry(ana, hall)).to_have_count(0, timeout=DONE)
