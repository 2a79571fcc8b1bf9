"""Messages that change over REST: edited, with what they said before."""

from typing import Any

import pytest

from tests import builders
from tests.api.conftest import Person, World, code
from tests.builders import GENERAL

MESSAGES = f"/halls/{GENERAL}/messages"


async def said(who: Person, content: str = "¿Salimos a las siete?", **more: str) -> dict[str, Any]:
    return (await who.http.post(MESSAGES, json={"content": content, **more})).json()


async def test_an_emoji_by_its_code_is_stored_as_the_emoji_and_found_as_one(marina: Person) -> None:
    first = await said(marina, ":tada: `:tada:`", client_id="party")
    assert (first["content"], first["html"]) == ("🎉 `:tada:`", "<p>🎉 <code>:tada:</code></p>")
    again = await marina.http.post(MESSAGES, json={"content": ":tada: `:tada:`", "client_id": "party"})
    assert (again.status_code, again.json()) == (200, first)
    edited = (await marina.http.patch(f"{MESSAGES}/1", json={"content": "at last :heart:"})).json()
    assert edited["content"] == "at last ❤️"
    found = (await marina.http.get("/search", params={"q": "❤️"})).json()
    assert len(found["found"]) == 1


async def test_an_edit_is_answered_whole_and_its_versions_are_there_for_all(marina: Person, tomas: Person) -> None:
    first = await said(marina, client_id="bus-42")
    answer = await marina.http.patch(f"{MESSAGES}/1", json={"content": "¿Salimos a las **ocho**?"})
    assert answer.status_code == 200
    edited = answer.json()
    assert edited["edited_at"].endswith("Z")
    assert "<strong>ocho</strong>" in edited["html"]
    changes = {name: edited[name] for name in ("content", "html", "rev", "edited_at")}
    assert edited == {**first, **changes}
    assert (await tomas.http.get(MESSAGES)).json()["messages"] == [edited]
    versions = await tomas.http.get(f"{MESSAGES}/1/versions")
    assert versions.json() == {
        "versions": [
            {"content": "¿Salimos a las siete?", "at": first["created_at"]},
            {"content": "¿Salimos a las **ocho**?", "at": edited["edited_at"]},
        ]
    }
    same = await marina.http.patch(f"{MESSAGES}/1", json={"content": "¿Salimos a las **ocho**?"})
    assert (same.status_code, same.json()) == (200, edited)
    repeated = await marina.http.post(MESSAGES, json={"content": "¿Salimos a las siete?", "client_id": "bus-42"})
    assert (repeated.status_code, repeated.json()) == (200, edited)


async def test_what_may_not_be_edited_is_refused_and_stays(marina: Person, tomas: Person) -> None:
    await said(marina)
    before = (await marina.http.get(MESSAGES)).json()
    foreign = await tomas.http.patch(f"{MESSAGES}/1", json={"content": "¿A las seis?"})
    missing = await marina.http.patch(f"{MESSAGES}/2", json={"content": "¿A las seis?"})
    unseen = await marina.http.get(f"{MESSAGES}/2/versions")
    assert [(one.status_code, code(one)) for one in (foreign, missing, unseen)] == [
        (403, "not_your_message"),
        (404, "message_not_found"),
        (404, "message_not_found"),
    ]
    assert (await marina.http.get(MESSAGES)).json() == before
    await marina.http.delete(f"{MESSAGES}/1")
    edit = await marina.http.patch(f"{MESSAGES}/1", json={"content": "¿A las seis?"})
    for gone in (edit, await marina.http.get(f"{MESSAGES}/1/versions")):
        assert (gone.status_code, code(gone)) == (410, "message_gone")


@pytest.mark.parametrize(("body", "expected"), [
    ({"content": " \n"}, "message_empty"), ({"content": "x" * 8_001}, "message_too_long"),
    ({"content": "a\x00b"}, "control_characters"), ({"content": 7}, "input_invalid"), ({}, "input_invalid"),
    ({"content": "x", "html": "<b>"}, "input_invalid"), ({"content": "x", "client_id": "one"}, "input_invalid"),
])  # fmt: skip
async def test_an_edit_that_does_not_fit_is_refused(marina: Person, body: dict[str, Any], expected: str) -> None:
    first = await said(marina)
    answer = await marina.http.patch(f"{MESSAGES}/1", json=body)
    assert (answer.status_code, code(answer)) == (422, expected)
    assert (await marina.http.get(MESSAGES)).json()["messages"] == [first]


async def test_the_owner_of_a_hall_and_its_moderators_delete_any_message(world: World, marina: Person, tomas: Person) -> None:
    elena = await world.person("elena")
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor, elena.actor))
    await world.write(lambda tx: builders.appoint(tx, marina.actor, hall.id, elena.actor))
    for _ in range(3):
        await world.write(lambda tx: builders.say(tx, tomas.actor, hall.id))
    await world.write(lambda tx: builders.say(tx, marina.actor, hall.id))
    calls = [(marina, 1), (elena, 2), (tomas, 3), (tomas, 4), (elena, 4)]
    answers = [await who.http.delete(f"/halls/{hall.id}/messages/{seq}") for who, seq in calls]
    assert [answer.status_code for answer in answers] == [204, 204, 204, 403, 204]
