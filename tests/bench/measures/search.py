"""Searches in many messages of many halls, in the service: by somebody in all halls, in some of them, and in few small ones."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from sqlalchemy import Engine

from hallchat.engine import connect
from hallchat.services import search
from hallchat.services.index import indexed
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.bench.percentiles import percentile
from tests.bench.scale import Scale
from tests.bench.seed import Seed, plant

PEOPLE = 20
VOCABULARY = 20_000
COMMON, RARE = 20, 2_000  # by how common they are: words up to here, and from here on
SOME, FEW = 20, 3  # halls that readers are in; the few are the smallest of all
WARM = 3  # searches of each kind that do not count
FIRST, APART = datetime(2026, 1, 1, tzinfo=UTC), timedelta(seconds=20)  # messages
_SYLLABLES = (
    "ba",
    "cá",
    "da",
    "fo",
    "ga",
    "la",
    "ma",
    "ne",
    "pi",
    "ro",
    "sa",
    "te",
    "vu",
    "xe",
    "zo",
    "que",
    "lli",
    "ñu",
    "tré",
    "ción",
)
_MESSAGE = (
    "INSERT INTO messages (id, hall_id, seq, rev, sender_id, client_id, content, html, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, '', ?)"
)
_WORDS = "INSERT INTO message_words (rowid, words) VALUES (?, ?)"
_END = "UPDATE halls SET last_seq = (SELECT count(*) FROM messages WHERE hall_id = halls.id)"

Typed = Callable[[], str]


def measure(folder: Path, scale: Scale) -> dict[str, float]:
    """Fill the halls, then search in them, the readers in turn."""
    chance = random.Random(7)
    seed = plant(folder, people=PEOPLE, rooms=scale.halls, past=0)
    words = list(_vocabulary(chance))
    _fill(folder / "hallchat.db", seed, words, scale.history, chance)
    engine = connect(f"sqlite:///{folder / 'hallchat.db'}", writes=False)
    figures = {}
    for kind, typed in _kinds(words, scale, chance).items():
        for reader, who in enumerate(("all", "some", "few"), 1):
            took = [_search(engine, reader, typed()) for _ in range(WARM + scale.searches)][WARM:]
            figures[f"search_{kind}_{who}_p95_ms"] = percentile(took, 0.95)
        figures[f"search_{kind}_p95_ms"] = max(figures[f"search_{kind}_{who}_p95_ms"] for who in ("all", "some", "few"))
    engine.dispose()
    return figures


def _kinds(words: Sequence[str], scale: Scale, chance: random.Random) -> dict[str, Typed]:
    def common() -> str:
        return chance.choice(words[:COMMON])

    def rare() -> str:
        return chance.choice(words[RARE:])

    def filtered() -> str:
        day = f"{FIRST + APART * chance.randrange(scale.history):%Y-%m-%d}"
        among = chance.choice((f"before:{day}", f"after:{day}", f"in:'Sala {chance.randrange(scale.halls)}'", "from:marta03"))
        return f"{common()} {among}".replace("'", '"')

    return {
        "rare": rare,
        "common": common,
        "several": lambda: f"{common()} {common()} {common()}",
        "phrase": lambda: f'"{common()} {common()}"',
        "filtered": filtered,
    }


def _vocabulary(chance: random.Random) -> Iterator[str]:
    made = dict.fromkeys("".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(2 * VOCABULARY))
    yield from list(made)[:VOCABULARY]


def _fill(path: Path, seed: Seed, words: Sequence[str], last: int, chance: random.Random) -> None:
    """Write messages of few and of many words, common and rare as in any language, in halls of all sizes."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -500000", "journal_mode = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    weights, sizes = ([*accumulate(1 / rank for rank in range(1, len(some) + 1))] for some in (words, seed.hall_ids))
    ends = dict.fromkeys(seed.hall_ids, 0)
    connection.execute("BEGIN")
    for number, hall_id in enumerate(chance.choices(seed.hall_ids, cum_weights=sizes, k=last), 1):
        content = " ".join(chance.choices(words, cum_weights=weights, k=chance.choice((3, 6, 9, 12, 15, 24))))
        ends[hall_id] = seq = ends[hall_id] + 1
        sender, at = 1 + number % PEOPLE, f"{FIRST + APART * number:%Y-%m-%d %H:%M:%S.%f}"
        connection.execute(_MESSAGE, (number, hall_id, seq, seq, sender, f"{number}", content, at))
        connection.execute(_WORDS, (number, indexed(hall_id, sender, content)))
    connection.execute(_END)
    for reader, own in ((2, chance.sample(seed.hall_ids, min(SOME, len(seed.hall_ids)))), (3, seed.hall_ids[-FEW:])):
        but = ", ".join(map(str, own))
        connection.execute(f"DELETE FROM user_halls WHERE user_id = {reader} AND hall_id NOT IN ({but})")
    connection.execute("COMMIT")
    connection.close()


def _search(engine: Engine, reader: int, query: str) -> float:
    began = time.perf_counter()
    with engine.connect() as connection:
        search.find(Transaction(connection), Actor(reader, ""), query=query)
    return (time.perf_counter() - began) * 1000
