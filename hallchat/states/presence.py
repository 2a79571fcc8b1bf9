"""Who else is there: who is typing in the hall that a tab shows, who of its members is online or away, and with whom one talks.

The live end pushes it; the server keeps no copy of that for each tab, and a snapshot leaves alone what the page shows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx
from reflex.state import _override_base_method
from reflex_base.constants.state import FIELD_MARKER

from hallchat.realtime.wire import Delta, Here, Typist
from hallchat.states.acting import acting, sid_of
from hallchat.states.notices import noticed


class _Pushed(rx.State, mixin=True):
    """What only the live end tells."""

    @_override_base_method
    def dict(self, *args: Any, **kwargs: Any) -> Any:
        """Return the state for the pages that are built, and nothing of it for a snapshot."""
        return super().dict(*args, **kwargs) if kwargs.get("initial") else {self.get_full_name(): {}}


class TypingState(_Pushed, rx.State):
    """Who is typing in the hall that a tab shows, its own user too. Its name is short, as the ring's."""

    typists: list[Typist] = []

    @classmethod
    @_override_base_method
    def get_name(cls) -> str:
        """Return the name of the state, without its module."""
        return "typing_state"


class PresenceState(_Pushed, rx.State):
    """Who is there of the members of the hall that a tab shows, and of those with whom its user talks alone.

    Of a hall with very many there a tab asks who they are, while it shows them.
    """

    here: Here = {"count": 0, "online": [], "away": []}
    asked: Here = {"count": 0, "online": [], "away": []}  # who was there when the tab asked
    asked_in: int = 0  # of which hall
    talks: dict[str, str] = {}  # "online" or "away", by direct hall

    @rx.event
    async def ask(self) -> None:
        """Tell who is there of the hall that the tab shows, however many."""
        async with noticed(self, unasked=True):
            app, _ = await acting(self)
            self.asked_in, self.asked = app.live.everybody(sid_of(self))

    @rx.event
    async def rest(self, resting: bool) -> None:
        """Note whether nobody has been at the page for a while."""
        async with noticed(self, unasked=True):
            app, _ = await acting(self)
            app.live.rest(sid_of(self), resting=resting is True)


def typing_delta(typists: Sequence[Typist]) -> Delta:
    """Name who is typing; see ``Wire.typing``."""
    return {TypingState.get_full_name(): {f"typists{FIELD_MARKER}": list(typists)}}


def presence_delta(here: Here) -> Delta:
    """Name who is there; see ``Wire.presence``."""
    return {PresenceState.get_full_name(): {f"here{FIELD_MARKER}": here}}


def talks_delta(there: Mapping[str, str]) -> Delta:
    """Name with whom one talks and who is there; see ``Wire.talks``."""
    return {PresenceState.get_full_name(): {f"talks{FIELD_MARKER}": dict(there)}}
