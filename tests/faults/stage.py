"""Who takes part in a round: an owner, members who stay, guests who come and go, a stranger, and their tabs."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tests.faults.history import History
from tests.faults.mistreated import Mistreated
from tests.faults.person import Person
from tests.faults.tab import Tab
from tests.rest import MESSAGES

STEADY, GUESTS = 3, 2
SLOW_BUFFER = 32_768  # bytes that the system takes in for a slow reader; with less, a line trickles for minutes


@dataclass(slots=True)
class People:
    """The accounts of a run."""

    steady: list[Person]  # the first one owns every hall
    guests: list[Person]
    stranger: Person

    @classmethod
    async def meet(cls, url: str) -> "People":
        """Make the accounts."""
        names = [*(f"steady{number}" for number in range(STEADY)), *(f"guest{number}" for number in range(GUESTS)), "stranger"]
        made = [await asyncio.to_thread(Person, url, name) for name in names]
        return cls(made[:STEADY], made[STEADY:-1], made[-1])

    async def part(self) -> None:
        """Close their connections."""
        for person in (*self.steady, *self.guests, self.stranger):
            await person.close()


@dataclass(slots=True)
class Stage:
    """One round's halls and tabs."""

    server: Mistreated
    people: People
    seed: str
    history: History = field(default_factory=History)
    halls: list[int] = field(default_factory=list)  # everybody talks in these; the last is private
    flooded: int = 0  # where a slow reader falls behind
    tabs: list[Tab] = field(default_factory=list)  # two for each who stays
    guests: list[Tab] = field(default_factory=list)
    slow: list[Tab] = field(default_factory=list)  # in the flooded hall: one that reads, one that stops
    strangers: list[Tab] = field(default_factory=list)
    injected: Counter[str] = field(default_factory=Counter)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def all_tabs(self) -> list[Tab]:
        """Every open tab."""
        return [*self.tabs, *self.guests, *self.slow, *self.strangers]

    @property
    def all_halls(self) -> list[int]:
        """Every hall of the round."""
        return [*self.halls, self.flooded]

    @property
    def refused(self) -> int:
        """How often somebody was told that something went wrong."""
        people = (*self.people.steady, *self.people.guests)
        return sum(tab.refusals for tab in self.all_tabs) + sum(person.refusals for person in people)

    async def open(self) -> None:
        """Make the halls and open the tabs."""
        owner, *others = self.people.steady
        for name, kind in (("Puerto", "public"), ("Plaza", "public"), ("Faro", "private")):
            self.halls.append(await self._hall(owner, others, name, kind))
        self.flooded = await self._hall(owner, others, "Marea", "public")
        for number, person in enumerate(self.people.steady * 2):
            self.tabs.append(self._tab(person, f"{person.username}.{number // STEADY}"))
        self.guests = [self._tab(person, person.username) for person in self.people.guests]
        self.slow = [self._tab(person, f"{person.username}.slow", SLOW_BUFFER) for person in others[:2]]
        self.strangers = [self._tab(self.people.stranger, "stranger")]
        await asyncio.gather(
            *(tab.come(self.chance(tab.name).choice(self.halls)) for tab in self.tabs),
            *(tab.come(None) for tab in self.guests),
            *(tab.come(self.flooded) for tab in self.slow),
            *(tab.come(self.halls[-1]) for tab in self.strangers),
        )

    async def close(self) -> None:
        """Close the tabs."""
        await asyncio.gather(*(tab.leave() for tab in self.all_tabs))

    def chance(self, name: str) -> Random:
        """Return what decides for somebody, or something: the same for the same seed, whatever the others do."""
        return Random(f"{self.seed}/{name}")

    def text(self, chance: Random) -> str:
        """Return something to say."""
        return f"{chance.choice(MESSAGES)} {chance.random()}"

    async def pause(self, chance: Random, seconds: float) -> None:
        """Wait about so long, or until the round is over."""
        try:
            async with asyncio.timeout(chance.uniform(0.5, 1.5) * seconds):
                await self.over.wait()
        except TimeoutError:
            return

    def _tab(self, person: Person, name: str, buffer: int = 0) -> Tab:
        return Tab(person, self.server.port, self.history, self.chance(name), name=name, buffer=buffer)

    async def _hall(self, owner: Person, others: list[Person], name: str, kind: str) -> int:
        hall = await owner.make_hall(name, kind, self.history)
        for other in others:
            await owner.invite(hall, other, self.history)
        return hall
