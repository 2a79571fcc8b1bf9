"""Editing a message in a tab, and what one said before."""

from typing import Any

import pytest

from hallchat import operations
from hallchat.services import editing, halls, history, memberships
from hallchat.states.conversation import ConversationState
from hallchat.states.editing import EditingState, VersionsState
from hallchat.states.notices import NoticeState
from hallchat.states.pages import PagesState
from hallchat.views import Actor, MessageView, milliseconds
from tests import builders
from tests.states.conftest import EDITING, Server, Tab
from tests.tabs import quiet, until

NOTHING = (0, 0, "")
ODD = (None, "x", "", -1, 0, 2**63, 1.5, True, [1], {"a": 1})


async def open_to_edit(tab: Tab) -> tuple[int, int, str]:
    """Return which message is being edited, and what it says."""
    state = await tab.state(EditingState)
    return state.hall, state.seq, state.content


async def shown(tab: Tab) -> list[str]:
    """Return the versions that are shown."""
    return [one["content"] for one in (await tab.state(VersionsState)).versions]


async def stored(server: Server, actor: Actor, hall: int) -> list[MessageView]:
    return list((await server.app.read(lambda tx: history.latest(tx, actor, hall_id=hall, limit=9))).messages)


async def test_an_edit_begins_with_what_was_typed_and_is_seen_by_all(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    await mine.send(ConversationState, "send", client_id="one", content="**hola**")
    await mine.send(EditingState, "begin", seq=2)
    assert await open_to_edit(mine) == (hall, 2, "**hola**")
    await mine.send(ConversationState, "edit", seq=2, content="**adiós**")
    await quiet()
    assert (await open_to_edit(mine), mine.notice) == (NOTHING, "")
    edited = (await stored(server, bea, hall))[1].edited_at
    assert edited
    for tab in (mine, theirs):
        plain, changed = tab.page.window
        assert "edited" not in plain
        assert (changed["html"], changed.get("edited")) == ("<p><strong>adiós</strong></p>", milliseconds(edited))


async def test_a_message_is_folded_for_all_while_it_is_long(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    changes = (
        ("edit", {"content": "line\n" * 25}),
        ("edit", {"content": "short"}),
        ("edit", {"content": "x" * 8_000}),
        ("delete", {}),
    )
    for (handler, more), folded in zip(changes, (2, None, 2, None), strict=True):
        await mine.send(ConversationState, handler, seq=1, **more)
        await quiet()
        for tab in (mine, theirs, await server.open(bea, hall)):
            assert tab.page.window[0].get("long") == folded


async def test_a_refused_edit_says_why_and_stays_open(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=2)
    tab = await server.open(ana, hall, language="es")
    await tab.send(EditingState, "begin", seq=1)
    for content, why in (("  \n", "al menos un"), ("x" * 8_001, "8.000 caracteres")):
        await tab.send(ConversationState, "edit", seq=1, content=content)
        assert why in tab.notice
        assert await open_to_edit(tab) == (hall, 1, "message 1")
    await tab.send(ConversationState, "edit", seq=2, content="otro")
    assert await open_to_edit(tab) == (hall, 1, "message 1"), "another one was edited, in another way"
    await tab.send(EditingState, "give_up")
    assert await open_to_edit(tab) == NOTHING
    theirs = await server.open(bea, hall)
    for state, handler, arguments in (
        (EditingState, "begin", {"seq": 1}),
        (ConversationState, "edit", {"seq": 1, "content": "mine"}),
    ):
        await theirs.send(NoticeState, "dismiss")
        await theirs.send(state, handler, **arguments)
        assert theirs.notice == "You can change only your own messages."
    assert await open_to_edit(theirs) == NOTHING
    assert [one.content for one in await stored(server, ana, hall)] == ["message 1", "otro"]


async def test_what_was_deleted_meanwhile_is_not_edited_and_the_words_stay(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=1)
    tab = await server.open(ana, hall)
    await tab.send(EditingState, "begin", seq=1)
    await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=1))
    await tab.send(ConversationState, "edit", seq=1, content="more")
    assert (tab.notice, await open_to_edit(tab)) == (
        "This message was deleted: nothing of it is left to show or to edit.",
        (hall, 1, "message 1"),
    )
    await tab.send(VersionsState, "show", seq=1)
    assert "was deleted" in tab.notice
    assert await shown(tab) == []


