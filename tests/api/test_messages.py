"""``/halls/{id}/messages`` and reading."""

import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from hallchat.services import messages
from hallchat.transaction import Transaction
from tests import builders
from tests.api.conftest import Person, World, code
from tests.builders import GENERAL

MESSAGES = f"/halls/{GENERAL}/messages"
MESSAGE = {
    "id", "hall_id", "seq", "rev", "sender", "client_id", "content", "html", "created_at", "edited_at", "deleted_at",
    "reactions",
    "reply_to", "quote", "replies",
}  # fmt: skip
PAGE = {"messages", "last_seq", "last_rev", "has_more"}
AROUND = {"messages", "last_seq", "last_rev", "has_before", "has_after"}


async def _say_many(world: World, who: Person, count: int) -> None:
    def say(tx: Transaction) -> None:
        for number in range(1, count + 1):
            builders.say(tx, who.actor, GENERAL, f"Parada {number} de la línea")

    await world.write(say)


async def _seqs(who: Person, key: str = "seq", **params: int | str) -> tuple[list[int], dict]:
    answer = await who.http.get(MESSAGES, params=params)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert set(body) == (AROUND if {"around", "around_time"} & params.keys() else PAGE)
    return [message[key] for message in body.pop("messages")], body


async def test_a_message_is_stored_and_shown_whole(marina: Person) -> None:
    client_id = str(uuid4())
    answer = await marina.http.post(MESSAGES, json={"content": "¿Salimos a las **siete**?  \n", "client_id": client_id})
    assert answer.status_code == 201
    message = answer.json()
    assert set(message) == MESSAGE
    assert (message["content"], message["client_id"], message["seq"]) == ("¿Salimos a las **siete**?", client_id, 1)
    assert "<strong>siete</strong>" in message["html"]
    assert message["sender"] == {"id": marina.id, "username": "marina", "display_name": "Marina"}
    assert message["created_at"].endswith("Z")
    assert datetime.fromisoformat(message["created_at"]).tzinfo is not None
    assert (message["edited_at"], message["deleted_at"]) == (None, None)
    listed = (await marina.http.get(MESSAGES)).json()
    assert listed == {"messages": [message], "last_seq": 1, "last_rev": message["rev"], "has_more": False}


async def test_a_block_of_code_is_answered_and_listed_with_its_words_by_kind(marina: Person) -> None:
    sent = (await marina.http.post(MESSAGES, json={"content": "```py\nif sea: # calm\n```"})).json()
    assert sent["content"] == "```py\nif sea: # calm\n```"
    assert '<span class="k">if</span> sea: <span class="c"># calm</span>\n</code>' in sent["html"]
    assert (await marina.http.get(MESSAGES)).json()["messages"] == [sent]


async def test_a_public_hall_that_is_named_is_linked_and_a_private_one_is_not(world: World, marina: Person) -> None:
    pier = await world.write(lambda tx: builders.hall(tx, marina.actor, name="Old Pier"))
    await world.write(lambda tx: builders.hall(tx, marina.actor, name="Cellar", kind="private"))
    sent = (await marina.http.post(MESSAGES, json={"content": "#Old-pier, #cellar"})).json()
    assert sent["content"] == "#Old-pier, #cellar"
    assert (
        re.sub(' rel="[^"]*"', "", sent["html"]) == f'<p><a href="/h/{pier.id}" data-hall="{pier.id}">#Old-pier</a>, #cellar</p>'
    )
    assert (await marina.http.get(MESSAGES)).json()["messages"] == [sent]


