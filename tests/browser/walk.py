"""A walk through the app by two people, over the demo: each screen is named while it is shown, to be looked at by somebody."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import expect

from tests.browser.line import Line
from tests.browser.person import Person
from tests.rest import Rest


def walk(marina: Person, sofia: Rest, hall: dict[str, Any]) -> Iterator[str]:
    """Go through the app from the door to the settings.

    Args:
        marina: signed out, at a browser of any size.
        sofia: somebody else of the hall, who answers.
        hall: as both see it.
    """
    line = Line(marina.page)
    for door in ("sign-in", "sign-up"):
        marina.page.goto(f"{marina.url}/{door}")
        expect(marina.page.locator("form")).to_be_visible()
        yield door
    marina.sign_in()
    expect(marina.page.locator(".halls .hall, .welcome").first).to_be_attached()
    yield "lobby"
    yield from _talk(marina, sofia, hall)
    yield from _replied(marina, sofia, hall)
    yield from _reacted(marina)
    yield from _written(marina)
    yield from _left(marina)
    yield from _aside(marina, hall)
    yield from _cut(marina, sofia, hall, line)
    yield from _directly(marina)
    yield from _elsewhere(marina)


def _talk(marina: Person, sofia: Rest, hall: dict[str, Any]) -> Iterator[str]:
    page = marina.page
    marina.go_to(hall["id"])
    last = sofia.messages(hall["id"])[-1]["seq"]
    expect(marina.message(last)).to_be_in_viewport()
    expect(page.locator(f".halls a[href='/h/{hall['id']}'] .badge")).to_have_count(0)
    yield "hall"
    marina.message(last).locator(".message").focus()
    yield "hall, a message and what can be done with it"
    marina.say("¿Quién abre mañana? I can be there at 8:00.")
    mine = marina.message(last + 1)
    expect(mine).to_be_visible()
    mine.locator(".message").focus()
    mine.locator(".more").click()
    yield "hall, the menu of a message"
    page.locator("#menu .delete").click()
    expect(page.locator(".notice.passing")).to_be_visible()
    yield "hall, a message deleted"
    page.locator(".notice .link").click()
    expect(mine.locator(".gone")).to_have_count(0)
    yield from _edited(marina)
    page.locator("#stream").evaluate("(stream) => stream.scrollBy(0, -1400)")
    expect(page.locator(".to-end")).to_be_visible()
    sofia.say(hall["id"], "Yo llego a las siete y media, no te preocupes ☕")
    expect(page.locator(".to-end.news")).to_be_visible()
    yield "hall, scrolled up, with news"
    page.locator(".to-end").click()
    expect(page.locator(".to-end")).to_have_count(0)
    page.fill("#composer", "Traigo **pan** y")
    for look, value in (("contrast", "more"), ("density", "compact")):
        page.evaluate("([look, value]) => hallchat.look(look, value)", [look, value])
        yield f"hall, {look} {value}"
        page.evaluate("([look]) => hallchat.look(look, '')", [look])
    page.fill("#composer", "")


def _edited(marina: Person) -> Iterator[str]:
    page = marina.page
    page.locator("#composer").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#editing")).to_be_focused()
    page.keyboard.type(" O a las nueve, si llueve.")
    yield "hall, a message being edited"
    page.keyboard.press("Enter")
    page.locator(".edited").last.click()
    expect(page.locator("#versions li")).to_have_count(2)
    yield "what a message said"
    page.keyboard.press("Escape")


def _replied(marina: Person, sofia: Rest, hall: dict[str, Any]) -> Iterator[str]:
    page = marina.page
    last = sofia.messages(hall["id"])[-1]["seq"]
    marina.message(last).locator(".message").focus()
    marina.message(last).locator(".actions .reply").click()
    expect(page.locator(".replying")).to_be_visible()
    page.fill("#composer", "¿De verdad? Entonces llevo yo las llaves.")
    yield "hall, a reply being written"
    page.press("#composer", "Enter")
    sofia.say(hall["id"], "¡Trato hecho!", reply_to=last)
    marina.message(last).locator(".replies").click()
    expect(page.locator("#replies li")).to_have_count(2)
    yield "replies to a message"
    page.keyboard.press("Escape")


def _reacted(marina: Person) -> Iterator[str]:
    page, last = marina.page, marina.messages().last
    last.locator(".message").focus()
    last.locator(".actions .react").click()
    expect(page.locator("#picker-all button").first).to_be_visible()
    yield "picker"
    page.keyboard.type("pan")
    expect(page.locator("#picker-found button").first).to_be_visible()
    yield "picker, something typed"
    page.keyboard.press("Enter")
    expect(last.locator(".chip")).to_be_visible()
    last.locator(".chip").focus()
    expect(last.locator(".tip")).to_be_visible()
    yield "hall, who reacted"
    last.locator(".message").focus()
    last.locator(".name").first.click()
    expect(page.locator("#card .person")).to_be_visible()
    yield "card of a person"
    page.keyboard.press("Escape")


def _written(marina: Person) -> Iterator[str]:
    page = marina.page
    for typed, what in (("Hola @", "name"), ("Vamos a #", "hall"), ("Qué rico :ta", "emoji")):
        page.fill("#composer", "")
        page.locator("#composer").press_sequentially(typed)
        expect(page.locator(".composer .option").first).to_be_visible()
        yield f"completion of a {what}"
        page.keyboard.press("Escape")
    page.fill("#composer", "")


def _left(marina: Person) -> Iterator[str]:
    page = marina.page
    page.locator(".calendar").click()
    expect(page.locator("#dates")).to_be_visible()
    yield "jump to a date"
    page.locator("#dates .row button").nth(2).click()
    expect(page.locator(".go-back")).to_be_visible()
    yield "hall, a day far back"
    page.locator(".go-back").click()
    expect(page.locator(".to-end")).to_have_count(0)
    before = marina.messages().nth(-4)
    before.locator(".message").focus()
    before.locator(".more").click()
    page.locator("#menu .unread-from").click()
    expect(page.locator("#stream .new")).to_be_visible()
    yield "hall, marked unread"
    page.locator(".conversation header [aria-haspopup=dialog]:not(.calendar)").click()
    expect(page.locator("#levels")).to_be_visible()
    yield "notifications of a hall"
    page.keyboard.press("Escape")


def _directly(marina: Person) -> Iterator[str]:
    page = marina.page
    talk = page.locator("[aria-labelledby=talks] a").first.get_attribute("href")
    page.goto(f"{marina.url}{talk}")
    expect(page.locator(".conversation header .face").first).to_be_visible()
    expect(marina.messages().last).to_be_in_viewport()
    yield "direct conversation"
    page.locator(".people").click()
    expect(page.locator(".panel li")).to_have_count(2)
    yield "panel of a direct conversation"
    page.locator(".panel header button").click()


def _aside(marina: Person, hall: dict[str, Any]) -> Iterator[str]:
    page = marina.page
    page.locator(".people").click()
    expect(page.locator(".panel li")).to_have_count(hall["members"])
    yield "members"
    page.locator(".panel header button").click()
    page.keyboard.press("Control+k")
    expect(page.locator("#switcher .line").first).to_be_visible()
    yield "switcher"
    page.keyboard.type("bi")
    expect(page.locator("#switcher .line").first).to_contain_text("Bi")
    yield "switcher, something typed"
    page.keyboard.press("Escape")
    page.locator("#stream").focus()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    yield "shortcuts"
    page.keyboard.press("Escape")


def _cut(marina: Person, sofia: Rest, hall: dict[str, Any], line: Line) -> Iterator[str]:
    page = marina.page
    page.fill("#composer", "y" * 8005)
    expect(page.locator(".length.over")).to_be_visible()
    yield "hall, too long"
    marina.say("\u2800")  # drawn as nothing, which only the server knows
    expect(page.locator(".failed")).to_be_visible()
    yield "hall, a message refused"
    page.locator(".failed button").last.click()
    line.cut()
    expect(page.locator(".banner.cut")).to_be_visible()
    marina.say("Estoy en el tren, ahora se corta.")
    marina.say("I will read everything later!")
    page.locator(".pending").last.evaluate("(row) => row.getAnimations({subtree: true}).forEach((one) => one.finish())")
    yield "hall, offline"
    sofia.say(hall["id"], "Buen viaje, Marina.")
    line.mend()
    expect(page.locator(".banner.back")).to_be_visible(timeout=20_000)
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator(".halls [aria-current=page] .badge")).to_have_count(0)
    yield "hall, online again"


def _elsewhere(marina: Person) -> Iterator[str]:
    page = marina.page
    for path, shown, screen in (
        ("/settings", ".conversation h1", "settings"),
        ("/h/999999", ".conversation h1", "no such hall"),
        ("/mentioned", ".results mark", "mentions"),
        ("/find", ".ways", "search"),
        ("/find?q=mañana", ".results mark", "search, something found"),
    ):
        page.goto(marina.url + path)
        expect(page.locator(shown).first).to_be_visible()
        yield screen
    page.goto(marina.url)
    marina.open_directory()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    yield "directory"
    hall = marina.rest.make_hall("Biblioteca")
    marina.go_to(hall)
    yield "hall, empty"
    marina.rest.leave(hall)
