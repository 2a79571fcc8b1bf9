"""A thousand sessions come back at once: the server is killed and started again, and all have the last message."""

import asyncio
import time

from tests.bench.crew import Crew
from tests.bench.measures.audience import audience
from tests.bench.percentiles import percentile
from tests.bench.scale import Scale
from tests.bench.sides.side import Side

LONGEST = 90.0  # seconds until all are back
RATE, RUSH = 50.0, 3.0  # messages a second that others post elsewhere meanwhile, and for how many seconds


async def measure(side: Side, crew: Crew, scale: Scale) -> dict[str, float]:
    """Kill the server right after a message was answered; a side that stores nothing is left out."""
    if not side.stores:
        return {}
    hall_id, tokens = side.seed.hall_ids[0], side.seed.tokens
    async with audience(side, crew, scale.crowd, hall_id):
        await crew.all("persist", persistent=True)
        posted = await crew.poster("pace", host=side.host, hall_id=hall_id, tokens=tokens, rate=1.0, seconds=1.0)
        side.kill()
        killed = time.monotonic()
        starting = await asyncio.to_thread(side.start)
        answered = time.monotonic()
        others = asyncio.create_task(
            crew.poster("pace", host=side.host, hall_id=side.seed.hall_ids[2], tokens=tokens, rate=RATE, seconds=RUSH)
        )
        back = await crew.caught_up(posted["last_seq"], LONGEST)
        delays = (await others)["delays"]
    return {
        "back_s": back - answered,
        "back_from_kill_s": back - killed,
        "restart_s": starting,
        "back_post_p50_ms": percentile(delays, 0.5) * 1000,
        "back_post_p99_ms": percentile(delays, 0.99) * 1000,
    }