async def test_what_one_said_last_is_edited_where_it_stands_however_far_back(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(bea, ana, last=200)
    await server.write(lambda tx: builders.say(tx, ana, hall, "mine"))
    await server.write(lambda tx: [builders.say(tx, bea, hall) for _ in range(400)])
    tab, stranger = await server.open(ana, hall), await server.open(None, hall)
    await tab.send(EditingState, "begin_last")
    assert await open_to_edit(tab) == (hall, 201, "mine")
    await until(lambda: 201 in [row["seq"] for row in tab.page.vars[PagesState.get_full_name()].get("page_3", [])])
    for nothing in (2**70, -1):
        await tab.send(EditingState, "begin_last", hall_id=nothing)
        await stranger.send(EditingState, "begin_last", hall_id=hall)
    assert (await open_to_edit(tab), await open_to_edit(stranger)) == ((hall, 201, "mine"), NOTHING)


async def test_one_that_was_deleted_is_closed_and_it_is_said_where_the_words_are(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=2)
    tab = await server.open(ana, hall, language="es")
    for words, said in ((False, ""), (True, "Tus palabras están en el cuadro de abajo")):
        await tab.send(EditingState, "begin", seq=1)
        await tab.send(EditingState, "lose", seq=2, words=words)
        assert await open_to_edit(tab) == (hall, 1, "message 1")
        await tab.send(EditingState, "lose", seq=1, words=words)
        assert await open_to_edit(tab) == NOTHING
        assert said in tab.notice
        assert bool(said) == bool(tab.notice)


async def test_a_server_that_started_anew_goes_on_with_the_message_that_the_page_edits(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=2)
    tab = await server.open(ana, hall)
    await tab.send(EditingState, "begin", seq=2)
    again, kept = tab, (await tab.state(EditingState)).kept
    changes = (
        (lambda tx: builders.edit(tx, ana, hall, 2, "changed elsewhere"), "changed elsewhere"),
        (lambda tx: halls.change(tx, ana, hall_id=hall, archived=True), "changed elsewhere"),
        (lambda tx: halls.change(tx, ana, hall_id=hall, archived=False), "changed elsewhere"),
        (lambda tx: editing.delete(tx, ana, hall_id=hall, seq=2), ""),  # its row says so, and where the words are
    )
    for change, says in changes:
        await server.write(change)
        for path in (f"/h/{hall}", "/"):
            again = server.tab(ana, path=path)
            await again.connect(edited=kept)
            state = await again.state(EditingState)
            assert (await open_to_edit(again), state.edited) == ((hall, 2, says), 0)
    await again.send(EditingState, "give_up")
    assert ((await again.state(EditingState)).kept, again.page.vars[EDITING]["kept"]) == ("", "")
    await tab.send(EditingState, "begin", seq=1)
    await tab.reconnect()
    assert await open_to_edit(tab) == (hall, 1, "message 1")


@pytest.mark.parametrize("kept", ["x", "2 1", "2 1 0 0", "2 3 0", "2 0 0", f"{10**17} 1 0", f"2 {10**14} 0", "-2 1 0", "3 1 0"])
async def test_a_page_that_makes_up_what_it_edits_edits_nothing(server: Server, ana: Actor, bea: Actor, kept: str) -> None:
    hall, private = await server.hall(ana, bea, last=2), await server.hall(bea, kind="private", last=1)
    assert (hall, private) == (2, 3)
    for actor, told in ((ana, kept), (bea, "2 1 0"), (None, "2 1 0")):
        tab = server.tab(actor, path=f"/h/{hall}")
        await tab.connect(edited=told)
        assert await open_to_edit(tab) == NOTHING


async def test_the_versions_of_a_message_are_shown_to_members_the_oldest_first(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    tab = await server.open(bea, hall)
    await tab.send(VersionsState, "show", seq=1)
    assert await shown(tab) == ["message 1"]
    for content in ("two", "three"):
        await server.write(lambda tx, content=content: builders.edit(tx, ana, hall, 1, content))
    await tab.send(VersionsState, "show", seq=1)
    assert await shown(tab) == ["message 1", "two", "three"]
    state, (message,) = await tab.state(VersionsState), await stored(server, ana, hall)
    assert message.edited_at
    assert [one["at"] for one in state.versions][::2] == [milliseconds(message.created_at), milliseconds(message.edited_at)]
    assert (state.hall, state.seq) == (hall, 1)
    await tab.send(VersionsState, "hide")
    assert (state.hall, state.seq, await shown(tab)) == (0, 0, [])
    await tab.send(VersionsState, "show", seq=1)
    await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=1))
    await tab.send(VersionsState, "show", seq=1)
    assert (state.hall, state.seq, await shown(tab)) == (0, 0, [])


