"""The conversation in the chosen hall: opening it, typing, sending, editing, deleting, reacting, reading."""

import logging
import re
import time
from contextlib import suppress
from typing import Any, TypedDict
from urllib.parse import quote

import reflex as rx

from hallchat import operations
from hallchat.errors import Busy, HallNotFound, NotAMember, NotSignedIn, Refusal, TooMany, Unexpected
from hallchat.realtime.wire import HallRow
from hallchat.runtime import Runtime, current
from hallchat.services import editing, halls, memberships, reacting
from hallchat.states.acting import acting, sid_of, sign_in_of, take_part
from hallchat.states.editing import EditingState
from hallchat.states.halls import row_of
from hallchat.states.notices import noticed, offer_undo, sentence
from hallchat.states.pages import PagesState
from hallchat.states.replies import RepliesState
from hallchat.text import mended
from hallchat.undo import Step
from hallchat.views import Actor

ANSWERS = 16  # latest sends that the page is told the outcome of
logger = logging.getLogger(__name__)
_ADDRESS = re.compile(r"/h/(\d{1,19})/?")


class Answer(TypedDict):
    """What became of a send."""

    why: str  # empty when it is stored, else why not
    later: int  # seconds until the page sends it again by itself, 0 where that is left to its writer
    at: int  # when it was said, in milliseconds since 1970: a second refusal differs from the first
    seq: int  # its place in the hall when it is stored, else 0


class ConversationState(rx.State):
    """The hall at the page's address."""

    problem: str = ""  # why it is not shown: a refusal's code
    outside: HallRow | None = None  # a public hall, seen by somebody who is no member
    answers: dict[str, Answer] = {}  # by client id

    @rx.event
    async def open(self) -> Any:
        """Show the hall at the address; it runs again after every reconnect."""
        try:
            app, actor = await take_part(self)
        except NotSignedIn:
            url = self.router.url
            return rx.redirect(f"/sign-in?next={quote(url.path)}{url.fragment and quote(f'#{url.fragment}')}")
        async with noticed(self):
            app.live.greet(sid_of(self))
            await self._show(app, actor, address_of(self))
        return None

    @rx.event
    async def come_back(self) -> None:
        """Show the hall at the address again where the membership ended, if its reader is in it once more."""
        async with noticed(self, unasked=True):
            (app, actor), hall_id = await acting(self), address_of(self)
            with suppress(HallNotFound, NotAMember):  # the page's list of halls may be a moment older than the end
                await app.read(lambda tx: memberships.place_of(tx, actor, hall_id=hall_id))
                await self._show(app, actor, hall_id)

    @rx.event
    async def send(self, hall_id: int, client_id: str, content: str, user_id: int, reply_to: int = 0) -> None:
        """Send a message as the user who wrote it, perhaps as a reply, and tell the page what became of it."""
        answer, later, seq = "", 0, 0
        try:
            app, actor = await acting(self)
            if user_id != actor.user_id:  # somebody else signed in meanwhile, in the same browser: it is not theirs
                return
            posted = await operations.send_message(
                app, actor, hall_id=hall_id, content=str(content), client_id=str(client_id), reply_to=reply_to or None
            )
            seq = posted.message.seq
        except NotSignedIn:
            return
        except Refusal as refusal:
            answer, later = await sentence(self, refusal), _passing(refusal)
        except Exception:
            logger.exception("a message was not sent")
            answer = await sentence(self, Unexpected())
        latest = dict(list(self.answers.items())[1 - ANSWERS :])
        self.answers = {**latest, mended(str(client_id)[:64]): Answer(why=answer, later=later, at=_now(), seq=seq)}

    @rx.event
    async def edit(self, hall_id: int, seq: int, content: str) -> None:
        """Let one's own message say something else; it stays open to be edited unless that worked."""
        async with noticed(self):
            app, actor = await acting(self)
            await operations.edit_message(app, actor, hall_id=hall_id, seq=seq, content=str(content))
            (await self.get_state(EditingState)).done(hall_id, seq)

    @rx.event
    async def delete(self, hall_id: int, seq: int) -> None:
        """Delete one's own message, or as a moderator anybody's."""
        async with noticed(self):
            app, actor = await acting(self)
            deleted = await app.change(actor, lambda tx: editing.delete(tx, actor, hall_id=hall_id, seq=seq))
            if deleted is not None:
                step = Step("delete", hall_id, seq)
                app.undo.keep(actor, step, lambda tx: editing.restore(tx, actor, hall_id=hall_id, seq=seq, deleted=deleted))
                await offer_undo(self, step)

    @rx.event
    async def typing(self, hall_id: int) -> None:
        """Show the others of a hall that one is typing to it. Nothing is asked of the database: it comes every few seconds."""
        if sign_in := await sign_in_of(self):
            current().live.typing(sid_of(self), hall_id, sign_in.account.display_name)

    @rx.event
    async def react(self, hall_id: int, seq: int, emoji: str, wanted: bool) -> None:
        """Put an emoji to a message, or take one's own back."""
        async with noticed(self):
            app, actor = await acting(self)
            if wanted is True:
                await app.change(actor, lambda tx: reacting.react(tx, actor, hall_id=hall_id, seq=seq, emoji=emoji))
            else:
                await app.change(actor, lambda tx: reacting.unreact(tx, actor, hall_id=hall_id, seq=seq, emoji=emoji))

    @rx.event
    async def watch(self, watching: bool) -> None:
        """Note whether somebody is looking at the end of the conversation."""
        async with noticed(self, unasked=True):
            app, _ = await acting(self)
            app.live.watch(sid_of(self), watching=watching is True)
            if watching is True:
                (await self.get_state(PagesState)).give_up(app)

    async def _show(self, app: Runtime, actor: Actor, hall_id: int) -> None:
        sid = sid_of(self)
        self.problem, self.outside = "", None
        if app.live.shown(sid) == hall_id:
            return
        pages = await self.get_state(PagesState)
        if pages.hall != hall_id:
            pages.clear(hall_id)
        if not (await self.get_state(RepliesState)).seq:
            app.live.unfollow(sid)  # it lists what was found no more
        try:
            await app.read(lambda tx: memberships.place_of(tx, actor, hall_id=hall_id))
            if not await app.live.open(sid, hall_id):
                raise HallNotFound
            await pages.reload()
        except (HallNotFound, NotAMember) as refusal:
            app.live.close_hall(sid)
            self.problem = refusal.code
            if isinstance(refusal, NotAMember):
                self.outside = row_of(await app.read(lambda tx: halls.get(tx, actor, hall_id=hall_id)))


def _now() -> int:
    return time.time_ns() // 1_000_000


def _passing(refusal: Refusal) -> int:
    """Return after how many seconds what was refused may well be taken: what was written on a train comes all at once."""
    return int(refusal.params["seconds"]) if isinstance(refusal, TooMany) else int(isinstance(refusal, Busy))


def address_of(state: rx.State) -> int:
    """Return the hall in the page's address, 0 where there is none."""
    found = _ADDRESS.fullmatch(state.router.url.path)
    return int(found[1]) if found else 0
