"""What is not meant for somebody does not reach their browser, by any way, and stops reaching it when that changes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import People
from tests.browser.person import SIGN_IN, Person
from tests.rest import PASSWORD, Rest


def frames_of(page: Page) -> list[str]:
    """Record what the websockets of a page receive from now on; a page that is open must be loaded again."""
    received: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))))
    return received


def diary_of(ana: Person) -> int:
    hall = ana.make_hall("Diary", "Only mine", private=True)
    ana.say("secret: it begins")
    expect(ana.message(1)).to_be_visible()
    return hall


def test_a_private_hall_looks_to_others_like_one_that_does_not_exist(person: People) -> None:
    ana, eve = person("Ana"), person("Eve")
    hall = diary_of(ana)
    received, seen = frames_of(eve.page), list[str]()
    for address in (hall, 999_999, f"{hall}#1", "999999#1"):
        eve.page.goto(f"{eve.url}/h/{address}")
        expect(eve.page.locator(".conversation .card h1")).to_be_visible()
        seen.append(eve.page.locator(".conversation").inner_html())
        expect(eve.page.locator(".notice")).to_have_count(0)
    assert seen == seen[:1] * 4
    dialog = eve.open_directory()
    dialog.locator("input[type=search]").fill("iary")
    eventually(eve.page, lambda: any('"iary"' in one for one in received), "the search is answered")
    expect(dialog.locator(".empty")).to_be_visible()
    assert "Diary" not in eve.page.locator("body").inner_text()
    assert not re.search("secret|Diary|Only mine", "".join(received))


def test_a_public_hall_shows_its_messages_to_members_only(person: People) -> None:
    ana, eve = person("Ana"), person("Eve")
    hall = ana.make_hall("Market square", "Everybody may come in")
    ana.say("secret: for members")
    received = frames_of(eve.page)
    eve.page.goto(f"{eve.url}/h/{hall}#1")
    expect(eve.page.locator(".conversation h1")).to_have_text("Market square")
    expect(eve.messages()).to_have_count(0)
    ana.say("secret: and this")
    expect(ana.message(2)).to_be_visible()
    assert "secret" not in "".join(received)
    eve.page.locator(".conversation .card button.primary").click()
    expect(eve.message(2)).to_contain_text("secret: and this")


def test_a_removed_member_loses_the_conversation_at_once(person: People) -> None:
    ana, eve = person("Ana"), person("Eve")
    hall = diary_of(ana)
    ana.rest.invite(hall, eve.username)
    received = frames_of(eve.page)
    eve.go_to(hall)
    expect(eve.message(1)).to_be_visible()
    ana.rest.remove(hall, eve.rest.id)
    expect(eve.messages()).to_have_count(0)
    ana.rest.say(hall, "secret: without Eve")
    expect(ana.message(2)).to_be_visible()
    expect(eve.page.locator(f".halls a[href='/h/{hall}']")).to_have_count(0)
    eve.page.reload()
    expect(eve.page.locator(".conversation .card h1")).to_be_visible()
    assert "without Eve" not in "".join(received) + eve.page.content()


def test_signing_out_in_one_tab_ends_the_other(person: People) -> None:
    ana = person("Ana")
    hall = diary_of(ana)
    other = ana.context.new_page()
    ana.go_to(hall, other)
    expect(ana.message(1, other)).to_be_visible()
    ana.sign_out()
    other.wait_for_url(SIGN_IN)
    expect(other.locator("input[name=password]")).to_be_visible()
    assert "secret" not in other.content()


@pytest.mark.parametrize("way", ["password", "everywhere"])
def test_other_sign_ins_end_with_the_password_or_by_signing_out_everywhere(person: People, way: str) -> None:
    ana = person("Ana")
    hall = diary_of(ana)
    elsewhere = Rest(ana.url, ana.username)
    if way == "password":
        elsewhere.change_password(PASSWORD[::-1])
    else:
        elsewhere.sign_out_everywhere()
    ana.page.wait_for_url(SIGN_IN)
    assert "secret" not in ana.page.content()
    ana.page.goto(f"{ana.url}/h/{hall}")
    ana.page.wait_for_url(SIGN_IN)


def test_changing_the_password_keeps_the_own_tab(person: People) -> None:
    ana = person("Ana")
    elsewhere = ana.rest
    ana.page.goto(f"{ana.url}/settings")
    ana.page.fill("input[name=old]", PASSWORD)
    ana.page.fill("input[name=new]", PASSWORD[::-1])
    ana.page.locator("form[action='/auth/password'] button").click()
    expect(ana.page.locator(".done")).to_be_visible()
    with pytest.raises(AssertionError, match="401"):
        elsewhere.halls()


def test_the_next_one_at_the_same_browser_sees_nothing_of_the_former(person: People) -> None:
    ana, eve = person("Ana"), person("Eve")
    diary_of(ana)
    ana.sign_out()
    eve.sign_in(ana.page)
    expect(ana.page.locator(".halls footer")).to_contain_text(eve.username)
    assert not re.search(f"Diary|secret|{ana.username}", ana.page.content())
