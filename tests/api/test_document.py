"""The OpenAPI document and its page."""

import re
from typing import Any

import httpx
import pytest

from hallchat import api

DOCUMENTED = {
    "/auth/register": {"post"}, "/auth/login": {"post"}, "/auth/logout": {"post"}, "/auth/logout-everywhere": {"post"},
    "/auth/password": {"post"}, "/auth/me": {"get"}, "/halls": {"get", "post"}, "/halls/join": {"post"},
    "/halls/leave": {"post"}, "/halls/{hall_id}": {"get", "patch"}, "/halls/{hall_id}/members": {"get", "post"},
    "/halls/{hall_id}/members/{user_id}": {"patch", "delete"}, "/halls/{hall_id}/messages": {"get", "post"},
    "/halls/{hall_id}/messages/{seq}": {"patch", "delete"}, "/halls/{hall_id}/messages/{seq}/versions": {"get"},
    "/halls/{hall_id}/messages/{seq}/reactions": {"get"},
    "/halls/{hall_id}/messages/{seq}/reactions/{emoji}": {"put", "delete"},
    "/halls/{hall_id}/notifications": {"put"}, "/auth/quiet": {"get", "put"},
    "/halls/{hall_id}/messages/{seq}/replies": {"get"},
    "/halls/{hall_id}/read": {"post"}, "/halls/{hall_id}/unread": {"post"}, "/halls/read-all": {"post"},
    "/halls/{hall_id}/draft": {"get", "put", "delete"}, "/search": {"get"}, "/mentions": {"get"},
    "/direct": {"post"}, "/people/{username}": {"get"}, "/halls/{hall_id}/typing": {"get", "post"},
}  # fmt: skip


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return api.build().openapi()


def test_every_path_is_documented(document: dict[str, Any]) -> None:
    assert {path: set(methods) for path, methods in document["paths"].items()} == DOCUMENTED
    assert document["info"]["title"] == "HallChat"


def test_every_answer_has_a_shape(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"]
            for status, answer in operation["responses"].items():
                where = f"{method} {path} {status}"
                media = {"204": None}.get(status, "application/problem+json" if status >= "400" else "application/json")
                assert list(answer.get("content", {})) == ([media] if media else []), where


def test_only_making_an_account_and_signing_in_need_no_sign_in(document: dict[str, Any]) -> None:
    operations = {f"{method} {path}": one for path, methods in document["paths"].items() for method, one in methods.items()}
    assert {name for name, one in operations.items() if not one.get("security")} == {"post /auth/register", "post /auth/login"}


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(re.findall(r"'#/components/schemas/(\w+)'", str(document)))
    assert "Problem" in names
    assert names <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_the_page_loads_from_here_only(anonymous: httpx.AsyncClient) -> None:
    page = await anonymous.get("/docs")
    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) == 4
    assert "<script>" not in page.text
    for address in loaded:
        answer = await anonymous.get(f"/{address}")
        assert (answer.status_code, len(answer.content) > 50) == (200, True)
    assert (await anonymous.get("/openapi.json")).json()["paths"].keys() == DOCUMENTED.keys()
