"""When a sign-in or a membership ends, so does all delivery to the sockets that are open by it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

import jwt
import pytest
from socketio.exceptions import BadNamespaceError

from hallchat.states.ring import HALL
from tests.rest import PASSWORD, Rest
from tests.server import Server
from tests.sockets.bare import DISCONNECT, Bare, bare
from tests.sockets.raw_tab import NAMESPACE, Tab, opened

SOON = 10.0  # seconds in which a page is told; it takes less than one unless the machine is very busy
DISMISSED = f"{DISCONNECT}{NAMESPACE},"
SHORT = 6.0  # seconds that a sign-in lasts when a test waits for its end; two tabs open and hear something meanwhile


class Chatter:
    """Somebody who goes on talking in a hall, and knows when they began to say what."""

    def __init__(self, who: Rest, hall: int) -> None:
        """Start silent."""
        self.begun: list[tuple[float, str]] = []
        self._who, self._hall, self._silent = who, hall, False

    def since(self, moment: float) -> list[str]:
        """Return what they began to say after a moment."""
        return [text for when, text in self.begun if when > moment]

    async def _talk(self) -> None:
        while not self._silent:
            self.begun.append((monotonic(), f"number {len(self.begun)}."))
            await asyncio.to_thread(self._who.say, self._hall, self.begun[-1][1])

    @asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        """Go on as long as the block lasts, and finish the last sentence."""
        task = asyncio.create_task(self._talk())
        try:
            yield
        finally:
            self._silent = True
            await task


def hall_of(values: dict[str, Any]) -> int | None:
    """Return the hall that an update says is shown, where it says so."""
    return values["RingState.end"][HALL] if "RingState.end" in values else None


def ring_emptied(values: dict[str, Any]) -> bool:
    """Whether a page is told that it shows no hall any more."""
    return (hall_of(values) or 0) < 0


def signed_out(values: dict[str, Any]) -> bool:
    """Whether a page is told that its sign-in ended."""
    return values.get("SessionState.signed_out") is True


def lasting(server: Server, who: Rest) -> float:
    """Let a new sign-in end soon by itself; return when."""
    ends = datetime.now(UTC) + timedelta(seconds=SHORT)
    session_id = jwt.decode(who.token, options={"verify_signature": False})["sid"]
    with closing(sqlite3.connect(server.data / "hallchat.db", timeout=10)) as database, database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("UPDATE sessions SET expires_at = ? WHERE id = ?", (ends.strftime("%Y-%m-%d %H:%M:%S.%f"), session_id))
    return monotonic() + SHORT


# How it ends; whether the user's tabs of another sign-in end too; how a page is told.
ENDINGS: dict[str, tuple[Callable[[Rest, Rest, Rest, int], None], bool, Callable[[dict[str, Any]], bool]]] = {
    "removal": (lambda ana, eve, again, hall: ana.remove(hall, eve.id), True, ring_emptied),
    "leaving": (lambda ana, eve, again, hall: eve.leave(hall), True, ring_emptied),
    "signing out": (lambda ana, eve, again, hall: eve.sign_out(), False, signed_out),
    "signing out everywhere": (lambda ana, eve, again, hall: again.sign_out_everywhere(), True, signed_out),
    "a new password": (lambda ana, eve, again, hall: again.change_password(PASSWORD[::-1]), False, signed_out),
}


async def shown(stack: AsyncExitStack, server: Server, hall: int, token: str) -> Bare:
    """Open a tab that shows a hall."""
    line = await stack.enter_async_context(bare(server.url, f"/h/{hall}", cookie=token))
    await line.come()
    await line.until(lambda: any(hall_of(values) == hall for _, values in line.changes))
    return line


async def check_ending(
    chatter: Chatter, ended: list[Bare], staying: list[Bare], end: Callable[[], Awaitable[float]], told: Callable[[dict], bool]
) -> None:
    """Check in what was recorded that what was said after an ending came to nobody whom it shuts out."""
    async with chatter.talking():
        for line in (*ended, *staying):
            await line.until(lambda line=line: "number 5." in line.stream)
        moment = await end()
        for line in ended if told is signed_out else ():
            await line.until(lambda line=line: DISMISSED in line.stream, SOON)
            await line.come()  # the line is up as long as the page likes, but it is nobody's any more
            await line.fire("ConversationState.open", {})
            await line.settled()
        for line in staying:
            await line.until(lambda line=line: sum(text in line.stream for text in chatter.since(moment)) >= 20)
    later = chatter.since(moment)
    for line in ended:
        assert [text for text in later if text in line.stream] == []
        assert min(when for when, values in line.changes if told(values)) < moment + SOON


@pytest.mark.parametrize("way", ENDINGS)
async def test_what_is_said_after_an_ending_reaches_no_tab_that_it_shuts_out(
    server: Server, ana: Rest, eve: Rest, diary: int, way: str
) -> None:
    ana.invite(diary, eve.username)
    again, (act, everywhere, told) = Rest(server.url, eve.username), ENDINGS[way]
    async with AsyncExitStack() as stack:
        first, second, elsewhere, other = [await shown(stack, server, diary, one.token) for one in (eve, eve, again, ana)]

        async def end() -> float:
            await asyncio.to_thread(act, ana, eve, again, diary)
            return monotonic()

        ended = [first, second, *([elsewhere] if everywhere else [])]
        await check_ending(Chatter(ana, diary), ended, [other, *([] if everywhere else [elsewhere])], end, told)
    again.close()


async def test_a_sign_in_that_expires_ends_delivery_to_its_open_sockets(server: Server, ana: Rest, eve: Rest, diary: int) -> None:
    ana.invite(diary, eve.username)
    brief = Rest(server.url, eve.username)
    async with AsyncExitStack() as stack:
        elsewhere, other = [await shown(stack, server, diary, one.token) for one in (eve, ana)]
        ends = lasting(server, brief)
        first, second = [await shown(stack, server, diary, brief.token) for _ in range(2)]

        async def end() -> float:
            for line in (first, second):
                await line.until(lambda line=line: any(signed_out(values) for _, values in line.changes))
            return ends + 0.2  # a timer is not as sharp as an order

        await check_ending(Chatter(ana, diary), [first, second], [elsewhere, other], end, signed_out)
    brief.close()


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
        with suppress(BadNamespaceError):  # the line is gone by then
            await tab.fire("PagesState.older", {})
            await tab.fire(
                "ConversationState.send", {"hall_id": diary, "client_id": str(uuid4()), "content": "me again", "user_id": eve.id}
            )
        await tab.gone()
        assert "you may not" not in tab.stream
    assert "me again" not in ana.contents(diary)


async def test_removal_ends_delivery_to_an_open_socket(server: Server, ana: Rest, eve: Rest, diary: int) -> None:
    ana.invite(diary, eve.username)
    async with opened(server.url, f"/h/{diary}", cookie=eve.token) as tab:
        await watching(tab, ana, diary, "you may know this")
        ana.remove(diary, eve.id)
        ana.say(diary, "you may not know this")
        ana.change(diary, name="Diary without Eve")
        await tab.until(lambda: tab.vars["RingState.end"][HALL] == -diary)
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
    assert "me again" not in ana.contents(diary)
