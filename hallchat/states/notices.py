"""The one place where the page says that something did not work."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import reflex as rx

from hallchat.errors import NotSignedIn, Refusal, Unexpected
from hallchat.i18n import translate
from hallchat.states.session import SessionState

logger = logging.getLogger(__name__)


class NoticeState(rx.State):
    """A sentence for the user, until they close it or the next one comes."""

    sentence: str = ""

    @rx.event
    def dismiss(self) -> None:
        """Close the notice."""
        self.sentence = ""

    @rx.event
    async def fail(self) -> None:
        """Say that something went wrong on our side."""
        self.sentence = await sentence(self, Unexpected())


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


@asynccontextmanager
async def noticed(state: rx.State) -> AsyncIterator[None]:
    """Turn what a block raises into a notice: nothing else of the handler happens then.

    Args:
        state: any state of the tab.
    """
    notices = await state.get_state(NoticeState)
    try:
        yield
        if notices.sentence:
            notices.sentence = ""
    except NotSignedIn:
        (await state.get_state(SessionState)).signed_out = True
    except Refusal as refusal:
        notices.sentence = await sentence(state, refusal)
    except Exception:
        logger.exception("an event failed")
        notices.sentence = await sentence(state, Unexpected())
