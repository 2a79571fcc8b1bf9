"""Being told of what is new: by the browser's notifications, in the title, and not where it is not wanted."""

import re

from playwright.sync_api import Page, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People
from tests.browser.person import Person

WATCHED = """
window.told = []; window.airs = [];
window.Notification = class {
  static get permission() { return localStorage.getItem("may") ?? "default"; }
  static requestPermission() { localStorage.setItem("may", "granted"); return Promise.resolve("granted"); }
  constructor(title, {body}) { window.told.push(`${title}: ${body}`); window.last = this; }
  close() {}
};
window.AudioContext = class extends AudioContext { constructor() { super(); window.airs.push(this); } };
"""
"""In place of the browser's own notifications, which stand outside of the page; and its sounds can be counted."""
SHOW = "Show notifications in this browser"
_AROUND_NOW = """() => [-2, 2].map((hours) => {
  const then = new Date(Date.now() + hours * 3_600_000);
  return [then.getHours(), then.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
})"""
"""Two hours before what a page's clock says, and two after."""
_TAKEN_ON = "async () => (await navigator.locks.query()).held.some(({name}) => name === 'hallchat alerts')"
PLAIN_HTTP = "Object.defineProperty(window, 'isSecureContext', {value: false})"


def told(page: Page) -> list[str]:
    """What a page notified of."""
    return page.evaluate("window.told")


def allow(who: Person) -> None:
    """Want notifications in a browser."""
    who.page.goto(f"{who.url}/settings")
    who.page.get_by_label(SHOW).click()
    expect(who.page.get_by_label(SHOW)).to_be_checked()


def be_told(who: Person, hall: int, level: str) -> None:
    """Choose of what in a hall one is told."""
    who.choose(hall)
    who.page.get_by_role("button", name="Notifications in this hall").click()
    dialog = who.page.get_by_role("dialog")
    dialog.locator("label", has_text=level).click()
    expect(dialog.get_by_label(level)).to_be_checked()
    who.page.keyboard.press("Escape")


def keep_hours(who: Person, *hours: str) -> None:
    """Choose at which hours of each day one is told of nothing."""
    for name, hour in zip(("start", "end"), hours, strict=True):
        who.page.locator(f".hours input[name={name}]").fill(hour)
    who.page.locator(".hours button").click()


def assert_hours(page: Page, *hours: str) -> None:
    """A page of settings has these hours in its form."""
    for name, hour in zip(("start", "end"), hours, strict=True):
        expect(page.locator(f".hours input[name={name}]")).to_have_value(hour)


def on_plain_http(who: Person) -> Page:
    """Open a page of settings that cannot notify, says so, and has a clock that can be put forward."""
    page = who.context.new_page()
    page.add_init_script(PLAIN_HTTP)
    page.clock.install()
    page.goto(f"{who.url}/settings")
    expect(page.locator(".settings")).to_contain_text("https")
    expect(page.get_by_label(SHOW)).to_have_count(0)
    return page


def assert_quiet(*pages: Page, quiet: bool = True) -> None:
    """All pages of settings say that one is told of nothing for a while, or none does."""
    for page in pages:
        expect(page.locator(".settings [role=status]")).to_be_visible(visible=quiet)


def expect_teller(page: Page) -> None:
    """Wait until one of a person's pages has taken it on to notify."""
    eventually(page, lambda: page.evaluate(_TAKEN_ON), "a page that notifies")


