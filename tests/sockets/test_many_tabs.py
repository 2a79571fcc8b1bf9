"""Fifty real sockets, halls switched while messages pour in: everybody sees the same, and nothing of another hall."""

import asyncio
import random
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.rest import PASSWORD
from tests.server import Server
from tests.sockets.line import Line

PEOPLE, TABS, SWITCHES, MESSAGES = 5, 50, 15, 30


@pytest.fixture
async def api(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        yield client


async def join(api: httpx.AsyncClient, name: str, halls: list[int]) -> str:
    """Make an account that is in these halls, and return its token."""
    answer = await api.post("/auth/register", json={"username": name, "password": PASSWORD})
    token: str = answer.json()["access_token"]
    for hall_id in halls:
        assert (await api.post("/halls/join", json={"hall_id": hall_id}, headers=bearer(token))).is_success
    return token


async def make(api: httpx.AsyncClient, token: str, name: str) -> int:
    """Make a hall and return its id."""
    return (await api.post("/halls", json={"name": name}, headers=bearer(token))).json()["id"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def pour(api: httpx.AsyncClient, token: str, halls: list[int], chance: random.Random) -> None:
    """Post to one hall or another; each message says where it belongs."""
    for number in range(MESSAGES):
        hall_id = chance.choice(halls)
        body = {"content": f"hall-{hall_id} number {number}"}
        assert (await api.post(f"/halls/{hall_id}/messages", json=body, headers=bearer(token))).status_code == 201


async def switch(lines: list[Line], halls: list[int], chance: random.Random) -> None:
    """Let ten tabs at a time go to one hall or another."""
    for _ in range(SWITCHES):
        going = [(line, chance.choice(halls)) for line in chance.sample(lines, 10)]
        await asyncio.gather(*(line.open(hall_id) for line, hall_id in going))


async def test_fifty_tabs_see_the_same_messages_in_the_same_order_and_none_of_another_hall(
    api: httpx.AsyncClient, server: Server
) -> None:
    chance = random.Random(50)
    owner = await join(api, "owner.of.both", [])
    halls = [await make(api, owner, f"Hall {letter}") for letter in "AB"]
    tokens = [owner, *[await join(api, f"person.{number}", halls) for number in range(1, PEOPLE)]]
    lines = [Line(server.url, tokens[number % PEOPLE]) for number in range(TABS)]
    try:
        await asyncio.gather(*(line.come(f"/h/{chance.choice(halls)}") for line in lines))
        await asyncio.gather(switch(lines, halls, chance), *(pour(api, token, halls, chance) for token in tokens))
        ends = {}
        for hall_id in halls:
            page = (await api.get(f"/halls/{hall_id}/messages?limit=100", headers=bearer(owner))).json()
            ends[hall_id] = [(message["seq"], message["client_id"]) for message in page["messages"]]
        for line in lines:
            end = ends[line.page.ring("hall")]
            await line.until(lambda line=line, end=end: line.page.ring("head") == end[-1][0])
            assert [(row["seq"], row["cid"]) for row in line.page.window][-100:] == end
            assert not line.broken
            assert not [row for row in line.page.window if f"hall-{line.page.ring('hall')} " not in row["html"]]
    finally:
        await asyncio.gather(*(line.close() for line in lines))


async def test_the_sender_gets_the_row_before_the_answer(api: httpx.AsyncClient, server: Server) -> None:
    token = await join(api, "sender.first", [])
    hall_id = await make(api, token, "Row and answer")
    line = Line(server.url, token)
    await line.come(f"/h/{hall_id}")
    await line.open(hall_id)
    try:
        for number in range(20):
            client_id = await line.send(hall_id, f"number {number}")
            await line.until(lambda client_id=client_id: client_id in line.answers)
            assert line.page.window[-1]["cid"] == client_id
            assert line.answers[client_id] == ""
    finally:
        await line.close()


async def test_the_same_client_id_by_socket_and_rest_at_once_is_stored_once(api: httpx.AsyncClient, server: Server) -> None:
    token = await join(api, "twice.at.once", [])
    hall_id = await make(api, token, "Once")
    line = Line(server.url, token)
    await line.come(f"/h/{hall_id}")
    try:
        body = {"content": "only once", "client_id": "the-same-one"}
        posts = [api.post(f"/halls/{hall_id}/messages", json=body, headers=bearer(token)) for _ in range(10)]
        sends = [line.send(hall_id, "only once", "the-same-one") for _ in range(10)]
        answers = await asyncio.gather(*posts, *sends)
        assert sorted(answer.status_code for answer in answers if isinstance(answer, httpx.Response))[-1] in (200, 201)
        await line.until(lambda: line.page.ring("head") == 1)
        page = (await api.get(f"/halls/{hall_id}/messages", headers=bearer(token))).json()
        assert [message["client_id"] for message in page["messages"]] == ["the-same-one"]
    finally:
        await line.close()
