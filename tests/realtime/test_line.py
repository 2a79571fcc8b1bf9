"""One websocket's line: order, what waits, and noticing that nobody is there."""

import asyncio
import gc
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from engineio.packet import MESSAGE, Packet

from hallchat.realtime import line
from hallchat.realtime.door import Door
from hallchat.realtime.sockets import MAX_FRAME, Lines, SocketManager, server
from tests.tabs import quiet

PAGE = {"type": "websocket", "path": "/_event/", "query_string": b"EIO=4&transport=websocket", "headers": []}


def anything(frame: str | bytes) -> bool:
    """Hear every frame."""
    return True


class Browser:
    """The other end: an ASGI server whose sends take as long as the browser likes."""

    def __init__(self, *, coroutines: bool = False) -> None:
        self.sent: list[dict[str, Any]] = []
        self.taking = asyncio.Event()
        self.taking.set()
        self.says: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._coroutines = coroutines
        self.gone = False
        self.says.put_nowait({"type": "websocket.connect"})

    @property
    def texts(self) -> list[str]:
        return [one["text"] for one in self.sent if "text" in one]

    def send(self, message: Any) -> Any:
        """Send as Granian does, by a function that returns a future, or as other servers do."""
        taken = self._take(message)
        return taken if self._coroutines else asyncio.ensure_future(taken)

    async def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            await self.taking.wait()
            if self.gone:
                raise OSError("the transport is closed")
        self.sent.append(message)
        if message["type"] == "websocket.close":
            self.says.put_nowait({"type": "websocket.disconnect"})

    async def receive(self) -> dict[str, Any]:
        return await self.says.get()

    def say(self, text: str) -> None:
        self.says.put_nowait({"type": "websocket.receive", "text": text})


class Visit:
    """A browser that a server serves."""

    def __init__(self, lines: Lines, browser: Browser, scope: dict[str, Any]) -> None:
        self.lines, self.browser = lines, browser
        self.serving = asyncio.ensure_future(lines.serve(scope, browser.receive, browser.send))

    @property
    def line(self) -> line.Line:
        (one,) = self.lines.sockets.values()
        return one

    async def ended(self) -> None:
        async with asyncio.timeout(5):
            await self.serving
        assert self.lines.sockets == {}


@pytest.fixture
def lines() -> Lines:
    return server(SocketManager("/_event"), anything).eio


