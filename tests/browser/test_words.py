"""Every word of the interface is there in both languages, by the browser's wish or by choice."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Members, People
from tests.browser.person import SIGN_IN
from tests.browser.screens import TOPIC, screens

SAME = {"HallChat", "English", "Español", "Normal", "A", "M", "T", "ل", "@ana", "@toms", TOPIC}
"""What is the same in both: names. What people wrote is left out."""

_STRINGS = """() => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = "textarea, .body, .excerpt, .said-before, #news", written = "script, style, time, bdi, kbd, .day";
      if (!node.parentElement.closest(`${said}, ${written}`)) found.add(node.textContent.trim());
    } else for (const name of ["aria-label", "title", "placeholder"])
      if (node.hasAttribute(name) && node.tagName !== "TIME") found.add(node.getAttribute(name).trim());
  }
  return [...found].filter((one) => /\\p{L}/u.test(one));
}"""


def _strings(page: Page) -> set[str]:
    return {re.sub(r"\d+", "", one) for one in page.evaluate(_STRINGS)}


def test_no_string_is_the_same_in_spanish_and_english(person: People, member: Members) -> None:
    ana, bea = person("Ana", language="en-GB", signed_up=False), person("Ana", language="es-MX", signed_up=False)
    for screen, _ in zip(screens(ana, member("Tomás")), screens(bea, member("Tomás")), strict=True):
        here, there = _strings(ana.page), _strings(bea.page)
        assert here - SAME or screen == "outline", screen
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
    visitor.make_hall("Babel")
    visitor.page.locator(".people").click()
    visitor.page.locator(".panel .leave button").click()
    expect(visitor.page.locator(".notice")).to_contain_text("Babel")
    visitor.page.locator(".halls footer a").click()
    expect(visitor.page.locator(".notice")).to_be_visible()
    visitor.page.locator("select.language").select_option("en")
    expect(visitor.page.locator("h1")).to_have_text("Settings")
    expect(visitor.page.locator(".notice")).to_have_count(0)


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
