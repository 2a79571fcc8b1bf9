"""``/halls`` and their members."""

from datetime import datetime

import pytest

from tests import builders
from tests.api.conftest import Person, World, code

HALL = {"id", "name", "topic", "kind", "archived", "member", "role", "members", "last_seq", "last_read_seq", "unread", "mentions"}
HALL |= {"notify", "people", "hidden", "drafted_at"}
MEMBER = {"id", "username", "display_name", "role", "joined_at", "presence"}


async def _make(owner: Person, name: str = "El puerto", **more: object) -> int:
    return (await owner.http.post("/halls", json={"name": name, **more})).json()["id"]


async def test_the_list_holds_public_halls_and_mine(marina: Person, tomas: Person) -> None:
    port, cellar = await _make(marina), await _make(marina, "Bodega", kind="private")
    mine = (await marina.http.get("/halls")).json()
    assert set(mine) == {"halls"}
    assert all(set(hall) == HALL for hall in mine["halls"])
    assert [hall["name"] for hall in mine["halls"]] == ["Bodega", "El puerto", "General"]
    seen = {hall["id"]: hall for hall in (await tomas.http.get("/halls")).json()["halls"]}
    assert cellar not in seen
    outside = seen[port]
    assert (outside["member"], outside["members"]) == (False, 1)
    assert [outside[name] for name in ("role", "last_seq", "last_read_seq", "unread", "notify")] == [None] * 5


async def test_the_list_can_be_searched(marina: Person) -> None:
    await _make(marina, "Jardín")
    found = await marina.http.get("/halls", params={"q": "jardin"})
    assert [hall["name"] for hall in found.json()["halls"]] == ["Jardín"]
    assert (await marina.http.get("/halls", params={"q": "%"})).json() == {"halls": []}


async def test_making_a_hall_makes_an_owner(marina: Person) -> None:
    answer = await marina.http.post("/halls", json={"name": " El puerto ", "topic": "Barcos", "kind": "private"})
    assert answer.status_code == 201
    hall = answer.json()
    assert set(hall) == HALL
    assert (hall["name"], hall["topic"], hall["kind"], hall["role"]) == ("El puerto", "Barcos", "private", "owner")
    assert (hall["members"], hall["unread"], hall["archived"]) == (1, 0, False)


@pytest.mark.parametrize(("body", "expected"), [
    ({}, "input_invalid"), ({"name": ""}, "hall_name_invalid"), ({"name": "x" * 81}, "hall_name_invalid"),
    ({"name": "a\x00b"}, "hall_name_invalid"), ({"name": "x", "topic": "x" * 251}, "topic_invalid"),
    ({"name": "x", "kind": "direct"}, "kind_invalid"), ({"name": 7}, "input_invalid"),
    ({"name": "x", "members": 3}, "input_invalid"), ([], "input_invalid"), ("x", "input_invalid"),
])  # fmt: skip
async def test_a_hall_that_does_not_fit_is_not_made(marina: Person, body: object, expected: str) -> None:
    answer = await marina.http.post("/halls", json=body)
    assert (answer.status_code, code(answer)) == (422, expected)
    assert len((await marina.http.get("/halls")).json()["halls"]) == 1


async def test_joining_and_leaving_twice_changes_nothing(marina: Person, tomas: Person) -> None:
    hall_id = await _make(marina)
    for _ in range(2):
        joined = await tomas.http.post("/halls/join", json={"hall_id": hall_id})
        assert joined.status_code == 200
        assert set(joined.json()) == HALL
        assert (joined.json()["members"], joined.json()["role"]) == (2, "member")
    for _ in range(2):
        left = await tomas.http.post("/halls/leave", json={"hall_id": hall_id})
        assert left.status_code == 200
        assert (left.json()["members"], left.json()["member"], left.json()["role"]) == (1, False, None)


async def test_a_private_hall_is_seen_a_last_time_on_leaving(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor, kind="private"))
    left = await tomas.http.post("/halls/leave", json={"hall_id": hall.id})
    assert left.status_code == 200
    body = left.json()
    assert (body["id"], body["name"], body["members"], body["member"]) == (hall.id, "Plaza", 1, False)
    assert [body[name] for name in ("role", "last_seq", "last_read_seq", "unread", "notify")] == [None] * 5
    assert (await tomas.http.get(f"/halls/{hall.id}")).status_code == 404


async def test_an_owner_among_others_may_not_leave(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor))
    answer = await marina.http.post("/halls/leave", json={"hall_id": hall.id})
    assert (answer.status_code, code(answer)) == (409, "owner_may_not_leave")