@pytest.fixture(params=[False, True], ids=["futures", "coroutines"])
async def visit(lines: Lines, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """A browser that has connected."""
    visit = Visit(lines, Browser(coroutines=request.param), PAGE)
    await soon(lambda: len(visit.browser.texts) == 2)  # the opening and a ping
    visit.browser.sent.clear()
    yield visit
    visit.serving.cancel()
    await asyncio.gather(visit.serving, return_exceptions=True)


async def soon(check: Any) -> None:
    async with asyncio.timeout(5):
        while not check():
            await asyncio.sleep(0)


def packet(text: str) -> Packet:
    return Packet(MESSAGE, text)


async def test_opening_says_what_engine_io_asks_for(lines: Lines) -> None:
    visit = Visit(lines, browser := Browser(), {**PAGE, "subprotocols": ["0.10.1"]})
    await soon(lambda: browser.texts)
    assert browser.sent[0] == {"type": "websocket.accept", "subprotocol": "0.10.1"}
    assert browser.texts[0].startswith('0{"sid":')
    assert '"pingInterval":5000' in browser.texts[0]
    browser.says.put_nowait({"type": "websocket.disconnect"})
    await visit.ended()


@pytest.mark.parametrize(
    "query", [b"", b"EIO=3&transport=websocket", b"EIO=4&transport=polling", b"EIO=4&transport=websocket&sid=a"]
)
async def test_what_is_no_websocket_of_ours_is_refused(lines: Lines, query: bytes) -> None:
    visit = Visit(lines, browser := Browser(), {**PAGE, "query_string": query})
    await visit.ended()
    assert browser.sent == [{"type": "websocket.close", "code": 1008}]


async def test_visitors_who_knock_keep_nobody_back_who_is_signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hallchat.realtime.sockets.Door", partial(Door, pace=60))
    lines = server(SocketManager("/_event"), anything).eio
    visitors = [Visit(lines, Browser(), PAGE) for _ in range(5)]
    member = Visit(lines, Browser(), {**PAGE, "headers": [(b"authorization", b"hallchat-session x")]})
    await soon(lambda: member.browser.texts)
    assert [bool(visitor.browser.texts) for visitor in visitors] == [True, False, False, False, False]
    for visit in (*visitors, member):
        visit.serving.cancel()
    await asyncio.gather(*(visit.serving for visit in (*visitors, member)), return_exceptions=True)


async def test_packets_arrive_in_the_order_they_were_put(visit: Visit) -> None:
    for number in range(5):
        visit.line.put(packet(str(number)))
    await asyncio.sleep(0)
    for number in range(5, 10):
        visit.line.put(packet(str(number)))
    await soon(lambda: len(visit.browser.texts) == 10)
    assert visit.browser.texts == [f"4{number}" for number in range(10)]
    await soon(lambda: visit.line.waiting == 0)


async def test_what_a_slow_browser_has_not_taken_waits_and_is_counted(visit: Visit) -> None:
    visit.browser.taking.clear()
    for number in range(4):
        visit.line.put(packet(str(number)))
    await quiet()
    assert visit.line.waiting == 4
    assert visit.browser.texts == []
    visit.browser.taking.set()
    await soon(lambda: visit.line.waiting == 0)
    assert visit.browser.texts == ["40", "41", "42", "43"]


async def test_who_asks_on_and_on_and_takes_nothing_is_given_up(visit: Visit) -> None:
    gone: list[str] = []
    visit.lines.on("disconnect", lambda sid, reason: gone.append(reason))
    visit.browser.taking.clear()
    one = visit.line
    for number in range(line.MOST + 1):
        one.put(packet(str(number)))
    assert one.waiting == line.MOST + 1
    one.put(packet("one too many"))
    one.put(packet("and after it"))
    assert one.waiting <= 1
    visit.browser.say("3")
    await visit.ended()
    visit.browser.taking.set()
    await quiet()
    assert visit.browser.texts == []
    assert len(gone) == 1


async def test_who_asks_for_long_answers_and_takes_none_is_given_up_before_they_are_very_many(visit: Visit) -> None:
    visit.browser.taking.clear()
    one, answer = visit.line, packet("x" * (1 << 20))
    for _ in range(line.MOST_HELD >> 20):
        one.put(answer)
    assert not one._lost
    visit.browser.taking.set()
    await soon(lambda: one.waiting == 0)  # what was taken is held no more
    visit.browser.taking.clear()
    for _ in range((line.MOST_HELD >> 20) + 2):
        one.put(answer)
    await visit.ended()


async def test_who_says_very_much_is_heard_by_and_by_and_wholly(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "BURST", 5)
    heard, now = list[str](), asyncio.get_running_loop().time
    visit.lines.on("message", lambda sid, data: heard.append(data))
    begun = now()
    for number in range(15):
        visit.browser.say(f"4{number}")
    await soon(lambda: len(heard) == 15)
    assert heard == [str(number) for number in range(15)]
    assert now() - begun >= 10 / line.RATE


async def test_nobody_is_held_back_where_there_are_no_limits(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "RATE", 0.001)
    monkeypatch.setattr(line, "BURST", 0)
    heard = list[str]()
    visit.lines.paced = False
    visit.lines.on("message", lambda sid, data: heard.append(data))
    visit.browser.say("4one")
    await soon(lambda: heard)


async def test_closing_sends_what_waits_and_then_the_end(visit: Visit) -> None:
    visit.browser.taking.clear()
    visit.line.put(packet("last"))
    await visit.line.close()
    visit.browser.taking.set()
    await visit.ended()
    assert visit.browser.texts == ["4last", "1"]
    assert visit.browser.sent[-1] == {"type": "websocket.close"}


async def test_who_answers_pings_stays_and_who_does_not_is_gone(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PING_INTERVAL", 0.02)
    monkeypatch.setattr(line, "PING_TIMEOUT", 1.0)
    gone: list[str] = []
    lines.on("disconnect", lambda sid, reason: gone.append(reason))
    visit = Visit(lines, browser := Browser(), PAGE)
    for pings in range(1, 4):
        await soon(lambda pings=pings: browser.texts.count("2") == pings)
        browser.say("3")
    browser.taking.clear()
    visit.line.put(packet("never taken"))
    await visit.ended()
    assert gone == [lines.reason.PING_TIMEOUT]


def test_a_dead_line_is_noticed_within_45_seconds() -> None:
    assert line.PING_INTERVAL + line.PING_TIMEOUT <= 45


@pytest.mark.parametrize(
    "frame",
    [
        {"text": ""},
        {"text": "x"},
        {"text": "é"},
        {"text": "4" + "a" * MAX_FRAME},
        {"bytes": b"1" * (MAX_FRAME + 1)},
        {"text": "1"},
        {},
    ],
)
async def test_a_frame_that_is_no_packet_ends_the_line(
    visit: Visit, frame: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    visit.browser.says.put_nowait({"type": "websocket.receive", **frame})
    await visit.ended()
    assert "Traceback" not in caplog.text


async def test_messages_reach_socketio_and_other_packets_do_nothing(visit: Visit) -> None:
    heard: list[Any] = []
    visit.lines.on("message", lambda sid, data: heard.append(data))
    for frame in ("4one", "0", "2", "5", "6", "42x", "4two"):
        visit.browser.say(frame)
    await soon(lambda: len(heard) == 3)
    assert heard == ["one", "2x", "two"]
    assert not visit.line.closed


async def test_what_can_no_longer_be_sent_makes_no_noise(lines: Lines, caplog: pytest.LogCaptureFixture) -> None:
    visit = Visit(lines, browser := Browser(coroutines=True), PAGE)
    await soon(lambda: len(browser.texts) == 2)
    browser.gone = True
    for number in range(3):
        visit.line.put(packet(str(number)))
        await asyncio.sleep(0.001)
    browser.says.put_nowait({"type": "websocket.disconnect"})
    await visit.ended()
    gc.collect()  # with it, asyncio tells of failures that nobody looked at; other tests may have left some too
    told = [record.getMessage() for record in caplog.records]
    assert [one for one in told if "Browser._take" in one or "hallchat" in one] == []


async def test_nothing_is_put_after_the_end(visit: Visit) -> None:
    one = visit.line
    await one.close()
    one.put(packet("late"))
    await visit.ended()
    assert "4late" not in visit.browser.texts


async def test_what_is_not_known_is_not_heard(visit: Visit) -> None:
    heard: list[Any] = []
    visit.lines.on("message", lambda sid, data: heard.append(data))
    visit.lines.known = lambda frame: frame == "4known"
    for said in ({"text": "4unknown"}, {"bytes": b"4known"}, {"text": ""}, {"text": "x"}, {"text": "4known"}):
        visit.browser.says.put_nowait({"type": "websocket.receive", **said})
    await soon(lambda: heard)
    assert heard == ["known"]
    assert not visit.line.closed


async def test_who_answers_at_the_last_moment_stays_and_misses_nothing(visit: Visit) -> None:
    """As after the whole server stood still: the answer has come, and the timer that waits for it runs first."""
    visit.browser.taking.clear()
    for number in range(3):
        visit.line.put(packet(str(number)))
    hearing: Any = visit.line._hearing
    visit.browser.say("3")
    await soon(hearing.done)
    visit.line._give_up()
    visit.browser.taking.set()
    await soon(lambda: visit.line.waiting == 0)
    assert visit.browser.texts == ["40", "41", "42"]
    assert not visit.line.closed
