"""Faults of the server, and how all are named. Each counts itself as injected only when it is seen to have happened."""

import asyncio
from itertools import pairwise
from random import Random

from tests.faults.client_faults import SOON, Fault
from tests.faults.person import Person
from tests.faults.stage import Stage

HOUR = 3600
DISK_FULL = "disk full"  # only where the system lets us have one of our own
DEEP = "水" * 7900  # nearly the longest message, and long on the wire
MANY = 1_000_000
BURST = 24  # messages at once
FLOOD = 160  # of those, from each of two: more than a line takes in unread, and a queue holds


async def killed(stage: Stage, chance: Random) -> None:
    """Kill the server anywhere, and start it again."""
    await stage.pause(chance, 0.5)
    await stage.server.kill()
    stage.injected["server killed"] += 1
    await stage.pause(chance, 0.3)
    await stage.server.start()


async def killed_between(stage: Stage, chance: Random) -> None:
    """Let the server die between a commit and its broadcast."""
    await stage.server.ask("die", chance.randint(1, 9))
    if not await stage.server.died(SOON):
        raise RuntimeError("the server was to die at a commit, and lives")
    stored = await stage.server.stored(stage.all_halls)
    answered = {one.client_id for one in stage.history.answered}
    if any(one.client_id not in answered for hall in stored.values() for one in hall.messages):
        stage.injected["killed between commit and broadcast"] += 1
    await stage.server.kill()
    await stage.server.start()


async def clock_set_back(stage: Stage, chance: Random) -> None:
    """Let the server believe that it is an hour earlier, and later that it is not."""
    hall, sender = stage.halls[0], stage.people.steady[0]
    await sender.post(hall, stage.text(chance), stage.history)
    await stage.server.ask("clock", -HOUR)
    await sender.post(hall, stage.text(chance), stage.history)
    times = await stage.server.times_of(hall)
    await stage.pause(chance, 1)
    await stage.server.ask("clock", 0)
    if any(later < earlier - HOUR / 2 for earlier, later in pairwise(times)):
        stage.injected["clock set back"] += 1


LONG = " and so on" * 600
"""What makes a message long, so that the room that is left does not last."""


async def commit_failed(stage: Stage, chance: Random) -> None:
    """Let commits fail, until somebody noticed."""
    await _until_noticed(stage, chance, begin=("break", MANY), end=("break", 0))
    stage.injected["commit failed"] += 1


async def undone(stage: Stage, chance: Random) -> None:
    """Let the disk fail beneath changes, which rolls back the transaction that others write in too."""
    await _until_noticed(stage, chance, begin=("undo", chance.randint(2, 7)), end=("undo", 0))
    stage.injected["transaction undone by the disk"] += 1


async def database_full(stage: Stage, chance: Random) -> None:
    """Let there be no room in the database, until somebody noticed."""
    await _until_noticed(stage, chance, begin=("full", chance.randint(0, 3)), end=("room", 0))
    stage.injected["database full"] += 1


async def disk_full(stage: Stage, chance: Random) -> None:
    """Let there be no room on the disk, where it is one of our own, until somebody noticed."""
    if stage.server.disk.mounted:
        await _until_noticed(stage, chance, begin=("fill", 0), end=("empty", 0))
        stage.injected[DISK_FULL] += 1


async def _until_noticed(stage: Stage, chance: Random, *, begin: tuple[str, int], end: tuple[str, int]) -> None:
    """Ask for a fault, post much at once, and end it when somebody was told that something failed."""
    before = stage.refused
    with stage.server.server.provoked():
        await stage.server.ask(*begin)
        burst = asyncio.create_task(_burst(stage, chance))
        try:
            async with asyncio.timeout(3 * SOON):  # the log of the database first uses up the room that it has
                while stage.refused == before:
                    if burst.done():  # there was room yet: the index of words gives some back now and then
                        burst = asyncio.create_task(_burst(stage, chance))
                    await asyncio.sleep(0.02)
            await stage.pause(chance, 0.3)
        finally:
            await stage.server.ask(*end)
        await burst
        await _once_more(stage, chance)


async def _once_more(stage: Stage, chance: Random) -> None:
    """Post when the fault is over: by the answer, all that failed before it is in the server's log."""
    await stage.people.steady[0].post(stage.halls[0], stage.text(chance), stage.history)


async def _burst(stage: Stage, chance: Random) -> None:
    """Post many messages at once, so that they share commits."""
    texts = [stage.text(chance) + LONG for _ in range(BURST)]
    posts = [(chance.choice(stage.people.steady), chance.choice(stage.halls), text) for text in texts]
    await asyncio.gather(*(sender.post(hall, text, stage.history) for sender, hall, text in posts))


async def locked(stage: Stage, chance: Random) -> None:
    """Let another process hold the database for a moment, which makes the writer wait."""
    await stage.server.lock(chance.uniform(0.5, 1.5))
    stage.injected["database locked"] += 1


async def locked_long(stage: Stage, chance: Random) -> None:
    """Let another process hold the database for longer than the writer waits."""
    before = stage.refused
    with stage.server.server.provoked():
        await stage.server.lock(SOON, until=lambda: stage.refused > before)
        await _once_more(stage, chance)
    if stage.refused > before:
        stage.injected["database locked until writes failed"] += 1


async def flooded(stage: Stage, chance: Random) -> None:
    """Let a tab stop reading while its hall is flooded, until it is skipped, and read on."""
    slow, senders = stage.slow[0], stage.people.steady[:2]
    await slow.ready.wait()
    before = slow.healed
    with slow.not_reading():
        await asyncio.gather(*(_flood(stage, chance, sender) for sender in senders))
    if await slow.until(lambda: slow.healed > before, SOON):
        stage.injected["reader stopped until it was skipped"] += 1


async def _flood(stage: Stage, chance: Random, sender: Person) -> None:
    for _ in range(FLOOD):
        await sender.post(stage.flooded, f"{chance.random()} {DEEP}", stage.history)


HEAVY: tuple[Fault, ...] = (
    killed,
    killed_between,
    clock_set_back,
    commit_failed,
    undone,
    database_full,
    disk_full,
    locked,
    locked_long,
    flooded,
)
"""Faults of the server, one after another."""

KINDS = (
    "server killed",
    "killed between commit and broadcast",
    "clock set back",
    "commit failed",
    "transaction undone by the disk",
    "database full",
    DISK_FULL,
    "database locked",
    "database locked until writes failed",
    "reader stopped until it was skipped",
    "reader stopped",
    "line cut after a frame",
    "line cut within a frame",
    "answer dropped, sent again",
    "REST answer dropped, sent again",
    "sent twice at once",
    "two tabs of one person",
    "hall switched",
    "joined",
    "left",
    "removed",
    "edited",
    "deleted",
)
