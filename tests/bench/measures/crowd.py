"""A thousand sessions in one hall: what memory each takes, how soon they have a message, and what it does to others."""

import asyncio
from typing import Any

from tests.bench.crew import Crew
from tests.bench.machine import pss
from tests.bench.measures.audience import audience
from tests.bench.percentiles import percentile
from tests.bench.scale import Scale
from tests.bench.sides.side import Side

KNOCK = 0.02  # seconds between two looks at how long the event loop keeps one waiting


async def measure(side: Side, crew: Crew, scale: Scale) -> dict[str, float]:
    """Measure on a side that was just started, before anything else."""
    hall_id, tokens = side.seed.hall_ids[0], side.seed.tokens
    seconds = scale.paced_seconds if side.stores else scale.paced_seconds / 3
    await asyncio.sleep(scale.settle_seconds)
    idle = pss(side.leader)
    async with audience(side, crew, scale.crowd, hall_id) as opening:
        await crew.all("watch")
        await asyncio.sleep(scale.settle_seconds)
        full = pss(side.leader)
        before = await crew.all("reset", sampling=True)
        await crew.knocker("knock", host=side.host, every=KNOCK)
        posted = await crew.poster("pace", host=side.host, hall_id=hall_id, tokens=tokens, rate=scale.rate, seconds=seconds)
        await crew.caught_up(posted["last_seq"], 60)
        knocked = await crew.knocker("knocked")
        tallies = await crew.all("tally")
    return {
        "idle_mb": idle / 1000,
        "session_kb": (full - idle) / scale.crowd,
        "opening_s": opening,
        **_latency(tallies, posted["posts"] * scale.crowd),
        "answer_p99_ms": percentile(posted["delays"], 0.99) * 1000,
        "lag_p50_ms": percentile(knocked["delays"], 0.5) * 1000,
        "lag_p99_ms": percentile(knocked["delays"], 0.99) * 1000,
        "lag_max_ms": max(knocked["delays"]) * 1000,
        "client_busy": max(after["cpu"] - start["cpu"] for start, after in zip(before, tallies, strict=True)) / seconds,
    }


def _latency(tallies: list[dict[str, Any]], expected: int) -> dict[str, float]:
    delays = [delay / 1000 for tally in tallies for delay in tally["delays"]]
    rows, frames = sum(tally["rows"] for tally in tallies), sum(tally["frames"] for tally in tallies)
    row_bytes, all_bytes = sum(tally["row_bytes"] for tally in tallies), sum(tally["all_bytes"] for tally in tallies)
    return {
        "delay_p50_ms": percentile(delays, 0.5),
        "delay_p99_ms": percentile(delays, 0.99),
        "delay_max_ms": max(delays),
        "paced_bytes": row_bytes / rows,
        "paced_all_bytes": all_bytes / rows,  # with badges and pings
        "paced_gathered": rows / frames,
        "crowd_complete": rows / expected,
    }
