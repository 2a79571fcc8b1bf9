"""What stands before every event: each handler is a public endpoint, its arguments are chosen by a stranger.

An event that no page of ours sends goes no further: Reflex itself calls a handler with whatever comes, and
calls every public method of a state. What fits is still only asked for; whether it may be is decided behind.
"""

import inspect
import logging
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_type_hints

import reflex as rx
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate

logger = logging.getLogger(__name__)

_FORM = "__reflex_form_data__"  # how Reflex's page wraps the fields of a form


class Guard(Middleware):
    """Stops events that do not fit their handler."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Look at an event before its handler does.

        Args:
            app: the Reflex application.
            state: the tab's.
            event: as it came, or as a handler of ours asked for it.

        Returns:
            None when it fits; else an empty update, which ends it.
        """
        if fits(event.name, event.payload):
            return None
        logger.info("an event that no page sends, for %.100r", event.name)
        return StateUpdate()


def fits(name: str, payload: Any) -> bool:
    """Tell whether a page of ours may send this.

    Args:
        name: of the handler, in full.
        payload: its arguments.

    Returns:
        Whether there is such a handler, meant for pages, and each argument is there, alone, and of its type.
    """
    checks = _checks(name)
    if checks is None or not isinstance(payload, Mapping):
        return False
    needed = {argument for argument, (_, optional) in checks.items() if not optional}
    return needed <= payload.keys() <= checks.keys() and all(checks[argument][0](value) for argument, value in payload.items())


Check = Callable[[Any], bool]


@cache
def _checks(name: str) -> Mapping[str, tuple[Check, bool]] | None:
    """Return what each argument of a handler must be, and whether it may be left out; None for no page's handler."""
    path, _, method = name.rpartition(".")
    handler = rx.State.get_class_substate(path).event_handlers.get(method)
    if handler is None or method == "setvar":
        return None
    types = get_type_hints(handler.fn) if handler.fn.__module__.startswith("hallchat.") else _REFLEX
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
    return state is not rx.State and isinstance(value, str)


_FITS: Mapping[Any, Check] = {
    int: lambda value: type(value) is int,
    bool: lambda value: isinstance(value, bool),
    str: lambda value: isinstance(value, str),
    dict: _is_form,
    "storage": _is_storage,
    "hashes": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
}
_REFLEX = {"vars": "storage", "hashes": "hashes", "value": bool, "info": str, "component_stack": str}
"""The arguments of Reflex's own handlers, where its page sends them."""
