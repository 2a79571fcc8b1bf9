"""Every screen and every state of one, for tests that look at all of them. A new screen is one ``yield`` here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.browser.line import Line
from tests.browser.person import BACK, Person
from tests.rest import Rest

KINDS = [
    "**Bold**, *soft*, ~~struck~~, `code`, [a link](https://example.org/) and https://example.org/",
    "- salt\n- pepper\n\n1. first\n2. second\n   - within",
    "> Who has the key?\n\nMarina has it.",
    "```\n" + "a long line of code " * 20 + "\n```",
    "```py\n@oven\nclass Bread:  # by hand\n    def bake(self, at=220): return 'done' if at else None\n```",
    "```diff\n-salt\n+pepper\n```",
    "a long message\n" * 30,
    "صباح الخير جميعًا",
    "今天的会议改到下午三点 🙌",
    "A" * 200,
]
"""Messages of every kind."""
TOPIC = "Tides & keys"
"""The topic of the hall that is shown."""


def screens(ana: Person, tomas: Rest) -> Iterator[str]:
    """Go through every screen and name each while it is shown, in any language.

    Args:
        ana: at a browser wide enough for all columns, without an account yet.
        tomas: somebody else.
    """
    line = Line(ana.page)
    yield from _doors(ana, line)
    if not any(one["name"] == "Kiosk" for one in tomas.halls()):  # one that she could join, the same for who comes next
        tomas.make_hall("Kiosk", topic=TOPIC)
    yield from _without_halls(ana)
    hall = ana.make_hall_in_the_directory("Casa", TOPIC)
    expect(ana.page.locator(".beginning button")).to_be_visible()
    yield "empty hall"
    tomas.join(hall)
    yield from _talk(ana, tomas, hall)
    yield from _by_keyboard(ana)
    yield from _completing(ana)
    yield from _picking(ana, tomas, hall)  # the last in this page, which holds 1,900 buttons from here on
    yield from _far_up(ana, tomas, hall)
    yield from _under_way(ana, line)
    yield from _failed(ana, hall)
    yield from _owner(ana, hall)
    yield from _of_others(ana, tomas)
    yield from _directly(ana, tomas)
    yield from _elsewhere(ana)


@contextmanager
def resized(page: Page, size: tuple[int, int]) -> Iterator[None]:
    """Show a page at another size inside the block."""
    before = page.viewport_size
    page.set_viewport_size({"width": size[0], "height": size[1]})
    yield
    if before:
        page.set_viewport_size(before)


def _doors(ana: Person, line: Line) -> Iterator[str]:
    line.silent = True
    _go(ana, "/sign-in", "[aria-busy=true]")
    yield "outline"
    line.silent = False
    _go(ana, "/sign-in", "form")
    yield "sign-in"
    _go(ana, "/sign-up", "form")
    yield "sign-up"
    _go(ana, "/sign-in?error=wrong_credentials", "[role=alert]")
    yield "sign-in, refused"
    _go(ana, "/sign-up?error=username_taken&username=ana", "[role=alert]")
    yield "sign-up, refused"


def _without_halls(ana: Person) -> Iterator[str]:
    ana.sign_up()
    expect(ana.page.locator(".suggested li").first).to_be_attached()
    yield "lobby"
    for one in ana.rest.halls():
        if one["role"]:
            ana.rest.leave(one["id"])
    expect(ana.page.locator(".halls .hall")).to_have_count(0)
    yield "lobby without halls"
    dialog = ana.open_directory()
    expect(dialog.get_by_role("listitem").first).to_be_visible()
    yield "directory"
    dialog.locator("input[type=search]").fill("no such hall")
    expect(dialog.get_by_role("listitem")).to_have_count(0)
    yield "directory, nothing found"
    ana.page.keyboard.press("Escape")


def _talk(ana: Person, tomas: Rest, hall: int) -> Iterator[str]:
    for text in KINDS:
        tomas.say(hall, text)
        ana.rest.say(hall, text)
    last = 2 * len(KINDS)
    ana.rest.delete(hall, last)
    expect(ana.message(last).locator(".gone")).to_be_visible()
    ana.message(2).hover()
    yield "hall, a message pointed at"
    ana.message(2).hover()
    ana.message(2).locator(".more").click()
    expect(ana.page.locator("#menu .delete")).to_be_visible()
    yield "menu of a message"
    ana.page.locator("#menu .delete").click()
    expect(ana.page.locator("[role=status] > .notice")).to_be_visible()
    yield "something that can be undone"
    ana.page.locator(".notice button").last.dispatch_event("click")  # it may have passed by itself meanwhile
    ana.message(4).hover()
    ana.message(4).locator(".edit").click()
    expect(ana.page.locator("#stream textarea")).to_be_visible()
    yield "hall, a message being edited"
    ana.page.keyboard.type(" - paprika")
    ana.page.keyboard.press("Enter")
    ana.message(4).locator(".edited").click()
    expect(ana.page.locator("#versions li")).to_have_count(2)
    yield "what a message said"
    ana.page.keyboard.press("Escape")
    ana.message(6).hover()
    ana.message(6).locator(".reply").click()
    expect(ana.page.locator(".replying")).to_be_visible()
    yield "hall, a reply being written"
    ana.say("in reply")
    ana.message(6).locator(".replies").click()
    expect(ana.page.locator("#replies li")).to_have_count(1)
    expect(ana.page.locator(".pending")).to_have_count(0)
    yield "replies to a message"
    ana.page.keyboard.press("Escape")


def _by_keyboard(ana: Person) -> Iterator[str]:
    ana.page.keyboard.press("Control+k")
    expect(ana.page.locator("#switcher .line").first).to_be_visible()
    yield "switcher"
    ana.page.keyboard.type("zzzz")
    expect(ana.page.locator("#switcher .line")).to_have_count(1)  # to look for it in messages
    yield "switcher, nothing found"
    ana.page.keyboard.press("Escape")
    ana.page.locator("#stream").focus()
    ana.page.keyboard.press("?")
    expect(ana.page.locator("#shortcuts")).to_be_visible()
    yield "shortcuts"
    ana.page.keyboard.press("Escape")


def _completing(ana: Person) -> Iterator[str]:
    ana.page.locator("#composer").focus()
    ana.page.keyboard.type("@")
    expect(ana.page.locator(".composer .option")).to_have_count(2)  # Tomás, and everybody
    yield "completion of a name"
    for typed, what in (("#cas", "hall"), (":tada", "emoji")):
        ana.page.locator("#composer").fill("")
        ana.page.locator("#composer").press_sequentially(typed)
        expect(ana.page.locator(".composer .option").first).to_be_visible()
        yield f"completion of a {what}"
    ana.page.keyboard.press("Escape")
    ana.page.locator("#composer").fill("")
    ana.page.locator(".conversation header [aria-haspopup=dialog]:not(.calendar)").click()
    expect(ana.page.locator("#levels")).to_be_visible()
    yield "notifications of a hall"
    ana.page.keyboard.press("Escape")


def _picking(ana: Person, tomas: Rest, hall: int) -> Iterator[str]:
    tomas.react(hall, 4, "🎉")
    ana.message(4).hover()
    ana.message(4).locator(".actions .react").click()
    expect(ana.page.locator("#picker-all button").first).to_be_visible()
    yield "picker"
    ana.page.keyboard.type("zzzz")
    expect(ana.page.locator("#picker-found + .empty")).to_be_visible()
    yield "picker, nothing found"
    ana.page.locator("#picker input").fill("tada")
    expect(ana.page.locator("#picker-found button").first).to_be_visible()
    yield "picker, something found"
    ana.page.keyboard.press("Escape")
    ana.page.evaluate("hallchat.line.set('back')")  # for as long as it is looked at
    expect(ana.page.locator(".banner.back")).to_be_visible()
    ana.message(4).locator(".chip").focus()
    expect(ana.message(4).locator(".tip")).to_be_visible()
    yield "hall, back online, who reacted"
    ana.page.evaluate("hallchat.line.set('ok')")
    ana.choose_for(4, "reacted")
    expect(ana.page.locator("#reactors li")).to_have_count(1)
    yield "who reacted to a message"
    ana.page.keyboard.press("Escape")


def _far_up(ana: Person, tomas: Rest, hall: int) -> Iterator[str]:
    ana.page.fill("#composer", "half a thought")
    _go(ana, "/", ".halls .draft")
    for number in range(40):
        tomas.say(hall, f"{number}")
    expect(ana.page.locator("#all-read")).to_be_visible()
    yield "lobby, something unread"
    ana.go_to(hall)
    expect(ana.page.locator(".to-new")).to_be_visible()
    yield "hall, new since one left"
    ana.page.fill("#composer", "")
    ana.page.locator(".to-new").click()
    expect(ana.page.locator("#stream .new")).to_be_in_viewport()
    yield "hall, where one left"
    ana.page.keyboard.press("Escape")
    expect(ana.page).not_to_have_title(re.compile(r"\(\d"))  # all is read, for the server too
    ana.page.locator(".calendar").click()
    expect(ana.page.locator("#dates")).to_be_visible()
    yield "jump to a date"
    ana.page.locator("#dates .row button").nth(3).click()
    expect(ana.message(1)).to_be_in_viewport()
    expect(ana.page.locator(".go-back")).to_be_visible()
    yield "hall, scrolled up"
    tomas.say(hall, "down here!")
    expect(ana.page.locator(".to-end.news")).to_be_visible()
    expect(ana.page.locator(".halls .badge")).to_be_visible()
    yield "hall, scrolled up, with news"
    ana.page.locator(".to-end").click()
    expect(ana.page.locator(".to-end")).to_have_count(0)
    expect(ana.page.locator(".halls .badge")).to_have_count(0)


def _under_way(ana: Person, line: Line) -> Iterator[str]:
    ana.page.fill("#composer", "x" * 8001)
    expect(ana.page.locator(".length.over")).to_be_visible()
    yield "too long"
    ana.say("\u2800")  # drawn as nothing, which only the server knows
    expect(ana.page.locator(".pending [role=alert]")).to_be_visible()
    yield "message refused"
    ana.page.locator(".failed button").last.click()
    line.deaf = True
    ana.say("on its way")
    ana.page.locator(".pending").evaluate("(row) => row.getAnimations({subtree: true}).forEach((one) => one.finish())")
    expect(ana.page.locator(".pending .late")).to_be_visible()
    yield "message under way"
    ana.expect_complaints("WebSocket")
    line.cut()
    expect(ana.page.locator(".banner.cut")).to_be_visible()
    yield "offline"
    line.deaf = False
    line.mend()
    expect(ana.page.locator(".banner")).to_have_count(0, timeout=BACK)
    expect(ana.page.locator(".pending")).to_have_count(0)


def _failed(ana: Person, hall: int) -> Iterator[str]:
    ana.expect_complaints("cannot be drawn")
    ana.page.evaluate("() => { hallchat.settle = () => { throw new Error('cannot be drawn'); }; }")
    ana.page.fill("#composer", "stored all the same")
    ana.page.press("#composer", "Enter")
    expect(ana.page.locator(".entrance[role=alert]")).to_be_visible()
    yield "page that has failed"
    ana.go_to(hall)


def _owner(ana: Person, hall: int) -> Iterator[str]:
    _open_panel(ana, 2)
    yield "panel of the owner"
    ana.page.locator(".panel summary").click()
    yield "what can be done with a member"
    ana.page.locator("#invite").fill("nobody")
    ana.page.locator("#invite").press("Enter")
    expect(ana.page.locator("[role=alert] > .notice")).to_be_visible()
    yield "refusal"
    ana.page.locator(".notice button").click()
    ana.rest.change(hall, archived=True)
    expect(ana.page.locator(".archived-note")).to_be_visible()
    ana.page.locator(".panel header button").click()
    expect(ana.page.locator(".panel")).to_have_count(0)
    yield "archived hall"


def _of_others(ana: Person, tomas: Rest) -> Iterator[str]:
    hall = tomas.make_hall("Plaza", topic=TOPIC)
    _go(ana, f"/h/{hall}", ".conversation h1")
    yield "public hall from outside"
    ana.rest.join(hall)
    ana.arrived("Plaza")
    private = tomas.make_hall("Secreto", "private")
    tomas.invite(private, ana.username)
    tomas.say(private, f"Psst, @{ana.username}! [#Casa](/h/1) @hall")
    expect(ana.page.locator(".halls .badge.calls")).to_be_visible()
    _open_panel(ana, 2)
    yield "panel of a member, something unread elsewhere"
    tomas.remove(hall, ana.rest.id)
    expect(ana.page.locator(".conversation h1")).not_to_have_text("Plaza")
    yield "membership ended"


def _directly(ana: Person, tomas: Rest) -> Iterator[str]:
    ana.page.locator(".part button").click()
    ana.page.locator("#people input").fill(tomas.username)
    expect(ana.page.locator("#people .found li")).to_have_count(1)
    ana.page.locator("#people .found button").click()
    expect(ana.page.locator(".chips li")).to_have_count(1)
    yield "choosing people"
    ana.page.locator("#people .primary").click()
    expect(ana.page.locator(".beginning .faces")).to_be_visible()
    expect(ana.page.locator(".panel li")).to_have_count(2)  # it is open since the last hall
    hall = int(ana.page.url.rsplit("/", 1)[1])
    yield "direct conversation, empty"
    tomas.say(hall, "only between us")
    ana.page.locator("#stream .message .name").click()
    expect(ana.page.locator("#card .person")).to_be_visible()
    yield "card of a person"
    ana.page.keyboard.press("Escape")
    yield "panel of a direct conversation"
    ana.page.locator(".panel .leave button").click()
    expect(ana.page.locator(".welcome")).to_be_visible()


def _elsewhere(ana: Person) -> Iterator[str]:
    _go(ana, "/h/999999", ".conversation h1")
    yield "no such hall"
    _go(ana, "/find", ".ways")
    yield "search"
    _go(ana, "/find?q=salt", ".results mark")
    yield "search, something found"
    _go(ana, "/find?q=zzzz", ".searching .empty")
    yield "search, nothing found"
    _go(ana, "/mentioned", ".results mark")
    yield "mentions"
    _go(ana, "/settings", "form[action='/auth/password']")
    yield "settings"
    _go(ana, "/settings?done=password&error=wrong_password", "[role=alert]")
    yield "settings, with answers"
    ana.expect_complaints("404")
    _go(ana, "/nope", "h1")
    yield "no such page"


def _go(ana: Person, path: str, shown: str) -> None:
    ana.page.goto(ana.url + path)
    expect(ana.page.locator(shown).first).to_be_visible()


def _open_panel(ana: Person, members: int) -> None:
    ana.page.locator(".people").click()
    expect(ana.page.locator(".panel li")).to_have_count(members)
