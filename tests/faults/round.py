"""One round: people talk, faults happen, all becomes quiet, and the checker looks at what was recorded."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.faults.checker import check
from tests.faults.client_faults import LIGHT, Fault
from tests.faults.faults import HEAVY
from tests.faults.history import StoredHall
from tests.faults.mistreated import Mistreated
from tests.faults.page import Verdict
from tests.faults.stage import People, Stage
from tests.faults.tab import Tab
from tests.faults.traffic import traffic

QUIET = 30.0  # seconds in which everything must have come to rest


@dataclass(slots=True)
class Result:
    """What came out of one round, or of several."""

    rounds: int = 0
    sent: int = 0
    answered: int = 0
    stored: int = 0
    streams: int = 0
    frames: int = 0
    injected: Counter[str] = field(default_factory=Counter)
    verdicts: list[Verdict] = field(default_factory=list)
    tracebacks: str = ""  # what the server printed of them that no fault explains

    def add(self, other: "Result") -> None:
        """Count another round in."""
        for name in ("rounds", "sent", "answered", "stored", "streams", "frames"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.injected += other.injected
        self.verdicts += other.verdicts


async def play(server: Mistreated, people: People, seed: str, *, faults: Sequence[Fault] = HEAVY, seconds: float = 0) -> Result:
    """Play one round.

    Args:
        server: it runs, and runs again afterwards.
        people: its accounts.
        seed: of everything that is left to chance.
        faults: those of the server, once each and in any order; with them, those of the clients all the time.
        seconds: how long it takes at least.

    Returns:
        What came out.
    """
    stage = Stage(server, people, seed)
    try:
        await stage.open()
        async with asyncio.TaskGroup() as tasks:
            for work in traffic(stage):
                tasks.create_task(work)
            if faults:
                tasks.create_task(_mistreat_clients(stage))
            tasks.create_task(_mistreat_server(stage, faults, seconds))
        await _become_quiet(stage)
        strays = [*_unanswered(stage), *await _read_by_rest(stage)]
    finally:
        await stage.close()
    history = stage.history
    return Result(
        rounds=1,
        sent=len({one.client_id for one in history.said}),
        answered=len({one.client_id for one in history.answered}),
        stored=sum(len(hall.messages) for hall in history.stored.values()),
        streams=len(history.streams),
        frames=sum(len(stream.frames) for stream in history.streams),
        injected=stage.injected,
        verdicts=[*check(history), *strays],
    )


async def _mistreat_server(stage: Stage, faults: Sequence[Fault], seconds: float) -> None:
    chance, begun = stage.chance("the server"), asyncio.get_running_loop().time()
    try:
        for fault in chance.sample(faults, len(faults)):
            await stage.pause(chance, 0.5)
            await fault(stage, chance)
        while asyncio.get_running_loop().time() < begun + seconds:
            await stage.pause(chance, 0.5)
    finally:
        stage.over.set()


async def _mistreat_clients(stage: Stage) -> None:
    chance = stage.chance("the clients")
    async with asyncio.TaskGroup() as tasks:
        while not stage.over.is_set():
            for fault in chance.sample(LIGHT, len(LIGHT)):
                await stage.pause(chance, 0.3)
                tasks.create_task(fault(stage, Random(chance.random())))


async def _become_quiet(stage: Stage) -> None:
    """Wait until everything is answered and shown; what is not by then is for the checker to say."""
    try:
        async with asyncio.timeout(QUIET):
            for tab in stage.all_tabs:
                await tab.ready.wait()
                await tab.until(lambda tab=tab: not tab.outbox, QUIET)
    except TimeoutError:
        pass
    stage.history.stored = await stage.server.stored(stage.all_halls)
    for tab in stage.all_tabs:
        tab.stream.rest = tab.hall if tab.hall in tab.person.halls else None
    await asyncio.gather(*(tab.until(lambda tab=tab: _at_rest(tab, stage.history.stored), QUIET) for tab in stage.all_tabs))


def _at_rest(tab: Tab, stored: dict[int, StoredHall]) -> bool:
    if tab.stream.rest is None:
        return not tab.page.rows
    hall = stored[tab.stream.rest]
    kept = {one.seq: (one.gone, one.html) for one in hall.messages}
    shows_all = tab.page.hall == tab.stream.rest and tab.page.head == hall.last_seq
    return shows_all and all(kept.get(seq) == (seen.gone, seen.html) for seq, seen in tab.page.rows.items())


def _unanswered(stage: Stage) -> Iterator[Verdict]:
    """What was sent again and again, and neither confirmed nor given up."""
    for tab in stage.all_tabs:
        for client_id, pending in tab.outbox.items():
            yield Verdict("lost", "sent, and never answered for", pending.hall, 0, client_id, tab.name)


async def _read_by_rest(stage: Stage) -> list[Verdict]:
    """Compare what a member reads page by page with what is stored."""
    wrong: list[Verdict] = []
    for hall, stored in stage.history.stored.items():
        read = await stage.people.steady[-1].history_of(hall)
        there = set(read)
        kept = [(one.seq, one.client_id) for one in stored.messages]
        wrong += [Verdict("lost", "stored, and not read over REST", hall, *one) for one in kept if one not in there]
        if not wrong and read != kept:
            wrong.append(Verdict("reordered", "read over REST as it is not stored", hall))
    return wrong
