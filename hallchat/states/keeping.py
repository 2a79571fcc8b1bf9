"""Keeps what the server knows of a tab for as long as its page is open.

Reflex forgets the state of a tab that sent nothing for an hour, whether its page is still there or not. Who comes back from
lunch would find their place, the panel and what they had begun gone.
"""

import asyncio
from collections.abc import Iterable

import reflex as rx
from reflex.istate.manager import StateManager
from reflex.istate.manager.token import BaseStateToken

EVERY = 1200.0  # seconds between two looks at which pages are open: well below the hour


async def keep_open(app: rx.App) -> None:
    """Keep the states of open pages until cancelled.

    Args:
        app: the Reflex application.
    """
    while True:
        await asyncio.sleep(EVERY)
        if app.event_namespace:
            await keep(app.state_manager, app.event_namespace.sid_to_token.values())


async def keep(states: StateManager, tokens: Iterable[str]) -> None:
    """Let the time begin anew after which the states of some tabs are forgotten.

    Args:
        states: where they are.
        tokens: those of the tabs.
    """
    for token in tuple(tokens):
        await states.get_state(BaseStateToken(ident=token, cls=rx.State))