@pytest.mark.parametrize("odd", ODD)
async def test_odd_arguments_show_and_change_nothing(server: Server, ana: Actor, bea: Actor, odd: Any) -> None:
    hall, private = await server.hall(ana, bea, last=2), await server.hall(bea, kind="private", last=1)
    tab = await server.open(ana, hall)
    for where in ({"hall_id": odd, "seq": 1}, {"hall_id": hall, "seq": odd}, {"hall_id": private, "seq": 1}):
        if where["seq"] is not True and where["hall_id"] is not True:
            await tab.send(EditingState, "begin", **where)
            await tab.send(VersionsState, "show", **where)
            await tab.send(ConversationState, "edit", content="odd", **where)
    await tab.send(ConversationState, "edit", hall_id=hall, seq=1, content=odd)
    assert (await open_to_edit(tab), await shown(tab)) == (NOTHING, [])
    assert "odd" not in [one.content for one in await stored(server, bea, private) + await stored(server, ana, hall)]
    visitor = await server.open(None, hall)
    await visitor.send(EditingState, "begin", seq=1)
    await visitor.send(VersionsState, "show", seq=1)
    assert (await open_to_edit(visitor), await shown(visitor)) == (NOTHING, [])


async def test_what_was_shown_is_no_more_in_the_page_of_who_signed_out_or_was_removed(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=1)
    tab = await server.open(bea, hall)
    await tab.send(VersionsState, "show", seq=1)
    await server.write(lambda tx: builders.edit(tx, ana, hall, 1, "two"))
    await tab.reconnect()
    assert await shown(tab) == ["message 1", "two"]
    deleted = await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=1))
    await tab.reconnect()
    assert await shown(tab) == []
    await server.write(lambda tx: editing.restore(tx, ana, hall_id=hall, seq=1, deleted=deleted))
    await tab.send(VersionsState, "show", seq=1)
    await server.write(lambda tx: memberships.remove(tx, ana, hall_id=hall, user_id=bea.user_id))
    await tab.reconnect()
    assert await shown(tab) == []
    mine = await server.open(ana, hall)
    await mine.send(EditingState, "begin", seq=1)
    await mine.send(VersionsState, "show", seq=1)
    await operations.sign_out(server.app, ana)
    await mine.reconnect()
    assert (await open_to_edit(mine), await shown(mine)) == (NOTHING, [])


async def test_an_edit_is_seen_where_the_message_is_older_than_the_ring_and_after_being_away(server: Server, ana: Actor) -> None:
    hall, pages = await server.hall(ana, last=300), PagesState.get_full_name()
    tab, away = await server.open(ana, hall), await server.open(ana, hall)
    for one in (tab, away):
        for _ in range(2):
            await one.send(PagesState, "older")
    server.tabs.go(away.sid)
    for seq in (70, 180, 300):  # in a block alone; in a block and in the ring; in the ring alone
        await server.write(lambda tx, seq=seq: builders.edit(tx, ana, hall, seq, f"edited {seq}"))
    server.tabs.come(away.sid)
    await away.connect()
    for one in (tab, away):
        await until(lambda one=one: "edited 180" in one.page.vars[pages]["page_2"][180 - 128]["html"])
        block = one.page.vars[pages]["page_1"]
        assert block[70 - 64]["html"] == "<p>edited 70</p>"
        assert (block[70 - 64]["gap"], "edited" in block[70 - 64], "edited" in block[71 - 64]) == (
            block[70 - 64]["at"] - block[69 - 64]["at"],
            True,
            False,
        )
        assert [row["html"] for row in one.page.window if "edited" in row] == ["<p>edited 180</p>", "<p>edited 300</p>"]
