"""The one place where the page says that something did not work, or what was done and can be undone."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import reflex as rx
from reflex.istate.manager.token import BaseStateToken

from hallchat.errors import NotSignedIn, Refusal, Unexpected, _
from hallchat.i18n import translate
from hallchat.runtime import Runtime
from hallchat.states.acting import acting
from hallchat.states.session import SessionState
from hallchat.undo import Step
from hallchat.views import Actor

DONE = {
    "delete": _("You deleted a message."),
    "remove": _("{name} was removed."),
    "archive": _("{name} is archived."),
    "leave": _("You are leaving {name}."),
    "hand_over": _("{name} becomes the owner of {hall}."),
    "read_all": _("Everything is marked as read."),
}
"""What is said of a step that can be undone, by its kind."""
logger = logging.getLogger(__name__)


class NoticeState(rx.State):
    """A sentence for the user, until they close it or the next one comes. What can be undone, the page hides by itself."""

    sentence: str = ""
    undoable: bool = False
    number: int = 0  # of the notice: each is shown anew

    _step: Step | None = None

    @rx.event
    def dismiss(self) -> None:
        """Close the notice; what it told of stays done."""
        self._say("")

    @rx.event
    async def fail(self) -> None:
        """Say that something went wrong on our side."""
        self._say(await sentence(self, Unexpected()))

    @rx.event
    async def undo(self) -> Any:
        """Undo what the notice tells of, once; who was leaving is led back."""
        if (step := self._step) is None:
            return None  # the second of two clicks
        self._say("")
        async with noticed(self):
            app, actor = await acting(self)
            await app.undo.take_back(actor, step)
            return rx.redirect(f"/h/{step.hall_id}") if step.kind == "leave" else None

    def _say(self, sentence: str, step: Step | None = None) -> None:
        self.sentence, self.undoable, self._step = sentence, step is not None, step
        self.number += 1


def unexpected(exception: Exception) -> rx.event.EventSpec | None:
    """Log what an event handler raised, and have the page say that something went wrong.

    Args:
        exception: what it was; events that a stranger makes up raise here too.

    Returns:
        The event that says so.
    """
    logger.error("an event failed", exc_info=exception)
    return cast(rx.event.EventSpec, NoticeState.fail())


def reported(exception: Exception) -> None:
    """Log what a browser says went wrong in its page: a stranger's words, so one short line of them.

    Args:
        exception: it holds the report.
    """
    logger.warning("a page reports: %.300r", str(exception))


async def sentence(state: rx.State, refusal: Refusal) -> str:
    """Say a refusal in the tab's language.

    Args:
        state: any state of the tab.
        refusal: what was refused.

    Returns:
        The sentence.
    """
    session = await state.get_state(SessionState)
    return translate(refusal.text, session.language, **refusal.params)


async def say(state: rx.State, text: str) -> None:
    """Say something that is no refusal.

    Args:
        state: any state of the tab.
        text: in English; marked to be translated where it is written.
    """
    notices, session = await state.get_state(NoticeState), await state.get_state(SessionState)
    notices._say(translate(text, session.language))


async def offer_undo(state: rx.State, step: Step, **names: str) -> None:
    """Say what was done, and offer to undo it.

    Args:
        state: any state of the tab.
        step: what the installation's ``Undo`` knows it by.
        names: what goes into the sentence.
    """
    notices, session = await state.get_state(NoticeState), await state.get_state(SessionState)
    notices._say(translate(DONE[step.kind], session.language, **names), step)


async def forget_late(state: rx.State, app: Runtime, actor: Actor) -> None:
    """Take a notice out of the next snapshot when it is too late for its undo.

    Args:
        state: any state of the tab.
        app: the installation.
        actor: whose tab it is.
    """
    notices = await state.get_state(NoticeState)
    if notices._step is not None and not app.undo.offers(actor, notices._step):
        notices._say("")


async def tell(app: rx.App, sid: str, refusal: Refusal) -> None:
    """Say in a tab, if it is still there, why something that waited was not done.

    Args:
        app: the Reflex application.
        sid: the tab's socket.
        refusal: why.
    """
    if app.event_namespace and (token := app.event_namespace.sid_to_token.get(sid)):
        with app.set_contexts():
            async with app.modify_state(BaseStateToken(ident=token, cls=NoticeState)) as state:
                notices = await state.get_state(NoticeState)
                notices._say(await sentence(notices, refusal))


@asynccontextmanager
async def noticed(state: rx.State, *, unasked: bool = False) -> AsyncIterator[None]:
    """Turn what a block raises into a notice: nothing else of the handler happens then. What works takes a refusal away.

    Args:
        state: any state of the tab.
        unasked: whether the page does it by itself: then a refusal of what its user did stays to be read.
    """
    notices = await state.get_state(NoticeState)
    try:
        yield
        if notices.sentence and not notices.undoable and not unasked:
            notices._say("")
    except NotSignedIn:
        (await state.get_state(SessionState)).signed_out = True
    except Refusal as refusal:
        notices._say(await sentence(state, refusal))
    except Exception:
        logger.exception("an event failed")
        notices._say(await sentence(state, Unexpected()))
