"""How many messages a second reach the sessions of one hall, as fast as it goes, until the last session has the last one."""

import asyncio

from tests.bench.crew import Crew
from tests.bench.measures.audience import audience
from tests.bench.scale import Scale
from tests.bench.sides.side import Side

LONGEST = 120.0  # seconds that the last message may take
REST = 0.3  # seconds for what is out of order


async def measure(side: Side, crew: Crew, scale: Scale) -> dict[str, float]:
    """Post from several connections at once; count the messages in what each session received."""
    hall_id, tokens = side.seed.hall_ids[1], side.seed.tokens
    async with audience(side, crew, scale.audience, hall_id):
        before = await crew.all("reset", sampling=False)
        posted = await crew.poster(
            "flood",
            host=side.host,
            hall_id=hall_id,
            tokens=tokens,
            clients=scale.flood_posters,
            seconds=scale.busy_seconds,
        )
        await crew.caught_up(posted["last_seq"], LONGEST)
        await asyncio.sleep(REST)
        tallies = await crew.all("tally")
    rows, frames = sum(tally["rows"] for tally in tallies), sum(tally["frames"] for tally in tallies)
    took = max(tally["last"] for tally in tallies) - posted["began"]
    busy = max(after["cpu"] - start["cpu"] for start, after in zip(before, tallies, strict=True))
    return {
        "deliveries": rows / took,
        "deliveries_posts": posted["posts"] / posted["seconds"],
        "deliveries_drain_s": took - posted["seconds"],
        "deliveries_complete": rows / (posted["posts"] * scale.audience),
        "deliveries_healed": float(sum(tally["healed"] for tally in tallies)),
        "gathered": rows / frames,
        "gathered_bytes": sum(tally["row_bytes"] for tally in tallies) / rows,
        "deliveries_client_busy": busy / took,
    }
