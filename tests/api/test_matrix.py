"""Every role on every route of every kind of hall: who may, and that a private hall looks like none."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import product

import httpx
import pytest

from hallchat import api
from hallchat.services import memberships
from tests import builders
from tests.api.conftest import Person, World

NOWHERE = 4_040
Call = Callable[[httpx.AsyncClient, int, int], Awaitable[httpx.Response]]

# Each call reads or changes a hall, given its id and a member's; then what stranger, removed, member and owner get.
CALLS: dict[str, tuple[Call, tuple[int, int, int, int]]] = {
    "GET /halls/{hall_id}": (lambda c, hall, _: c.get(f"/halls/{hall}"), (200, 200, 200, 200)),
    "PATCH /halls/{hall_id}": (lambda c, hall, _: c.patch(f"/halls/{hall}", json={"topic": "x"}), (403, 403, 403, 200)),
    "POST /halls/join": (lambda c, hall, _: c.post("/halls/join", json={"hall_id": hall}), (200, 200, 200, 200)),
    "POST /halls/leave": (lambda c, hall, _: c.post("/halls/leave", json={"hall_id": hall}), (200, 200, 200, 409)),
    "GET /halls/{hall_id}/members": (lambda c, hall, _: c.get(f"/halls/{hall}/members"), (403, 403, 200, 200)),
    "POST /halls/{hall_id}/members": (
        lambda c, hall, _: c.post(f"/halls/{hall}/members", json={"username": "guest"}),
        (403, 403, 201, 201),
    ),
    "PATCH /halls/{hall_id}/members/{user_id}": (
        lambda c, hall, user: c.patch(f"/halls/{hall}/members/{user}", json={"role": "owner"}),
        (403, 403, 403, 200),
    ),
    "DELETE /halls/{hall_id}/members/{user_id}": (
        lambda c, hall, user: c.delete(f"/halls/{hall}/members/{user}"),
        (403, 403, 403, 204),
    ),
    "GET /halls/{hall_id}/messages": (lambda c, hall, _: c.get(f"/halls/{hall}/messages"), (403, 403, 200, 200)),
    "POST /halls/{hall_id}/messages": (
        lambda c, hall, _: c.post(f"/halls/{hall}/messages", json={"content": "Hola"}),
        (403, 403, 201, 201),
    ),
    "PATCH /halls/{hall_id}/messages/{seq}": (
        lambda c, hall, _: c.patch(f"/halls/{hall}/messages/1", json={"content": "Adiós"}),
        (403, 403, 403, 200),
    ),
    "DELETE /halls/{hall_id}/messages/{seq}": (
        lambda c, hall, _: c.delete(f"/halls/{hall}/messages/1"),
        (403, 403, 403, 204),
    ),
    "GET /halls/{hall_id}/messages/{seq}/versions": (
        lambda c, hall, _: c.get(f"/halls/{hall}/messages/1/versions"),
        (403, 403, 200, 200),
    ),
    "GET /halls/{hall_id}/draft": (lambda c, hall, _: c.get(f"/halls/{hall}/draft"), (403, 403, 200, 200)),
    "PUT /halls/{hall_id}/draft": (
        lambda c, hall, _: c.put(f"/halls/{hall}/draft", json={"content": "¿Y"}),
        (403, 403, 200, 200),
    ),
    "DELETE /halls/{hall_id}/draft": (lambda c, hall, _: c.delete(f"/halls/{hall}/draft"), (403, 403, 204, 204)),
    "POST /halls/{hall_id}/unread": (lambda c, hall, _: c.post(f"/halls/{hall}/unread", json={"seq": 1}), (403, 403, 204, 204)),
    "GET /halls/{hall_id}/messages/{seq}/reactions": (
        lambda c, hall, _: c.get(f"/halls/{hall}/messages/1/reactions"),
        (403, 403, 200, 200),
    ),
    "PUT /halls/{hall_id}/messages/{seq}/reactions/{emoji}": (
        lambda c, hall, _: c.put(f"/halls/{hall}/messages/1/reactions/👍"),
        (403, 403, 200, 200),
    ),
    "DELETE /halls/{hall_id}/messages/{seq}/reactions/{emoji}": (
        lambda c, hall, _: c.delete(f"/halls/{hall}/messages/1/reactions/👍"),
        (403, 403, 200, 200),
    ),
    "GET /halls/{hall_id}/messages/{seq}/replies": (
        lambda c, hall, _: c.get(f"/halls/{hall}/messages/1/replies"),
        (403, 403, 200, 200),
    ),
    "GET /halls/{hall_id}/typing": (lambda c, hall, _: c.get(f"/halls/{hall}/typing"), (403, 403, 200, 200)),
    "POST /halls/{hall_id}/typing": (lambda c, hall, _: c.post(f"/halls/{hall}/typing"), (403, 403, 204, 204)),
    "POST /halls/{hall_id}/read": (lambda c, hall, _: c.post(f"/halls/{hall}/read", json={"seq": 1}), (403, 403, 204, 204)),
    "PUT /halls/{hall_id}/notifications": (
        lambda c, hall, _: c.put(f"/halls/{hall}/notifications", json={"level": "nothing"}),
        (403, 403, 200, 200),
    ),
}
ROLES = ("stranger", "removed", "member", "owner")
OUTSIDE = ("stranger", "removed")
ELSEWHERE = {
    "GET /auth/quiet",
    "PUT /auth/quiet",
    "GET /halls",
    "POST /halls",
    "POST /halls/read-all",
    "POST /direct",
    "GET /people/{username}",
    *(f"POST /auth/{name}" for name in ("register", "login", "logout", "logout-everywhere", "password")),
    "GET /auth/me",
    "GET /search",
    "GET /mentions",
}


@dataclass
class Cast:
    """A hall with an owner's message in it, its people, and others."""

    hall_id: int
    bystander: int
    people: dict[str, Person]


