"""What a page needs to edit a message, and to show what one said before. The change itself is the conversation's."""

import re
from contextlib import suppress
from typing import Any, TypedDict

import reflex as rx

from hallchat.errors import Refusal, _
from hallchat.runtime import Runtime
from hallchat.services import editing, history
from hallchat.states.acting import acting
from hallchat.states.notices import noticed, say
from hallchat.states.pages import PagesState
from hallchat.views import Actor, MessageView, milliseconds

LOST = _("The message was deleted while you were editing it. Your words are in the box below.")
_KEPT = re.compile(r"(\d{1,18}) (\d{1,15}) (\d{1,15})")


class Version(TypedDict):
    """What a message said once, or says now, as it was typed."""

    content: str
    at: int  # since when, in milliseconds since 1970


class EditingState(rx.State):
    """The message that one edits in this tab: at most one, of any hall, until it is done or given up."""

    hall: int = 0  # 0: none
    seq: int = 0
    content: str = ""  # what it says, as it was typed
    edited: int = 0  # when it was edited last, in milliseconds since 1970; 0 for never
    kept: str = rx.SessionStorage("", name="hallchat_editing")  # which one, kept by the page: it outlives the server

    @rx.event
    async def begin(self, hall_id: int, seq: int) -> None:
        """Edit a message of one's own from here on."""
        async with noticed(self):
            app, actor = await acting(self)
            message = await app.read(lambda tx: editing.editable(tx, actor, hall_id=hall_id, seq=seq))
            self._open(message, _edited(message))

    @rx.event
    async def begin_last(self, hall_id: int) -> Any:
        """Edit what one said last in a hall, wherever it stands there; nothing where that is long ago."""
        async with noticed(self):
            app, actor = await acting(self)
            message = await app.read(lambda tx: editing.last(tx, actor, hall_id=hall_id))
            if message is not None:
                self._open(message, _edited(message))
                return PagesState.around(message.seq)
        return None

    @rx.event
    async def lose(self, hall_id: int, seq: int, words: bool) -> None:
        """Close a message that was deleted meanwhile, and say where the words are that the page kept of it, if there are any."""
        if (self.hall, self.seq) == (hall_id, seq):
            self.done(hall_id, seq)
            if words is True:
                await say(self, LOST)

    @rx.event
    def give_up(self) -> None:
        """Edit nothing any more; the message stays as it is."""
        self.reset()

    def done(self, hall_id: int, seq: int) -> None:
        """Close a message that was edited, unless another is being edited by now."""
        if (self.hall, self.seq) == (hall_id, seq):
            self.reset()

    async def restore(self, app: Runtime, actor: Actor, kept: str) -> None:
        """Edit the message that the page says it edits, before its first snapshot; nothing unless it is the actor's.

        Whether it can be changed is asked when that is tried: what was typed stays where it was deleted, or its hall archived.

        Args:
            app: the installation.
            actor: whose tab it is.
            kept: from the page, so anybody's.
        """
        found = _KEPT.fullmatch(kept)
        if self.hall or not found:
            return
        hall_id, seq, edited = map(int, found.groups())
        with suppress(Refusal):
            page = await app.read(lambda tx: history.around(tx, actor, hall_id=hall_id, seq=seq, limit=1))
            for message in page.messages:
                if (message.seq, message.sender.id) == (seq, actor.user_id):
                    self._open(message, edited)

    def _open(self, message: MessageView, edited: int) -> None:
        self.hall, self.seq, self.content, self.edited = message.hall_id, message.seq, message.content, edited
        self.kept = f"{self.hall} {self.seq} {edited}"


class VersionsState(rx.State):
    """What one message of a hall ever said, while the page shows it."""

    hall: int = 0  # 0: none
    seq: int = 0
    versions: list[Version] = []  # the oldest first; the last is what it says now

    @rx.event
    async def show(self, hall_id: int, seq: int) -> None:
        """Show all versions of a message. Of one that is not there, none are shown."""
        async with noticed(self):
            await self._read(hall_id, seq)

    @rx.event
    async def again(self) -> None:
        """Show them again, where they are shown: it was edited or deleted."""
        async with noticed(self, unasked=True):
            if self.seq:
                await self._read(self.hall, self.seq)

    @rx.event
    def hide(self) -> None:
        """Show them no more."""
        self.reset()

    async def renew(self) -> None:
        """Read them again as they are now, before they go into a snapshot."""
        with suppress(Refusal):
            await self._read(self.hall, self.seq)

    async def _read(self, hall_id: int, seq: int) -> None:
        app, actor = await acting(self)
        try:
            found = await app.read(lambda tx: history.versions(tx, actor, hall_id=hall_id, seq=seq))
        except Refusal:
            self.reset()
            raise
        self.hall, self.seq = hall_id, seq
        self.versions = [Version(content=one.content, at=milliseconds(one.at)) for one in found]


def _edited(message: MessageView) -> int:
    return milliseconds(message.edited_at) if message.edited_at else 0
