"""What people do all the time: send, go from hall to hall, come in, leave, are removed, edit, delete."""

from collections.abc import Iterator
from typing import Any

from tests.faults.history import Answered
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
    yield _edit(stage, stage.people.steady[0])
    yield _delete(stage, stage.people.steady[0])
    yield _knock(stage, stage.strangers[0])


async def _chat(stage: Stage, tab: Tab) -> None:
    chance = stage.chance(f"{tab.name} chats")
    while not stage.over.is_set():
        await stage.pause(chance, 0.3)
        if len(tab.outbox) < WAITING:
            tab.say(chance.choice(stage.halls), stage.text(chance))


async def _post(stage: Stage, person: Person) -> None:
    chance = stage.chance(f"{person.username} posts")
    while not stage.over.is_set():
        await stage.pause(chance, 0.2)
        await person.post(chance.choice(stage.halls), stage.text(chance), stage.history)


async def _wander(stage: Stage, tab: Tab) -> None:
    chance = stage.chance(f"{tab.name} wanders")
    while not stage.over.is_set():
        await stage.pause(chance, 3)
        if not stage.over.is_set():
            tab.go(chance.choice(stage.halls))
            stage.injected["hall switched"] += 1


async def _come_and_go(stage: Stage, guest: Person, tab: Tab) -> None:
    owner, chance = stage.people.steady[0], stage.chance(f"{guest.username} comes and goes")
    while not stage.over.is_set():
        await stage.pause(chance, 1)
        hall = chance.choice(stage.halls)
        await owner.invite(hall, guest, stage.history)
        stage.injected["joined"] += 1
        tab.go(hall)
        for _ in range(chance.randint(0, 3)):
            await stage.pause(chance, 0.3)
            tab.say(hall, stage.text(chance))
        if stage.over.is_set():
            return  # some are members in the end
        await stage.pause(chance, 0.5)
        if stage.injected["left"] <= stage.injected["removed"]:
            await guest.leave(hall, stage.history)
            stage.injected["left"] += 1
        else:
            await owner.remove(hall, guest, stage.history)
            stage.injected["removed"] += 1


async def _edit(stage: Stage, person: Person) -> None:
    chance = stage.chance(f"{person.username} edits")
    while not stage.over.is_set():
        await stage.pause(chance, 0.5)
        if own := _own(stage, person):
            await person.edit(chance.choice(own), stage.text(chance), stage.history)
            stage.injected["edited"] += 1


async def _delete(stage: Stage, person: Person) -> None:
    chance = stage.chance(f"{person.username} deletes")
    while not stage.over.is_set():
        await stage.pause(chance, 1)
        if own := _own(stage, person):
            one = chance.choice(own)
            await person.delete(one.hall, one.seq or 0)
            stage.injected["deleted"] += 1


def _own(stage: Stage, person: Person) -> list[Answered]:
    """Return what somebody said lately, and knows the places of."""
    return [one for one in stage.history.answered if one.user == person.id and one.seq][-40:]


async def _knock(stage: Stage, tab: Tab) -> None:
    """Try every hall, without being a member of any."""
    chance = stage.chance(f"{tab.name} knocks")
    while not stage.over.is_set():
        await stage.pause(chance, 1)
        tab.go(chance.choice(stage.all_halls))
