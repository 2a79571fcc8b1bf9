"""Others: who is typing, in both languages and without anything moving; and who is there, by more than a colour."""

from playwright.sync_api import Locator, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import People
from tests.browser.person import Person

FIVE_MINUTES_ON = """() => {
  const {now} = Date, hidden = (so) => Object.defineProperty(document, "visibilityState", {value: so, configurable: true});
  Date.now = () => now() + 301_000; hidden("hidden"); document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));
  Date.now = now; delete document.visibilityState;
}"""
"""The page is out of sight, and five minutes have passed; without time going by for anything else."""


def top_of_box(one: Person) -> float:
    return one.page.locator(".box").evaluate("(box) => box.getBoundingClientRect().top")


def goes_on(line: Locator, words: str, *typing: Person) -> None:
    """Expect a line while people type: a while after their last key they are not said to."""

    def said() -> bool:
        for one in typing:
            one.page.locator("#composer").press("o")
        return line.inner_text() == words

    eventually(line.page, said, words)


def test_who_types_is_seen_by_the_others_until_they_send_and_nothing_moves(person: People) -> None:
    ana, bob, cleo, dora = (
        person(name, language="es-ES" if name == "Bob" else "en-US") for name in ("Ana", "Bob", "Cleo", "Dora")
    )
    hall = ana.make_hall("Typing")
    for one in (bob, cleo, dora):
        one.rest.join(hall)
        one.go_to(hall)
    lines = {one: one.page.locator(".typing") for one in (ana, bob, cleo)}
    place = top_of_box(bob)
    ana.page.locator("#composer").press_sequentially("I say")
    expect(lines[bob]).to_have_text("Ana está escribiendo")
    expect(lines[cleo]).to_have_text("Ana is typing")
    assert top_of_box(bob) == place
    goes_on(lines[bob], "Ana y Cleo están escribiendo", ana, cleo)
    goes_on(lines[bob], "Ana y 2 personas más están escribiendo", ana, cleo, dora)
    bob.page.locator("#composer").press_sequentially("And I")
    goes_on(dora.page.locator(".typing"), "Ana and 2 others are typing", ana, cleo, bob)
    for gone in (bob, dora):
        gone.page.reload()
    goes_on(lines[ana], "Cleo is typing", cleo)
    ana.page.locator("#composer").press("Enter")
    expect(bob.message(1)).to_contain_text("I say")
    goes_on(lines[bob], "Cleo está escribiendo", cleo)
    said = cleo.page.locator("#composer").input_value()
    cleo.page.reload()
    expect(cleo.page.locator("#composer")).to_have_value(said)  # a draft that comes back is no typing
    expect(lines[bob]).to_have_text("")
    expect(lines[ana]).to_have_text("")


def test_the_panel_shows_who_is_online_and_who_is_away(person: People) -> None:
    ana, bob = person("Ana"), person("Bob")
    hall = ana.make_hall("Present")
    bob.rest.join(hall)
    ana.page.locator(".people").click()
    members = ana.page.locator(".panel li")
    expect(members).to_have_count(2)
    for place in (0, 1):
        expect(members.nth(place).get_by_role("img", name="online")).to_be_visible()
    expect(ana.page.locator(".panel header")).to_contain_text("2 are here")
    members.nth(1).locator(".face").click()
    card = ana.page.get_by_role("dialog", name="Who this is")
    expect(card.get_by_role("img", name="online")).to_be_visible()
    bob.page.evaluate(FIVE_MINUTES_ON)
    expect(card.get_by_role("img", name="away")).to_be_visible()
    ana.page.keyboard.press("Escape")
    expect(members.nth(1).get_by_role("img", name="away")).to_be_visible()
    bob.page.keyboard.press("Shift")
    expect(members.nth(1).get_by_role("img", name="online")).to_be_visible()
