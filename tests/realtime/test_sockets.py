"""Our Socket.IO client manager says what python-socketio's own says, but at once."""

import asyncio
from typing import Any

import pytest
from socketio import AsyncManager, AsyncServer

from hallchat.realtime.sockets import SocketManager, server
from hallchat.states.wire import StateWire
from tests.realtime.test_line import anything

NAMESPACE = "/_event"
HELD = 3  # sockets


class Line:
    """The server's end of a socket, as far as a manager needs it: ours put, python-socketio's own uses the queue."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        self.closed = False

    def put(self, packet: Any) -> None:
        self.queue.put_nowait(packet)

    async def send(self, packet: Any) -> None:
        await self.queue.put(packet)

    @property
    def waiting(self) -> int:
        return self.queue.qsize()

    def sent(self) -> list[str]:
        return [self.queue.get_nowait().encode() for _ in range(self.queue.qsize())]


async def connected(manager: AsyncManager, sio: AsyncServer) -> tuple[list[str], list[Line]]:
    """Connect sockets to a server; the first two are in the room ``two``."""
    sio.manager_initialized = True
    lines = [Line() for _ in range(HELD)]
    sids = []
    for number, line in enumerate(lines):
        sio.eio.sockets[f"eio {number}"] = line
        sids.append(await manager.connect(f"eio {number}", NAMESPACE))
    for sid in sids[:2]:
        await manager.enter_room(sid, NAMESPACE, "two")
    return sids, lines


@pytest.fixture
def ours() -> SocketManager:
    return SocketManager(NAMESPACE)


async def emitted(manager: AsyncManager, data: Any, where: dict[str, Any]) -> list[list[str]]:
    """Return what each socket was sent; numbers in ``where`` stand for socket ids."""
    sids, lines = await connected(manager, server(manager, anything))  # pyright: ignore[reportArgumentType]

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(one) for one in value]
        return sids[value] if isinstance(value, int) else value

    await manager.emit("event", data, NAMESPACE, **{name: named(value) for name, value in where.items()})
    return [line.sent() for line in lines]


@pytest.mark.parametrize("data", [{"delta": {"a": [1, "ñ", None]}}, ("one", 2), None, [1, 2], "text", 5])
@pytest.mark.parametrize(
    ("where", "reached"),
    [
        ({}, [0, 1, 2]),
        ({"room": "two"}, [0, 1]),
        ({"to": "two"}, [0, 1]),
        ({"to": 2}, [2]),
        ({"to": 2, "room": "two"}, [2]),
        ({"room": "two", "skip_sid": 0}, [1]),
        ({"skip_sid": [0, 2]}, [1]),
        ({"room": ["two", 2]}, [0, 1, 2]),
        ({"room": "nobody"}, []),
    ],
)
async def test_emitting_sends_the_same_packets_to_the_same_sockets(data: Any, where: dict[str, Any], reached: list[int]) -> None:
    mine = await emitted(SocketManager(NAMESPACE), data, where)
    assert mine == await emitted(AsyncManager(), data, where)
    assert [number for number, sent in enumerate(mine) if sent] == reached


async def test_emitting_does_not_give_way(ours: SocketManager) -> None:
    _, lines = await connected(ours, server(ours, anything))
    emitting = ours.emit("event", {"a": 1}, NAMESPACE)
    with pytest.raises(StopIteration):
        emitting.send(None)  # it ran to its end without once waiting
    assert all(line.queue.qsize() == 1 for line in lines)


async def test_emitting_with_an_acknowledgement_is_left_to_socketio(ours: SocketManager) -> None:
    sids, lines = await connected(ours, server(ours, anything))
    answers: list[Any] = []
    await ours.emit("event", 1, NAMESPACE, to=sids[0], callback=answers.append)
    assert lines[0].sent() == ['42/_event,1["event",1]']
    await ours.trigger_callback(sids[0], 1, ["seen"])
    assert answers == ["seen"]


async def test_emitting_before_anybody_came_does_nothing(ours: SocketManager) -> None:
    server(ours, anything)
    await ours.emit("event", 1, NAMESPACE)
    assert not ours.connected("nobody")
    assert ours.waiting("nobody") == 0


async def test_what_is_put_is_what_reflex_would_emit(ours: SocketManager) -> None:
    sids, lines = await connected(ours, server(ours, anything))
    delta = StateWire().unread({"1": 2}, {}, {})
    ours.put(sids[1], ours.packet(delta))
    await ours.emit("event", {"delta": delta}, NAMESPACE, to=sids[0])
    (put,), (emitted,) = lines[1].sent(), lines[0].sent()
    assert put == emitted
    assert put.startswith('42/_event,["event",{"delta":{')


async def test_letters_go_over_the_wire_as_they_are(ours: SocketManager) -> None:
    """An accent takes two bytes, not the six of an escape."""
    sids, lines = await connected(ours, server(ours, anything))
    ours.put(sids[0], ours.packet({"state": {"name": "Begoña 👩‍🚀 مرحبا"}}))
    await ours.emit("event", "Begoña 👩‍🚀 مرحبا", NAMESPACE, to=sids[1])
    assert [lines[number].sent()[0].count("Begoña 👩‍🚀 مرحبا") for number in (0, 1)] == [1, 1]


async def test_a_packet_for_a_socket_that_is_gone_or_closing_goes_nowhere(ours: SocketManager) -> None:
    sids, lines = await connected(ours, server(ours, anything))
    packet = ours.packet({})
    lines[0].closed = True
    ours.put(sids[0], packet)
    await ours.disconnect(sids[1], NAMESPACE)
    ours.put(sids[1], packet)
    ours.put("nobody", packet)
    ours.put(sids[2], packet)
    assert [line.queue.qsize() for line in lines] == [0, 0, 1]
    assert [ours.waiting(sid) for sid in sids] == [0, 0, 1]
    assert [ours.connected(sid) for sid in sids] == [True, False, True]


async def test_whoever_goes_is_told_of_before_it_is_forgotten(ours: SocketManager) -> None:
    sids, _ = await connected(ours, server(ours, anything))
    gone: list[tuple[str, bool]] = []
    ours.when_gone(lambda sid: gone.append((sid, ours.connected(sid))))
    for sid in sids:
        await ours.disconnect(sid, NAMESPACE)
    assert gone == [(sid, True) for sid in sids]
    assert ours.rooms == {}


async def test_dropping_sends_what_waits_and_then_the_end(ours: SocketManager) -> None:
    sids, lines = await connected(ours, server(ours, anything))
    gone = asyncio.Event()
    ours.when_gone(lambda sid: gone.set())
    ours.put(sids[0], ours.packet({}))
    ours.drop(sids[0])
    await gone.wait()
    assert lines[0].sent() == ['42/_event,["event",{"delta":{}}]', "41/_event,"]
    assert not ours.connected(sids[0])


async def test_binary_is_refused(ours: SocketManager) -> None:
    with pytest.raises(TypeError):
        ours.packet({"state": {"a": b"bytes"}})
