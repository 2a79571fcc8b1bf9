"""How many messages a second are answered as stored: through the sockets, from sessions that show the hall."""

from tests.bench.crew import Crew
from tests.bench.measures.audience import audience
from tests.bench.percentiles import percentile
from tests.bench.scale import Scale
from tests.bench.sides.side import Side


async def measure(side: Side, crew: Crew, scale: Scale) -> dict[str, float]:
    """Send from several sessions at once, each as soon as its last message was answered."""
    async with audience(side, crew, scale.posters, side.seed.hall_ids[3]):
        sent = await crew.all("send", seconds=scale.busy_seconds)
    delays = [delay for one in sent for delay in one["delays"]]
    return {
        "event_posts": sum(one["posts"] for one in sent) / max(one["seconds"] for one in sent),
        "event_post_p99_ms": percentile(delays, 0.99) * 1000,
    }