async def _cast(world: World, kind: str) -> Cast:
    people = {name: await world.person(name) for name in (*ROLES, "bystander", "guest")}
    owner, removed = people["owner"].actor, people["removed"].actor
    inside = [people[name].actor for name in ("member", "removed", "bystander")]
    hall = await world.write(lambda tx: builders.hall(tx, owner, *inside, kind=kind))
    await world.write(lambda tx: builders.say(tx, owner, hall.id, "Solo para quien está dentro"))
    await world.write(lambda tx: memberships.remove(tx, owner, hall_id=hall.id, user_id=removed.user_id))
    return Cast(hall.id, people["bystander"].id, people)


def test_every_route_stands_in_the_matrix() -> None:
    paths = api.build().openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert routes == set(CALLS) | ELSEWHERE


@pytest.mark.parametrize(("route", "role"), list(product(CALLS, ROLES)))
async def test_in_a_public_hall(world: World, route: str, role: str) -> None:
    cast = await _cast(world, "public")
    call, expected = CALLS[route]
    answer = await call(cast.people[role].http, cast.hall_id, cast.bystander)
    assert answer.status_code == expected[ROLES.index(role)], answer.text


@pytest.mark.parametrize(("route", "role"), list(product(CALLS, ROLES)))
async def test_a_private_hall_looks_like_none_from_outside(world: World, route: str, role: str) -> None:
    cast = await _cast(world, "private")
    call, expected = CALLS[route]
    answer = await call(cast.people[role].http, cast.hall_id, cast.bystander)
    none = await call(cast.people[role].http, NOWHERE, cast.bystander)
    assert none.status_code == 404
    if role in OUTSIDE:
        assert (answer.status_code, answer.content, answer.headers) == (404, none.content, none.headers)
    else:
        assert answer.status_code == expected[ROLES.index(role)], answer.text


@pytest.mark.parametrize("route", CALLS)
async def test_anonymous_callers_learn_nothing(world: World, route: str) -> None:
    public, call, http = builders.GENERAL, CALLS[route][0], await world.client()
    private = (await _cast(world, "private")).hall_id
    answers = [await call(http, hall_id, 1) for hall_id in (public, private, NOWHERE)]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert answers[0].content == answers[1].content == answers[2].content


@pytest.mark.parametrize("route", sorted(ELSEWHERE - {"POST /auth/register", "POST /auth/login"}))
async def test_the_rest_asks_for_a_sign_in_too(anonymous: httpx.AsyncClient, route: str) -> None:
    method, path = route.split()
    assert (await anonymous.request(method, path, json={"name": "x"})).status_code == 401


@pytest.mark.parametrize(("route", "bad"), list(product(CALLS, ["0", "-1", "9223372036854775808", "1.0", "x", "%D9%A1"])))
async def test_an_id_out_of_range_is_refused(marina: Person, route: str, bad: str) -> None:
    if "{hall_id}" in route:
        answer = await CALLS[route][0](marina.http, bad, 1)  # pyright: ignore[reportArgumentType]
        assert answer.status_code == 422
