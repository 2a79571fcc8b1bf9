"""``/search``."""

import httpx
import pytest

from hallchat.ratelimit import RATES
from tests import builders
from tests.api.conftest import Open, Person, World, code
from tests.builders import GENERAL


async def search(who: Person, **params: object) -> httpx.Response:
    return await who.http.get("/search", params=params)  # pyright: ignore[reportArgumentType]


async def test_what_is_found_comes_with_hall_excerpt_and_marks_page_by_page(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, name="El puerto", kind="private"))
    for text in ("El FARÓ se ve", "nada", "¿Y el **faro**?"):
        await world.write(lambda tx, text=text: builders.say(tx, marina.actor, hall.id, text))
    body = (await search(marina, q='"el faro" from:marina in:puerto', limit=1)).json()
    [found] = body.pop("found")
    assert body == {"has_more": True, "unmet": []}
    assert (found["hall"], found["excerpt"], found["marks"]) == (
        {"id": hall.id, "name": "El puerto"},
        "¿Y el faro?",
        [[3, 10]],
    )
    listed = (await marina.http.get(f"/halls/{hall.id}/messages")).json()["messages"]
    assert found["message"] == listed[-1]
    rest = (await search(marina, q='"el faro" from:marina in:puerto', before=found["message"]["id"])).json()
    assert ([one["message"]["seq"] for one in rest["found"]], rest["has_more"]) == ([1], False)
    assert (await search(tomas, q="faro")).json() == {"found": [], "has_more": False, "unmet": []}
    assert (await search(marina, q="faro from:nadie before:ayer")).json()["unmet"] == ["nadie", "before:ayer"]


async def test_what_was_just_posted_or_deleted_is_found_or_not(marina: Person) -> None:
    await marina.http.post(f"/halls/{GENERAL}/messages", json={"content": "El faro"})
    assert len((await search(marina, q="faro")).json()["found"]) == 1
    await marina.http.delete(f"/halls/{GENERAL}/messages/1")
    assert (await search(marina, q="faro")).json()["found"] == []


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("q=", "search_empty"),
        ("q=%22%22", "search_empty"),
        (f"q={'a' * 201}", "search_too_long"),
        ("", "input_invalid"),
        ("q=a&q=b", "input_invalid"),
        ("q=a&limit=0", "input_invalid"),
        ("q=a&limit=101", "input_invalid"),
        ("q=a&before=-1", "input_invalid"),
        ("q=a&before=x", "input_invalid"),
        ("q=a&page=2", "input_invalid"),
    ],
)
async def test_what_does_not_fit_is_refused(marina: Person, query: str, refusal: str) -> None:
    answer = await marina.http.get(f"/search?{query}", headers={"Accept-Language": "es"})
    assert (answer.status_code, code(answer)) == (422, refusal)
    if refusal == "search_empty":
        assert answer.json()["detail"] == "Escribe una palabra que buscar."


async def test_searching_too_often_is_refused(install: Open) -> None:
    marina = await (await install(rate_limits="on")).person("marina")
    answers = [(await search(marina, q="a")).status_code for _ in range(RATES["search"].amount)]
    assert set(answers) == {200}
    assert code(await search(marina, q="a")) == "too_many"
