"""Everything by keyboard alone, from signing up to signing out, with the focus always somewhere in sight."""

from playwright.sync_api import expect

from tests.browser import by_keyboard
from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.focus import assert_kept, tab_to
from tests.browser.person import SIGN_IN, Person
from tests.rest import PASSWORD, Rest


def test_everything_is_done_by_keyboard_alone(person: People, member: Members) -> None:
    ana, tomas = person("Ana", signed_up=False), member("Tomás")
    theirs = [tomas.make_hall(name) for name in ("Spinet", "Virginal", "Harpsichord", "Clavichord")][-1]
    _signs_up(ana)
    _finds_halls(ana, theirs)
    _makes_a_hall(ana)
    _writes(ana)
    _goes_through_messages(ana)
    _uses_their_menu(ana)
    _runs_the_hall(ana, tomas)
    by_keyboard.calls_somebody(ana, tomas)
    by_keyboard.edits_reacts_and_marks_unread(ana, tomas)
    by_keyboard.searches_and_jumps_to_a_date(ana)
    by_keyboard.writes_directly(ana, tomas)
    by_keyboard.leaves_a_hall(ana, "Clavichord")
    _chooses_looks(ana)
    _goes_from_hall_to_hall(ana)
    _signs_out_and_in(ana)


def _signs_up(ana: Person) -> None:
    ana.page.goto(f"{ana.url}/sign-up")
    expect(ana.page.locator("input[name=username]")).to_be_focused()
    for words in (ana.username, ana.name, PASSWORD):
        ana.page.keyboard.type(words)
        ana.page.keyboard.press("Enter" if words == PASSWORD else "Tab")
    ana.page.wait_for_url(f"{ana.url}/")


def _finds_halls(ana: Person, theirs: int) -> None:
    suggested = ana.page.locator(".welcome .found button").first
    expect(suggested).to_be_visible()
    name = ana.page.locator(".welcome .found bdi").first.inner_text()
    tab_to(suggested)
    ana.page.keyboard.press("Enter")
    ana.arrived(name)
    expect(ana.page.locator("#composer")).to_be_focused()
    if name != "Clavichord":
        by_keyboard.jump(ana, "clavich")
    assert ana.arrived("Clavichord") == theirs
    expect(ana.page.locator("#composer")).to_be_focused()


def _makes_a_hall(ana: Person) -> None:
    by_keyboard.jump(ana, "find or make")
    expect(ana.page.locator("#directory input[type=search]")).to_be_focused()
    expect(ana.page.locator("#directory li button").first).to_be_visible()
    tab_to(ana.page.locator("#directory li button").first, most=1)
    ana.page.keyboard.press("End")
    expect(ana.page.locator("#directory li button").last).to_be_focused()
    ana.page.keyboard.type("clavich")
    expect(ana.page.locator("#directory input[type=search]")).to_have_value("clavich")
    expect(ana.page.locator("#directory li")).to_have_count(0)  # she is in it
    ana.page.keyboard.press("Control+a")
    ana.page.keyboard.press("Delete")
    expect(ana.page.locator("#directory li button").first).to_be_visible()
    ana.page.keyboard.press("ArrowDown")
    expect(ana.page.locator("#directory li button").first).to_be_focused()
    tab_to(ana.page.locator("#directory input[name=name]"), most=1)
    ana.page.keyboard.type("Made by hand")
    ana.page.keyboard.press("Enter")
    ana.arrived("Made by hand")
    expect(ana.page.locator("#composer")).to_be_focused()


def _writes(ana: Person) -> None:
    keys, box = ana.page.keyboard, ana.page.locator("#composer")
    keys.type("without")
    keys.press("Shift+Enter")
    keys.type("a mouse")
    keys.press("Enter")
    expect(ana.message(1)).to_contain_text("without\na mouse", use_inner_text=True)
    expect(box).to_be_focused()
    keys.type("by the button: https://example.org/")
    tab_to(ana.page.locator(".send"), most=2)
    keys.press("Space")
    expect(ana.message(2)).to_contain_text("by the button")
    expect(box).to_be_focused()


def _goes_through_messages(ana: Person) -> None:
    keys, first, second = ana.page.keyboard, ana.message(1), ana.message(2)
    tab_to(ana.page.locator("#stream"), back=True, most=5)
    expect(second.locator(".actions")).to_be_hidden()
    for key, message in (("ArrowUp", second), ("ArrowUp", first), ("ArrowDown", second), ("Home", first), ("End", second)):
        keys.press(key)
        expect(message.locator(".message")).to_be_focused()
        expect(message.locator(".actions")).to_be_visible()
    for action, begun, box in ((".reply", ".replying", "#composer"), (".edit", "#editing", "#editing")):
        tab_to(second.locator(f".actions {action}"), most=4)
        keys.press("Enter")
        expect(ana.page.locator(begun)).to_contain_text("by the button")
        expect(ana.page.locator(box)).to_be_focused()
        keys.press("Escape")
        expect(ana.page.locator(begun)).to_have_count(0)
        expect(ana.page.locator("#composer")).to_be_focused()
        tab_to(ana.page.locator("#stream"), back=True, most=8)
        keys.press("End")


