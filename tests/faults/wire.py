"""What a tab says and what it is told, in the words of the wire: names come from the application, never from here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx

from hallchat.realtime.feed import SIZE
from hallchat.realtime.wire import Delta, row
from hallchat.states.conversation import ConversationState
from hallchat.states.wire import StateWire
from tests.faults.history import Frame, Seen
from tests.sockets.raw_tab import NAMESPACE, ROOT_STATE, event, full_name
from tests.tabs import message

PATH = f"{NAMESPACE}/?EIO=4&transport=websocket&token="
OPEN, PING, PONG = "0", "2", "3"  # Engine.IO's packets
CONNECT, EVENT, REFUSED, ENDED = (f"4{kind}{NAMESPACE}," for kind in "0241")  # Socket.IO's, in Engine.IO's messages


@dataclass(frozen=True, slots=True)
class Told:
    """What a state update says, as far as anybody here wants to know."""

    frame: Mapping[str, Any] | None = None  # arguments of a ``Frame``
    answers: Mapping[str, str] | None = None
    filled: bool | None = None  # whether the page is filled, where it says so


def hello(path: str) -> str:
    """Return the packet that connects a page, with the event that fills it."""
    return CONNECT + json.dumps({"event": event(f"{ROOT_STATE}.hydrate_and_load", {"hashes": []}, path)})


def said(handler: str, payload: Any, path: str) -> str:
    """Return the packet that fires a handler of ours, named by state and name."""
    return EVENT + json.dumps(["event", event(full_name(handler), payload, path)])


def entering(path: str) -> str:
    """Return the packet that a page sends when it comes to another address by a link."""
    return EVENT + json.dumps(
        ["event", event(f"{ROOT_STATE}.reflex___state____on_load_internal_state.on_load_internal", {}, path)]
    )


def told(packet: str) -> Told:
    """Read a packet that holds a state update."""
    name, *arguments = json.loads(packet[len(EVENT) :])
    delta: Delta = (arguments[0].get("delta") or {}) if name == "event" and arguments else {}
    answers = delta.get(ConversationState.get_full_name(), {}).get(_ANSWERS)
    return Told(_ring(delta.get(_RING, {})), answers, delta.get(rx.State.get_full_name(), {}).get(_FILLED))


def framed(at: float, asked: float, values: Mapping[str, Any]) -> Frame:
    """Make a frame of what ``told`` found."""
    return Frame(at=at, asked=asked, **values)


def _ring(values: Mapping[str, Any]) -> dict[str, Any] | None:
    if _ENDS["rev_to"] not in values or _ENDS["hall"] not in values:
        return None
    ends = {name: values[var] for name, var in _ENDS.items()}
    slots = {slot: _seen(values[var]) for slot, var in enumerate(_SLOTS) if var in values}
    return {**ends, "slots": slots}


def _seen(shaped: Any) -> Seen | None:
    if shaped is None:
        return None
    return Seen(shaped[_SEQ], shaped[_CLIENT_ID], bool(shaped[_GONE]))


_ANSWERS, _FILLED = (str(var).rpartition(".")[2] for var in (ConversationState.answers, rx.State.is_hydrated))

_RING, _named = next(iter(StateWire.slots({}, hall=1, head=2, rev_from=3, rev_to=4).items()))
_ENDS = {dict(enumerate(("hall", "head", "rev_from", "rev_to"), 1))[value]: name for name, value in _named.items()}
_SLOTS = [
    name
    for name in StateWire.slots(dict.fromkeys(range(SIZE)), hall=1, head=2, rev_from=3, rev_to=4)[_RING]
    if name not in _named
]

_there, _buried = (row(message(7_777_777, gone=gone), None) for gone in (False, True))
_keys: dict[Any, str] = {value: key for key, value in _there.items()}
_SEQ, _CLIENT_ID = _keys[7_777_777], _keys[message(7_777_777).client_id]
_GONE = next(key for key, value in _buried.items() if value is True)
