"""Being told of what is new: by the browser's notifications, in the title, and not where it is not wanted."""

import re

from playwright.sync_api import Page, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People

WATCHED = """
window.told = [];
window.Notification = class {
  static get permission() { return localStorage.getItem("may") ?? "default"; }
  static requestPermission() { localStorage.setItem("may", "granted"); return Promise.resolve("granted"); }
  constructor(title, {body}) { window.told.push(`${title}: ${body}`); window.last = this; }
  close() {}
};
"""
"""In place of the browser's own notifications, which stand outside of the page."""


def told(page: Page) -> list[str]:
    """What a page notified of."""
    return page.evaluate("window.told")


def test_what_is_new_elsewhere_is_told_once_leads_to_its_message_and_not_where_it_is_not_wanted(
    person: People, member: Members
) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    ana.context.add_init_script(WATCHED)
    here, quiet, loud = (ana.make_hall(name) for name in ("Here", "Quiet", "Loud"))
    for hall in (loud, quiet):
        tomas.join(hall)
    ana.choose(quiet)
    ana.page.get_by_role("button", name="Notifications in this hall").click()
    ana.page.get_by_role("dialog").locator("label", has_text="Nothing").click()
    expect(ana.page.get_by_role("dialog").get_by_label("Nothing")).to_be_checked()
    ana.page.goto(f"{ana.url}/settings")
    ana.page.get_by_label("Show notifications in this browser").click()
    expect(ana.page.get_by_label("Show notifications in this browser")).to_be_checked()
    pages = [ana.page, ana.context.new_page()]
    for page in pages:
        ana.go_to(here, page)
    tomas.say(quiet, "nobody needs to know")
    tomas.say(loud, "**Soup** is ready")
    expect(ana.page).to_have_title(re.compile(r"^\(1\) Here"))
    expect(ana.page.locator("link[rel=icon]")).to_have_attribute("href", "/icon-news.svg")
    expect(ana.page.locator(f".halls a[href='/h/{quiet}']")).to_have_class("hall")
    eventually(ana.page, lambda: any(told(page) for page in pages), "a notification")
    teller = next(page for page in pages if told(page))
    assert [one for page in pages for one in told(page)] == ["Tomás · Loud: Soup is ready"]
    teller.evaluate("window.last.onclick()")
    expect(teller.locator("#stream [data-seq='1'] .message")).to_be_focused()
    expect(teller).to_have_title(re.compile("^Loud"))
    assert teller.url == f"{ana.url}/h/{loud}#1"