async def test_an_owner_renames_and_archives(marina: Person) -> None:
    hall_id = await _make(marina, topic="Barcos")
    renamed = await marina.http.patch(f"/halls/{hall_id}", json={"name": "El faro"})
    assert (renamed.status_code, renamed.json()["name"], renamed.json()["topic"]) == (200, "El faro", "Barcos")
    cleared = await marina.http.patch(f"/halls/{hall_id}", json={"topic": ""})
    assert (cleared.json()["name"], cleared.json()["topic"]) == ("El faro", "")
    archived = await marina.http.patch(f"/halls/{hall_id}", json={"archived": True})
    assert archived.json()["archived"] is True
    assert code(await marina.http.patch(f"/halls/{hall_id}", json={"name": "El mar"})) == "hall_archived"
    assert (await marina.http.patch(f"/halls/{hall_id}", json={"archived": False})).json()["archived"] is False
    assert (await marina.http.patch(f"/halls/{hall_id}", json={})).json()["name"] == "El faro"


@pytest.mark.parametrize("body", [{"name": None}, {"archived": "true"}, {"archived": 1}, {"kind": "private"}, {"topic": 3}])
async def test_a_change_of_a_wrong_type_is_refused(marina: Person, body: dict) -> None:
    answer = await marina.http.patch(f"/halls/{await _make(marina)}", json=body)
    assert (answer.status_code, code(answer)) == (422, "input_invalid")


async def test_members_are_listed_the_owner_first(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, tomas.actor, marina.actor))
    answer = await marina.http.get(f"/halls/{hall.id}/members")
    assert answer.status_code == 200
    assert set(answer.json()) == {"members"}
    members = answer.json()["members"]
    assert all(set(member) == MEMBER for member in members)
    assert [(member["username"], member["role"]) for member in members] == [("tomas", "owner"), ("marina", "member")]
    assert members[0]["joined_at"].endswith("Z")
    datetime.fromisoformat(members[0]["joined_at"])


async def test_inviting_answers_201_and_again_200(marina: Person, tomas: Person) -> None:
    members = f"/halls/{await _make(marina, kind='private')}/members"
    first = await marina.http.post(members, json={"username": "TOMAS"})
    second = await marina.http.post(members, json={"username": "tomas"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert set(first.json()) == MEMBER
    assert first.json() == second.json()
    assert first.json()["id"] == tomas.id
    unknown = await marina.http.post(members, json={"username": "nadie"})
    assert (unknown.status_code, code(unknown)) == (404, "user_not_found")
    assert "nadie" in unknown.json()["detail"]
    for call in (marina.http.post(members, json={"username": " \t"}), marina.http.get("/people/%20")):
        nobody = await call
        assert (nobody.status_code, code(nobody)) == (422, "username_missing")
        assert nobody.json()["detail"] == "A username is missing. Write whom you mean."


async def test_an_owner_hands_over(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor))
    answer = await marina.http.patch(f"/halls/{hall.id}/members/{tomas.id}", json={"role": "owner"})
    assert answer.status_code == 200
    assert set(answer.json()) == MEMBER
    assert (answer.json()["id"], answer.json()["role"]) == (tomas.id, "owner")
    assert (await marina.http.get(f"/halls/{hall.id}")).json()["role"] == "member"
    refused = await tomas.http.patch(f"/halls/{hall.id}/members/{tomas.id}", json={"role": "member"})
    assert (refused.status_code, code(refused)) == (409, "owner_stays_owner")


async def test_an_owner_makes_moderators(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor))
    for role in ("moderator", "member"):
        answer = await marina.http.patch(f"/halls/{hall.id}/members/{tomas.id}", json={"role": role})
        assert (answer.status_code, set(answer.json()), answer.json()["role"]) == (200, MEMBER, role)
        assert (await tomas.http.get(f"/halls/{hall.id}")).json()["role"] == role
    refused = await marina.http.patch(f"/halls/{hall.id}/members/{tomas.id}", json={"role": "king"})
    assert (refused.status_code, code(refused)) == (422, "input_invalid")


async def test_an_owner_removes_a_member(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor))
    member = f"/halls/{hall.id}/members/{tomas.id}"
    assert code(await tomas.http.delete(f"/halls/{hall.id}/members/{marina.id}")) == "owner_only"
    removed = await marina.http.delete(member)
    assert (removed.status_code, removed.content) == (204, b"")
    again = await marina.http.delete(member)
    assert (again.status_code, code(again)) == (404, "member_not_found")
    assert code(await tomas.http.get(f"/halls/{hall.id}/members")) == "not_a_member"
