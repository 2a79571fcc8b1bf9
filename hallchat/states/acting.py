"""Who is behind an event: every handler that reads or writes asks here first."""

import reflex as rx
from reflex_base.constants import RouteVar

from hallchat import errors
from hallchat.runtime import Runtime, current
from hallchat.services.sessions import SignIn
from hallchat.views import Actor

SESSION_SCHEME = "hallchat-session "
"""How ``edge`` marks the sign-in that it verified, in a header that Reflex never sends to the page."""


async def sign_in_of(state: rx.State) -> SignIn | None:
    """Find the sign-in of a tab.

    Args:
        state: any state of the tab.

    Returns:
        The sign-in, or None for a visitor, or when it ended.
    """
    header = state.router_data.get(RouteVar.HEADERS, {}).get("authorization", "")  # ``state.router`` takes 12 microseconds
    if not header.startswith(SESSION_SCHEME):
        return None
    try:
        return await current().sign_ins.by_id(header.removeprefix(SESSION_SCHEME))
    except errors.NotSignedIn:
        return None


async def acting(state: rx.State) -> tuple[Runtime, Actor]:
    """Name the actor of an event.

    Args:
        state: any state of the tab.

    Returns:
        The installation and the actor.

    Raises:
        NotSignedIn: for a visitor, or when the sign-in ended.
    """
    sign_in = await _signed_in(state)
    return current(), Actor(sign_in.account.id, sign_in.session_id)


async def take_part(state: rx.State) -> tuple[Runtime, Actor]:
    """Name the actor of an event, and let the tab take part in all of their halls.

    Args:
        state: any state of the tab.

    Returns:
        The installation and the actor.

    Raises:
        NotSignedIn: for a visitor, or when the sign-in ended.
    """
    app, sign_in = current(), await _signed_in(state)
    actor = Actor(sign_in.account.id, sign_in.session_id)
    await app.live.connect(sid_of(state), user_id=actor.user_id, session_id=actor.session_id, expires_at=sign_in.expires_at)
    try:
        await app.sign_ins.by_id(actor.session_id)  # it may have ended before the live end knew this tab
    except errors.NotSignedIn:
        app.live.gone(sid_of(state))
        raise
    return app, actor


def sid_of(state: rx.State) -> str:
    """Return the id of a tab's socket."""
    return state.router_data.get(RouteVar.SESSION_ID, "")


async def _signed_in(state: rx.State) -> SignIn:
    sign_in = await sign_in_of(state)
    if sign_in is None:
        raise errors.NotSignedIn
    return sign_in
