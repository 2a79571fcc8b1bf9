"""Somebody with an account: what they do over REST, again and again with the same client id until it is answered."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import httpx

from tests.bench.http import request
from tests.faults.history import Answered, Edited, History, Membership, Said
from tests.rest import Rest

AGAIN = 0.2  # seconds until a call that was not answered is made again
GONE = 410
PATIENCE = 15.0  # seconds for an answer


class Person:
    """A user who calls the API while their tabs are open."""

    def __init__(self, url: str, username: str) -> None:
        """Make the account."""
        rest = Rest(url, username, new=True)
        rest.close()
        self.username, self.id, self.token = username, rest.id, rest.token
        self.halls: set[int] = set()
        self.refusals = 0  # times that the server said that it failed
        self._host = url.removeprefix("http://")
        self._http = httpx.AsyncClient(base_url=url, timeout=PATIENCE, headers={"Authorization": f"Bearer {self.token}"})

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def make_hall(self, name: str, kind: str, history: History) -> int:
        """Make a hall and return its id."""
        hall: int = (await self._until_answered("POST", "/halls", {"name": name, "kind": kind})).json()["id"]
        history.memberships.append(Membership(self.id, hall))
        self.halls.add(hall)
        return hall

    async def invite(self, hall: int, other: "Person", history: History) -> None:
        """Bring somebody in."""
        history.memberships.append(Membership(other.id, hall, time.monotonic()))
        await self._until_answered("POST", f"/halls/{hall}/members", {"username": other.username})
        other.halls.add(hall)

    async def leave(self, hall: int, history: History) -> None:
        """Leave a hall."""
        self.halls.discard(hall)
        await self._until_answered("POST", "/halls/leave", {"hall_id": hall})
        _end(history, self.id, hall)

    async def remove(self, hall: int, other: "Person", history: History) -> None:
        """Take somebody out."""
        other.halls.discard(hall)
        await self._until_answered("DELETE", f"/halls/{hall}/members/{other.id}")
        _end(history, other.id, hall)

    async def post(self, hall: int, content: str, history: History, client_id: str | None = None) -> None:
        """Send a message as a member, until it is answered for."""
        client_id = client_id or str(uuid4())
        history.said.append(Said(time.monotonic(), self.id, hall, client_id, content))
        answer = await self._until_answered("POST", f"/halls/{hall}/messages", {"content": content, "client_id": client_id})
        assert answer.is_success, f"{hall} {client_id} {answer.status_code}: {answer.text}"
        history.answered.append(Answered(time.monotonic(), self.id, hall, client_id, answer.json()["seq"]))

    async def post_unheard(self, hall: int, content: str, history: History, client_id: str) -> None:
        """Send a message and hang up without waiting for the answer."""
        history.said.append(Said(time.monotonic(), self.id, hall, client_id, content))
        body = {"content": content, "client_id": client_id}
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", int(self._host.rpartition(":")[2]))
            writer.write(request("POST", self._host, f"/halls/{hall}/messages", self.token, body))
            await writer.drain()
            writer.transport.abort()
        except OSError:
            return

    async def edit(self, message: Answered, content: str, history: History) -> None:
        """Edit one's own message, until it is answered for, or it was deleted meanwhile."""
        edited = Edited(message.client_id, content)
        history.edited.append(edited)
        answer = await self._until_answered("PATCH", f"/halls/{message.hall}/messages/{message.seq}", {"content": content})
        assert answer.is_success or answer.status_code == GONE, f"{message} {answer.status_code}: {answer.text}"
        edited.answered = answer.is_success

    async def delete(self, hall: int, seq: int) -> None:
        """Delete one's own message."""
        await self._until_answered("DELETE", f"/halls/{hall}/messages/{seq}")

    async def history_of(self, hall: int) -> list[tuple[int, str]]:
        """Read a hall from its beginning, page by page: places and client ids."""
        read: list[tuple[int, str]] = []
        while True:
            after = read[-1][0] if read else 0
            answer = await self._until_answered("GET", f"/halls/{hall}/messages?limit=100&after={after}")
            page: dict[str, Any] = answer.raise_for_status().json()
            read += [(one["seq"], one["client_id"]) for one in page["messages"]]
            if not page["has_more"]:
                return read

    async def _until_answered(self, method: str, path: str, body: Any = None) -> httpx.Response:
        while True:
            try:
                answer = await self._http.request(method, path, json=body)
            except httpx.TransportError:
                await asyncio.sleep(AGAIN)
                continue
            if not answer.is_server_error:
                return answer
            self.refusals += 1
            await asyncio.sleep(AGAIN)


def _end(history: History, user: int, hall: int) -> None:
    for one in history.memberships:
        if (one.user, one.hall) == (user, hall):
            one.ended = min(one.ended, time.monotonic())
