"""``/auth`` for the pages: cookies, redirects and what stands against other sites."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from hallchat.api import forms
from tests.api.conftest import ORIGIN, Open, Person, World, code

PASSWORD = "el faro de las 7"
TYPED = {"username": "marina", "password": PASSWORD}


async def _register(client: httpx.AsyncClient, **more: str) -> httpx.Response:
    return await client.post("/auth/register", data=TYPED | more)


def _cookie(answer: httpx.Response) -> tuple[str, set[str]]:
    pair, *flags = answer.headers["set-cookie"].split("; ")
    return pair.partition("=")[0], {flag for flag in flags if not flag.lower().startswith(("max-age", "expires"))}


def _query(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    address = urlsplit(answer.headers["location"])
    return address.path, {name: value[0] for name, value in parse_qs(address.query).items()}


async def test_a_form_sets_the_cookie_and_goes_on(anonymous: httpx.AsyncClient) -> None:
    made = await _register(anonymous, next="/h/7")
    assert (made.status_code, made.headers["location"]) == (303, "/h/7")
    assert _cookie(made) == ("hallchat", {"HttpOnly", "Path=/", "SameSite=lax"})
    assert "Max-Age=25919" in made.headers["set-cookie"] or "Max-Age=2592000" in made.headers["set-cookie"]
    assert (await anonymous.get("/auth/me")).json()["username"] == "marina"
    again = await anonymous.post("/auth/login", data=TYPED)
    assert (again.status_code, again.headers["location"]) == (303, "/")
    assert PASSWORD not in again.text


async def test_on_https_the_cookie_is_bound_to_the_host(world: World) -> None:
    client = await world.client(base="https://localhost:8000")
    made = await _register(client)
    assert _cookie(made) == ("__Host-hallchat", {"HttpOnly", "Path=/", "SameSite=lax", "Secure"})
    assert (await client.get("/auth/me")).status_code == 200
    client.cookies.set("hallchat", client.cookies.pop("__Host-hallchat"))
    assert (await client.get("/auth/me")).status_code == 401


@pytest.mark.parametrize(("proxies", "name"), [(0, "hallchat"), (1, "__Host-hallchat")])
async def test_https_is_believed_of_trusted_proxies_only(install: Open, proxies: int, name: str) -> None:
    client = await (await install(trusted_proxies=proxies)).client(headers={"X-Forwarded-Proto": "https"})
    assert _cookie(await _register(client))[0] == name


async def test_a_refused_form_goes_back_with_what_was_typed(anonymous: httpx.AsyncClient) -> None:
    answer = await _register(anonymous, username="m", display_name="Marina Ñ", next="/h/7")
    assert answer.status_code == 303
    typed = {"error": "username_invalid", "username": "m", "display_name": "Marina Ñ", "next": "/h/7"}
    assert _query(answer) == ("/sign-up", typed)
    assert "set-cookie" not in answer.headers
    wrong = await anonymous.post("/auth/login", data={"username": "nadie&error=x", "password": "secreto secreto"})
    assert _query(wrong) == ("/sign-in", {"error": "wrong_credentials", "username": "nadie&error=x", "next": "/"})
    assert "secreto" not in str(wrong.headers) + wrong.text


async def test_an_empty_form_is_refused_like_any_other(anonymous: httpx.AsyncClient) -> None:
    form = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = await anonymous.post("/auth/login", headers=form)
    assert (answer.status_code, _query(answer)[1]["error"]) == (303, "wrong_credentials")


async def test_a_flood_goes_back_with_the_seconds(install: Open) -> None:
    client = await (await install(rate_limits="on")).client()
    answers = [await client.post("/auth/login", data=TYPED) for _ in range(11)]
    path, query = _query(answers[-1])
    assert (path, query["error"], query["username"]) == ("/sign-in", "too_many", "marina")
    assert 1 <= int(query["seconds"]) <= 300


@pytest.mark.parametrize("path", [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)", "h/7", "",
    "/\t/evil.example", "/\n/evil.example", "/h\r\nSet-Cookie: a=b", "/a\\b", " /h/7", "/\x00", "///evil.example",
])  # fmt: skip
async def test_next_never_leads_away(anonymous: httpx.AsyncClient, path: str) -> None:
    assert forms.local(path) == "/"
    answer = await _register(anonymous, next=path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert len(answer.headers.get_list("set-cookie")) == 1


@pytest.mark.parametrize("path", ["/", "/h/7", "/h/7?at=12#end", "/settings"])
def test_next_keeps_paths_of_ours(path: str) -> None:
    assert forms.local(path) == path


@pytest.mark.parametrize("path", ["/auth/logout", "/auth/logout-everywhere"])
async def test_signing_out_ends_the_sign_in_and_the_cookie(anonymous: httpx.AsyncClient, path: str) -> None:
    await _register(anonymous)
    token = anonymous.cookies["hallchat"]
    answer = await anonymous.post(path, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert 'hallchat=""; ' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await anonymous.get("/auth/me", headers={"Authorization": f"Bearer {token}"})).status_code == 401


async def test_signing_out_without_a_sign_in_clears_the_cookie_too(world: World) -> None:
    client = await world.client(cookies={"hallchat": "stale"})
    answer = await client.post("/auth/logout", headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "Max-Age=0" in answer.headers["set-cookie"]


async def test_signing_out_by_the_cookie_without_a_form_clears_it(anonymous: httpx.AsyncClient) -> None:
    await _register(anonymous)
    answer = await anonymous.post("/auth/logout")
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await anonymous.get("/auth/me")).status_code == 401


async def test_the_password_form(anonymous: httpx.AsyncClient) -> None:
    nobody = await anonymous.post("/auth/password", data={"old": "x", "new": "y"})
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/sign-in")
    await _register(anonymous)
    wrong = await anonymous.post("/auth/password", data={"old": "wrong wrong", "new": "la barca de las 9"})
    assert _query(wrong) == ("/settings", {"error": "wrong_password"})
    right = await anonymous.post("/auth/password", data={"old": PASSWORD, "new": "la barca de las 9"})
    assert (right.status_code, right.headers["location"]) == (303, "/settings?done=password")
    assert (await anonymous.get("/auth/me")).status_code == 200


async def test_in_development_a_form_goes_back_to_the_page_it_came_from(install: Open) -> None:
    client = await (await install(page_port=3000)).client()
    page = {"Origin": "http://localhost:3000"}
    made = await client.post("/auth/register", data=TYPED, headers=page)
    assert made.headers["location"] == "http://localhost:3000/"
    same = await client.post("/auth/login", data=TYPED, headers={"Origin": ORIGIN})
    assert same.headers["location"] == "/"


OURS = [{}, {"Origin": ORIGIN}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}]
OURS += [{"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}]
FOREIGN = [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "http://localhost:3000"},
    {"Origin": "http://evil.example:8000", "Host": "evil.example:8000"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
]  # fmt: skip


@pytest.mark.parametrize("headers", OURS)
async def test_pages_of_ours_change_things_with_the_cookie(anonymous: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await anonymous.post("/auth/register", data=TYPED, headers=headers)).status_code == 303
    assert (await anonymous.post("/halls", json={"name": "Plaza"}, headers=headers)).status_code == 201


@pytest.mark.parametrize("headers", FOREIGN)
async def test_other_sites_change_nothing_with_the_cookie(world: World, marina: Person, headers: dict[str, str]) -> None:
    client = await world.client(cookies={"hallchat": marina.token})
    refused = [
        await client.post("/halls", json={"name": "Plaza"}, headers=headers),
        await client.request("DELETE", "/halls/1/messages/1", headers=headers),
        await client.patch("/halls/1", json={"name": "Plaza"}, headers=headers),
        await client.post("/auth/logout", headers=headers),
        *[
            await client.post(f"/auth/{name}", data=TYPED, headers=headers)
            for name in ("login", "register", "logout", "password")
        ],
        await client.post("/auth/register", json=TYPED, headers=headers),
    ]
    assert [(answer.status_code, code(answer)) for answer in refused] == [(403, "foreign_origin")] * len(refused)
    assert not any("set-cookie" in answer.headers for answer in refused)
    assert (await client.get("/auth/me")).status_code == 200


async def test_a_bearer_token_needs_no_origin(marina: Person) -> None:
    answer = await marina.http.post("/halls", json={"name": "Plaza"}, headers={"Origin": "https://bot.example"})
    assert answer.status_code == 201


async def test_listed_origins_may_use_the_cookie(install: Open) -> None:
    client = await (await install(origins="https://chat.example.org")).client(headers={"Origin": "https://chat.example.org"})
    assert (await _register(client)).status_code == 303


async def test_no_foreign_page_may_read_answers(world: World, marina: Person) -> None:
    client = await world.client(cookies={"hallchat": marina.token}, headers={"Origin": "https://evil.example"})
    asked = {"Access-Control-Request-Method": "POST"}
    answers = [await client.get("/halls"), await client.options("/halls", headers=asked), await client.get("/nada")]
    assert not any(name.startswith("access-control") for answer in answers for name in answer.headers)
