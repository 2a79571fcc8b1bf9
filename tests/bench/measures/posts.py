"""How many messages a second are answered as stored: over REST, in a hall that nobody shows."""

from tests.bench.crew import Crew
from tests.bench.percentiles import percentile
from tests.bench.scale import Scale
from tests.bench.sides.side import Side


async def measure(side: Side, crew: Crew, scale: Scale) -> dict[str, float]:
    """Post from several connections at once, each as soon as its last message was answered."""
    posted = await crew.poster(
        "flood",
        host=side.host,
        hall_id=side.seed.hall_ids[2],
        tokens=side.seed.tokens,
        clients=scale.posters,
        seconds=scale.busy_seconds,
    )
    return {
        "rest_posts": posted["posts"] / posted["seconds"],
        "rest_post_p99_ms": percentile(posted["delays"], 0.99) * 1000,
    }
