"""What the ring relies on in Reflex: whoever changes the pinned version learns here what no longer holds."""

import json

from reflex.state import State, StateUpdate
from reflex.utils.format import json_dumps
from reflex_base.constants.state import FIELD_MARKER

from hallchat.realtime.feed import SIZE
from hallchat.realtime.wire import row
from hallchat.states.ring import RingState, crowd_delta, slots_delta
from tests.tabs import message

NAME = "reflex___state____state.ring_state"


def test_the_names_are_those_that_the_browser_knows() -> None:
    assert (RingState.get_full_name(), FIELD_MARKER) == (NAME, "_rx_state_")


def test_every_slot_is_a_var_of_its_own_and_only_declared_here() -> None:
    slots = {name for name in RingState.base_vars if name.startswith("slot_")}
    assert slots == {f"slot_{slot}" for slot in range(SIZE)}
    assert str(RingState.slot_7).endswith(f"slot_7{FIELD_MARKER}")  # pyright: ignore


def test_a_change_is_named_as_reflex_names_its_own() -> None:
    state = State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    ring = state.get_substate(NAME.split("."))
    state._clean()
    shaped = row(message(5), None)
    ring.slot_5, ring.end = {name: value for name, value in shaped.items() if value is not False}, [1, 5, 4, 6]  # pyright: ignore
    own = state.get_delta()
    ours = slots_delta({5: shaped}, hall=1, head=5, rev_from=4, rev_to=6)
    assert own[NAME] == ours[NAME]


def test_a_pushed_update_has_the_shape_of_reflex_updates() -> None:
    delta = crowd_delta(3)
    assert delta == {NAME: {f"crowd{FIELD_MARKER}": 3}}
    assert set(json.loads(json_dumps(StateUpdate(delta=delta)))) <= {"delta", "events", "final"}
    assert json.loads(json_dumps(StateUpdate(delta=delta)))["delta"] == delta


def test_a_snapshot_takes_away_what_a_page_shows_unless_it_may_keep_it_and_then_once() -> None:
    state = State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    ring = state.get_substate(NAME.split("."))
    assert isinstance(ring, RingState)
    ring.keep()
    first, second = state.dict()[NAME], state.dict()[NAME]
    assert first == {}
    assert second[f"end{FIELD_MARKER}"] == [0, 0, 0, 0]
    assert [second[f"slot_{slot}{FIELD_MARKER}"] for slot in range(SIZE)] == [None] * SIZE
    ring.keep()
    ring.clear()
    assert state.dict()[NAME] == second
