"""A browser that keeps nothing is written in all the same; and what fails in a page is said in HallChat's own words."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People

_STORES = """for (const name of ["localStorage", "sessionStorage"]) """
_FULL = (
    _STORES
    + """for (let size = 1 << 23; size; size >>= 1)
  for (;;) try { window[name].setItem(`${size} ${window[name].length}`, "x".repeat(size)); } catch { break; }"""
)
_FORBIDDEN = (
    _STORES
    + """Object.defineProperty(window, name, {
  configurable: true, get() { throw new DOMException("not allowed", "SecurityError"); },
});"""
)


@pytest.mark.parametrize("storage", [_FULL, _FORBIDDEN], ids=["full", "forbidden"])
def test_storage_that_takes_nothing_is_done_without(person: People, storage: str) -> None:
    ana = person("Ana Núñez", signed_up=False)
    ana.page.add_init_script(storage)
    ana.sign_up()
    here, there = ana.make_hall("Here"), ana.make_hall("There")
    ana.page.fill("#composer", "half a thought")
    ana.choose(here)
    ana.say("said all the same")
    expect(ana.message(1)).to_contain_text("said all the same")
    expect(ana.pending()).to_have_count(0)
    ana.choose(there)
    expect(ana.page.locator("#composer")).to_have_value("half a thought")
    ana.page.locator(".halls footer a").click()
    for choice in ("[name=theme][value=dark]", "[name=contrast][value=more]"):
        ana.page.locator(f".settings {choice}").check()
    expect(ana.page.locator("html.dark[data-contrast=more]")).to_have_count(1)


def test_an_error_in_a_page_is_said_in_the_readers_language_and_the_page_can_be_loaded_again(person: People) -> None:
    ana = person("Ana Núñez", language="es-ES")
    ana.expect_complaints("cannot be drawn")
    hall = ana.rest.make_hall("Broken")
    for number, (language, title, again) in enumerate(
        (("es", "Esta página ha fallado", "Cargar de nuevo"), ("en", "This page has failed", "Load again")), 1
    ):
        ana.context.add_cookies([{"name": "hallchat_language", "value": language, "url": ana.url}])
        ana.go_to(hall)
        ana.page.evaluate("() => { hallchat.settle = () => { throw new Error('cannot be drawn'); }; }")
        ana.page.fill("#composer", "stored all the same")
        ana.page.press("#composer", "Enter")
        expect(ana.page.locator("h1")).to_have_text(title)
        ana.page.get_by_role("button", name=again).click()
        expect(ana.message(number)).to_be_visible()
        expect(ana.pending()).to_have_count(0)
