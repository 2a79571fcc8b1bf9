"""Fill a tab before its first snapshot: who it belongs to, its halls, and the ring of the hall it shows.

Reflex sends its snapshot first and runs ``on_load`` after it; without this, a page that reconnects would
be empty in between, and lose its place. It is for the eye: ``Live.open`` sends the truth after it.
"""

import reflex as rx
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate

from hallchat import errors
from hallchat.runtime import Runtime, current
from hallchat.services import memberships
from hallchat.services.sessions import SignIn
from hallchat.states.acting import sid_of, sign_in_of
from hallchat.states.conversation import address_of
from hallchat.states.halls import HallsState
from hallchat.states.ring import RingState
from hallchat.states.session import SessionState
from hallchat.views import Actor


class Boot(Middleware):
    """Runs before every event, and acts on a tab's first one after it connected."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Fill the state when a tab connects.

        Args:
            app: the Reflex application.
            state: the tab's.
            event: what comes first.

        Returns:
            None: the event goes on.
        """
        if not event.name.endswith(".hydrate_and_load") or not isinstance(state, rx.State):
            return
        running, sign_in = current(), await sign_in_of(state)
        session = await state.get_state(SessionState)
        session.begin(sign_in, signup_open=running.settings.signup == "open")
        if sign_in is not None:
            await _fill(running, state, sign_in)


async def _fill(app: Runtime, state: rx.State, sign_in: SignIn) -> None:
    user_id = sign_in.account.id
    if not await app.live.connect(sid_of(state), user_id=user_id, session_id=sign_in.session_id):
        return
    halls = await state.get_state(HallsState)
    halls.halls, halls.unread = app.live.halls(user_id), app.live.unread(user_id)
    hall_id = address_of(state)
    try:
        await app.read(lambda tx: memberships.place_of(tx, Actor(user_id, sign_in.session_id), hall_id=hall_id))
    except errors.Refusal:
        return
    await app.live.warm(hall_id)
    if (ring := app.live.ring(hall_id, user_id)) is not None:
        slots, head, rev = ring
        (await state.get_state(RingState)).show(slots, hall=hall_id, head=head, rev=rev)
