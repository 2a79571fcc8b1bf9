"""Where one arrives: halls to begin with are offered, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Members, People


@pytest.mark.parametrize("viewport", [(1180, 760), (390, 780)])
def test_a_newcomer_joins_one_of_the_halls_that_are_suggested_and_is_invited_to_speak(
    person: People, member: Members, viewport: tuple[int, int]
) -> None:
    name = f"Suggested {viewport[0]}"
    owner = member("Owner")
    hall = owner.make_hall(name)
    for number in range(3):
        member(f"Guest{number}").join(hall)
    ana = person("Ana", viewport=viewport)
    ana.page.get_by_role("button", name=f"Join {name}").click()
    assert ana.arrived(name) == hall
    beginning = ana.page.locator(".beginning")
    expect(beginning).to_contain_text(f"This is where {name} begins.")
    expect(beginning).to_contain_text("Nobody has said anything yet. Say hello!")
    ana.say("hello")
    expect(beginning).not_to_contain_text("Nobody has said anything yet")
