"""What people do all the time: send, go from hall to hall, come in, leave, are removed, delete."""

import asyncio
from collections.abc import Iterator
from typing import Any

from tests.faults.person import Person
from tests.faults.stage import Stage
from tests.faults.tab import Tab

WAITING = 12  # messages that somebody lets wait before they stop writing


def traffic(stage: Stage) -> Iterator[Any]:
    """Return all that goes on, as coroutines that end when the round is over."""
    for tab in stage.tabs:
        yield _chat(stage, tab)
        yield _wander(stage, tab)
    for person in stage.people.steady:
        yield _post(stage, person)
    for person, tab in zip(stage.people.guests, stage.guests, strict=True):
        yield _come_and_go(stage, person, tab)
    yield _delete(stage, stage.people.steady[0])
    yield _knock(stage, stage.strangers[0])


async def _chat(stage: Stage, tab: Tab) -> None:
    while not stage.over.is_set():
        await stage.pause(0.3)
        if len(tab.outbox) < WAITING:
            tab.say(stage.chance.choice(stage.halls), stage.text())


async def _post(stage: Stage, person: Person) -> None:
    while not stage.over.is_set():
        await stage.pause(0.2)
        await person.post(stage.chance.choice(stage.halls), stage.text(), stage.history)


async def _wander(stage: Stage, tab: Tab) -> None:
    while not stage.over.is_set():
        await stage.pause(3)
        if not stage.over.is_set():
            tab.go(stage.chance.choice(stage.halls))
            stage.injected["hall switched"] += 1


async def _come_and_go(stage: Stage, guest: Person, tab: Tab) -> None:
    owner = stage.people.steady[0]
    while not stage.over.is_set():
        await stage.pause(1)
        hall = stage.chance.choice(stage.halls)
        await owner.invite(hall, guest, stage.history)
        stage.injected["joined"] += 1
        tab.go(hall)
        for _ in range(stage.chance.randint(0, 3)):
            await stage.pause(0.3)
            tab.say(hall, stage.text())
        if stage.over.is_set():
            return  # some are members in the end
        await stage.pause(0.5)
        if stage.injected["left"] <= stage.injected["removed"]:
            await guest.leave(hall, stage.history)
            stage.injected["left"] += 1
        else:
            await owner.remove(hall, guest, stage.history)
            stage.injected["removed"] += 1


async def _delete(stage: Stage, person: Person) -> None:
    while not stage.over.is_set():
        await stage.pause(1)
        own = [one for one in stage.history.answered if one.user == person.id and one.seq]
        if own:
            one = stage.chance.choice(own[-40:])
            await person.delete(one.hall, one.seq or 0)
            stage.injected["deleted"] += 1


async def _knock(stage: Stage, tab: Tab) -> None:
    """Try every hall, without being a member of any."""
    while not stage.over.is_set():
        await stage.pause(1)
        tab.go(stage.chance.choice(stage.all_halls))
        await asyncio.sleep(0)
