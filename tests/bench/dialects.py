"""How the sessions of a side speak: what they send, and how they know an answer."""

import json
from dataclasses import dataclass
from typing import Any

STATE = "reflex___state____state"
CONVERSATION = f"{STATE}.hallchat___states___conversation____conversation_state"


@dataclass(frozen=True, slots=True)
class Dialect:
    """Texts of one side. ``%CID%``, ``%TEXT%`` and ``"%USER%"`` stand for a message's client id, content and sender."""

    path: str  # of the websocket, with its query; ``%TOKEN%`` for the tab's own token
    hello: str  # after the transport is open
    enter: str  # after the Socket.IO connection stands; empty when hello did it
    watch: str  # somebody looks at the hall; empty when there is no such thing
    send: str
    answer: str  # what the sender is told when a message is stored
    reader: str  # which of ``frames.READERS``


def hallchat(hall_id: int) -> Dialect:
    """Return how a browser tab of HallChat's speaks when it shows a hall."""
    sent = {"hall_id": hall_id, "client_id": "%CID%", "content": "%TEXT%", "user_id": "%USER%"}
    return Dialect(
        path="/_event/?EIO=4&transport=websocket&token=%TOKEN%",
        hello="40/_event," + json.dumps({"event": _event(f"{STATE}.hydrate_and_load", {}, hall_id)}),
        enter="",
        watch=_packet(_event(f"{CONVERSATION}.watch", {"watching": True}, hall_id)),
        send=_packet(_event(f"{CONVERSATION}.send", sent, hall_id)),
        answer='"%CID%":{"why":""',
        reader="hallchat",
    )


def peer(hall_id: int) -> Dialect:
    """Return how a session of a peer's speaks."""
    return Dialect(
        path="/socket.io/?EIO=4&transport=websocket",
        hello='40{"token":"%ACCESS%"}',
        enter=f'42["join",{hall_id}]',
        watch="",
        send="42" + json.dumps(["send", {"hall_id": hall_id, "client_id": "%CID%", "content": "%TEXT%"}]),
        answer='42["sent",{"client_id":"%CID%"',
        reader="peers",
    )


def _packet(event: dict[str, Any]) -> str:
    return "42/_event," + json.dumps(["event", event])


def _event(name: str, payload: dict[str, Any], hall_id: int) -> dict[str, Any]:
    path = f"/h/{hall_id}"
    router = {"pathname": path, "asPath": path, "query": {"hall_id": str(hall_id)}}
    return {"name": name, "payload": payload, "router_data": router}
