"""What is refused stays typed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People


@pytest.mark.parametrize("name", [" ", "bell\a here"])
def test_a_refused_hall_keeps_what_was_typed_and_says_why(person: People, name: str) -> None:
    ana = person("Ana", language="es-ES")
    dialog = ana.open_directory()
    dialog.locator("input[name=name]").fill(name)
    dialog.locator("input[name=topic]").fill("Un tema que costó escribir")
    dialog.locator("input[name=private]").check()
    dialog.locator("form button[type=submit]").click()
    expect(dialog.get_by_role("alert")).to_contain_text("de 1 a 80 caracteres")
    expect(dialog.locator("input[name=name]")).to_have_value(name)
    expect(dialog.locator("input[name=topic]")).to_have_value("Un tema que costó escribir")
    expect(dialog.locator("input[name=private]")).to_be_checked()
    dialog.locator("input[name=name]").fill("Ahora sí")
    dialog.locator("form button[type=submit]").click()
    hall = ana.arrived("Ahora sí")
    expect(ana.page.locator(".notice, .dialog [role=alert]")).to_have_count(0)
    made = next(one for one in ana.rest.halls() if one["id"] == hall)
    assert (made["topic"], made["kind"]) == ("Un tema que costó escribir", "private")


def test_a_halls_name_is_typed_up_to_its_limit(person: People) -> None:
    ana = person("Ana")
    dialog = ana.open_directory()
    dialog.locator("input[name=name]").press_sequentially("n" * 81)
    expect(dialog.locator("input[name=name]")).to_have_value("n" * 80)
