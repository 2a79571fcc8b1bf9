"""Reactions over REST: put, read, taken back."""

from urllib.parse import quote

from hallchat.services import memberships
from tests.api.conftest import Person, World, code
from tests.builders import GENERAL

REACTIONS = f"/halls/{GENERAL}/messages/1/reactions"


async def test_what_people_put_to_a_message_is_read_with_it_and_by_name(marina: Person, tomas: Person) -> None:
    said = (await marina.http.post(f"/halls/{GENERAL}/messages", json={"content": "¿Salimos?"})).json()
    assert said["reactions"] == []
    for who, emoji in ((tomas, "❤️"), (marina, "❤"), (marina, "#️⃣")):
        answer = await who.http.put(f"{REACTIONS}/{quote(emoji)}")
        assert answer.status_code == 200
    wanted = [{"emoji": "❤️", "by": [tomas.id, marina.id]}, {"emoji": "#️⃣", "by": [marina.id]}]
    assert answer.json() == {**said, "rev": 4, "reactions": wanted}
    assert (await tomas.http.get(f"/halls/{GENERAL}/messages?since_rev=1")).json()["messages"] == [answer.json()]
    listed = (await tomas.http.get(REACTIONS)).json()["reactions"]
    assert [(one["emoji"], [user["display_name"] for user in one["by"]]) for one in listed] == [
        ("❤️", ["Tomas", "Marina"]),
        ("#️⃣", ["Marina"]),
    ]
    taken = await marina.http.delete(f"{REACTIONS}/{quote('❤️')}")
    assert (taken.status_code, taken.json()["reactions"]) == (200, [{"emoji": "❤️", "by": [tomas.id]}, wanted[1]])
    again = await marina.http.delete(f"{REACTIONS}/{quote('❤️')}")
    assert (again.status_code, again.json()) == (200, taken.json())


async def test_what_cannot_be_reacted_to_or_with_is_refused(world: World, marina: Person, tomas: Person) -> None:
    await marina.http.post(f"/halls/{GENERAL}/messages", json={"content": "¿Salimos?"})
    before = (await marina.http.get(f"/halls/{GENERAL}/messages")).json()
    spanish = {"Accept-Language": "es"}
    for method in ("PUT", "DELETE"):
        answer = await tomas.http.request(method, f"{REACTIONS}/tada", headers=spanish)
        assert (answer.status_code, code(answer)) == (422, "not_an_emoji")
        assert answer.json()["detail"] == "Una reacción es un emoji. Elige uno de la lista."
        missing = await tomas.http.request(method, f"/halls/{GENERAL}/messages/2/reactions/{quote('👍')}")
        assert (missing.status_code, code(missing)) == (404, "message_not_found")
    assert (await marina.http.get(f"/halls/{GENERAL}/messages")).json() == before
    await world.write(lambda tx: memberships.leave(tx, tomas.actor, hall_id=GENERAL))
    left = await tomas.http.put(f"{REACTIONS}/{quote('👍')}")
    assert (left.status_code, code(left)) == (403, "not_a_member")
    await marina.http.delete(f"/halls/{GENERAL}/messages/1")
    gone = await marina.http.put(f"{REACTIONS}/{quote('👍')}")
    assert (gone.status_code, code(gone)) == (410, "message_gone")
    assert (await marina.http.get(REACTIONS)).json() == {"reactions": []}
