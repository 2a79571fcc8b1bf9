"""Runs the benchmark: every side in turn, several rounds, then the results.

It needs ``tests/requirements.txt`` and ``tests/bench/requirements.txt``, Chromium, and a machine that does nothing else. With
all rounds it takes some fifteen minutes. ``--only pages``, ``search``, ``browser`` and ``flow`` do without the peers'
requirements.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from tests.bench import report
from tests.bench.crew import Crew, crew
from tests.bench.machine import facts, raise_limits
from tests.bench.measures import browser, crowd, deliveries, events, flow, pages, posts, reconnect, search
from tests.bench.scale import FULL, QUICK, Scale
from tests.bench.sides.hallchat import HallChat, per_session
from tests.bench.sides.peer import flask_stack, raw_socketio
from tests.bench.sides.side import Side

Figures = dict[str, float]
Measure = Callable[[Side, Crew, Scale], Awaitable[Figures]]
MEASURES: dict[str, Measure] = {
    "crowd": crowd.measure,  # first: memory is measured on a side that did nothing yet
    "deliveries": deliveries.measure,
    "posts": posts.measure,
    "events": events.measure,
    "reconnect": reconnect.measure,
}
SIDES: tuple[Callable[[Path, int], Side], ...] = (HallChat, flask_stack, raw_socketio, per_session)
NAMES = ("pages", "search", "browser", "flow", "start", *MEASURES)
_BEGAN = time.monotonic()


def arguments(given: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure HallChat beside its peers.")
    parser.add_argument("--quick", action="store_true", help="a smoke run with little load; its figures mean nothing")
    parser.add_argument("--rounds", type=int, help="medians of so many (3)")
    parser.add_argument("--only", choices=NAMES, action="append", help="only this; may be said more than once")
    parser.add_argument("--clients", type=int, choices=(1, 2), default=1, help="processes that hold the sessions")
    parser.add_argument("--output", type=Path, help="folder for the results, instead of here or, of a partial run, nowhere")
    return parser.parse_args(given)


async def run(chosen: tuple[str, ...], scale: Scale, holders: int, folder: Path) -> tuple[dict[str, list[Figures]], list[str]]:
    """Run what is chosen.

    Args:
        chosen: of ``NAMES``.
        scale: how much.
        holders: client processes with sessions.
        folder: for data; empty.

    Returns:
        The figures of each round by side, and what could not be measured.
    """
    failed: list[str] = []
    sides = await _built(scale, folder) if any(name in chosen for name in ("start", *MEASURES)) else []
    rounds: dict[str, list[Figures]] = {side.name: [] for side in sides}
    for number in range(scale.rounds):
        for side in sides:
            progress(f"round {number + 1}: {side.name}")
            rounds[side.name].append(await _round(side, chosen, scale, holders, failed))
    rounds.setdefault("HallChat", []).extend(await _alone(chosen, scale, folder, failed))
    return rounds, failed


async def _built(scale: Scale, folder: Path) -> list[Side]:
    sides = [make(folder / str(number), scale.accounts) for number, make in enumerate(SIDES)]
    progress("building the front end, where it is not built")
    await asyncio.to_thread(sides[0].start)
    sides[0].stop()
    return sides


async def _alone(chosen: tuple[str, ...], scale: Scale, folder: Path, failed: list[str]) -> list[Figures]:
    """Measure what there is of HallChat only."""
    found: list[Figures] = []
    if "pages" in chosen:
        progress(f"pages of {scale.history:,} messages")
        found.append(await asyncio.to_thread(pages.measure, folder / "pages", scale))
    if "search" in chosen:
        progress(f"searches in {scale.history:,} messages")
        found.append(await asyncio.to_thread(search.measure, folder / "search", scale))
    try:
        if "browser" in chosen:
            progress(f"a browser, {scale.visits} times")
            found += await asyncio.to_thread(browser.measure, folder / "browser", scale)
        if "flow" in chosen:
            progress("a conversation in a browser")
            found.append(await asyncio.to_thread(flow.measure, folder / "flow", scale))
    except Exception as error:
        _note(failed, "a browser", error)
    return found


async def _round(side: Side, chosen: tuple[str, ...], scale: Scale, holders: int, failed: list[str]) -> Figures:
    figures: Figures = {}
    if side.measures is not None and not side.measures & set(chosen):
        return figures
    try:
        figures["start_s"] = await asyncio.to_thread(side.start)
        for name in MEASURES:
            if name in chosen and (side.measures is None or name in side.measures):
                figures |= await _measured(name, side, scale, holders, failed)
    except Exception as error:
        _note(failed, f"{side.name}, start", error)
    finally:
        side.stop()
    return figures


async def _measured(name: str, side: Side, scale: Scale, holders: int, failed: list[str]) -> Figures:
    """Measure one thing; where it fails, the others are still worth having."""
    try:
        async with crew(holders) as clients:
            found = await MEASURES[name](side, clients, scale)
    except Exception as error:
        _note(failed, f"{side.name}, {name}", error)
        return {}
    if found:
        progress(f"  {name}: " + ", ".join(f"{key} {value:,.3g}" for key, value in found.items()))
    return found


def _note(failed: list[str], what: str, error: Exception) -> None:
    progress(f"  {what} failed: {error}")
    failed.append(f"{what}: {type(error).__name__}, {str(error).partition(chr(10))[0][:200]}")


def progress(line: str) -> None:
    """Print how far it is."""
    print(f"{time.monotonic() - _BEGAN:6.1f} s  {line}", flush=True)


def main() -> None:
    """Run the benchmark from the command line."""
    asked = arguments(sys.argv[1:])
    raise_limits()
    scale = QUICK if asked.quick else FULL
    scale = replace(scale, rounds=asked.rounds or scale.rounds)
    chosen = tuple(asked.only or NAMES)
    with tempfile.TemporaryDirectory(prefix="hallchat-bench-") as folder:
        rounds, failed = asyncio.run(run(chosen, scale, asked.clients, Path(folder)))
    print("\n" + report.table(report.medians_of(rounds), scale))
    where = asked.output or (None if asked.quick or asked.only else Path(__file__).parent)
    if where is not None:
        report.write(where, rounds, scale, facts(), failed)
        progress(f"written to {where}")
    if failed:
        sys.exit("not measured: " + "; ".join(failed))


if __name__ == "__main__":
    main()
