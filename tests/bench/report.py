"""The results, as a table to read and as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.figures import FIGURES, Figure, Values, verdict
from tests.bench.percentiles import medians
from tests.bench.scale import Scale

SIDES = ("HallChat", "Flask stack", "raw python-socketio", "HallChat by modify_state")
LIMITS = Path(__file__).parent / "limits.md"  # what stands in the way of more: written by hand, with profiles
HEAD = ("figure", *SIDES, "ratio", "bar", "")
_INTRODUCTION = """\
# What the benchmark measured

`python -m tests.bench` writes this page: HallChat beside its peers, one after the other on the same load, on one machine:
real processes, sockets and files over loopback, the clients in processes of their own. Each value is the median of {rounds}
round(s). *Ratio* is HallChat's value divided by the Flask stack's.

- **HallChat** runs as an operator runs it (`reflex run --env prod`), without rate limits.
- **Flask stack**: Flask-SocketIO on gevent's server, SQLAlchemy, SQLite. It stores with HallChat's own services (tables,
  membership, client id, place, Markdown, `synchronous=FULL`), one commit for each message.
- **raw python-socketio** on Granian, HallChat's server, stores, checks and renders nothing: the limit.
"""
_NOTES = """\
## How to read it

- {crowd} sessions are {accounts} accounts with several tabs each; all show one hall, and HallChat's are being looked at, so
  that it keeps read marks. The peers keep none.
- *Deliveries* counts messages in what each session received, not packets, from the first post until the last session has the
  last message; {flood_posters} clients post over REST, each when its last message was answered.
- *Post → session* is from the moment before posting over REST to the frame's arrival at each session; all receivers count.
- *`GET /ping`* is asked by another process; each delay counts from when the question was due, so it holds the whole answer
  and the wait for a processor beside the event loop's lag.
- *Bytes* are whole websocket frames that carry messages; badges and pings are in the JSON (`paced_all_bytes`).
- *Memory of a session* is what the server's processes grew by, divided by the sessions; what is loaded at first use is in it.
- Reconnecting sessions wait 0.2 s longer after each failure, up to 2 s, as Reflex's page does; the time to start the server
  again is in the second figure and not in the first. The peer's sessions get 50 messages, HallChat's the ring of 128.
- *HallChat by modify_state* is HallChat with the feed's broadcast replaced by `app.modify_state` for each session, what
  Reflex offers: the same ring, but a lock, a diff and an encoding for each. It takes part in deliveries only.
- What is seen *in a browser* (scripts, visits, Enter, clicks) is taken by the page's own clock in headless Chromium on the same
  machine, which paints without a graphics card: {visits} starts of the server, each with a browser that was never there, in halls
  of {past} messages. *Painted* is the frame that shows the newest message. The first message of a page also runs its code for the
  first time, whenever the server was started.
- Clients share the processors with the server. `client_busy` in the JSON is how busy the busiest process with sessions was;
  at 1.0 the client would be the limit.
"""


def medians_of(rounds: Mapping[str, Sequence[Values]]) -> dict[str, dict[str, float]]:
    """Return each side's medians."""
    return {side: medians(values) for side, values in rounds.items()}


def table(sides: Mapping[str, Values], scale: Scale, figures: Sequence[Figure] = FIGURES) -> str:
    """Render the table in Markdown.

    Args:
        sides: figures of each side by its name.
        scale: of the run.
        figures: the rows; those without a value of HallChat's are left out.

    Returns:
        Its lines.
    """
    columns = [sides.get(name, {}) for name in SIDES]
    ours, peer = columns[:2]
    lines = [_line(HEAD), "|---|--:|--:|--:|--:|--:|---|---|"]
    for figure in figures:
        if figure.key in ours:
            values = [_number(side.get(figure.key), figure.digits) for side in columns]
            title = figure.title.format(**asdict(scale))
            lines.append(_line((title, *values, _ratio(figure, ours, peer), figure.bar, verdict(figure, ours, peer))))
    return "\n".join(lines)


def write(
    folder: Path, rounds: Mapping[str, Sequence[Values]], scale: Scale, facts: Mapping[str, str], failed: Sequence[str] = ()
) -> None:
    """Write ``RESULTS.md`` and ``RESULTS.json``.

    Args:
        folder: where to.
        rounds: figures of each round by side.
        scale: of the run.
        facts: about the machine.
        failed: what could not be measured, and why.
    """
    sides = medians_of(rounds)
    machine = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    parts = (
        _INTRODUCTION.format(rounds=scale.rounds),
        table(sides, scale) + "\n",
        *(["## Not measured\n\n" + "\n".join(f"- {line}" for line in failed) + "\n"] if failed else []),
        _NOTES.format(**asdict(scale)),
        LIMITS.read_text(),
        f"## Where\n\n{machine}\n",
    )
    (folder / "RESULTS.md").write_text("\n".join(parts))
    data: dict[str, Any] = {"machine": dict(facts), "scale": asdict(scale), "medians": sides, "rounds": rounds, "failed": failed}
    (folder / "RESULTS.json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _ratio(figure: Figure, ours: Values, peer: Values) -> str:
    return f"{ours[figure.key] / peer[figure.key]:.2f} ×" if peer.get(figure.key) else "–"
