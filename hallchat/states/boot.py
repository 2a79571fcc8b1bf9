"""Fill a tab before its first snapshot: who it belongs to, and its halls.

Reflex sends its snapshot first and runs ``on_load`` after it; without this, a page that reconnects would be empty in
between, and lose its place. What it shows of a hall it keeps, when its user is still a member: ``Live.open`` sends the
ring after the snapshot.
"""

import logging

import reflex as rx
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.constants.state import FIELD_MARKER

from hallchat import errors
from hallchat.runtime import current
from hallchat.services import memberships
from hallchat.services.sessions import SignIn
from hallchat.states.acting import sid_of, sign_in_of, take_part
from hallchat.states.alerts import AlertsState
from hallchat.states.card import CardState
from hallchat.states.completing import CompletingState
from hallchat.states.conversation import ConversationState, address_of
from hallchat.states.dates import DateState
from hallchat.states.direct import DirectState
from hallchat.states.drafts import DraftsState
from hallchat.states.editing import EditingState, VersionsState
from hallchat.states.halls import DirectoryState, HallsState
from hallchat.states.lobby import LobbyState
from hallchat.states.members import MembersState
from hallchat.states.mentions import MentionsState
from hallchat.states.notices import NoticeState, forget_late
from hallchat.states.pages import PagesState
from hallchat.states.reactors import ReactorsState
from hallchat.states.replies import RepliesState
from hallchat.states.ring import RingState
from hallchat.states.searching import SearchState, only_of
from hallchat.states.session import SessionState
from hallchat.states.switcher import SwitcherState

PRIVATE = (
    *(HallsState, PagesState, ConversationState, DraftsState, EditingState, VersionsState, RepliesState, DateState),
    *(MembersState, DirectoryState, LobbyState, NoticeState, SwitcherState, SearchState),
    *(MentionsState, CompletingState, AlertsState),
    *(DirectState, CardState, ReactorsState),
)
OF_A_HALL = (VersionsState, RepliesState, ReactorsState, CompletingState, CardState)
"""What shows something of one hall, and begins anew where that is another one or nobody's any more."""
_PLACE = f"{PagesState.get_full_name()}.place{FIELD_MARKER}"
_PANEL = f"{MembersState.get_full_name()}.kept{FIELD_MARKER}"
_EDITED = f"{EditingState.get_full_name()}.kept{FIELD_MARKER}"
logger = logging.getLogger(__name__)


class Boot(Middleware):
    """Runs before every event, and acts on a tab's first one after it connected, or after its state expired."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Fill the state when a tab gets a snapshot.

        Args:
            app: the Reflex application.
            state: the tab's.
            event: what comes first.

        Returns:
            None: the event goes on.
        """
        if not isinstance(state, rx.State):
            return
        session = await state.get_state(SessionState)
        # Where Reflex forgot the state of a tab, it sends a snapshot before any event: one that slept for long, see ``keeping``.
        if session.ready and not event.name.endswith(".hydrate_and_load"):
            return
        sign_in = await _sign_in_of(state)
        session.begin(sign_in, signup_open=current().settings.signup == "open")
        current().live.rewind(sid_of(state))
        (await state.get_state(RingState)).clear()
        if sign_in is None:
            for private in PRIVATE:
                (await state.get_state(private)).reset()
            return
        try:
            await _fill(state, event)
        except Exception as error:
            await _forget(state)
            if not isinstance(error, errors.Refusal):  # what is refused is said when the page loads
                logger.exception("a tab was not filled")


async def _sign_in_of(state: rx.State) -> SignIn | None:
    try:
        return await sign_in_of(state)
    except Exception:
        logger.exception("a sign-in was not read")
        return None


async def _fill(state: rx.State, event: Event) -> None:
    app, actor = await take_part(state)
    await forget_late(state, app, actor)
    panel = await state.get_state(MembersState)
    panel.asked, panel.open = False, panel.open or _kept_in(event, _PANEL) != ""
    listing = app.live.listing(actor.user_id)
    (await state.get_state(HallsState)).tell(listing)
    hall_id = address_of(state)
    pages = await state.get_state(PagesState)
    await _forget(state, but=hall_id)
    await (await state.get_state(EditingState)).restore(app, actor, _kept_in(event, _EDITED))
    (await state.get_state(AlertsState)).alerts = []  # what was told is past, and perhaps of a hall that ended
    for lists in (SearchState, MentionsState):
        kept = await state.get_state(lists)
        kept.found = only_of(kept.found, listing.halls)
    await app.read(lambda tx: memberships.place_of(tx, actor, hall_id=hall_id))
    if pages.high < pages.low:
        await pages.restore(app, actor, hall_id, _kept_in(event, _PLACE))
    await panel.restore(hall_id)
    for shown in (VersionsState, RepliesState, ReactorsState):
        if (kept := await state.get_state(shown)).hall:
            await kept.renew()
    (await state.get_state(RingState)).keep()


def _kept_in(event: Event, name: str) -> str:
    """Return what the page kept for a server that may be another one by now; see ``PagesState.place`` and the like."""
    kept = event.payload.get("vars")
    return str(kept.get(name, "")) if isinstance(kept, dict) else ""


async def _forget(state: rx.State, *, but: int = 0) -> None:
    """Take what was loaded of halls out of the snapshot, but of one: their user may not see them any more."""
    pages, panel = await state.get_state(PagesState), await state.get_state(MembersState)
    if pages.hall != but:
        pages.clear(0)
    if panel.hall != but:
        panel.members = []
    for part in OF_A_HALL:
        if (kept := await state.get_state(part)).hall != but:
            kept.reset()
