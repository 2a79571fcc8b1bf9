"""People with all their halls open, and what their pages show: kept up by events, or come fresh."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from hallchat import quotes
from hallchat.errors import Refusal
from hallchat.realtime.feed import SIZE
from hallchat.realtime.live import Live
from hallchat.realtime.wire import HallRow, Row
from hallchat.runtime import Runtime
from hallchat.services import history, memberships, sessions
from hallchat.states.wire import StateWire
from hallchat.views import Actor, MemberView, MessageView
from tests.tabs import LATER, Page, Tabs

OLDER = range(64)  # the places that every tab has loaded beside the ring, as ``PagesState`` loads a block


@dataclass
class Shown:
    """What somebody sees in one tab. Nothing else of it counts once it is signed out."""

    signed_out: bool = False
    hall: int = 0
    halls: list[HallRow] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)
    drafts: dict[str, int] = field(default_factory=dict)
    window: list[Row] = field(default_factory=list)
    older: list[MessageView] = field(default_factory=list)
    members: tuple[MemberView, ...] = ()


@dataclass
class Watcher:
    """One tab with the panel of members open, and a block of older messages loaded."""

    actor: Actor
    page: Page
    crowd: int = 0
    members: tuple[MemberView, ...] = ()
    older: dict[int, MessageView] = field(default_factory=dict)

    @property
    def hall(self) -> int:
        return max(self.page.ring("hall"), 0)

    async def load(self, app: Runtime) -> None:
        """Read what a page asks for by itself when it shows a hall."""
        self.crowd, self.members = self.page.ring("crowd"), await _members(app, self.actor, self.hall)
        block = await app.read(
            lambda tx: history.before(tx, self.actor, hall_id=self.hall, seq=OLDER.stop, limit=len(OLDER)) if self.hall else None
        )
        self.older = {message.seq: message for message in block.messages} if block else {}

    async def shown(self, app: Runtime) -> Shown:
        """What is to be seen. The page reads the members again when it was told that they changed, and only then."""
        if self.page.signed_out:
            assert self.page.window == []
            return Shown(signed_out=True)
        members = self.members if self.page.ring("crowd") == self.crowd else await _members(app, self.actor, self.hall)
        page = self.page
        if not self.hall:
            assert page.window == []
            return Shown(halls=page.hall_rows, unread=page.unread, mentions=page.mentions, drafts=page.drafts)
        in_ring = page.ring("head") - SIZE  # the ring's copy wins
        older = [message for seq, message in sorted(self.older.items()) if seq <= in_ring]
        told = page.hall_rows, page.unread, page.mentions, page.drafts
        return Shown(False, self.hall, *told, page.window, older, members)


async def come(app: Runtime, live: Live, tabs: Tabs, wanted: Iterable[tuple[str, Actor, int]]) -> dict[str, Watcher]:
    """Open tabs as the server does it: each with its name, for whom, and which hall, if any, it wants to show."""
    watchers: dict[str, Watcher] = {}

    async def refresh(sids: Sequence[str], message: MessageView) -> None:
        for older in (watchers[sid].older for sid in sids):
            for seq, one in older.items():
                if seq == message.seq:
                    older[seq] = message
                elif one.reply_to == message.seq:
                    older[seq] = replace(one, quote=quotes.of(message))

    live.when_older_changes(refresh)
    for sid, actor, hall_id in wanted:
        watchers[sid] = Watcher(actor, tabs.come(sid))
        await _connect(app, live, sid, watchers[sid], hall_id)
    return watchers


async def _connect(app: Runtime, live: Live, sid: str, watcher: Watcher, hall_id: int) -> None:
    actor = watcher.actor
    if await app.read(lambda tx: sessions.find(tx, actor.session_id)) is None:
        watcher.page.take(StateWire().signed_out())
        return
    assert await live.connect(sid, user_id=actor.user_id, session_id=actor.session_id, expires_at=LATER)
    live.greet(sid)
    if hall_id and await live.open(sid, hall_id):
        live.hold(sid, OLDER)
        await watcher.load(app)


async def _members(app: Runtime, actor: Actor, hall_id: int) -> tuple[MemberView, ...]:
    try:
        return await app.read(lambda tx: memberships.members(tx, actor, hall_id=hall_id)) if hall_id else ()
    except Refusal:
        return ()
