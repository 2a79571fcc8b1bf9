"""Which events a page may send: each handler is a public endpoint, its arguments are chosen by a stranger.

What does not fit is not heard: Reflex itself calls a handler with whatever comes, and calls every public method of a state,
also one that is no event. What fits is still only asked for; whether it may be is decided behind.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_type_hints

import reflex as rx
from reflex.state import BaseState
from reflex.utils.format import format_event_handler
from reflex_base.event import EventHandler

from hallchat import text

MAX_REPORT = 2_000  # characters of what went wrong in a page: Reflex works on it for a time that grows with their square
MAX_STACK = 20_000  # of where in the page
MAX_KEPT = 500  # of what a page keeps for the server
_EVENT = re.compile(r"\s*@rx\.event\b")
_FORM = "__reflex_form_data__"  # how Reflex's page wraps the fields of a form


def fits(name: str, payload: Any) -> bool:
    """Tell whether a page of ours may send this.

    Args:
        name: of the handler, in full.
        payload: its arguments.

    Returns:
        Whether there is such a handler, meant for pages, and each argument is there, alone, and of its type.
    """
    checks = _handlers().get(name)
    if checks is None or not isinstance(payload, Mapping):
        return False
    needed = {argument for argument, (_, optional) in checks.items() if not optional}
    return needed <= payload.keys() <= checks.keys() and all(checks[argument][0](value) for argument, value in payload.items())


Check = Callable[[Any], bool]


@cache
def _handlers() -> Mapping[str, Mapping[str, tuple[Check, bool]]]:
    """Return every handler that is meant for pages: what each argument must be, and whether it may be left out.

    They are all known once the application is built. Nothing is kept of the names that strangers make up.
    """
    found: dict[str, Mapping[str, tuple[Check, bool]]] = {}
    waiting: list[type[BaseState]] = [rx.State]
    while waiting:
        state = waiting.pop()
        waiting += state.get_substates()
        for method, handler in state.event_handlers.items():
            if method != "setvar" and (checks := _checks(handler)) is not None:
                found[format_event_handler(handler)] = checks
    return found


def _checks(handler: EventHandler) -> Mapping[str, tuple[Check, bool]] | None:
    ours = handler.fn.__module__.startswith("hallchat.")
    if ours and not _EVENT.match(inspect.getsource(handler.fn)):  # the decorator leaves no other trace
        return None
    types = get_type_hints(handler.fn) if ours else _REFLEX
    arguments = list(inspect.signature(handler.fn).parameters.values())[1:]
    if any(types.get(one.name) not in _FITS for one in arguments):
        return None
    return {one.name: (_FITS[types[one.name]], one.default is not one.empty) for one in arguments}


def _is_form(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    fields = value.get(_FORM, list(value.items()))
    return isinstance(fields, list) and all(
        isinstance(field, list | tuple) and len(field) == 2 and isinstance(field[0], str) and isinstance(field[1], str | bool)
        for field in fields
    )


def _is_storage(value: Any) -> bool:
    return isinstance(value, dict) and all(_storable(var, one) for var, one in value.items())


def _storable(var: str, value: Any) -> bool:
    try:
        state = rx.State.get_class_substate(var.rpartition(".")[0])
    except ValueError:
        return False
    return state is not rx.State and _is_text(value, MAX_KEPT) and text.whole(value)


def _is_text(value: Any, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most


_FITS: Mapping[Any, Check] = {
    int: lambda value: type(value) is int,
    bool: lambda value: isinstance(value, bool),
    str: lambda value: isinstance(value, str),
    dict: _is_form,
    "storage": _is_storage,
    "report": lambda value: _is_text(value, MAX_REPORT),
    "stack": lambda value: _is_text(value, MAX_STACK),
    "hashes": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
}
_REFLEX = {"vars": "storage", "hashes": "hashes", "value": bool, "info": "report", "component_stack": "stack"}
"""The arguments of Reflex's own handlers, where its page sends them."""
