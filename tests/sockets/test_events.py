"""Every handler is a public endpoint: what comes from outside is refused or changes nothing, and nothing breaks."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest

from tests.rest import Rest
from tests.server import Server
from tests.sockets.raw_tab import HANDLERS, ROOT_STATE, full_name, opened

WRONG: list[Any] = [
    None,
    True,
    -1,
    0,
    2**63,
    1.5,
    float("nan"),
    "<script>",
    "\0",
    "x" * 5_000,
    ["x"] * 5_000,
    {"name": {"first": {"of": {"all": [1, {}]}}}, "username": [], "topic": {}, "private": {}},
]


def tables(server: Server) -> dict[str, list[Any]]:
    """Everything that is stored."""
    with closing(sqlite3.connect(f"file:{server.data / 'hallchat.db'}?mode=ro", uri=True)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def payloads(parameters: list[str]) -> Iterator[Any]:
    """Whatever a stranger may send in place of the arguments."""
    yield {}
    yield {"surplus": 1, **dict.fromkeys(parameters, 1)}
    for wrong in WRONG:
        yield dict.fromkeys(parameters, wrong)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("who", ["a visitor", "no member"])
async def test_hidden_handlers_write_nothing_and_tell_nothing(server: Server, ana: Rest, eve: Rest, diary: int, who: str) -> None:
    before = tables(server)
    cookie = eve.token if who == "no member" else None
    leaving = {full_name("MembersState.leave"), full_name("DirectoryState.join"), full_name("MembersState.join")}
    for handler, parameters in HANDLERS.items():
        if handler in leaving and who == "no member":
            continue
        async with opened(server.url, f"/h/{diary}", cookie=cookie) as tab:
            for payload in payloads(parameters):
                await tab.fire(handler, payload)
            await tab.settled()
            assert tab.connected, handler
            assert tables(server) == before, handler
            for private in ("Traceback", "hallchat/", "secret", "Diary of Ana", "Nobody’s business"):
                assert private not in tab.stream, handler
    ana.say(diary, "still alive")


@pytest.mark.parametrize("payload", [None, 1, "x", ["x"], float("nan")])
async def test_a_payload_that_is_no_object_is_survived(server: Server, ana: Rest, payload: Any) -> None:
    async with opened(server.url, cookie=ana.token) as tab:
        await tab.fire("DirectoryState.search", payload)
        await tab.settled()
        assert "Traceback" not in tab.stream


NO_EVENTS: list[Any] = ["", "x", {}, [], None, {"name": 1}, {"name": f"{ROOT_STATE}.nothing"}, {"name": "a.b", "payload": {}}]


@pytest.mark.parametrize("event", NO_EVENTS)
async def test_an_event_that_is_none_is_survived(server: Server, event: Any) -> None:
    with server.provoked():
        async with opened(server.url) as tab:
            await tab.emit(event)
            await tab.settled()
            assert "Traceback" not in tab.stream


async def test_the_same_handlers_from_outside_a_private_hall_change_nothing(
    server: Server, ana: Rest, eve: Rest, diary: int
) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("ConversationState.open", {}),
        ("ConversationState.send", {"hall_id": diary, "client_id": str(uuid4()), "content": "let me in", "user_id": eve.id}),
        ("ConversationState.delete", {"hall_id": diary, "seq": 1}),
        ("ConversationState.watch", {"watching": True}),
        ("MembersState.toggle", {"hall_id": diary}),
        ("MembersState.reload", {"hall_id": diary}),
        ("MembersState.invite", {"hall_id": diary, "form": {"username": eve.username}}),
        ("MembersState.remove", {"hall_id": diary, "user_id": ana.id}),
        ("MembersState.hand_over", {"hall_id": diary, "user_id": eve.id}),
        ("MembersState.change", {"hall_id": diary, "form": {"name": "Mine", "topic": ""}}),
        ("MembersState.archive", {"hall_id": diary, "archived": True}),
        ("MembersState.leave", {"hall_id": diary}),
        ("MembersState.join", {"hall_id": diary}),
        ("DirectoryState.join", {"hall_id": diary}),
        ("PagesState.older", {}),
        ("PagesState.newer", {}),
    ]
    before = tables(server)
    for cookie in (None, eve.token):
        async with opened(server.url, f"/h/{diary}", cookie=cookie) as tab:
            for handler, payload in calls:
                await tab.fire(handler, payload)
            await tab.settled()
            assert tables(server) == before
            for private in ("secret", "Diary", "Núñez"):
                assert private not in tab.stream


async def test_a_page_cannot_make_itself_somebody_else(server: Server, ana: Rest, eve: Rest, diary: int) -> None:
    async with opened(server.url, f"/h/{diary}", cookie=eve.token) as tab:
        claims = {
            f"{full_name('SessionState.begin').rpartition('.')[0]}.user_id_rx_state_": ana.id,
            f"{ROOT_STATE}.rx_router_headers_rx_state_": {"raw_headers": {"authorization": "hallchat-session x"}},
        }
        await tab.fire(full_name("UpdateVarsInternalState.update_vars_internal"), {"vars": claims})
        await tab.fire("ConversationState.open", {})
        await tab.fire(
            "ConversationState.send", {"hall_id": diary, "client_id": str(uuid4()), "content": "I am Ana", "user_id": ana.id}
        )
        await tab.settled()
        assert "secret" not in tab.stream
    assert len(ana.messages(diary)) == 5
