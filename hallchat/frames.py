"""What a page of ours says over its websocket; everything else is made up by a stranger, and nobody hears it.

Engine.IO, Socket.IO and Reflex take a frame apart one after another, and each trusts what it finds: a frame that
is none prints a traceback or ends the line, and Socket.IO would call Reflex's own ``connect`` for an event of that
name, with headers that its sender chose. So a frame is read as a whole before them, and what is not known here is
not heard. Whether an event may happen is decided further in.
"""

import json
from typing import Any

from reflex_base.constants import CompileVars, Endpoint, RouteVar, SocketEvent

from hallchat.states.guard import fits
from hallchat.text import whole

MAX_ADDRESS = 8_192  # characters of a page's address
MAX_PARTS = 20  # of what follows its path
MAX_NAME = 200  # characters of the name of one
MAX_REPORT = 20_000  # characters of each part of what a page reports

# Engine.IO and Socket.IO number their packets: https://socket.io/docs/v4/socket-io-protocol
_CLOSE, _PONG, _MESSAGE = "1", "3", "4"
_CONNECT, _DISCONNECT, _EVENT = "0", "1", "2"
_NAMESPACE = f"{Endpoint.EVENT},"
_BODY = len(_MESSAGE + _EVENT + _NAMESPACE)

_FIELDS = {"name", "payload", "router_data", "event_actions"}
_PLACE = {RouteVar.PATH, RouteVar.ORIGIN, RouteVar.QUERY}


def known(frame: str | bytes) -> bool:
    """Tell whether a page of ours sends such a frame.

    Args:
        frame: a websocket message.

    Returns:
        Whether it is an answer to a ping, a coming or going, an event that ``guard`` lets through, or a report of
        what went wrong in the page.
    """
    if isinstance(frame, bytes):
        return False
    if frame in (_PONG, _CLOSE):
        return True
    kind, body = frame[1:2], frame[_BODY:]
    if frame[:_BODY] != f"{_MESSAGE}{kind}{_NAMESPACE}":
        return False
    if kind == _DISCONNECT:
        return not body
    try:
        said = json.loads(body or "null")
    except (ValueError, RecursionError):
        return False
    return _comes(said) if kind == _CONNECT else kind == _EVENT and _says(said)


def _comes(said: Any) -> bool:
    if not isinstance(said, dict) or not said.keys() <= {CompileVars.CONNECT_AUTH_EVENT, CompileVars.CONNECT_AUTH_STATE_SCHEMA}:
        return False
    schema = said.get(CompileVars.CONNECT_AUTH_STATE_SCHEMA)
    return (schema is None or isinstance(schema, str)) and _is_event(said.get(CompileVars.CONNECT_AUTH_EVENT))


def _says(said: Any) -> bool:
    match said:
        case [SocketEvent.EVENT, event]:
            return _is_event(event)
        case [SocketEvent.CLIENT_ERROR, dict(report)]:
            return all(isinstance(value, str) and len(value) <= MAX_REPORT for value in report.values())
        case _:
            return False


def _is_event(event: Any) -> bool:
    return (
        isinstance(event, dict)
        and event.keys() <= _FIELDS
        and isinstance(event.get("name"), str)
        and _is_place(event.get("router_data"))
        and _is_flat(event.get("event_actions"))
        and fits(event["name"], event.get("payload", {}))
    )


def _is_place(value: Any) -> bool:
    """Tell whether a value names a page as the browser does: its path, the same with what follows it, and that apart."""
    if not isinstance(value, dict) or not value.keys() <= _PLACE:
        return False
    query = value.get(RouteVar.QUERY, {})
    return all(_is_path(value.get(name)) for name in (RouteVar.PATH, RouteVar.ORIGIN)) and (
        isinstance(query, dict)
        and len(query) <= MAX_PARTS
        and all(len(name) <= MAX_NAME and whole(name) and _is_said(one) for name, one in query.items())
    )


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and value[:1] == "/" and _is_said(value)


def _is_said(value: Any) -> bool:
    """Tell whether a value is a short text, or a few: an address that leads nowhere comes in parts."""
    if isinstance(value, list):
        return all(isinstance(one, str) and _is_said(one) for one in value)
    return isinstance(value, str) and len(value) <= MAX_ADDRESS and whole(value)


def _is_flat(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and not any(isinstance(one, dict | list) for one in value.values()))
