"""How much load a run puts on each side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of a run."""

    rounds: int
    accounts: int  # sessions are shared out among so many accounts
    crowd: int  # sessions in one hall, for latency, memory and reconnecting
    audience: int  # sessions in one hall, for deliveries
    rate: float  # messages a second, for latency
    paced_seconds: float
    busy_seconds: float  # how long posters post as fast as it goes
    posters: int
    flood_posters: int  # posters for deliveries: enough that the commits, not the posters, are the limit
    settle_seconds: float
    history: int  # messages in the long hall
    pages: int  # pages read at each place of it
    halls: int  # that are searched, with as many messages in all
    searches: int  # of each kind by each reader
    past: int  # messages in the halls that are shown in a browser
    reads: int  # pages that are read back in a browser
    visits: int  # server starts, each with a browser that was never there
    switches: int  # between two halls, at each visit


FULL = Scale(
    rounds=3,
    accounts=50,
    crowd=1000,
    audience=200,
    rate=4.0,
    paced_seconds=30.0,
    busy_seconds=5.0,
    posters=16,
    flood_posters=32,
    settle_seconds=3.0,
    history=1_000_000,
    pages=400,
    halls=200,
    searches=60,
    past=10_000,
    reads=15,
    visits=5,
    switches=20,
)
QUICK = Scale(
    rounds=1,
    accounts=5,
    crowd=40,
    audience=20,
    rate=4.0,
    paced_seconds=3.0,
    busy_seconds=1.0,
    posters=4,
    flood_posters=8,
    settle_seconds=0.5,
    history=20_000,
    pages=50,
    halls=20,
    searches=5,
    past=400,
    reads=3,
    visits=1,
    switches=4,
)
