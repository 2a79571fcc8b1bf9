"""Starts HallChat with one thing changed: each session is told of a message by ``app.modify_state``, as Reflex offers it.

``python -m tests.bench.per_session run …`` is ``reflex run …`` without the feed's broadcast: the same ring, the same vars,
but a lock, a diff and an encoding for every session. It shows what the feed is for.
"""

import asyncio

from reflex.istate.manager.token import BaseStateToken
from reflex.reflex import cli

from hallchat.realtime.feed import Feed
from hallchat.realtime.wire import Row
from hallchat.states.ring import RingState


async def _broadcast(self: Feed) -> None:
    """Tell each session what changed; what changes meanwhile is told together, as in ``Feed``."""
    try:
        while self.warm and self._changed:
            rows = {slot: self.slots[slot] for slot in self._changed}
            end = [self.hall_id, self.head, self._sent_rev, self.rev]
            self._changed.clear()
            self._sent_rev = self.rev
            await asyncio.gather(*(_tell(sid, rows, end) for sid in tuple(self.readers)))
            self._on_sent(self)
    finally:
        self._pump = None


async def _tell(sid: str, rows: dict[int, Row | None], end: list[int]) -> None:
    from hallchat.hallchat import app  # builds the application, which must not be built before Reflex says so

    if app.event_namespace is None or (token := app.event_namespace.sid_to_token.get(sid)) is None:
        return
    with app.set_contexts():
        async with app.modify_state(BaseStateToken(ident=token, cls=RingState)) as state:
            ring = await state.get_state(RingState)
            for slot, row in rows.items():
                setattr(ring, f"slot_{slot}", row)
            ring.end = end


if __name__ == "__main__":
    Feed._broadcast = _broadcast
    cli()
