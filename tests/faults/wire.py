"""What a tab says and what it is told, in the words of the wire: names come from the application, never from here."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx

from hallchat.realtime.feed import SIZE
from hallchat.realtime.wire import Delta, Row, row
from hallchat.states.conversation import ConversationState
from hallchat.states.ring import RingState
from hallchat.states.wire import StateWire
from tests.faults.history import Frame, Seen
from tests.sockets.raw_tab import NAMESPACE, ROOT_STATE, event, full_name
from tests.tabs import message

Path = tuple[str | int, ...]  # where something stands in a shape

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
    why = answers and {client_id: answer["why"] for client_id, answer in answers.items()}
    return Told(_ring(delta.get(_RING, {})), why, delta.get(rx.State.get_full_name(), {}).get(_FILLED))


def framed(at: float, asked: float, values: Mapping[str, Any]) -> Frame:
    """Make a frame of what ``told`` found."""
    return Frame(at=at, asked=asked, **values)


def _ring(values: Mapping[str, Any]) -> dict[str, Any] | None:
    ends = {name: _at(values, path) for name, path in _ENDS.items()}
    if None in ends.values():
        return None
    return {**ends, "slots": {slot: _seen(values[var]) for slot, var in enumerate(_SLOTS) if var in values}}


def _seen(shaped: Any) -> Seen | None:
    if shaped is None:
        return None
    return Seen(_at(shaped, _SEQ), _at(shaped, _CLIENT_ID), bool(_at(shaped, _GONE)), _at(shaped, _HTML))


def _at(shape: Any, path: Path) -> Any:
    """Return what stands at a path, None where there is no such place."""
    for step in path:
        steps: Any = dict(enumerate(shape)) if isinstance(shape, list) else shape
        shape = steps.get(step) if isinstance(steps, Mapping) else None
    return shape


def _path(shape: Any, value: Any) -> Path:
    """Find where a value stands that is there once."""
    (found,) = (path for path, one in _leaves(shape) if type(one) is type(value) and one == value)
    return found


def _leaves(shape: Any) -> Iterator[tuple[Path, Any]]:
    steps = shape.items() if isinstance(shape, Mapping) else enumerate(shape) if isinstance(shape, list | tuple) else None
    if steps is None:
        yield (), shape
        return
    for step, inner in steps:
        yield from (((step, *path), leaf) for path, leaf in _leaves(inner))


def _slots(rows: Mapping[int, Row | None]) -> Mapping[str, Any]:
    """Name a change as the application does, with numbers that are found again."""
    return StateWire.slots(rows, hall=101, head=102, rev_from=103, rev_to=104)[_RING]


_ANSWERS, _FILLED = (str(var).rpartition(".")[2] for var in (ConversationState.answers, rx.State.is_hydrated))
_RING = RingState.get_full_name()
_ENDS = {name: _path(_slots({}), value) for value, name in enumerate(("hall", "head", "rev_from", "rev_to"), 101)}
_SLOTS = [name for name in _slots(dict.fromkeys(range(SIZE))) if name not in _slots({})]

_posted = message(7_777_777)
_shaped, _buried = (_slots({0: row(one, None)})[_SLOTS[0]] for one in (_posted, message(7_777_777, gone=True)))
_SEQ, _CLIENT_ID, _HTML = (_path(_shaped, value) for value in (_posted.seq, _posted.client_id, _posted.html))
_GONE = _path(_buried, True)
