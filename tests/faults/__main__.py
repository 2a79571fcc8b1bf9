"""``python -m tests.faults``: rounds of faults for as long as wanted, and a table of what came out."""

import argparse
import asyncio
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.client_faults import Fault
from tests.faults.faults import HEAVY, KINDS
from tests.faults.mistreated import Mistreated
from tests.faults.page import KINDS as BREACHES
from tests.faults.round import Result, play
from tests.faults.stage import People

ROUNDS = 4  # with one installation; every other one has a disk of its own, in memory


def main() -> int:
    """Run as the arguments say.

    Returns:
        0 when the contract held, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="how long; a round that was begun is finished (default: 5)")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="repeats the choices of another run")
    parser.add_argument("--no-faults", action="store_true", help="only the traffic")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the server goes too
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="hallchat-faults-") as folder:
        result = asyncio.run(_run(Path(folder), asked.seed, asked.minutes * 60, faults=() if asked.no_faults else HEAVY))
    print(table(result))
    for one in result.verdicts[:50]:
        print(f"seed {asked.seed}: {one}")
    return 1 if result.verdicts or result.tracebacks else 0


async def _run(folder: Path, seed: str, seconds: float, *, faults: Sequence[Fault]) -> Result:
    total, begun = Result(), time.monotonic()
    while not total.rounds or time.monotonic() < begun + seconds:
        server = Mistreated(folder / str(total.rounds), own_disk=total.rounds // ROUNDS % 2 == 0)
        try:
            await server.start()
            await _play(server, seed, begun, seconds, total, faults=faults)
        finally:
            await server.stop()
            total.tracebacks += server.server.tracebacks()
    return total


async def _play(server: Mistreated, seed: str, begun: float, seconds: float, total: Result, *, faults: Sequence[Fault]) -> None:
    """Play some rounds with one installation."""
    people = await People.meet(server.url)
    for _ in range(ROUNDS):
        one = await play(server, people, f"{seed}/{total.rounds}", faults=faults, seconds=15)
        total.add(one)
        took = time.monotonic() - begun
        print(f"{took:6.0f} s, round {total.rounds}: {one.stored} stored, {len(one.verdicts)} verdicts", flush=True)
        for verdict in one.verdicts[:10]:
            print(f"  {verdict}", flush=True)
        if took >= seconds:
            break
    await people.part()


def table(result: Result) -> str:
    """Write down what came out.

    Args:
        result: of all rounds.

    Returns:
        Lines of a table.
    """
    kinds = dict.fromkeys(KINDS, 0) | result.injected
    lines = ["", "fault, and times injected", *(f"  {kind:<40}{kinds[kind]:>8}" for kind in kinds)]
    figures = {"rounds": result.rounds, "messages sent": result.sent, "acknowledged": result.answered, "stored": result.stored}
    figures |= {"streams checked": result.streams, "frames in them": result.frames}
    lines += ["traffic", *(f"  {name:<40}{figure:>8}" for name, figure in figures.items())]
    found = {kind: sum(one.kind == kind for one in result.verdicts) for kind in BREACHES}
    lines += ["verdicts", *(f"  {kind:<40}{count:>8}" for kind, count in found.items())]
    lines += ["what the server printed unasked", result.tracebacks] if result.tracebacks else []
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
