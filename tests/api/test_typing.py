"""``/halls/{hall_id}/typing``: who is typing is shown in open pages, and read."""

from tests import builders
from tests.api.conftest import Person, World


async def test_who_types_over_rest_is_seen_until_their_message_is_there(world: World, marina: Person, tomas: Person) -> None:
    hall = await world.write(lambda tx: builders.hall(tx, marina.actor, tomas.actor, name="El puerto"))
    path = f"/halls/{hall.id}/typing"
    await tomas.http.post(path)
    assert (await marina.http.get(path)).json() == {"typing": []}, "nobody has the hall open"
    await world.app.live._feeds.warm(hall.id)
    assert (await tomas.http.post(path)).status_code == 204
    assert (await marina.http.get(path)).json() == {"typing": [{"id": tomas.id, "name": "Tomas"}]}
    await tomas.http.post(f"/halls/{hall.id}/messages", json={"content": "¡Hola!"})
    assert (await marina.http.get(path)).json() == {"typing": []}
