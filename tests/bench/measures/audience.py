"""Sessions in one hall for as long as a block lasts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bench.crew import Crew
from tests.bench.sides.side import Side


@asynccontextmanager
async def audience(side: Side, crew: Crew, count: int, hall_id: int) -> AsyncIterator[float]:
    """Open sessions that show a hall.

    Args:
        side: where.
        crew: the client processes.
        count: how many sessions.
        hall_id: the hall.

    Yields:
        Seconds until all showed it.
    """
    try:
        yield await crew.open(side.host, side.dialect(hall_id), side.seed.tokens, count)
    finally:
        await crew.all("close")
