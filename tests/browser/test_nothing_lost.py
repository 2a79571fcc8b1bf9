"""What is written is not lost, nor said by somebody else, whatever happens to the page or the line."""

import re

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Members, People
from tests.browser.line import Line
from tests.rest import PASSWORD

PLACES = """() => [...document.querySelectorAll("#stream article, #stream article > :is(header, .face), #stream .body p")].map(
  (one) => {
    const {x, y} = one.getBoundingClientRect();
    return [one.tagName, (one.querySelector(".body") ?? one).textContent.replaceAll(/\\s/g, "").slice(0, 9), x, y];
  })"""
"""Where messages and what they are made of stand on the page."""


def test_what_is_being_written_waits_in_its_hall_and_survives_a_reload(person: People) -> None:
    ana = person("Ana Núñez")
    here, there = ana.rest.make_hall("Here"), ana.rest.make_hall("There")
    page = ana.page
    page.goto(f"{ana.url}/h/{here}")
    page.fill("#composer", "half a thought")
    page.click(f".halls a[href='/h/{there}']")
    expect(page.locator("h1")).to_have_text("There")
    expect(page.locator("#composer")).to_have_value("")
    page.click(f".halls a[href='/h/{here}']")
    expect(page.locator("#composer")).to_have_value("half a thought")
    page.reload()
    expect(page.locator("#composer")).to_have_value("half a thought")


def test_archiving_a_hall_keeps_what_somebody_is_writing_and_offers_no_box_until_it_is_brought_back(
    person: People, member: Members
) -> None:
    bea, owner = person("Bea"), member("Owner")
    hall = owner.make_hall("Soon archived")
    owner.invite(hall, bea.username)
    bea.page.goto(f"{bea.url}/h/{hall}")
    bea.say("said")
    bea.message(1).hover()
    bea.message(1).locator(".edit").click()
    bea.page.fill("#editing", "not yet said")
    bea.page.fill("#composer", "not yet sent")
    owner.change(hall, archived=True)
    expect(bea.page.locator("#composer, #editing")).to_have_count(0)
    expect(bea.message(1).locator(".body")).to_have_text("said")
    owner.change(hall, archived=False)
    expect(bea.page.locator("#composer")).to_have_value("not yet sent")
    expect(bea.page.locator("#editing")).to_have_value("not yet said")


def test_a_message_under_way_when_the_line_breaks_is_sent_again_once(person: People) -> None:
    ana = person("Ana Núñez")
    hall = ana.rest.make_hall("Thin line")
    swallowed: list[str | bytes] = []

    def thin(line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            if "conversation_state.send" in str(frame) and not swallowed:
                swallowed.append(frame)
                server.close()
                line.close()
            else:
                server.send(frame)

        line.on_message(pass_on)

    ana.page.route_web_socket(re.compile("/_event"), thin)
    ana.page.goto(f"{ana.url}/h/{hall}")
    ana.page.fill("#composer", "lost on the way?")
    ana.page.press("#composer", "Enter")
    expect(ana.page.locator("[data-seq]")).to_have_text(re.compile("lost on the way?"))
    assert len(swallowed) == 1
    expect(ana.pending()).to_have_count(0)
    assert [message["content"] for message in ana.rest.messages(hall)] == ["lost on the way?"]


def test_what_one_person_wrote_is_not_said_by_the_next_in_the_same_browser(person: People, member: Members) -> None:
    ana, zoe = person("Ana Núñez"), member("Zoe")
    hall = zoe.make_hall("Both are in")
    zoe.invite(hall, ana.username)
    lines: list[tuple[WebSocketRoute, WebSocketRoute]] = []

    def deaf_at_first(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        lines.append((line, server))
        if len(lines) == 1:
            line.on_message(lambda frame: None if "conversation_state.send" in str(frame) else server.send(frame))

    ana.page.route_web_socket(re.compile("/_event"), deaf_at_first)
    ana.page.goto(f"{ana.url}/h/{hall}")
    ana.page.fill("#composer", "confidential")
    ana.page.press("#composer", "Enter")
    expect(ana.pending()).to_be_visible()
    form: dict[str, str | float | bool] = {"username": zoe.username, "password": PASSWORD}
    assert ana.context.request.post(f"{ana.url}/auth/login", form=form, headers={"Origin": ana.url}).ok
    for line, server in [*lines]:
        server.close()
        line.close()
    expect(ana.page.locator(".halls footer .who small")).to_have_text(f"@{zoe.username}")
    expect(ana.pending()).to_have_count(0)
    zoe.say(hall, "something new")
    expect(ana.page.locator("[data-seq]")).to_have_text(re.compile("something new"))
    assert [message["content"] for message in zoe.messages(hall)] == ["something new"]


def test_a_message_under_way_stands_as_it_will_stand_when_it_is_stored(person: People) -> None:
    ana = person("Ana Núñez")
    hall, line = ana.rest.make_hall("Still"), Line(ana.page)
    ana.go_to(hall)
    line.deaf = True
    ana.say("first\n\nwith two paragraphs")
    ana.say("and one that follows")
    expect(ana.pending()).to_have_count(2)
    under_way = ana.page.evaluate(PLACES)
    line.deaf = False
    ana.page.locator(".pending .late").first.evaluate("(button) => button.click()")
    expect(ana.pending()).to_have_count(0)
    assert under_way == ana.page.evaluate(PLACES)


def test_two_clicks_make_one_hall(person: People) -> None:
    ana = person("Ana Núñez")
    ana.page.click(".halls header button")
    ana.page.fill(".dialog input[name=name]", "Only one")
    ana.page.dblclick(".dialog button[type=submit]")
    expect(ana.page.locator("h1")).to_have_text("Only one")
    assert [hall["name"] for hall in ana.rest.halls()].count("Only one") == 1


def test_the_way_to_a_sent_link_leads_through_signing_up(person: People, member: Members) -> None:
    owner = member("Owner")
    hall = owner.make_hall("Behind the link")
    ana = person("Ana Núñez", signed_up=False)
    ana.page.goto(f"{ana.url}/h/{hall}")
    ana.page.click("a[href^='/sign-up']")
    expect(ana.page.locator("h1")).to_have_text("Make an account")
    ana.page.fill("input[name=username]", ana.username)
    ana.page.fill("input[name=password]", PASSWORD)
    ana.page.click("form button[type=submit]")
    expect(ana.page.locator("h1")).to_have_text("Behind the link")
    owner.invite(hall, ana.username)
    expect(ana.page.locator("#composer")).to_be_visible()


def test_the_way_on_is_known_before_the_server_says_where_the_page_is(person: People) -> None:
    ana = person("Ana Núñez", signed_up=False)
    line = Line(ana.page)
    ana.page.goto(f"{ana.url}/sign-in")
    expect(ana.page.locator("input[name=next]")).to_have_value("")
    line.mute = True
    ana.page.evaluate("hallchat.leadTo('/sign-up?next=%2Fh%2F9', '')")
    expect(ana.page.locator("input[name=next]")).to_have_value("/h/9")
    expect(ana.page.locator("a[href^='/sign-in']")).to_have_attribute("href", "/sign-in?next=%2Fh%2F9")


def test_an_unknown_address_says_so_and_leads_back(person: People) -> None:
    ana = person("Ana Núñez", language="es-ES")
    ana.expect_complaints("404")
    ana.page.goto(f"{ana.url}/nope")
    expect(ana.page.locator("h1")).to_have_text("Aquí no hay nada")
    ana.page.click("a.primary")
    expect(ana.page.locator(".halls")).to_be_visible()
