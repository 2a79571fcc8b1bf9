"""Who is there of a hall's members, over REST."""

import pytest

from tests.api.conftest import NoSockets, Person, World
from tests.builders import GENERAL
from tests.tabs import LATER


async def test_members_are_listed_with_who_is_online_or_away(
    world: World, marina: Person, tomas: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NoSockets, "connected", lambda self, sid: True)
    elena, live = await world.person("elena"), world.app.live
    for one in (marina, tomas):
        assert await live.connect(one.token, user_id=one.id, session_id=one.actor.session_id, expires_at=LATER)
    live.rest(tomas.token, resting=True)
    members = (await elena.http.get(f"/halls/{GENERAL}/members")).json()["members"]
    assert {one["username"]: one["presence"] for one in members} == {"marina": "online", "tomas": "away", "elena": "offline"}