def test_what_is_new_elsewhere_is_told_once_leads_to_its_message_and_not_where_it_is_not_wanted(
    person: People, member: Members
) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    ana.context.add_init_script(WATCHED)
    signed_in, signed_out = ana.context.cookies(), ana.context.new_page()
    ana.context.clear_cookies()
    signed_out.goto(f"{ana.url}/sign-in")  # it tells nobody of anything, and keeps no other page from it
    expect(signed_out.locator("input[name=username]")).to_be_focused()
    ana.context.add_cookies(signed_in)  # pyright: ignore[reportArgumentType]
    here, quiet, named, loud = (ana.rest.make_hall(name) for name in ("Here", "Quiet", "Named", "Loud"))
    for hall in (loud, named, quiet):
        tomas.join(hall)
    for hall, level in ((quiet, "Nothing"), (named, "Mentions")):
        be_told(ana, hall, level)
    allow(ana)
    ana.page.get_by_label("Play a sound").click()
    expect(ana.page.get_by_label("Play a sound")).to_be_checked()
    pages = [ana.page, ana.context.new_page()]
    for page in pages:
        ana.go_to(here, page)
    expect_teller(ana.page)
    tomas.say(quiet, "nobody needs to know")
    tomas.say(named, "to whom it may concern")
    tomas.say(loud, "**Soup** is ready")
    expect(ana.page).to_have_title(re.compile(r"^\(1\) Here"))
    expect(ana.page.locator("link[rel=icon]")).to_have_attribute("href", "/icon-news.svg")
    expect(ana.page.locator(f".halls a[href='/h/{quiet}']")).to_have_class("hall")
    eventually(ana.page, lambda: any(told(page) for page in pages), "a notification")
    teller = next(page for page in pages if told(page))
    assert [one for page in pages for one in told(page)] == ["Tomás · Loud: Soup is ready"]
    eventually(teller, lambda: teller.evaluate("window.airs.length") == 1, "a sound")
    eventually(teller, lambda: teller.evaluate("window.airs[0].state") == "closed", "silence")
    teller.evaluate("window.last.onclick()")
    expect(teller.locator("#stream [data-seq='1'] .message")).to_be_focused()
    expect(teller).to_have_title(re.compile("^Loud"))
    assert teller.url == f"{ana.url}/h/{loud}#1"
    tomas.say(named, f"@{ana.username}, **come**")
    eventually(teller, lambda: len(told(teller)) > 1, "a notification")
    assert told(teller)[1:] == [f"Tomás · Named: @{ana.username}, come"]


def test_nobody_is_told_again_of_what_they_had_read_nor_while_they_want_quiet_nor_over_plain_http(
    person: People, member: Members
) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    ana.context.add_init_script(WATCHED)
    here, old, loud = (ana.rest.make_hall(name) for name in ("Here", "Old", "Loud"))
    for hall in (old, loud):
        tomas.join(hall)
    tomas.say(old, "long ago")
    page = ana.page
    allow(ana)
    expect_teller(ana.page)
    page.evaluate("(hall) => history.replaceState(history.state, '', hall)", f"/h/{loud}0")  # a number that begins alike
    tomas.say(loud, "one")
    eventually(page, lambda: told(page) == ["Tomás · Loud: one"], "a notification")
    ana.go_to(here)
    news = page.locator(f".halls a[href='/h/{loud}']")
    expect(news).to_have_accessible_name("Loud 1 unread message")
    page.keyboard.press("Shift+Escape")
    expect(news).to_have_accessible_name("Loud")
    page.locator(".notice .link").click()
    expect(news).to_have_accessible_name("Loud 1 unread message")
    other = on_plain_http(ana)
    page.locator(".halls a[href='/settings']").click()
    page.get_by_role("button", name="For an hour").click()
    assert_quiet(page, other)
    tomas.say(loud, "two")
    expect(news).to_have_accessible_name("Loud 2 unread messages")
    assert told(page) == []
    other.get_by_role("button", name="Turn off").click()
    assert_quiet(page, other, quiet=False)
    tomas.say(loud, "three")
    eventually(page, lambda: told(page) == ["Tomás · Loud: three"], "a notification")
    around_now = page.evaluate(_AROUND_NOW)
    keep_hours(ana, *around_now)
    assert_hours(other, *around_now)
    tomas.say(loud, "four")
    expect(news).to_have_accessible_name("Loud 4 unread messages")
    page.clock.fast_forward(10_000)  # past what keeps a busy hall from being told of too often
    keep_hours(ana, "", "")
    assert_hours(other, "", "")
    tomas.say(loud, "five")
    page.clock.fast_forward(10_000)
    eventually(page, lambda: len(told(page)) > 1, "a notification")
    assert told(page)[1:] == ["Tomás · Loud: five"]
    page.get_by_role("button", name="For an hour").click()
    assert_quiet(page, other)
    page.clock.fast_forward("01:01:00")  # for both pages
    assert_quiet(page, other, quiet=False)
