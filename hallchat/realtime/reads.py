"""Read marks of open tabs: gathered in memory, written once every two seconds. A crash may cost those."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Mark = tuple[int, int, int]  # user, hall, seq
INTERVAL = 2.0  # seconds
logger = logging.getLogger(__name__)


class ReadMarks:
    """The marks that are not written yet."""

    def __init__(self, store: Callable[[list[Mark]], Awaitable[None]]) -> None:
        """Start with none.

        Args:
            store: writes marks to the database.
        """
        self._store = store
        self._waiting: dict[tuple[int, int], int] = {}
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def note(self, user_id: int, hall_id: int, seq: int) -> None:
        """Remember how far a user has read; it is written soon."""
        self._waiting[user_id, hall_id] = max(seq, self._waiting.get((user_id, hall_id), 0))
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._later())

    def forget(self, user_id: int, hall_id: int) -> None:
        """Do not write what was gathered of a user in a hall: its reader put the mark elsewhere."""
        self._waiting.pop((user_id, hall_id), None)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Write nothing while the block lasts: a mark that is put back in it would be moved on by an older one behind it."""
        async with self._writing:
            yield

    async def settle(self, user_id: int) -> None:
        """Write now if marks of this user wait or are on their way, so that the database may be asked for them."""
        if self._writing.locked() or any(waiting == user_id for waiting, _ in self._waiting):
            await self.write()

    async def write(self) -> None:
        """Write all that wait; what cannot be written waits on."""
        async with self._writing:
            waiting, self._waiting = self._waiting, {}
            if not waiting:
                return
            try:
                await self._store([(user_id, hall_id, seq) for (user_id, hall_id), seq in waiting.items()])
            except BaseException:
                for (user_id, hall_id), seq in waiting.items():
                    self.note(user_id, hall_id, seq)
                raise

    async def close(self) -> None:
        """Write what waits and stop."""
        try:
            await self.write()
        finally:
            if self._task is not None:
                self._task.cancel()

    async def _later(self) -> None:
        await asyncio.sleep(INTERVAL)
        self._task = None
        try:
            await self.write()
        except Exception:
            logger.exception("read marks were not written, trying again")
