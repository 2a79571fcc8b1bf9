"""The session cookie: it carries the access token where no script can read it."""

from datetime import UTC, datetime

from starlette.requests import HTTPConnection
from starlette.responses import Response

from hallchat.api import proxies

NAME = "hallchat"
SECURE_NAME = "__Host-hallchat"  # browsers take this one over https only, for this host only


def secure(request: HTTPConnection, trusted_proxies: int) -> bool:
    """Tell whether the browser came by https.

    Args:
        request: the request, or a websocket's handshake.
        trusted_proxies: how many proxies stand before us.

    Returns:
        What the connection says, or behind proxies what they say.
    """
    told = proxies.told(request.headers.getlist("x-forwarded-proto"), trusted_proxies)
    return (told or request.scope["scheme"]).lower() in ("https", "wss")


def read(request: HTTPConnection, trusted_proxies: int) -> str | None:
    """Return the token in the session cookie, if there is one."""
    return request.cookies.get(SECURE_NAME if secure(request, trusted_proxies) else NAME) or None


def put(response: Response, token: str, *, expires_at: datetime, https: bool) -> None:
    """Set the session cookie.

    Args:
        response: where.
        token: the access token.
        expires_at: when it ends; aware.
        https: whether the browser came by https.
    """
    seconds = max(0, int((expires_at - datetime.now(UTC)).total_seconds()))
    _set(response, token, seconds, https=https)


def clear(response: Response, *, https: bool) -> None:
    """Take the session cookie away."""
    _set(response, "", 0, https=https)


def _set(response: Response, value: str, seconds: int, *, https: bool) -> None:
    name = SECURE_NAME if https else NAME
    response.set_cookie(name, value, max_age=seconds, path="/", secure=https, httponly=True, samesite="lax")
