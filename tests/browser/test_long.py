"""Long messages stand folded and keep the reader's place; code has colours and is copied."""

from playwright.sync_api import Locator, expect

from tests.browser.chromium import eventually
from tests.browser.conftest import Members, People

CODE = "```py\ndef f():\n    return 1\n```"
LONG = "\n".join(f"line {number} of a long message, [with a link](https://example.org/{number})" for number in range(60))


def top(one: Locator) -> float:
    """Where something begins in the window."""
    box = one.bounding_box()
    assert box
    return box["y"]


def test_a_long_message_stands_folded_and_unfolds_where_it_stands(person: People, member: Members) -> None:
    ana, tomas = person("Ana"), member("Tomás")
    hall = tomas.make_hall("Scrolls")
    tomas.invite(hall, ana.username)
    for text in (*map(str, range(1, 41)), LONG, "the last"):
        tomas.say(hall, text)
    ana.go_to(hall)
    message, button = ana.message(41), ana.message(41).locator(".fold")
    body = message.locator(".body")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_have_accessible_name("Show all")
    folded, before = body.bounding_box(), top(message)
    assert folded
    assert 200 < folded["height"] < 330
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_have_accessible_name("Show less")
    assert abs(top(message) - before) <= 2
    button.scroll_into_view_if_needed()
    before = top(button)
    button.click()
    expect(button).to_have_accessible_name("Show all")
    assert abs(top(button) - before) <= 2
    message.get_by_role("link", name="with a link").last.focus()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(message.get_by_role("link", name="with a link").last).to_be_in_viewport()
    ana.page.goto(f"{ana.url}/h/{hall}?again#41")
    expect(message.locator(".message")).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert ana.message(1).locator(".fold").count() == 0


def test_code_has_colours_and_is_copied_by_keyboard(person: People) -> None:
    ana = person("Ana", language="es-ES")
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ana.make_hall("Código")
    ana.say(CODE)
    block = ana.message(1).locator(".body pre")
    expect(block.locator(".k").first).to_have_text("def")
    colours = block.evaluate("(one) => [one.querySelector('.k'), one].map((each) => getComputedStyle(each).color)")
    assert colours[0] != colours[1]
    block.focus()
    ana.page.keyboard.press("Tab")
    expect(ana.page.get_by_role("button", name="Copiar este código")).to_be_focused()
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator("#news")).to_contain_text("Copiado.")
    eventually(ana.page, lambda: ana.copied() == "def f():\n    return 1", "it is copied")
