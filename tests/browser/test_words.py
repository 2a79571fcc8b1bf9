"""Every word of the interface is there in both languages, by the browser's wish or by choice."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.person import SIGN_IN, Person

SAME = {"HallChat", "English", "Español", "A", "@ana"}
"""What is the same in both: names. What people wrote is left out."""

_STRINGS = """() => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement.closest("script, style, time, bdi, .body, .day")) found.add(node.textContent.trim());
    } else for (const name of ["aria-label", "title", "placeholder"])
      if (node.hasAttribute(name) && node.tagName !== "TIME") found.add(node.getAttribute(name).trim());
  }
  return [...found].filter((one) => /\\p{L}/u.test(one));
}"""


def screens(ana: Person) -> Iterator[tuple[str, set[str]]]:
    """Go through every screen and tell what is written there."""
    page = ana.page
    for path in ("/sign-in?error=wrong_credentials", "/sign-up?error=username_taken&username=ana"):
        page.goto(ana.url + path)
        expect(page.locator("[role=alert]")).to_be_visible()
        yield path.partition("?")[0], _strings(page)
    ana.sign_up()
    yield "lobby", _strings(page)
    ana.open_directory()
    yield "directory", _strings(page)
    page.keyboard.press("Escape")
    ana.make_hall("Casa")
    yield "empty hall", _strings(page)
    ana.say("hola")
    page.locator(".people").click()
    expect(page.locator(".panel li")).to_have_count(1)
    yield "hall", _strings(page)
    ana.message(1).hover()
    ana.message(1).locator(".actions button").click()
    expect(page.locator(".notice.passing")).to_be_visible()
    yield "tombstone and undo", _strings(page)
    page.locator(".panel input[name=username]").fill("nobody")
    page.locator(".panel input[name=username]").press("Enter")
    expect(page.locator(".notice[role=alert]")).to_be_visible()
    yield "refusal", _strings(page)
    page.goto(f"{ana.url}/h/999999")
    expect(page.locator(".card h1")).to_be_visible()
    yield "no hall", _strings(page)
    page.goto(f"{ana.url}/settings?done=password&error=wrong_password")
    expect(page.locator("[role=alert]")).to_be_visible()
    yield "settings", _strings(page)


def _strings(page: Page) -> set[str]:
    return {re.sub(r"\d+", "", one) for one in page.evaluate(_STRINGS)}


def test_no_string_is_the_same_in_spanish_and_english(person: People) -> None:
    english = screens(person("Ana", language="en-GB", signed_up=False))
    spanish = screens(person("Ana", language="es-MX", signed_up=False))
    for (screen, here), (_, there) in zip(english, spanish, strict=True):
        assert here - SAME, screen
        assert here & there <= SAME, screen
        assert len(here) == len(there), screen


def test_the_document_says_its_language(person: People) -> None:
    for language, code in (("es-ES", "es"), ("en-US", "en"), ("fr-FR", "en")):
        visitor = person("Visitor", language=language, signed_up=False)
        visitor.page.goto(f"{visitor.url}/sign-in")
        expect(visitor.page.locator("html")).to_have_attribute("lang", code)
        expect(visitor.page.locator("h1")).to_have_text({"es": "Iniciar sesión", "en": "Sign in"}[code])


def test_the_chosen_language_stays(person: People) -> None:
    visitor = person("Visitor", language="en-US", signed_up=False)
    visitor.page.goto(f"{visitor.url}/sign-in")
    visitor.page.locator("select.language").select_option("es")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "es")
    visitor.page.reload()
    expect(visitor.page.locator("h1")).to_have_text("Iniciar sesión")
    visitor.sign_up()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "es")
    visitor.page.goto(f"{visitor.url}/settings")
    expect(visitor.page.locator("select.language")).to_have_value("es")
    visitor.page.locator("select.language").select_option("en")
    expect(visitor.page.locator("h1")).to_have_text("Settings")


def test_a_failed_sign_in_says_so_and_keeps_the_username_but_never_the_password(person: People) -> None:
    visitor = person("Ana", language="es-ES", signed_up=False)
    visitor.sign_in(password="a wrong password")
    visitor.page.wait_for_url(SIGN_IN)
    expect(visitor.page.locator("[role=alert]")).to_contain_text("no son correctos")
    expect(visitor.page.locator("input[name=username]")).to_have_value(visitor.username)
    expect(visitor.page.locator("input[name=password]")).to_have_value("")
    assert "wrong password" not in visitor.page.url + visitor.page.content()


def test_a_refused_sign_up_keeps_what_was_typed(person: People) -> None:
    visitor = person("Ana", language="es-ES", signed_up=False)
    visitor.page.goto(f"{visitor.url}/sign-up")
    visitor.page.fill("input[name=username]", "a!")
    visitor.page.fill("input[name=display_name]", "Ana Núñez")
    visitor.page.fill("input[name=password]", "el faro de las siete")
    visitor.page.click("form button[type=submit]")
    expect(visitor.page.locator("[role=alert]")).to_contain_text("de 3 a 32")
    expect(visitor.page.locator("input[name=username]")).to_have_value("a!")
    expect(visitor.page.locator("input[name=display_name]")).to_have_value("Ana Núñez")
    assert "faro" not in visitor.page.url + visitor.page.content()
