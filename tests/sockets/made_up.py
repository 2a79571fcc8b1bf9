"""Frames that somebody without a page makes up for an event handler: seeded, and each as wrong as it can be."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hallchat.realtime.sockets import MAX_FRAME
from tests.sockets.bare import CONNECT, DISCONNECT, EVENT
from tests.sockets.raw_tab import NAMESPACE

HUGE = MAX_FRAME - 2_000  # characters that fit into a frame with their event
Values = Mapping[str, list[Any]]
"""What fits, by the name of the argument."""

_TEXTS = ["", "\0", "\ud800", "x\udfff", "'; --", "%_%", "<script>", "../..", "__proto__", "\u202e", "🐙" * 300, "9" * 400]
_NUMBERS = [-1, 0, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**300, 1.5, -0.0, float("nan"), float("inf"), -float("inf")]
_ENDS: list[Callable[[random.Random], Any]] = [
    lambda chance: chance.choice(_TEXTS),
    lambda chance: chance.choice(_NUMBERS),
    lambda chance: chance.choice([None, True, False, [], {}]),
]


def frames(
    chance: random.Random, name: str, parameters: list[str], fitting: Values, path: str, count: int
) -> Iterator[str | bytes]:
    """Make frames for a handler.

    Args:
        chance: decides.
        name: of the handler, in full.
        parameters: its arguments' names.
        fitting: what would do for some of them.
        path: the page that they claim to come from.
        count: how many.

    Yields:
        Websocket messages: the first as a page sends it, with the first of what fits.
    """
    fits = {one: fitting[one][0] for one in parameters if one in fitting}
    yield _as_it_is(chance, {"name": name, "payload": fits, "router_data": _place(path)})
    while count:
        event = {"name": name, "payload": _payload(chance, parameters, fitting), "router_data": _place(path)}
        kind = chance.choices([_as_it_is, _elsewhere, _misnamed, _broken, _out_of_place, _binary], [12, 2, 2, 2, 2, 1])[0]
        frame = kind(chance, event)
        if len(frame) <= MAX_FRAME:
            count -= 1
            yield frame


def value(chance: random.Random, depth: int = 0) -> Any:
    """Make any value that JSON of Python can say: deep, huge or plain wrong."""
    if depth == 0 and chance.random() < 0.03:
        return chance.choice([["x"] * 50_000, "x" * HUGE, {str(key): key for key in range(15_000)}, _nested(900)])
    kind = chance.random()
    if depth < 3 and kind < 0.15:
        return [value(chance, depth + 1) for _ in range(chance.randint(0, 4))]
    if depth < 3 and kind < 0.3:
        return {chance.choice(_TEXTS): value(chance, depth + 1) for _ in range(chance.randint(0, 4))}
    return chance.choice(_ENDS)(chance)


def _nested(depth: int) -> Any:
    inner: Any = {}
    for _ in range(depth):
        inner = [inner]
    return inner


def _payload(chance: random.Random, parameters: list[str], fitting: Values) -> Any:
    kind = chance.random()
    if kind < 0.1:
        return value(chance)
    payload = {name: _argument(chance, name, fitting) for name in parameters}
    if kind < 0.2 and parameters:
        del payload[chance.choice(parameters)]
    elif kind < 0.3:
        payload[chance.choice(["surplus", "self", "state", "__class__", ""])] = value(chance)
    return payload


def _argument(chance: random.Random, name: str, fitting: Values) -> Any:
    return chance.choice(fitting[name]) if name in fitting and chance.random() < 0.7 else value(chance)


def _place(path: str) -> dict[str, Any]:
    return {"pathname": path, "asPath": path, "query": {"hall_id": path.removeprefix("/h/")}}


def _as_it_is(chance: random.Random, event: dict[str, Any]) -> str:
    return f"{EVENT}{NAMESPACE},{json.dumps(['event', event])}"


def _elsewhere(chance: random.Random, event: dict[str, Any]) -> str:
    claim = chance.choice(["pathname", "asPath", "query", "headers", "sid", "token", "ip"])
    wrong = value(chance) if chance.random() < 0.3 else {**event["router_data"], claim: value(chance)}
    return _as_it_is(chance, {**event, "router_data": wrong})


def _misnamed(chance: random.Random, event: dict[str, Any]) -> str:
    name = str(event["name"])
    wrong = [name + "x", name.rpartition(".")[0], "." + name, name.rpartition(".")[0] + ".__init__", value(chance), {"of": name}]
    if chance.random() < 0.5:
        return _as_it_is(chance, {**event, "name": chance.choice(wrong)})
    return _as_it_is(chance, {**event, chance.choice(["token", "event_actions", "substate_token"]): value(chance)})


def _broken(chance: random.Random, event: dict[str, Any]) -> str:
    frame = _as_it_is(chance, event)[:HUGE]
    where = chance.randrange(len(frame))
    return chance.choice([frame[:where], frame[:where] + chance.choice('[]{},:"\\0\ufffd') + frame[where:], frame[where:]])


def _out_of_place(chance: random.Random, event: dict[str, Any]) -> str:
    said = json.dumps(["event", event])
    return chance.choice(
        [
            *(f"{number}{said}" for number in range(2, 10)),  # Engine.IO's kinds, without its 0 and 1
            *(f"4{number}{NAMESPACE},{said}" for number in (3, 4, 7, 8, 9)),  # Socket.IO's
            f"{CONNECT}{NAMESPACE},{json.dumps({'event': event, 'more': 1})}",
            f"{DISCONNECT}{NAMESPACE},{said}",
            f"{EVENT}/elsewhere,{said}",
            f"{EVENT}{NAMESPACE},12{said}",
            f"45{chance.randint(0, 3)}-{NAMESPACE},{said}",
            f"46{chance.randint(0, 3)}-{NAMESPACE},1[]",
            f"{EVENT}{NAMESPACE},{json.dumps([chance.choice(['connect', 'disconnect', 'ping', '', None, 'x']), event])}",
            f"{EVENT}{NAMESPACE},{json.dumps(['client_error', value(chance)])}",
        ]
    )


def _binary(chance: random.Random, event: dict[str, Any]) -> bytes:
    return chance.choice([b"", chance.randbytes(chance.randint(1, 3_000)), _as_it_is(chance, event).encode()])
