"""Arriving: halls to begin with, for whoever may join them, and for nobody else."""

from hallchat.services import halls, sessions
from hallchat.states.halls import DirectoryState
from hallchat.states.lobby import SUGGESTED, LobbyState
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import Server, Tab

LOBBY = LobbyState.get_full_name()


def suggested(tab: Tab) -> list[str]:
    """The names of the halls that the page suggests."""
    return [row["name"] for row in tab.page.vars[LOBBY]["suggested"]]


async def test_the_fullest_public_halls_that_one_is_not_in_are_suggested(server: Server, ana: Actor, bea: Actor) -> None:
    await server.hall(ana, name="Few")
    await server.hall(ana, await server.person("cara"), name="Many")
    await server.hall(ana, name="Secret", kind="private")
    await server.hall(ana, bea, name="Mine")
    old = await server.hall(ana, name="Old")
    await server.write(lambda tx: halls.change(tx, ana, hall_id=old, archived=True))
    tab = await server.open(bea)
    assert suggested(tab) == ["Many", "Few"]


async def test_only_a_few_are_suggested(server: Server, ana: Actor, bea: Actor) -> None:
    for number in range(SUGGESTED + 2):
        await server.hall(ana, name=f"Hall {number}")
    assert len(suggested(await server.open(bea))) == SUGGESTED


async def test_a_hall_that_was_joined_is_suggested_no_more(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, name="Plaza")
    tab = await server.open(bea)
    await tab.send(DirectoryState, "join", hall_id=hall)
    await tab.go(f"/h/{hall}")
    await tab.go("/")
    assert suggested(tab) == []


async def test_nothing_is_suggested_to_a_visitor_nor_after_the_sign_in_ended(server: Server, ana: Actor, bea: Actor) -> None:
    await server.hall(ana, name="Plaza")
    visitor, tab = await server.open(None), await server.open(bea)
    assert (suggested(visitor), suggested(tab)) == ([], ["Plaza"])
    await server.write(lambda tx: sessions.end(tx, session_id=bea.session_id))
    before = len(tab.page.updates)
    await tab.reconnect()
    assert suggested(tab) == []
    assert "Plaza" not in str(tab.page.updates[before])
    again = await server.write(lambda tx: builders.again(tx, bea))
    other = await server.open(Actor(bea.user_id, again))
    await server.write(lambda tx: sessions.end(tx, session_id=again))
    await other.go("/")
    assert suggested(other) == []
