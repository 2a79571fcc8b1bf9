"""Reacting in a tab: every open page shows it, whether the message is in the ring or older."""

from typing import Any

import pytest

from hallchat.realtime.wire import Reaction, Row
from hallchat.services import editing, memberships, reacting
from hallchat.states import reactors
from hallchat.states.conversation import ConversationState
from hallchat.states.pages import PagesState
from hallchat.states.reactors import ReactorsState
from hallchat.views import Actor
from tests.states.conftest import Server, Tab
from tests.tabs import quiet, until

PAGES = PagesState.get_full_name()
REACTORS = ReactorsState.get_full_name()


async def react(tab: Tab, seq: Any = 1, emoji: Any = "👍", wanted: Any = True, **more: Any) -> None:
    await tab.send(ConversationState, "react", seq=seq, emoji=emoji, wanted=wanted, **more)


def shown(row: Row) -> list[Reaction]:
    return row.get("reactions", [])


async def test_a_reaction_is_the_same_for_every_page_and_gone_without_a_trace(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=2)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    before = mine.page.window
    await react(theirs)
    await react(mine)
    await react(mine, emoji="🎉")
    await quiet()
    made = [
        Reaction(emoji="👍", by=[bea.user_id, ana.user_id], names=["Bea", "Ana"]),
        Reaction(emoji="🎉", by=[ana.user_id], names=["Ana"]),
    ]
    for tab in (mine, theirs):
        assert tab.page.window == [{**before[0], "reactions": made}, before[1]]
    for tab, emoji in ((mine, "👍"), (mine, "🎉"), (theirs, "👍")):
        await react(tab, emoji=emoji, wanted=False)
    await quiet()
    assert mine.page.window == theirs.page.window == before
    assert mine.notice == theirs.notice == ""


async def test_what_is_refused_is_said_and_changes_nothing(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=2)
    tab = await server.open(bea, hall, language="es")
    before = tab.page.window
    await react(tab, emoji="no")
    assert tab.notice == "Una reacción es un emoji. Elige uno de la lista."
    await react(tab, seq=3)
    assert "mensaje" in tab.notice
    await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=2))
    await react(tab, seq=2)
    assert "fue borrado" in tab.notice
    await server.write(lambda tx: memberships.leave(tx, bea, hall_id=hall))
    await react(tab)
    assert "No formas parte" in tab.notice
    watching = await server.open(ana, hall)
    assert watching.page.window[0] == before[0]


@pytest.mark.parametrize("odd", [None, "x", "", -1, 0, 2**63, 1.5, [1], {"a": 1}])
async def test_odd_arguments_change_nothing(server: Server, ana: Actor, bea: Actor, odd: Any) -> None:
    hall, private = await server.hall(ana, last=1), await server.hall(bea, kind="private", last=1)
    tab, theirs = await server.open(ana, hall), await server.open(bea, private)
    before = tab.page.window, theirs.page.window
    for arguments in ({"seq": odd}, {"emoji": odd}, {"hall_id": odd}, {"hall_id": private}):
        await react(tab, **arguments)
    visitor = await server.open(None, hall)
    await react(visitor)
    assert (tab.page.window, theirs.page.window) == before


async def test_reactions_are_seen_where_the_message_is_older_than_the_ring_and_after_being_away(
    server: Server, ana: Actor
) -> None:
    hall = await server.hall(ana, last=300)
    tab, away = await server.open(ana, hall), await server.open(ana, hall)
    for one in (tab, away):
        for _ in range(2):
            await one.send(PagesState, "older")
    server.tabs.go(away.sid)
    for seq in (70, 180, 300):  # in a block alone; in a block and in the ring; in the ring alone
        await server.write(lambda tx, seq=seq: reacting.react(tx, ana, hall_id=hall, seq=seq, emoji="👍"))
    server.tabs.come(away.sid)
    await away.connect()
    made = [Reaction(emoji="👍", by=[ana.user_id], names=["Ana"])]
    for one in (tab, away):
        await until(lambda one=one: "reactions" in one.page.vars[PAGES]["page_2"][180 - 128])
        assert [row["seq"] for row in one.page.vars[PAGES]["page_1"] if shown(row) == made] == [70]
        assert [row["seq"] for row in one.page.window if shown(row) == made] == [180, 300]
    await server.write(lambda tx: reacting.unreact(tx, ana, hall_id=hall, seq=70, emoji="👍"))
    await until(lambda: "reactions" not in tab.page.vars[PAGES]["page_1"][70 - 64])


def listed(tab: Tab) -> list[tuple[str, int, list[str]]]:
    """What a page lists of who reacted."""
    found = tab.page.vars.get(REACTORS, {}).get("reacted", [])
    return [(one["emoji"], one["count"], [each["name"] for each in one["by"]]) for one in found]


async def test_all_who_reacted_are_listed_some_at_a_time_until_nobody_is(
    server: Server, ana: Actor, bea: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactors, "AT_ONCE", 1)
    hall = await server.hall(ana, bea, last=2)
    tab = await server.open(ana, hall)
    await tab.send(ReactorsState, "show", seq=2)  # nobody did
    assert (listed(tab), (await tab.state(ReactorsState)).seq) == ([], 0)
    for actor, emoji in ((bea, "👍"), (ana, "👍"), (ana, "🎉")):
        await server.write(lambda tx, actor=actor, emoji=emoji: reacting.react(tx, actor, hall_id=hall, seq=1, emoji=emoji))
    await tab.send(ReactorsState, "show", seq=1)
    assert (listed(tab), tab.page.vars[REACTORS]["more"]) == ([("👍", 2, ["Bea"]), ("🎉", 1, ["Ana"])], True)
    for _ in range(2):
        await tab.send(ReactorsState, "onwards")
    assert (listed(tab), tab.page.vars[REACTORS]["more"]) == ([("👍", 2, ["Bea", "Ana"]), ("🎉", 1, ["Ana"])], False)
    await server.write(lambda tx: reacting.unreact(tx, bea, hall_id=hall, seq=1, emoji="👍"))
    await tab.reconnect()
    assert listed(tab) == [("👍", 1, ["Ana"]), ("🎉", 1, ["Ana"])]
    await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=1))
    await tab.send(ReactorsState, "again")
    assert (listed(tab), (await tab.state(ReactorsState)).seq) == ([], 0)


async def test_who_reacted_is_told_to_members_alone(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    await server.write(lambda tx: reacting.react(tx, ana, hall_id=hall, seq=1, emoji="👍"))
    tab, visitor = await server.open(bea, hall), await server.open(None, hall)
    for odd in (None, "x", -1, 0, 2**63, 1.5, [1], {"a": 1}):
        await tab.send(ReactorsState, "show", hall_id=odd, seq=1)
        await tab.send(ReactorsState, "show", seq=odd)
    await visitor.send(ReactorsState, "show", seq=1)
    assert (listed(tab), listed(visitor)) == ([], [])
    await tab.send(ReactorsState, "show", seq=1)
    assert listed(tab) == [("👍", 1, ["Ana"])]
    await server.write(lambda tx: memberships.remove(tx, ana, hall_id=hall, user_id=bea.user_id))
    await tab.reconnect()
    assert listed(tab) == []
