"""What a page asks for about drafts: keeping what is being written, and reading what another tab or device wrote."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypedDict

import reflex as rx

from hallchat.errors import Busy, DraftIsNewer, Refusal, TooMany
from hallchat.realtime.wire import Quote, quote_of
from hallchat.services import drafts
from hallchat.states.acting import acting
from hallchat.transaction import Transaction
from hallchat.views import DraftView

logger = logging.getLogger(__name__)

GIVEN = 4  # drafts that the page is given at once: those of several halls may come together
MOMENT = 3  # seconds until a page asks again what was not refused for good


class Answer(TypedDict):
    """What became of the question that a page asked last about the draft of a hall."""

    question: int  # its number, by the page
    at: int  # when the draft was kept, in milliseconds since 1970; 0 for none, -1 when it was refused
    content: str | None  # what it says; None when it says what the page wrote
    reply: Quote | None  # what it replies to, if anything; None, too, when it says what the page wrote
    mine: int  # the question by which something of this tab was kept last, where the page did not hear of it; 0 for none
    again: int  # in how many seconds the page may ask again; 0 unless it was refused for a moment only


class DraftsState(rx.State):
    """Answers the questions of a tab. What it writes stands in the page; that there are others, in ``HallsState.drafts``.

    The page numbers its questions and says with each whose answer it heard last: a line that breaks may lose one.
    """

    answers: dict[str, Answer] = {}  # by hall
    _kept: dict[str, tuple[int, int]] = {}  # by hall: the question by which something was kept last, and as which version

    @rx.event
    async def save(self, question: int, hall_id: int, heard: int, content: str, since: int, reply_to: int = 0) -> None:
        """Keep what is being written since a version, perhaps as a reply; what is refused stays in the page.

        Nobody waits for it. When another device wrote meanwhile, the page is given that, to make one of both.
        """
        async with answered(self, question, hall_id):
            app, actor = await acting(self)
            by, version = self._kept.get(str(hall_id), (0, 0))
            said, known = str(content), [version if by > heard else since]

            def keep(tx: Transaction) -> DraftView:
                """Keep it."""
                return drafts.save(tx, actor, hall_id=hall_id, content=said, reply_to=reply_to or None, since=known)

            try:
                kept = await app.change(actor, keep, counts_as="draft")
            except DraftIsNewer:
                await self._read(question, hall_id, heard)
            else:
                self._kept[str(hall_id)] = (question, kept.version)
                self._answer(question, hall_id, at=kept.version)

    @rx.event
    async def look(self, question: int, hall_id: int, heard: int) -> None:
        """Read what another tab or device wrote."""
        async with answered(self, question, hall_id):
            await self._read(question, hall_id, heard)

    async def _read(self, question: int, hall_id: int, heard: int) -> None:
        app, actor = await acting(self)
        kept = await app.read(lambda tx: drafts.get(tx, actor, hall_id=hall_id))
        by, _ = self._kept.get(str(hall_id), (0, 0))
        reply = quote_of(kept.reply_to, kept.quote) if kept.reply_to and kept.quote else None
        self._answer(question, hall_id, at=kept.version, content=kept.content, reply=reply, mine=by if by > heard else 0)

    def _answer(self, question: int, hall_id: int, *, at: int, **more: Any) -> None:
        others = {hall: one for hall, one in self.answers.items() if hall != str(hall_id)}
        answer = Answer(question=question, at=at, **{"content": None, "reply": None, "mine": 0, "again": 0, **more})
        self.answers = {**dict([*others.items()][1 - GIVEN :]), str(hall_id): answer}


@asynccontextmanager
async def answered(state: DraftsState, question: int, hall_id: int) -> AsyncIterator[None]:
    """Answer a question with what a block raises, too: a page waits for each answer before it asks more.

    Args:
        state: that of the tab.
        question: its number.
        hall_id: the hall that it is about.
    """
    again = 0
    try:
        yield
        return
    except (Busy, TooMany) as refusal:
        again = refusal.params.get("seconds", MOMENT)
    except Refusal:
        pass
    except Exception:
        logger.exception("a draft was not kept or read")
        again = MOMENT
    state._answer(question, hall_id, at=-1, again=again)
