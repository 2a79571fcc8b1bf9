"""``/auth`` for programs."""

from datetime import UTC, datetime, timedelta

import httpx
import jwt
import pytest

from hallchat import security
from tests.api.conftest import Open, Person, World, code

PASSWORD = "el faro de las 7"
NEW_PASSWORD = "la barca de las 9"
ACCOUNT = {"id", "username", "display_name", "role"}


async def _register(client: httpx.AsyncClient, username: str = "marina", **more: object) -> httpx.Response:
    return await client.post("/auth/register", json={"username": username, "password": PASSWORD, **more})


def _bearer(answer: httpx.Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def test_registering_answers_with_the_account_and_a_token(anonymous: httpx.AsyncClient) -> None:
    answer = await _register(anonymous, display_name="Marina Ruiz")
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"user", "access_token", "token_type", "expires_in"}
    assert set(body["user"]) == ACCOUNT
    assert (body["user"]["display_name"], body["user"]["role"], body["token_type"]) == ("Marina Ruiz", "member", "bearer")
    assert body["expires_in"] == pytest.approx(30 * 24 * 3600, abs=5)
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    me = await anonymous.get("/auth/me", headers=_bearer(answer))
    assert (me.status_code, me.json()) == (200, body["user"])


async def test_a_new_account_is_in_the_general_hall(anonymous: httpx.AsyncClient) -> None:
    token = _bearer(await _register(anonymous))
    halls = (await anonymous.get("/halls", headers=token)).json()["halls"]
    assert [(hall["name"], hall["member"]) for hall in halls] == [("General", True)]


async def test_signing_in_answers_like_registering(anonymous: httpx.AsyncClient) -> None:
    made = await _register(anonymous)
    answer = await anonymous.post("/auth/login", json={"username": "MARINA", "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json()["user"] == made.json()["user"]
    assert answer.json()["access_token"] != made.json()["access_token"]
    assert "set-cookie" not in answer.headers


async def test_an_unknown_name_and_a_wrong_password_look_the_same(anonymous: httpx.AsyncClient) -> None:
    await _register(anonymous)
    wrong = await anonymous.post("/auth/login", json={"username": "marina", "password": "not this one"})
    unknown = await anonymous.post("/auth/login", json={"username": "nadie", "password": "not this one"})
    assert (wrong.status_code, code(wrong)) == (401, "wrong_credentials")
    assert wrong.content == unknown.content
    assert wrong.headers["www-authenticate"].startswith("Bearer")


async def test_sign_up_can_be_closed(install: Open) -> None:
    world: World = await install(signup="closed")
    answer = await _register(await world.client())
    assert (answer.status_code, code(answer)) == (403, "signup_closed")


async def test_a_taken_name_is_a_conflict_without_regard_to_case(anonymous: httpx.AsyncClient) -> None:
    await _register(anonymous)
    answer = await _register(anonymous, "Marina")
    assert (answer.status_code, code(answer)) == (409, "username_taken")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"username": "ab"}, "username_invalid"),
        ({"username": "x" * 33}, "username_invalid"),
        ({"username": "maría"}, "username_invalid"),
        ({"display_name": "x" * 81}, "display_name_invalid"),
        ({"display_name": "a\nb"}, "display_name_invalid"),
        ({"password": "seven77"}, "password_too_short"),
        ({"password": "x" * 129}, "password_too_long"),
        ({"password": "password1"}, "password_too_common"),
        ({"username": 5}, "input_invalid"),
        ({"username": None}, "input_invalid"),
        ({"role": "admin"}, "input_invalid"),
    ],
)
async def test_an_account_that_does_not_fit_is_refused(anonymous: httpx.AsyncClient, fields: dict, expected: str) -> None:
    answer = await _register(anonymous, **{"username": "marina", **fields})
    assert (answer.status_code, code(answer)) == (422, expected)


@pytest.mark.parametrize(("peer", "headers", "role"), [
    ("127.0.0.1", {}, "admin"),
    ("::1", {}, "admin"),
    ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, "member"),
    ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, "member"),
    ("127.0.0.1", {"X-Real-IP": "127.0.0.1"}, "member"),
    ("192.0.2.1", {}, "member"),
])  # fmt: skip
async def test_only_the_first_account_from_this_machine_is_administrator(
    world: World, peer: str, headers: dict[str, str], role: str
) -> None:
    client = await world.client(peer=peer, headers=headers)
    assert (await _register(client)).json()["user"]["role"] == role
    assert (await _register(client, "tomas")).json()["user"]["role"] == "member"


