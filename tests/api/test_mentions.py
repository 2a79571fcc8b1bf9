"""``/mentions``, and what halls and messages say of mentions."""

import pytest

from hallchat.services import memberships
from tests import builders
from tests.api.conftest import Person, World, code


async def test_a_mention_is_listed_counted_and_cleared_by_reading(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor, name="El puerto", kind="private"))
    posted = await marina.http.post(f"/halls/{hall.id}/messages", json={"content": "¿Vienes, @tomas? @nadie"})
    assert posted.json()["html"] == f'<p>¿Vienes, <bdi data-user="{tomas.id}">@tomas</bdi>? @nadie</p>'
    await marina.http.post(f"/halls/{hall.id}/messages", json={"content": "@hall"})
    body = (await tomas.http.get("/mentions", params={"limit": 1})).json()
    [found] = body.pop("found")
    assert (body, found["message"]["seq"], found["hall"]) == ({"has_more": True}, 2, {"id": hall.id, "name": "El puerto"})
    [older] = (await tomas.http.get("/mentions", params={"before": found["message"]["id"]})).json()["found"]
    assert (older["message"], older["marks"]) == (posted.json(), [[9, 15]])
    assert (await marina.http.get("/mentions")).json() == {"found": [], "has_more": False}

    async def counted(who: Person) -> int:
        listed = {one["id"]: one["mentions"] for one in (await who.http.get("/halls")).json()["halls"]}
        assert listed[hall.id] == (await who.http.get(f"/halls/{hall.id}")).json()["mentions"]
        return listed[hall.id]

    assert (await counted(tomas), await counted(marina)) == (2, 0)
    await tomas.http.post(f"/halls/{hall.id}/read", json={"seq": 1})
    assert await counted(tomas) == 1
    await world.write(lambda tx: memberships.leave(tx, tomas.actor, hall_id=hall.id))
    assert (await tomas.http.get("/mentions")).json()["found"] == []


async def test_an_edit_mentions_anew_and_a_thousand_names_change_nothing(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor))
    path = f"/halls/{hall.id}/messages"
    await marina.http.post(path, json={"content": "hola"})
    many = {"content": " ".join(f"@user{number}" for number in range(800))}
    for refused in (await marina.http.post(path, json=many), await marina.http.patch(f"{path}/1", json=many)):
        assert (refused.status_code, code(refused)) == (422, "too_many_mentioned")
    spanish = await marina.http.post(path, json=many, headers={"Accept-Language": "es"})
    assert spanish.json()["detail"] == "Un mensaje menciona como mucho a 50 personas. Quita algunos de los nombres."
    assert [one["content"] for one in (await marina.http.get(path)).json()["messages"]] == ["hola"]
    await marina.http.patch(f"{path}/1", json={"content": "hola @tomas"})
    assert [one["excerpt"] for one in (await tomas.http.get("/mentions")).json()["found"]] == ["hola @tomas"]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "before=-1", "before=x", "before=1&before=2", "page=2"])
async def test_what_does_not_fit_is_refused(marina: Person, query: str) -> None:
    assert code(await marina.http.get(f"/mentions?{query}")) == "input_invalid"
