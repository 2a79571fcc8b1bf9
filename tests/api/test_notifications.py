"""What one is told of, over REST."""

from typing import Any

import pytest

from tests.api.conftest import Person, code
from tests.builders import GENERAL

PLACE = f"/halls/{GENERAL}/notifications"


async def test_a_level_is_answered_with_the_hall_and_stays(marina: Person, tomas: Person) -> None:
    answer = await marina.http.put(PLACE, json={"level": "mentions"})
    assert (answer.status_code, answer.json()["notify"]) == (200, "mentions")
    halls = [(await who.http.get("/halls")).json()["halls"][0]["notify"] for who in (marina, tomas)]
    assert halls == ["mentions", "everything"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [({"level": "all"}, "level_invalid"), ({"level": 1}, "input_invalid"), ({}, "input_invalid")],
)
async def test_a_level_that_is_none_is_refused(marina: Person, body: dict[str, Any], expected: str) -> None:
    answer = await marina.http.put(PLACE, json=body)
    assert (answer.status_code, code(answer)) == (422, expected)


async def test_quiet_is_kept_for_its_owner(marina: Person, tomas: Person) -> None:
    wanted = {"until": "2099-01-01T00:00:00Z", "hours": "22:00-07:00"}
    answer = await marina.http.put("/auth/quiet", json=wanted)
    assert (answer.status_code, code(answer)) == (422, "quiet_invalid")
    answer = await marina.http.put("/auth/quiet", json={"hours": "22:00-07:00"})
    assert (answer.status_code, answer.json()) == (200, {"until": None, "hours": "22:00-07:00"})
    assert (await marina.http.get("/auth/quiet")).json() == answer.json()
    assert (await tomas.http.get("/auth/quiet")).json() == {"until": None, "hours": ""}
    naive = await marina.http.put("/auth/quiet", json={"until": "2027-01-01T00:00:00"})
    assert (naive.status_code, code(naive)) == (422, "input_invalid")