async def test_the_same_client_id_returns_the_first_message(world: World, marina: Person) -> None:
    other = await world.write(lambda tx: builders.hall(tx, marina.actor))
    body = {"content": "Llego tarde", "client_id": "bus-42"}
    first = await marina.http.post(MESSAGES, json=body)
    again = await marina.http.post(MESSAGES, json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    for path, content in ((MESSAGES, "Llego pronto"), (f"/halls/{other.id}/messages", "Llego tarde")):
        answer = await marina.http.post(path, json={"content": content, "client_id": "bus-42"})
        assert (answer.status_code, code(answer)) == (422, "client_id_reused")


async def test_the_client_id_may_be_a_header(marina: Person) -> None:
    key = {"Idempotency-Key": "bus-43"}
    first = await marina.http.post(MESSAGES, json={"content": "Voy"}, headers=key)
    again = await marina.http.post(MESSAGES, json={"content": "Voy", "client_id": "bus-43"}, headers=key)
    assert (first.status_code, again.status_code, first.json()["client_id"]) == (201, 200, "bus-43")
    torn = await marina.http.post(MESSAGES, json={"content": "Voy", "client_id": "bus-44"}, headers=key)
    assert (torn.status_code, code(torn)) == (422, "input_invalid")
    empty = await marina.http.post(MESSAGES, json={"content": "Voy"}, headers={"Idempotency-Key": ""})
    assert (empty.status_code, code(empty)) == (422, "client_id_invalid")


async def test_without_a_client_id_each_call_is_a_message(marina: Person) -> None:
    sent = [(await marina.http.post(MESSAGES, json={"content": "Ja"})).json() for _ in range(2)]
    assert [message["seq"] for message in sent] == [1, 2]
    assert UUID(sent[0]["client_id"]) != UUID(sent[1]["client_id"])


@pytest.mark.parametrize(("body", "expected"), [
    ({"content": ""}, "message_empty"), ({"content": " \n\t\n"}, "message_empty"), ({"content": "\u200b"}, "message_empty"),
    ({"content": "x" * 8_001}, "message_too_long"), ({"content": "a\x00b"}, "control_characters"),
    ({"content": "x", "client_id": ""}, "client_id_invalid"), ({"content": "x", "client_id": "a b"}, "client_id_invalid"),
    ({"content": "x", "client_id": "x" * 65}, "client_id_invalid"), ({"content": "x", "client_id": 7}, "input_invalid"),
    ({"content": None}, "input_invalid"), ({}, "input_invalid"), ({"content": "x", "html": "<b>"}, "input_invalid"),
])  # fmt: skip
async def test_a_message_that_does_not_fit_is_refused(marina: Person, body: dict, expected: str) -> None:
    answer = await marina.http.post(MESSAGES, json=body)
    assert (answer.status_code, code(answer)) == (422, expected)
    assert (await marina.http.get(MESSAGES)).json()["last_seq"] == 0


async def test_pages_go_both_ways(world: World, marina: Person) -> None:
    await _say_many(world, marina, 120)
    end = {"last_seq": 120, "last_rev": 120}
    assert await _seqs(marina) == (list(range(71, 121)), end | {"has_more": True})
    assert await _seqs(marina, limit=100) == (list(range(21, 121)), end | {"has_more": True})
    assert await _seqs(marina, before=71, limit=70) == (list(range(1, 71)), end | {"has_more": False})
    assert await _seqs(marina, before=1) == ([], end | {"has_more": False})
    assert await _seqs(marina, after=118) == ([119, 120], end | {"has_more": False})
    assert await _seqs(marina, after=0, limit=2) == ([1, 2], end | {"has_more": True})
    assert await _seqs(marina, around=60, limit=4) == ([58, 59, 60, 61], end | {"has_before": True, "has_after": True})
    assert await _seqs(marina, around=1, limit=100) == (list(range(1, 51)), end | {"has_before": False, "has_after": True})
    assert await _seqs(marina, before=2**63 - 1, limit=1) == ([120], end | {"has_more": True})
    assert await _seqs(marina, after=2**63 - 1) == ([], end | {"has_more": False})


async def test_changes_since_a_revision_include_tombstones_and_edits(world: World, marina: Person) -> None:
    await _say_many(world, marina, 4)
    assert (await marina.http.delete(f"{MESSAGES}/2")).status_code == 204
    end = {"last_seq": 4, "last_rev": 5}
    assert await _seqs(marina, "rev", since_rev=3, limit=1) == ([4], end | {"has_more": True})
    assert await _seqs(marina, "rev", since_rev=4) == ([5], end | {"has_more": False})
    tombstone = (await marina.http.get(MESSAGES, params={"since_rev": 4})).json()["messages"][0]
    assert (tombstone["seq"], tombstone["content"], tombstone["html"]) == (2, "", "")
    assert tombstone["deleted_at"].endswith("Z")
    edited = (await marina.http.patch(f"{MESSAGES}/1", json={"content": "Parada cerrada"})).json()
    changes = (await marina.http.get(MESSAGES, params={"since_rev": 4})).json()["messages"]
    assert changes == [tombstone, edited]


async def test_a_page_around_a_time_begins_a_day_in_any_zone(world: World, marina: Person) -> None:
    def say(tx: Transaction) -> None:
        for day in (1, 1, 2, 5):
            at = datetime(2026, 3, day, 23, tzinfo=UTC)
            prepared, client_id = messages.prepare("Hola"), str(uuid4())
            messages.bring_in(tx, marina.actor, hall_id=GENERAL, prepared=prepared, client_id=client_id, at=at)

    await world.write(say)
    for time, seqs in (
        ("2026-03-01T00:00:00Z", [1]),
        ("2026-03-02T00:00:00Z", [3]),
        ("2026-03-03T00:00:00+02:00", [3]),
        ("2026-03-03T00:00:00Z", [4]),
        ("2026-03-09T00:00:00Z", [4]),
        ("0001-01-01T00:00:00Z", [1]),
        ("9999-12-31T23:59:59.999Z", [4]),
    ):
        found, page = await _seqs(marina, around_time=time, limit=1)
        assert (time, found, page["has_after"]) == (time, seqs, seqs != [4])
    empty = await world.write(lambda tx: builders.hall(tx, marina.actor))
    answer = await marina.http.get(f"/halls/{empty.id}/messages", params={"around_time": "2026-03-01T00:00:00Z"})
    assert (answer.status_code, answer.json()["messages"]) == (200, [])


@pytest.mark.parametrize("query", [
    "limit=0", "limit=101", "limit=-1", "limit=ten", "limit=1.0", "limit=%201", "limit=1_0", "limit=", "limit=5&limit=6",
    "before=-1", "before=9223372036854775808", "before=99999999999999999999999", "after=x", "around=1e3", "since_rev=true",
    "around_time=2026-11-22", "around_time=2026-11-22T00:00:00", "around_time=1700000000", "around_time=x", "around_time=",
    "around_time=0001-01-01T00:00:00%2B14:00", "around_time=2026-11-22T00:00:00Z&around=1",
    "before=1&after=1", "around=1&since_rev=1", "before=1&before=2", "offset=10", "before=%D9%A3",
])  # fmt: skip
async def test_a_query_that_does_not_fit_is_refused(marina: Person, query: str) -> None:
    answer = await marina.http.get(f"{MESSAGES}?{query}")
    assert (answer.status_code, code(answer)) == (422, "input_invalid")
    assert {problem["field"] for problem in answer.json()["errors"]} <= {part.split("=")[0] for part in query.split("&")}


async def test_a_member_deletes_only_their_own_and_twice_is_once(marina: Person, tomas: Person) -> None:
    await marina.http.post(MESSAGES, json={"content": "Ups"})
    foreign = await tomas.http.delete(f"{MESSAGES}/1")
    assert (foreign.status_code, code(foreign)) == (403, "not_your_message")
    for _ in range(2):
        answer = await marina.http.delete(f"{MESSAGES}/1")
        assert (answer.status_code, answer.content) == (204, b"")
    missing = await marina.http.delete(f"{MESSAGES}/2")
    assert (missing.status_code, code(missing)) == (404, "message_not_found")


async def test_reading_moves_on_only_and_not_beyond_the_end(world: World, marina: Person, tomas: Person) -> None:
    await _say_many(world, marina, 5)

    async def unread() -> int:
        return (await tomas.http.get(f"/halls/{GENERAL}")).json()["unread"]

    assert await unread() == 5
    for seq, left in ((3, 2), (1, 2), (2**63 - 1, 0)):
        answer = await tomas.http.post(f"/halls/{GENERAL}/read", json={"seq": seq})
        assert (answer.status_code, answer.content) == (204, b"")
        assert await unread() == left


async def test_a_message_and_what_follows_are_marked_unread(world: World, marina: Person, tomas: Person) -> None:
    await _say_many(world, marina, 5)
    await tomas.http.post(f"/halls/{GENERAL}/read", json={"seq": 5})
    answer = await tomas.http.post(f"/halls/{GENERAL}/unread", json={"seq": 3})
    assert (answer.status_code, answer.content) == (204, b"")
    hall = (await tomas.http.get(f"/halls/{GENERAL}")).json()
    assert (hall["last_read_seq"], hall["unread"]) == (2, 3)
    for seq, status, why in ((6, 404, "message_not_found"), (0, 422, "input_invalid"), ("1", 422, "input_invalid")):
        refused = await tomas.http.post(f"/halls/{GENERAL}/unread", json={"seq": seq})
        assert (refused.status_code, code(refused)) == (status, why)


async def test_everything_is_marked_read_at_once(world: World, marina: Person, tomas: Person) -> None:
    other = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor))
    await world.write(lambda tx: builders.say(tx, marina.actor, other.id))
    await _say_many(world, marina, 2)
    for _ in range(2):
        answer = await tomas.http.post("/halls/read-all")
        assert (answer.status_code, answer.content) == (204, b"")
        assert [one["unread"] for one in (await tomas.http.get("/halls")).json()["halls"]] == [0, 0]


@pytest.mark.parametrize("seq", [-1, 2**63, 10**400, "5", True, 1.0, None])
async def test_a_read_mark_that_does_not_fit_is_refused(marina: Person, seq: object) -> None:
    answer = await marina.http.post(f"/halls/{GENERAL}/read", json={"seq": seq})
    assert (answer.status_code, code(answer)) == (422, "input_invalid")


async def test_an_archived_hall_is_read_and_not_written(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor))
    path = f"/halls/{hall.id}"
    await marina.http.post(f"{path}/messages", json={"content": "Último"})
    await marina.http.patch(path, json={"archived": True})
    assert (await marina.http.get(f"{path}/messages")).json()["last_seq"] == 1
    refused = [
        await marina.http.post(f"{path}/messages", json={"content": "Otro"}),
        await marina.http.patch(f"{path}/messages/1", json={"content": "Penúltimo"}),
        await marina.http.delete(f"{path}/messages/1"),
        await marina.http.post(f"{path}/members", json={"username": "tomas"}),
        await tomas.http.post("/halls/join", json={"hall_id": hall.id}),
    ]
    assert [(answer.status_code, code(answer)) for answer in refused] == [(409, "hall_archived")] * 5
