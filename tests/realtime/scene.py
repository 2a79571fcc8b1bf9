"""A scene for what is shown: people, the halls that they are in, and what was said there."""

from collections.abc import Iterator
from dataclasses import dataclass

from hallchat.realtime.feed import SIZE
from hallchat.services import direct, halls, memberships, messages
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests import builders
from tests.realtime.watching import OLDER

SHOWN = {
    "ana": "plaza attic closed general talk whisper",
    "bob": "plaza general whisper",
    "leo": "plaza attic closed general talk",
    "eva": "general",
}
LAST = SIZE + len(OLDER) + 8  # so that the block beside the ring does not touch it
HOLA = messages.Prepared("hola", "<p>hola</p>")
QUOTED = {9: 8, 20: 8, LAST - 6: LAST - SIZE + 1, LAST - 3: LAST - SIZE, LAST - 2: 8, LAST: LAST - 1}
"""Which messages reply to which: in the block, in the ring, across both."""


@dataclass(frozen=True)
class Scene:
    """People and halls. Ana owns all halls but the empty one; Bob reads along; Leo has not read; Eva is outside."""

    ana: Actor
    bob: Actor
    leo: Actor
    eva: Actor
    plaza: int  # public, longer than the ring and a block
    attic: int  # private: Ana and Leo
    empty: int  # public, without anybody
    closed: int  # public, archived: Ana and Leo
    talk: int  # direct: Ana and Leo
    whisper: int  # direct: Ana and Bob, who talked before that
    other: str  # another sign-in of Ana's

    @property
    def people(self) -> dict[str, Actor]:
        other = Actor(self.ana.user_id, self.other)
        return {"ana": self.ana, "ana again": other, "bob": self.bob, "leo": self.leo, "eva": self.eva}

    @property
    def halls(self) -> dict[str, int]:
        names = ("plaza", "attic", "empty", "closed", "talk", "whisper")
        return {"general": builders.GENERAL} | {name: getattr(self, name) for name in names}

    def tabs(self) -> Iterator[tuple[str, Actor, int]]:
        """A tab for each person and each hall that they are in at first, and one that shows none."""
        for name, actor in self.people.items():
            yield f"{name} at none", actor, 0
            for hall in SHOWN[name.split()[0]].split():
                yield f"{name} at {hall}", actor, self.halls[hall]


def set_up(tx: Transaction) -> Scene:
    ana, bob, leo, eva = (builders.person(tx, name) for name in ("ana", "bob", "leo", "eva"))
    plaza = builders.hall(tx, ana, bob, leo, name="Plaza").id
    attic = builders.hall(tx, ana, leo, name="Attic", kind="private").id
    empty = builders.hall(tx, ana, name="Empty").id
    memberships.leave(tx, ana, hall_id=empty)
    closed = builders.hall(tx, ana, leo, name="Closed").id
    for number in range(LAST):
        sender = (ana, bob, ana)[number % 3]
        reply_to = QUOTED.get(number + 1)
        messages.post(tx, sender, hall_id=plaza, prepared=HOLA, client_id=f"plaza-{number}", reply_to=reply_to)
    talk, whisper = (direct.open_with(tx, ana, usernames=[name])[0].id for name in ("leo", "bob"))
    for hall_id in (attic, closed, whisper, talk):
        messages.post(tx, ana, hall_id=hall_id, prepared=HOLA, client_id=f"{hall_id}")
    halls.change(tx, ana, hall_id=closed, archived=True)
    return Scene(ana, bob, leo, eva, plaza, attic, empty, closed, talk, whisper, builders.again(tx, ana))
