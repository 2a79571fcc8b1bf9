"""The language of a page: by the browser's wish or by choice; and what was typed stays where a form is refused."""

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.person import SIGN_IN

DESK, PHONE = (1180, 760), (390, 780)
WHAT_IT_IS = {"es": "Salas para conversar, en un servidor tuyo.", "en": "Rooms to talk in, on a server of your own."}
"""The one line that stands on the smallest screen too."""


def test_the_first_screen_says_what_this_is_and_the_document_its_language(person: People) -> None:
    for language, code, viewport in (("es-ES", "es", DESK), ("en-US", "en", DESK), ("fr-FR", "en", PHONE)):
        visitor = person("Visitor", language=language, viewport=viewport, signed_up=False)
        visitor.page.goto(f"{visitor.url}/sign-in")
        expect(visitor.page.locator(".pitch > p")).to_have_text(WHAT_IT_IS[code])
        expect(visitor.page.locator(".pitch > p")).to_be_in_viewport(ratio=1)
        points = visitor.page.locator(".pitch li").filter(visible=True)
        expect(points).to_have_count(3 if viewport == DESK else 0)
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
