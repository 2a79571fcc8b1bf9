"""A page of 50 messages at the newest end, the middle and the oldest end of a long hall, in the service."""

import sqlite3
import time
from pathlib import Path

from sqlalchemy import Engine

from hallchat.engine import connect
from hallchat.services import history
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests.bench.percentiles import percentile
from tests.bench.scale import Scale
from tests.bench.seed import plant

PAGE = 50
PEOPLE = 20
WARM = 5  # reads at each place that do not count: statements are compiled once
_FILL = """
    WITH RECURSIVE place(seq) AS (SELECT :first UNION ALL SELECT seq + 1 FROM place WHERE seq < :last)
    INSERT INTO messages (hall_id, seq, rev, sender_id, client_id, content, html, created_at)
    SELECT :hall, seq, seq, 1 + seq % :people, lower(hex(randomblob(16))), :content, '<p>' || :content || '</p>',
           datetime('2026-01-01', '+' || seq || ' seconds') || '.000000'
    FROM place
"""


def measure(folder: Path, scale: Scale) -> dict[str, float]:
    """Build the hall, then read pages of it, the three places in turn."""
    seed = plant(folder, people=PEOPLE, rooms=1)
    path, hall_id = folder / "hallchat.db", seed.hall_ids[0]
    _fill(path, hall_id, scale.history)
    places = {"newest": history.MAX_ID, "middle": scale.history // 2, "oldest": PAGE + 1}
    took: dict[str, list[float]] = {name: [] for name in places}
    engine = connect(f"sqlite:///{path}", writes=False)
    for turn in range(WARM + scale.pages):
        for name, seq in places.items():
            milliseconds = _read(engine, hall_id, seq)
            if turn >= WARM:
                took[name].append(milliseconds)
    engine.dispose()
    figures = {f"page_{name}_p50_ms": percentile(values, 0.5) for name, values in took.items()}
    figures |= {f"page_{name}_p99_ms": percentile(values, 0.99) for name, values in took.items()}
    figures["page_p99_ms"] = max(figures[f"page_{name}_p99_ms"] for name in places)
    figures["page_ratio"] = figures["page_oldest_p50_ms"] / figures["page_newest_p50_ms"]
    return figures


def _fill(path: Path, hall_id: int, last: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -500000", "journal_mode = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    (first,) = connection.execute("SELECT last_seq + 1 FROM halls WHERE id = ?", [hall_id]).fetchone()
    content = "El faro se ve desde el puerto cuando no hay niebla; avisa antes de salir y lleva la llave del cobertizo."
    values = {"first": first, "last": last, "hall": hall_id, "people": PEOPLE, "content": content}
    connection.execute("BEGIN")
    connection.execute(_FILL, values)
    connection.execute("UPDATE halls SET last_seq = ?, last_rev = ? WHERE id = ?", [last, last, hall_id])
    connection.execute("COMMIT")
    connection.close()


def _read(engine: Engine, hall_id: int, seq: int) -> float:
    began = time.perf_counter()
    with engine.connect() as connection:
        page = history.before(Transaction(connection), Actor(1, ""), hall_id=hall_id, seq=seq, limit=PAGE)
    took = (time.perf_counter() - began) * 1000
    assert len(page.messages) == PAGE
    return took
