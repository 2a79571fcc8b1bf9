"""What goes wrong: shapes, languages, floods, and what never leaks."""

import asyncio
import json
import logging

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from hallchat import api, errors, i18n, operations
from hallchat.engine import connect
from tests.api.conftest import Open, Person, World, code
from tests.builders import GENERAL

MESSAGES = f"/halls/{GENERAL}/messages"
PASSWORD = "el faro de las 7"


@pytest.mark.parametrize(("accepted", "language", "sentence"), [
    ("es", "es", "Inicia sesión para continuar."), ("es-MX,es;q=0.9,en;q=0.8", "es", "Inicia sesión para continuar."),
    ("en", "en", "Please sign in to go on."), ("de", "en", "Please sign in to go on."), ("", "en", "Please sign in to go on."),
    (";;q=x,\xff", "en", "Please sign in to go on."),
])  # fmt: skip
async def test_the_sentence_is_in_the_callers_language(
    anonymous: httpx.AsyncClient, accepted: str, language: str, sentence: str
) -> None:
    answer = await anonymous.get("/halls", headers={"Accept-Language": accepted.encode("latin-1")})  # pyright: ignore[reportArgumentType]
    assert (answer.json()["detail"], answer.headers["content-language"]) == (sentence, language)


async def test_fields_are_named_in_the_callers_language(marina: Person) -> None:
    answer = await marina.http.get(MESSAGES, params={"limit": 101}, headers={"Accept-Language": "es"})
    assert answer.json()["detail"] == "La petición no es válida: limit debe ser 100 como máximo."
    assert answer.json()["errors"] == [{"field": "limit", "detail": "debe ser 100 como máximo"}]


def test_every_refusal_has_a_spanish_sentence() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.Refusal)]
    assert not [kind for kind in kinds if kind.text and i18n.message(kind.text, "es") == kind.text]


@pytest.mark.parametrize(("method", "path", "status", "expected"), [
    ("GET", "/halls/", 404, "not_found"), ("GET", "/halls/1/nada", 404, "not_found"), ("GET", "/auth", 404, "not_found"),
    ("GET", "/auth/login", 405, "method_not_allowed"), ("PUT", "/halls", 405, "method_not_allowed"),
    ("DELETE", "/halls/1", 405, "method_not_allowed"), ("GET", "/docs/nada.js", 404, "not_found"),
    ("GET", "/elsewhere", 404, "not_found"),
])  # fmt: skip
async def test_wrong_addresses_and_methods(marina: Person, method: str, path: str, status: int, expected: str) -> None:
    answer = await marina.http.request(method, path)
    assert (answer.status_code, code(answer)) == (status, expected)
    assert (status == 405) == ("allow" in answer.headers)


