"""Consecutive messages of one sender go without the name again, in loaded blocks and over their borders too."""

from itertools import pairwise

from hallchat.realtime.feed import SIZE
from hallchat.states.pages import BLOCK, PagesState
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import PAGES, Server
from tests.tabs import quiet


async def test_the_first_row_of_a_loaded_block_knows_the_message_before_it(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=300))
    for _ in range(4):
        await tab.send(PagesState, "older")
    blocks = [tab.page.vars[PAGES][f"page_{block}"] for block in range(3)]
    for before, after in pairwise(blocks):
        assert after[0]["seq"] == before[-1]["seq"] + 1
        assert (after[0]["follows"], after[0]["at"] - after[0]["gap"]) == (True, before[-1]["at"])
    assert (blocks[0][0]["seq"], blocks[0][0]["follows"], blocks[0][0]["gap"]) == (1, False, blocks[0][0]["at"])


async def test_the_oldest_row_of_the_ring_is_the_same_as_in_its_block(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana, last=300))
    await tab.send(PagesState, "older")
    oldest = 300 - SIZE + 1
    loaded = tab.page.vars[PAGES][f"page_{oldest // BLOCK}"][oldest % BLOCK]
    assert tab.page.window[0] == loaded
    assert loaded["follows"]


async def test_another_sender_interrupts_and_the_name_is_said_again(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    tab = await server.open(ana, hall)
    for speaker in (ana, ana, bea, ana):
        await server.write(lambda tx, speaker=speaker: builders.say(tx, speaker, hall))
    await quiet()
    assert [row["follows"] for row in tab.page.window] == [False, True, False, False]
