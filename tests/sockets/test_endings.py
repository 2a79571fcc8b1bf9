"""When a sign-in or a membership ends, so does all delivery to the sockets that are open by it."""

from uuid import uuid4

import pytest

from hallchat.realtime.feed import ENDED
from hallchat.states.ring import HALL
from tests.rest import PASSWORD, Rest
from tests.server import Server
from tests.sockets.raw_tab import Tab, opened


async def watching(tab: Tab, ana: Rest, hall: int, text: str) -> None:
    """Make sure that a tab receives what is said in a hall."""
    ana.say(hall, text)
    await tab.until(lambda: text in tab.stream)


def end_sign_in(eve: Rest, way: str) -> None:
    """End a sign-in, by itself or from another one."""
    if way == "signing out":
        eve.sign_out()
    elif way == "signing out everywhere":
        Rest(eve.url, eve.username).sign_out_everywhere()
    else:
        Rest(eve.url, eve.username).change_password(PASSWORD[::-1])


@pytest.mark.parametrize("way", ["signing out", "signing out everywhere", "a new password"])
async def test_the_end_of_a_sign_in_ends_delivery_to_its_open_sockets(
    server: Server, ana: Rest, eve: Rest, diary: int, way: str
) -> None:
    ana.invite(diary, eve.username)
    async with opened(server.url, f"/h/{diary}", cookie=eve.token) as tab:
        await watching(tab, ana, diary, "you may know this")
        end_sign_in(eve, way)
        ana.say(diary, "you may not know this")
        await tab.until(lambda: tab.vars["SessionState.signed_out"])
        assert not [value for name, value in tab.vars.items() if name.startswith("RingState.slot") and value]
        await tab.fire("PagesState.older", {})
        await tab.fire(
            "ConversationState.send", {"hall_id": diary, "client_id": str(uuid4()), "content": "me again", "user_id": eve.id}
        )
        await tab.gone()
        assert "you may not" not in tab.stream
    assert "me again" not in [one["content"] for one in ana.messages(diary)]


async def test_removal_ends_delivery_to_an_open_socket(server: Server, ana: Rest, eve: Rest, diary: int) -> None:
    ana.invite(diary, eve.username)
    async with opened(server.url, f"/h/{diary}", cookie=eve.token) as tab:
        await watching(tab, ana, diary, "you may know this")
        ana.remove(diary, eve.id)
        ana.say(diary, "you may not know this")
        ana.change(diary, name="Diary without Eve")
        await tab.until(lambda: tab.vars["RingState.end"][HALL] == ENDED)
        for handler in ("PagesState.older", "ConversationState.open"):
            await tab.fire(handler, {})
        for handler in ("MembersState.toggle", "MembersState.reload"):
            await tab.fire(handler, {"hall_id": diary})
        await tab.fire(
            "ConversationState.send", {"hall_id": diary, "client_id": str(uuid4()), "content": "me again", "user_id": eve.id}
        )
        await tab.settled()
        await tab.until(lambda: str(diary) not in [str(hall["id"]) for hall in tab.vars["HallsState.halls"]])
        assert not [value for name, value in tab.vars.items() if name.startswith("RingState.slot") and value]
        for private in ("you may not", "without Eve"):
            assert private not in tab.stream
    assert "me again" not in [one["content"] for one in ana.messages(diary)]
