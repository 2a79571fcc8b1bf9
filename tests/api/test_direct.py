"""``/direct`` and ``/people``."""

import httpx
import pytest

from tests.api.conftest import Person, World, code
from tests.services.past import crowd


async def test_a_direct_hall_is_made_once_talked_in_and_hidden(marina: Person, tomas: Person) -> None:
    made = await marina.http.post("/direct", json={"usernames": ["TOMAS"]})
    hall = made.json()
    assert (made.status_code, hall["kind"], hall["name"], hall["members"], hall["role"]) == (201, "direct", "Tomas", 2, "member")
    assert [one["username"] for one in hall["people"]] == ["marina", "tomas"]
    again = await tomas.http.post("/direct", json={"usernames": ["marina"]})
    assert (again.status_code, again.json()["id"], again.json()["name"]) == (200, hall["id"], "Marina")
    await tomas.http.post(f"/halls/{hall['id']}/messages", json={"content": "Hola"})
    assert [(one["name"], one["unread"]) for one in (await marina.http.get("/halls")).json()["halls"]][-1] == ("Tomas", 1)
    left = (await marina.http.post("/halls/leave", json={"hall_id": hall["id"]})).json()
    assert (left["name"], left["hidden"], left["member"], left["unread"]) == ("Tomas", True, True, 0)
    await tomas.http.post(f"/halls/{hall['id']}/messages", json={"content": "¿Estás?"})
    assert (await marina.http.get(f"/halls/{hall['id']}")).json()["hidden"] is False


@pytest.mark.parametrize(
    ("body", "status", "refusal"),
    [
        ({"usernames": ["nadie"]}, 404, "user_not_found"),
        ({"usernames": [""]}, 422, "username_missing"),
        ({"usernames": ["marina", " \u200b\u3164"]}, 422, "username_missing"),
        ({"usernames": [f"crowd{number:05}" for number in range(8)]}, 422, "too_many_people"),
        ({"usernames": ["tomas"] * 101}, 422, "input_invalid"),
        ({"usernames": "tomas"}, 422, "input_invalid"),
        ({"usernames": [7]}, 422, "input_invalid"),
        ({}, 422, "input_invalid"),
        ({"usernames": [], "name": "x"}, 422, "input_invalid"),
    ],
)
async def test_what_does_not_fit_is_refused(world: World, marina: Person, body: object, status: int, refusal: str) -> None:
    await world.write(lambda tx: crowd(tx, 8))
    answer = await marina.http.post("/direct", json=body, headers={"Accept-Language": "es"})
    assert (answer.status_code, code(answer)) == (status, refusal)


async def test_nobody_is_brought_into_a_direct_hall_and_nothing_of_it_changes(
    marina: Person, tomas: Person, world: World
) -> None:
    await world.person("luz")
    hall = (await marina.http.post("/direct", json={"usernames": ["tomas"]})).json()["id"]
    answers = [
        await marina.http.post(f"/halls/{hall}/members", json={"username": "luz"}),
        await marina.http.patch(f"/halls/{hall}/members/{tomas.id}", json={"role": "owner"}),
        await marina.http.delete(f"/halls/{hall}/members/{tomas.id}"),
        await marina.http.patch(f"/halls/{hall}", json={"name": "Nuestra"}),
    ]
    assert [(one.status_code, code(one)) for one in answers] == [(409, "direct_hall")] * 4
    luz = await world.person("otra")
    answer = await luz.http.post("/halls/join", json={"hall_id": hall})
    assert (answer.status_code, code(answer)) == (404, "hall_not_found")


async def test_a_card_is_for_who_is_signed_in(marina: Person, tomas: Person, anonymous: httpx.AsyncClient) -> None:
    card = (await marina.http.get("/people/Tomas")).json()
    assert (card["id"], card["username"], card["display_name"]) == (tomas.id, "tomas", "Tomas")
    assert [one["name"] for one in card["halls"]] == ["General"]
    answer = await marina.http.get("/people/nadie")
    assert (answer.status_code, code(answer)) == (404, "user_not_found")
    assert [(await anonymous.get("/people/tomas")).status_code, (await anonymous.post("/direct", json={})).status_code] == [
        401,
        401,
    ]
