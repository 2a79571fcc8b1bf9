"""Who comes when: a rush of tabs, as after a restart, is let in one by one, so that those who are in go on talking."""

import asyncio

PACE = 0.003  # seconds between two: what filling a tab takes, twice


class Door:
    """Lets tabs in at a pace. When the event loop is busy with those who came, it is slower by itself."""

    def __init__(self, pace: float = PACE) -> None:
        """Open it.

        Args:
            pace: seconds between two.
        """
        self._pace = pace
        self._turn = asyncio.Lock()
        self._next = 0.0

    async def enter(self) -> None:
        """Wait for one's turn: not at all when nobody else has just come."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            if (wait := self._next - loop.time()) > 0:
                await asyncio.sleep(wait)
            self._next = loop.time() + self._pace
