"""Which events a page may send: what is no event, or too much, is not heard."""

from typing import Any

import pytest
import reflex as rx
from reflex.state import FrontendEventExceptionState, UpdateVarsInternalState
from reflex_base.constants.state import FIELD_MARKER

from hallchat.states import guard
from hallchat.states.members import MembersState
from hallchat.states.pages import PagesState

REPORT = f"{FrontendEventExceptionState.get_full_name()}.handle_frontend_exception"
KEEP = f"{UpdateVarsInternalState.get_full_name()}.update_vars_internal"
PLACE = f"{PagesState.get_full_name()}.place{FIELD_MARKER}"


def of(state: type[rx.State], handler: str) -> str:
    return f"{state.get_full_name()}.{handler}"


@pytest.mark.parametrize(
    ("state", "method", "payload"),
    [(MembersState, "turn", {"open": True}), (MembersState, "restore", {"hall_id": 1}), (PagesState, "clear", {"hall_id": 1})],
)
def test_a_method_that_is_no_event_is_not_heard(state: type[rx.State], method: str, payload: dict[str, Any]) -> None:
    assert method in state.event_handlers, "Reflex would call it"
    assert not guard.fits(of(state, method), payload)


def test_an_event_is_heard() -> None:
    assert guard.fits(of(MembersState, "toggle"), {"hall_id": 1})


@pytest.mark.parametrize(
    ("handler", "payload", "longest"),
    [
        (REPORT, lambda text: {"info": text, "component_stack": ""}, guard.MAX_REPORT),
        (REPORT, lambda text: {"info": "", "component_stack": text}, guard.MAX_STACK),
        (KEEP, lambda text: {"vars": {PLACE: text}}, guard.MAX_KEPT),
    ],
)
def test_what_a_page_says_by_itself_is_heard_up_to_a_length(handler: str, payload: Any, longest: int) -> None:
    """What is longer is made up: it would keep the server busy, or be kept."""
    assert guard.fits(handler, payload("\\" * longest))
    assert not guard.fits(handler, payload("\\" * (longest + 1)))
