"""What comes over the websocket and is no event of a page: nobody hears it, the line stays, and nothing is printed."""

import json
from uuid import uuid4

import jwt
import pytest

from tests.rest import Rest
from tests.server import Server
from tests.sockets.bare import bare
from tests.sockets.raw_tab import NAMESPACE

NO_FRAMES = [
    "",
    "0",
    '0{"sid": "x"}',
    "2",
    "2probe",
    "3probe",
    "4",
    "4{}",
    "4[1, 2]",
    "4" + "[" * 50_000,
    "5",
    "6",
    "7",
    "9" * 300,
    "x",
    "²",
    "\0",
    "b4",
    "b!",
    "bAA==",
    "40",
    f"40{NAMESPACE}",
    f"40{NAMESPACE},[]",
    f'40{NAMESPACE},{{"event": 1}}',
    "40/elsewhere,",
    "41",
    "41/elsewhere,",
    "42",
    f"42{NAMESPACE},",
    f"42{NAMESPACE},{{",
    f"42{NAMESPACE},{{}}",
    f"42{NAMESPACE},[]",
    f"42{NAMESPACE},[[]]",
    f"42{NAMESPACE},[null]",
    f'42{NAMESPACE},["event"]',
    f'42{NAMESPACE},["event",{{}},{{}}]',
    f'42{NAMESPACE},["trigger_event",1]',
    f'42{NAMESPACE},["disconnect"]',
    f'42{NAMESPACE},["ping"]',
    f'42{NAMESPACE},["client_error",[]]',
    f"42{NAMESPACE}," + "[" * 50_000,
    f"42{NAMESPACE}," + "9" * 5_000,
    f'42{NAMESPACE},7["event",{{}}]',
    '42["event",{}]',
    f"43{NAMESPACE},1[]",
    f"44{NAMESPACE},{{}}",
    f'451-{NAMESPACE},["event",{{"_placeholder":true,"num":0}}]',
    f"461-{NAMESPACE},1[]",
    "4999999-",
    f"47{NAMESPACE},",
]


@pytest.mark.parametrize("frame", [*NO_FRAMES, b"", b"2", b"\x04x", bytes(5_000)], ids=lambda frame: repr(frame[:40]))
async def test_a_frame_that_no_page_sends_is_not_heard(server: Server, ana: Rest, frame: str | bytes) -> None:
    async with bare(server.url, cookie=ana.token) as line:
        await line.say(frame)
        await line.come()
        await line.say(frame)
        await line.settled()
    assert not server.tracebacks()


async def test_a_frame_beyond_the_limit_ends_the_line_alone(server: Server, ana: Rest, eve: Rest) -> None:
    async with bare(server.url, cookie=eve.token) as line, bare(server.url, cookie=ana.token) as other:
        await line.come()
        await other.come()
        await line.fire("DirectoryState.search", {"query": "x" * 300_000})
        await line.end()
        await other.settled()
    assert not server.tracebacks()


async def test_nobody_becomes_somebody_else_by_an_event_named_connect(server: Server, ana: Rest, diary: int) -> None:
    """Reflex takes the headers of a connection from what Socket.IO hands to ``connect``, which any event can be named."""
    session_id = jwt.decode(ana.token, options={"verify_signature": False})["sid"]
    scope = {"headers": [[{"_placeholder": True, "num": 0}, {"_placeholder": True, "num": 1}]], "client": ["127.0.0.1", 1]}
    claim = {"QUERY_STRING": f"token=visitor-{uuid4()}", "asgi.scope": scope}
    async with bare(server.url, f"/h/{diary}") as line:
        await line.come()
        await line.say(f"452-{NAMESPACE},{json.dumps(['connect', claim])}")
        await line.say(b"authorization")
        await line.say(f"hallchat-session {session_id}".encode())
        await line.fire("ConversationState.open", {})
        await line.settled()
        for private in ("secret", "Diary", ana.username):
            assert private not in line.stream