async def test_signing_out_ends_this_sign_in_only(world: World, marina: Person) -> None:
    other = await world.again(marina)
    answer = await marina.http.post("/auth/logout")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "set-cookie" not in answer.headers
    assert code(await marina.http.get("/auth/me")) == "not_signed_in"
    assert (await other.http.get("/auth/me")).status_code == 200


async def test_signing_out_everywhere_ends_all(world: World, marina: Person) -> None:
    other = await world.again(marina)
    assert (await marina.http.post("/auth/logout-everywhere")).status_code == 204
    assert (await marina.http.get("/auth/me")).status_code == 401
    assert (await other.http.get("/auth/me")).status_code == 401


async def test_changing_the_password_ends_the_other_sign_ins(anonymous: httpx.AsyncClient) -> None:
    other = _bearer(await _register(anonymous))
    mine = _bearer(await anonymous.post("/auth/login", json={"username": "marina", "password": PASSWORD}))
    answer = await anonymous.post("/auth/password", json={"old": PASSWORD, "new": NEW_PASSWORD}, headers=mine)
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await anonymous.get("/auth/me", headers=mine)).status_code == 200
    assert (await anonymous.get("/auth/me", headers=other)).status_code == 401
    old = await anonymous.post("/auth/login", json={"username": "marina", "password": PASSWORD})
    new = await anonymous.post("/auth/login", json={"username": "marina", "password": NEW_PASSWORD})
    assert (old.status_code, new.status_code) == (401, 200)


async def test_the_present_password_must_be_right(anonymous: httpx.AsyncClient) -> None:
    mine = _bearer(await _register(anonymous))
    answer = await anonymous.post("/auth/password", json={"old": "wrong wrong", "new": NEW_PASSWORD}, headers=mine)
    assert (answer.status_code, code(answer)) == (403, "wrong_password")


def _token(secret: str = "s" * 32, algorithm: str = "HS256", drop: str = "", **claims: object) -> str:
    later = datetime.now(UTC) + timedelta(hours=1)
    good = {"iss": "hallchat", "aud": "hallchat", "sub": "1", "sid": "0" * 32, "exp": later} | claims
    return jwt.encode({name: value for name, value in good.items() if name != drop}, secret, algorithm=algorithm)


@pytest.mark.parametrize("header", [
    "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic bWFyaW5hOng=", f"Bearer {'9' * 10_000}", "Bearer ñ", "",
])  # fmt: skip
async def test_what_is_no_token_is_refused(anonymous: httpx.AsyncClient, header: str) -> None:
    answer = await anonymous.get("/auth/me", headers={b"Authorization": header.encode()})
    assert (answer.status_code, code(answer)) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("change", [
    {"secret": "t" * 32}, {"algorithm": "none", "secret": ""}, {"algorithm": "HS512"}, {"iss": "other"}, {"aud": "other"},
    {"exp": 1}, {"sid": 7}, {"sid": "f" * 32}, {"sub": 7}, {"drop": "exp"}, {"drop": "sid"}, {"drop": "aud"},
    {"nbf": 2**33},
])  # fmt: skip
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
async def test_a_token_that_is_not_ours_is_refused(world: World, marina: Person, change: dict) -> None:
    token = _token(**{"sid": marina.actor.session_id, **change})
    answer = await (await world.client(headers={"Authorization": f"Bearer {token}"})).get("/auth/me")
    assert (answer.status_code, code(answer)) == (401, "not_signed_in")


async def test_a_token_of_an_expired_sign_in_is_refused(world: World, marina: Person) -> None:
    expired = datetime.now(UTC) - timedelta(seconds=1)
    token = security.issue_token("s" * 32, session_id=marina.actor.session_id, user_id=marina.id, expires_at=expired)
    answer = await (await world.client(headers={"Authorization": f"Bearer {token}"})).get("/auth/me")
    assert answer.status_code == 401