async def test_beside_the_pages_the_api_keeps_its_own_addresses(world: World) -> None:
    app = api.build()
    app.mount("", lambda scope, receive, send: pytest.fail("the pages were asked"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        assert (await client.get("/auth/login")).status_code == 405
        assert (await client.get("/halls/1/nada")).status_code == 404


@pytest.mark.parametrize("body", [
    b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"content": ' + b"9" * 5_000 + b"}", b'{"content": NaN}', b"null", b'"x"', b"[]",
    b'{"content": "\\ud800"}', b'{"content": "x", "\\ud800": 1}', b'{"content": "x", "client_id": "\\udfff"}',
    b'{"content": {"a": 1}}', b'{"content": "x", "__proto__": {}}',
])  # fmt: skip
async def test_a_body_that_is_no_message_is_refused(marina: Person, body: bytes) -> None:
    answer = await marina.http.post(MESSAGES, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, code(answer)) == (422, "input_invalid")
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
async def test_a_body_must_say_that_it_is_json(marina: Person, content_type: str) -> None:
    answer = await marina.http.post(MESSAGES, content=b'{"content": "x"}', headers={"Content-Type": content_type})
    assert (answer.status_code, code(answer)) == (422, "input_invalid")


@pytest.mark.parametrize("path", ["/auth/login", "/auth/register", "/halls/1/members"])
async def test_a_name_that_no_database_can_keep_is_refused(marina: Person, path: str) -> None:
    body = {"username": "\ud800abc", "password": PASSWORD} if "auth" in path else {"username": "\ud800abc"}
    content = json.dumps(body).encode()
    answer = await marina.http.post(path, content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, code(answer)) == (422, "input_invalid")


async def test_a_refusal_while_the_body_comes_keeps_its_status(marina: Person) -> None:
    async def receive() -> dict:
        raise errors.TooLarge(kib=128)

    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    headers = [(b"authorization", f"Bearer {marina.token}".encode()), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": MESSAGES, "query_string": b"", "headers": headers}
    scope |= {"scheme": "http", "client": ("192.0.2.1", 1), "server": ("localhost", 80), "root_path": "", "http_version": "1.1"}
    await api.build()(scope, receive, send)  # pyright: ignore[reportArgumentType]
    assert sent[0]["status"] == 413
    assert json.loads(sent[1]["body"])["code"] == "too_large"


async def test_what_breaks_is_logged_and_not_told(
    marina: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the cable is out")

    monkeypatch.setattr(operations, "send_message", broken)
    answer = await marina.http.post(MESSAGES, json={"content": "x"}, headers={"Accept-Language": "es"})
    assert (answer.status_code, code(answer)) == (500, "unexpected")
    assert "cable" not in answer.text
    assert "the cable is out" in caplog.text
    assert f"POST {MESSAGES} failed" in caplog.text


async def test_twenty_wrong_passwords_are_slowed_down(install: Open) -> None:
    client = await (await install(rate_limits="on")).client()
    wrong = {"username": "marina", "password": "not this one"}
    answers = [await client.post("/auth/login", json=wrong) for _ in range(20)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 10
    assert code(answers[-1]) == "too_many"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 300
    assert answers[-1].headers["retry-after"] in answers[-1].json()["detail"]


async def test_the_address_behind_a_proxy_is_counted(install: Open) -> None:
    client = await (await install(rate_limits="on", trusted_proxies=1)).client(peer="10.0.0.1")
    wrong = {"username": "marina", "password": "not this one"}

    async def attempt(address: str) -> int:
        return (await client.post("/auth/login", json=wrong, headers={"X-Forwarded-For": f"1.1.1.1, {address}"})).status_code

    assert [await attempt("198.51.100.1") for _ in range(11)] == [401] * 10 + [429]
    assert await attempt("198.51.100.2") == 401


async def test_two_hundred_messages_at_once_are_slowed_down(install: Open) -> None:
    marina = await (await install(rate_limits="on")).person("marina")
    answers = await asyncio.gather(*(marina.http.post(MESSAGES, json={"content": f"Ola {n}"}) for n in range(200)))
    stored = sum(answer.status_code == 201 for answer in answers)
    refused = [answer for answer in answers if answer.status_code != 201]
    assert 30 <= stored < 60
    assert {answer.status_code for answer in refused} == {429}
    assert all(1 <= int(answer.headers["retry-after"]) <= 10 for answer in refused)
    assert (await marina.http.get(MESSAGES)).json()["last_seq"] == stored


async def test_logs_hold_no_secrets(anonymous: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made = await anonymous.post("/auth/register", json={"username": "marina", "password": PASSWORD})
    token = made.json()["access_token"]
    await anonymous.post("/auth/login", data={"username": "marina", "password": PASSWORD})
    bodies = [{"username": "marina", "password": [PASSWORD]}, {"username": 7, "password": PASSWORD, PASSWORD: 1}]
    answers = [await anonymous.post("/auth/login", json=body) for body in bodies]
    answers.append(await anonymous.get("/auth/me", headers={"Authorization": f"Bearer {token}x"}))
    await anonymous.post(MESSAGES, json={"content": "Un secreto a voces"}, headers={"Authorization": f"Bearer {token}"})
    for secret in (PASSWORD, token, anonymous.cookies["hallchat"], "Un secreto a voces"):
        assert secret not in caplog.text
    assert PASSWORD not in answers[0].text
    assert token not in answers[2].text


def test_a_statement_that_fails_does_not_tell_its_values(database_url: str) -> None:
    engine = connect(database_url, writes=False)
    with engine.connect() as connection, pytest.raises(OperationalError) as failure:
        connection.execute(text("SELECT * FROM nowhere WHERE password_hash = :value"), {"value": "a hash"})
    engine.dispose()
    assert "a hash" not in str(failure.value)
