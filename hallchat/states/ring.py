"""The ring as Reflex vars: one for each slot, so that a new message is a delta of one slot.

What this relies on in Reflex (``State.add_var``, the marker at the end of a var's name, deltas by state
name, ``dict`` making the snapshot) is pinned by ``tests/states/test_ring.py``.
"""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.state import _override_base_method
from reflex_base.constants.state import FIELD_MARKER

from hallchat.realtime.feed import SIZE
from hallchat.realtime.wire import Delta, Row

HALL, HEAD, REV_FROM, REV = range(4)
"""Where in ``RingState.end`` are the shown hall, its last ``seq``, and the revisions that an update leads from and to."""

NEW_IN, FIRST, MARKED = range(3)
"""Where in ``RingState.new_from`` are the hall with the line, the first place below it, and whether its reader put it there."""


class RingState(rx.State):
    """The live end of the hall that a tab shows. The server keeps no messages here: the feed pushes them.

    Its names go over the wire with every message, so they are short: without the module, and the four numbers in one var.
    """

    end: list[int] = [0, 0, 0, 0]  # by ``HALL`` and so on
    new_from: list[int] = [0, 0, 0]  # by ``NEW_IN`` and so on: "new since you left"
    crowd: int = 0  # goes up when the hall's members change

    _kept: bool = False

    @classmethod
    @_override_base_method
    def get_name(cls) -> str:
        """Return the name of the state, without its module."""
        return "ring_state"

    def keep(self) -> None:
        """Leave the ring out of the next whole snapshot: the page keeps what it shows, until the feed sends what is so."""
        self._kept = True

    def clear(self) -> None:
        """Let the next snapshot take away what the page shows."""
        self._kept = False

    @_override_base_method
    def dict(self, *args: Any, **kwargs: Any) -> Any:
        """Return the state for a snapshot; once without its vars after ``keep``."""
        if not self._kept:
            return super().dict(*args, **kwargs)
        self._kept = False
        return {self.get_full_name(): {}}


for _slot in range(SIZE):
    RingState.add_var(f"slot_{_slot}", Row | None, None)


def slots_delta(rows: Mapping[int, Row | None], *, hall: int, head: int, rev_from: int, rev_to: int) -> Delta:
    """Name a change of slots; see ``Wire.slots``."""
    return {RingState.get_full_name(): _values(rows, hall=hall, head=head, rev_from=rev_from, rev_to=rev_to)}


def crowd_delta(changes: int) -> Delta:
    """Name a change of members; see ``Wire.crowd``."""
    return {RingState.get_full_name(): {f"crowd{FIELD_MARKER}": changes}}


def new_from_delta(hall: int, first: int, *, kept: bool = False) -> Delta:
    """Name where what is new begins; see ``Wire.new_from``."""
    return {RingState.get_full_name(): {f"new_from{FIELD_MARKER}": [hall, first, int(kept)]}}


def _values(rows: Mapping[int, Row | None], *, hall: int, head: int, rev_from: int, rev_to: int) -> dict[str, Any]:
    values: dict[str, Any] = {f"slot_{slot}{FIELD_MARKER}": row and _lean(row) for slot, row in rows.items()}
    return values | {f"end{FIELD_MARKER}": [hall, head, rev_from, rev_to]}


def _lean(row: Row) -> dict[str, Any]:
    """Leave out what is not so: in the browser what is missing is false."""
    return {name: value for name, value in row.items() if value is not False}
