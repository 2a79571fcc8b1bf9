"""Replies over REST: sent, listed, and refused."""

from typing import Any

import pytest

from tests import builders
from tests.api.conftest import Person, World, code
from tests.builders import GENERAL

MESSAGES = f"/halls/{GENERAL}/messages"


async def said(who: Person, content: str, **more: Any) -> dict[str, Any]:
    answer = await who.http.post(MESSAGES, json={"content": content, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_reply_is_sent_answered_and_listed(marina: Person, tomas: Person) -> None:
    first = await said(marina, "¿Salimos a las siete?")
    assert (first["reply_to"], first["quote"], first["replies"]) == (None, None, 0)
    reply = await said(tomas, "A las ocho", reply_to=1)
    assert (reply["seq"], reply["reply_to"], reply["replies"]) == (2, 1, 0)
    assert reply["quote"] == {"seq": 1, "by": marina.id, "name": "Marina", "text": "¿Salimos a las siete?"}
    other = await said(marina, "Vale", reply_to=1)
    listed = (await tomas.http.get(MESSAGES)).json()["messages"]
    assert listed == [{**first, "replies": 2, "rev": 5}, reply, other]
    answer = (await marina.http.get(f"{MESSAGES}/1/replies")).json()
    assert answer == {"messages": [reply, other], "last_seq": 3, "last_rev": 5, "has_more": False}
    page = (await marina.http.get(f"{MESSAGES}/1/replies", params={"limit": 1})).json()
    assert ([one["seq"] for one in page["messages"]], page["has_more"]) == ([2], True)
    rest = (await marina.http.get(f"{MESSAGES}/1/replies", params={"after": 2})).json()
    assert ([one["seq"] for one in rest["messages"]], rest["has_more"]) == ([3], False)
    assert (await marina.http.delete(f"{MESSAGES}/3")).status_code == 204
    changed = (await marina.http.get(MESSAGES, params={"since_rev": 5})).json()["messages"]
    assert [(one["seq"], one["replies"], one["content"]) for one in changed] == [(3, 0, ""), (1, 1, "¿Salimos a las siete?")]
    assert (changed[0]["reply_to"], changed[0]["quote"]) == (1, None)
    assert (await marina.http.delete(f"{MESSAGES}/1")).status_code == 204
    [still] = (await marina.http.get(f"{MESSAGES}/1/replies")).json()["messages"]
    assert still["quote"] == {"seq": 1, "by": marina.id, "name": "Marina", "text": ""}


async def test_among_changes_stands_the_quoted_message_and_not_its_replies(marina: Person, tomas: Person) -> None:
    await said(marina, "¿Salimos a las siete?")
    reply = await said(tomas, "Vale", reply_to=1)
    end = (await tomas.http.get(MESSAGES)).json()["last_rev"]
    quotes = []
    for change in (marina.http.patch(f"{MESSAGES}/1", json={"content": "A las ocho"}), marina.http.delete(f"{MESSAGES}/1")):
        assert (await change).is_success
        changed = (await tomas.http.get(MESSAGES, params={"since_rev": end})).json()
        assert [one["seq"] for one in changed["messages"]] == [1]
        now = (await tomas.http.get(MESSAGES)).json()["messages"][1]
        assert now == {**reply, "quote": now["quote"]}
        quotes.append(now["quote"]["text"])
    assert quotes == ["A las ocho", ""]


async def test_both_ways_to_post_send_the_same_reply(marina: Person) -> None:
    await said(marina, "one")
    body, key = {"content": "two", "reply_to": 1}, {"Idempotency-Key": "bus-1"}
    slow = await marina.http.post(MESSAGES, json=body, headers=key)
    express = await marina.http.post(MESSAGES, json={**body, "client_id": "bus-1"})
    assert (slow.status_code, express.status_code, slow.json()) == (201, 200, express.json())
    for other in ({"content": "two", "client_id": "bus-1"}, {**body, "client_id": "bus-1", "reply_to": 2}):
        answer = await marina.http.post(MESSAGES, json=other)
        assert (answer.status_code, code(answer)) == (422, "client_id_reused")


@pytest.mark.parametrize(
    ("reply_to", "status", "expected"),
    [
        (2, 410, "reply_to_gone"),
        (9, 404, "message_not_found"),
        (0, 422, "input_invalid"),
        (-1, 422, "input_invalid"),
        (2**63, 422, "input_invalid"),
        ("1", 422, "input_invalid"),
        (1.5, 422, "input_invalid"),
        (True, 422, "input_invalid"),
    ],
)
async def test_a_reply_that_cannot_be_is_refused_and_nothing_written(
    world: World, marina: Person, reply_to: Any, status: int, expected: str
) -> None:
    other = await world.write(lambda tx: builders.hall(tx, marina.actor))
    await world.write(lambda tx: [builders.say(tx, marina.actor, other.id) for _ in range(9)])
    for content in ("one", "two"):
        await said(marina, content)
    await marina.http.delete(f"{MESSAGES}/2")
    before = (await marina.http.get(MESSAGES)).json()
    answer = await marina.http.post(MESSAGES, json={"content": "x", "reply_to": reply_to}, headers={"Accept-Language": "es"})
    assert (answer.status_code, code(answer)) == (status, expected)
    assert (await marina.http.get(MESSAGES)).json() == before
    if expected == "reply_to_gone":
        assert "fue borrado" in answer.json()["detail"]


async def test_replies_to_a_message_that_is_not_there_are_refused(marina: Person) -> None:
    missing = await marina.http.get(f"{MESSAGES}/1/replies")
    assert (missing.status_code, code(missing)) == (404, "message_not_found")
    for query in ("limit=0", "limit=101", "after=-1", "before=1", "after=x"):
        answer = await marina.http.get(f"{MESSAGES}/1/replies?{query}")
        assert (answer.status_code, code(answer)) == (422, "input_invalid")
