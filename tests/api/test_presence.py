"""Who is there of a hall's members, over REST."""

import pytest

from hallchat.services import memberships
from tests.api.conftest import NoSockets, Person, World
from tests.builders import GENERAL
from tests.tabs import LATER


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages be open."""
    monkeypatch.setattr(NoSockets, "connected", lambda self, sid: True)


async def test_members_are_listed_with_who_is_online_or_away(world: World, marina: Person, tomas: Person) -> None:
    elena, live = await world.person("elena"), world.app.live
    for one in (marina, tomas):
        assert await live.connect(one.token, user_id=one.id, session_id=one.actor.session_id, expires_at=LATER)
    live.rest(tomas.token, resting=True)
    members = (await elena.http.get(f"/halls/{GENERAL}/members")).json()["members"]
    assert {one["username"]: one["presence"] for one in members} == {"marina": "online", "tomas": "away", "elena": "offline"}


async def test_a_card_tells_who_shares_a_hall_with_somebody_whether_they_are_there(
    world: World, marina: Person, tomas: Person
) -> None:
    live = world.app.live

    async def seen(username: str = "tomas") -> str:
        return (await marina.http.get(f"/people/{username}")).json()["presence"]

    assert await seen() == "offline"
    assert await live.connect("t", user_id=tomas.id, session_id=tomas.actor.session_id, expires_at=LATER)
    assert await seen() == "online"
    live.rest("t", resting=True)
    assert await seen() == "away"
    await world.write(lambda tx: memberships.leave(tx, tomas.actor, hall_id=GENERAL))
    assert await seen() == "offline"
    assert (await marina.http.post("/direct", json={"usernames": ["tomas"]})).status_code in (200, 201)
    assert await seen() == "away"
    assert await live.connect("m", user_id=marina.id, session_id=marina.actor.session_id, expires_at=LATER)
    assert await seen("marina") == "online"