def _uses_their_menu(ana: Person) -> None:
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keys, second, menu = ana.page.keyboard, ana.message(2), ana.page.locator("#menu")
    more = second.locator(".more")
    tab_to(more, most=5)
    keys.press("Space")
    expect(menu.locator(".copy")).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "true")
    keys.press("Escape")
    expect(menu).to_be_hidden()
    expect(more).to_be_focused()
    keys.press("Enter")
    expect(menu.locator(".copy")).to_be_focused()
    keys.press("Enter")
    expect(more).to_be_focused()
    eventually(ana.page, lambda: ana.copied() == "by the button: https://example.org/", "it is copied")
    keys.press("Enter")
    expect(menu.locator(".copy")).to_be_focused()
    keys.press("ArrowDown")
    expect(menu.locator(".copy-link")).to_be_focused()
    keys.press("End")
    expect(menu.locator(".delete")).to_be_focused()
    keys.press("Enter")
    expect(second.locator(".gone")).to_be_visible()
    expect(second.locator(".message")).to_be_focused()
    expect(ana.page.locator(".notice .link")).to_be_visible()
    keys.press("Control+z")
    expect(second).to_contain_text("by the button")
    expect(second.locator(".message")).to_be_focused()


def _runs_the_hall(ana: Person, tomas: Rest) -> None:
    keys, panel, opener = ana.page.keyboard, ana.page.locator(".panel"), ana.page.locator(".people")
    tab_to(opener, back=True, most=6)
    keys.press("Enter")
    expect(panel.locator("header button")).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")
    tab_to(panel.locator("#invite"))
    keys.type(tomas.username)
    keys.press("Enter")
    expect(panel.locator("li")).to_have_count(2)
    expect(panel.locator("#invite")).to_be_focused()
    tab_to(panel.locator("summary"), back=True)
    keys.press("Enter")
    expect(panel.get_by_role("button", name="Make moderator")).to_be_visible()
    tab_to(panel.get_by_role("button", name="Remove"), most=3)
    keys.press("Enter")
    expect(panel.locator("li")).to_have_count(1)
    expect(panel).to_be_focused()
    expect(ana.page.locator(".notice .link")).to_be_visible()
    keys.press("Control+z")
    expect(panel.locator("li")).to_have_count(2)
    tab_to(panel.locator("input[name=topic]"))
    keys.type("Black and white")
    keys.press("Enter")
    expect(ana.page.locator(".conversation header p")).to_have_text("Black and white")
    assert_kept(ana.page)
    keys.press("Escape")
    expect(panel).to_have_count(0)
    expect(opener).to_be_focused()
    keys.press("Escape")
    expect(ana.page.locator("#composer")).to_be_focused()


def _chooses_looks(ana: Person) -> None:
    page, keys = ana.page, ana.page.keyboard
    by_keyboard.jump(ana, "settings")
    expect(page.locator("main")).to_be_focused()
    tab_to(page.locator("input[name=theme][value=system]"), most=3)
    keys.press("ArrowLeft")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    expect(page.locator("input[name=theme][value=dark]")).to_be_focused()
    tab_to(page.locator("select.language"), most=5)
    keys.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("select.language")).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("input[name=density]").first).to_be_focused()
    _turns_single_keys_off(ana)


def _turns_single_keys_off(ana: Person) -> None:
    page, keys, sheet = ana.page, ana.page.keyboard, ana.page.locator("#shortcuts")
    tab_to(page.locator("input[name=keys]").first, most=2)
    keys.press("ArrowRight")
    expect(page.locator("input[name=keys][value=off]")).to_be_checked()
    keys.press("?")
    expect(sheet).to_be_hidden()
    by_keyboard.jump(ana, "atajos")
    expect(sheet.locator("dd small")).to_have_text(["Desactivados"] * 2)
    keys.press("Escape")
    keys.press("ArrowLeft")
    keys.press("?")
    expect(sheet.locator("dd small")).to_have_count(0)
    expect(sheet).to_be_visible()
    keys.press("Escape")


def _goes_from_hall_to_hall(ana: Person) -> None:
    halls = ana.page.locator(".halls .hall .name").all_inner_texts()
    first, second, before_last, last = *halls[:2], *halls[-2:]
    for step, name in (("Down", first), ("Down", second), ("Up", first), ("Up", last), ("Up", before_last), ("Down", last)):
        ana.page.keyboard.press(f"Alt+Arrow{step}")
        ana.arrived(name)
        expect(ana.page.locator("#composer")).to_be_focused()
    for name in reversed(halls[halls.index("Made by hand") : -1]):
        ana.page.keyboard.press("Alt+ArrowUp")
        ana.arrived(name)
    expect(ana.message(2)).to_contain_text("by the button")
    expect(ana.page.locator("#editing")).to_have_count(0)  # arrow-up alone edits the last message


def _signs_out_and_in(ana: Person) -> None:
    by_keyboard.jump(ana, "ajustes")
    expect(ana.page.locator("main")).to_be_focused()
    tab_to(ana.page.locator("form[action='/auth/logout'] button"))
    ana.page.keyboard.press("Enter")
    ana.page.wait_for_url(SIGN_IN)
    expect(ana.page.locator("input[name=username]")).to_be_focused()
    for words in (ana.username, PASSWORD):
        ana.page.keyboard.type(words)
        ana.page.keyboard.press("Enter" if words == PASSWORD else "Tab")
    ana.page.wait_for_url(f"{ana.url}/")
