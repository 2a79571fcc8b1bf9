"""``/halls/{id}/draft``."""

import pytest

from hallchat.text import MAX_DRAFT
from tests.api.conftest import Person, code
from tests.builders import GENERAL

DRAFT = f"/halls/{GENERAL}/draft"
NOTHING = {"content": "", "saved_at": None, "version": 0, "reply_to": None}


async def test_a_draft_is_kept_read_changed_and_thrown_away_by_its_writer(marina: Person, tomas: Person) -> None:
    assert (await marina.http.get(DRAFT)).json() == NOTHING
    for content in ("  Mañana", "  Mañana salimos a las"):
        answer = await marina.http.put(DRAFT, json={"content": content})
        assert answer.status_code == 200
        assert answer.json() == (await marina.http.get(DRAFT)).json()
        assert (answer.json()["content"], answer.json()["saved_at"][-1]) == (content, "Z")
    assert (await tomas.http.get(DRAFT)).json() == NOTHING
    for who, at in ((marina, answer.json()["saved_at"]), (tomas, None)):
        [listed] = (await who.http.get("/halls")).json()["halls"]
        assert (listed["drafted_at"], (await who.http.get(f"/halls/{GENERAL}")).json()) == (at, listed)
    for _ in range(2):
        answer = await marina.http.delete(DRAFT)
        assert (answer.status_code, answer.content) == (204, b"")
        assert (await marina.http.get(DRAFT)).json() == NOTHING
    assert (await marina.http.get(f"/halls/{GENERAL}")).json()["drafted_at"] is None


async def test_it_may_reply_to_a_message_that_is_there(marina: Person) -> None:
    said = (await marina.http.post(f"/halls/{GENERAL}/messages", json={"content": "Shall we?"})).json()
    await marina.http.put(DRAFT, json={"content": "Yes", "reply_to": said["seq"]})
    assert (await marina.http.get(DRAFT)).json()["reply_to"] == said["seq"]
    answer = await marina.http.put(DRAFT, json={"content": "No", "reply_to": said["seq"] + 1})
    assert (answer.status_code, code(answer)) == (404, "message_not_found")
    assert (await marina.http.get(DRAFT)).json()["content"] == "Yes"


async def test_a_version_that_the_caller_does_not_know_stays(marina: Person) -> None:
    first = (await marina.http.put(DRAFT, json={"content": "in the sun", "since": 0})).json()
    last = (await marina.http.put(DRAFT, json={"content": "in the tunnel", "since": first["version"]})).json()
    for since in (0, first["version"]):
        for answer in (
            await marina.http.put(DRAFT, json={"content": "at home", "since": since}),
            await marina.http.delete(DRAFT, params={"since": since}),
        ):
            assert (answer.status_code, code(answer)) == (409, "draft_is_newer")
            assert (await marina.http.get(DRAFT)).json() == last
    for _ in range(2):
        answer = await marina.http.delete(DRAFT, params={"since": last["version"]})
        assert (answer.status_code, answer.content, (await marina.http.get(DRAFT)).json()) == (204, b"", NOTHING)


@pytest.mark.parametrize("query", ["since=-1", "since=x", "since=", "since=1e3", "since=1&since=1", "before=1"])
async def test_what_is_no_version_throws_nothing_away(marina: Person, query: str) -> None:
    kept = (await marina.http.put(DRAFT, json={"content": "Mañana"})).json()
    answer = await marina.http.delete(f"{DRAFT}?{query}")
    assert (answer.status_code, code(answer)) == (422, "input_invalid")
    assert (await marina.http.get(DRAFT)).json() == kept


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"content": "x", "since": -1}, "input_invalid"),
        ({"content": "x" * (MAX_DRAFT + 1)}, "draft_too_long"),
        ({"content": None}, "input_invalid"),
        ({}, "input_invalid"),
    ],
)
async def test_what_is_no_draft_is_refused_and_changes_nothing(marina: Person, body: dict, why: str) -> None:
    kept = (await marina.http.put(DRAFT, json={"content": "Mañana"})).json()
    answer = await marina.http.put(DRAFT, json=body)
    assert (answer.status_code, code(answer)) == (422, why)
    assert (await marina.http.get(DRAFT)).json() == kept
