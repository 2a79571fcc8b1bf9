# pyright: reportMissingImports=false
"""A session: one open tab at the end of a websocket, which counts what arrives and does little else."""

import asyncio
import base64
import json
import time
import uuid
from dataclasses import dataclass, field

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from tests.bench.dialects import Dialect
from tests.bench.frames import READERS, on_the_wire
from tests.bench.stamps import stamped, stamps

PATIENCE = 60.0  # seconds for a handshake
STEP, LONGEST = 0.2, 2.0  # seconds: Reflex's page waits a step longer after each failure, up to the longest


@dataclass(slots=True)
class Tally:
    """What the sessions of a process received, together."""

    rows: int = 0  # messages, each once for each session
    frames: int = 0  # that had messages in them
    row_bytes: int = 0  # of those frames
    all_bytes: int = 0
    healed: int = 0  # times that a session got the whole hall because it lay behind
    first: float = 0.0  # when the first and the last message arrived
    last: float = 0.0
    sampling: bool = False
    delays: list[int] = field(default_factory=list)  # microseconds from sending to arriving


class Session(WSListener):
    """One tab. It answers pings, enters its hall, counts, and sends when told to."""

    def __init__(self, tally: Tally, host: str, dialect: Dialect, access: str) -> None:
        """Prepare it; nothing is connected yet.

        Args:
            tally: where it counts.
            host: of the server, with the port.
            dialect: how it speaks.
            access: the access token of its account.
        """
        self._tally, self._host, self._dialect, self._access = tally, host, dialect, access
        self._read = READERS[dialect.reader]
        self._token = str(uuid.uuid4())
        self._user = _subject(access)
        self.transport: WSTransport | None = None
        self.head = -1
        self.ready = asyncio.Event()
        self.persistent = False
        self._waiting_for = b""
        self.posting_until = 0.0
        self.posted: list[float] = []  # seconds that each send took
        self._sent_at = 0.0
        self.idle = asyncio.Event()
        self.back: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Open the page; ``ready`` is set when its hall is there."""
        self.ready.clear()
        self.head = -1
        path = self._dialect.path.replace("%TOKEN%", self._token)
        await ws_connect(
            lambda: self,
            f"ws://{self._host}{path}",
            extra_headers={"Origin": f"http://{self._host}", "Cookie": f"hallchat={self._access}", "Accept-Language": "en"},
            websocket_handshake_timeout=PATIENCE,
        )

    async def come_back(self) -> None:
        """Connect again and again, waiting as Reflex's page does, until it works."""
        attempt = 0
        while True:
            attempt += 1
            await asyncio.sleep(min(STEP * attempt, LONGEST))
            try:
                return await self.connect()
            except Exception:
                continue

    def say(self, text: str) -> None:
        """Send a packet."""
        if self.transport is not None:
            self.transport.send(WSMsgType.TEXT, text.encode())

    def watch(self) -> None:
        """Say that somebody is looking."""
        if self._dialect.watch:
            self.say(self._dialect.watch)

    def send(self) -> None:
        """Send a message; when its answer is here, the next, until ``posting_until``."""
        client_id = str(uuid.uuid4())
        self._waiting_for, self._sent_at = self._dialect.answer.replace("%CID%", client_id).encode(), time.monotonic()
        said = self._dialect.send.replace("%CID%", client_id).replace("%TEXT%", stamped())
        self.say(said.replace('"%USER%"', self._user))

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Keep the line."""
        self.transport = transport

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Come back, where that is wanted."""
        self.transport = None
        if self.persistent:
            self.ready.clear()
            self.back = asyncio.get_running_loop().create_task(self.come_back())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Take in a frame."""
        if frame.msg_type != WSMsgType.TEXT:
            return
        payload = frame.get_payload_as_bytes()
        self._tally.all_bytes += on_the_wire(len(payload))
        if (seen := self._read(payload)) is not None:
            self._take(payload, seen.rows, seen.head, seen.whole)
        elif self._waiting_for and self._waiting_for in payload:
            self._answered()
        elif len(payload) < 200:
            self._protocol(payload)

    def _take(self, payload: bytes, rows: int, head: int, whole: bool) -> None:
        tally = self._tally
        if whole:
            if self.ready.is_set():
                tally.healed += 1
                tally.rows += min(rows, max(0, head - self.head))
            self.head = head
            self.ready.set()
            return
        now = time.monotonic_ns()
        tally.rows += rows
        tally.frames += 1
        tally.row_bytes += on_the_wire(len(payload))
        tally.last = now / 1e9
        tally.first = tally.first or tally.last
        self.head = max(self.head, head)
        if tally.sampling:
            tally.delays += [(now - stamp) // 1000 for stamp in stamps(payload)]

    def _answered(self) -> None:
        now = time.monotonic()
        self.posted.append(now - self._sent_at)
        self._waiting_for = b""
        if now < self.posting_until:
            self.send()
        else:
            self.idle.set()

    def _protocol(self, payload: bytes) -> None:
        if payload == b"2":
            self.say("3")
        elif payload.startswith(b"0"):
            self.say(self._dialect.hello.replace("%ACCESS%", self._access))
        elif payload.startswith(b"40") and self._dialect.enter:
            self.say(self._dialect.enter)


def _subject(access: str) -> str:
    """Read whose an access token is; a side without accounts has other tokens."""
    if access.count(".") != 2:
        return "0"
    claims = access.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["sub"]
