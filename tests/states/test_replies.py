"""Replies in a tab: sent by the page, shown to everybody, and true about what they quote wherever that stands."""

from typing import Any

import pytest

from hallchat.services import editing, memberships
from hallchat.states.conversation import ConversationState
from hallchat.states.pages import PagesState
from hallchat.states.replies import AT_ONCE, RepliesState
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import PAGES, Server, Tab
from tests.tabs import quiet, until


async def listed(tab: Tab) -> list[str]:
    return [one["text"] for one in (await tab.state(RepliesState)).replies]


def quoted(tab: Tab, seq: int) -> str:
    """What a message of the ring quotes."""
    row = next(one for one in tab.page.window if one["seq"] == seq)
    return row["quote"]["text"] if "quote" in row else "none"


async def test_a_reply_is_sent_and_everybody_sees_what_it_quotes_and_the_count(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=2)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    for _ in range(2):
        await theirs.send(ConversationState, "send", client_id="one", content="**sí**", reply_to=1)
    await quiet()
    for tab in (mine, theirs):
        first, plain, reply = tab.page.window
        assert reply.get("quote") == {"seq": 1, "by": ana.user_id, "name": "Ana", "text": "message 1"}
        assert (first.get("replies"), "replies" in plain, "quote" in plain, "replies" in reply) == (1, False, False, False)
        assert not reply.get("follows")
    assert (await theirs.state(ConversationState)).answers["one"]["seq"] == 3


async def test_what_is_edited_or_deleted_is_so_in_every_quote_of_it(server: Server, ana: Actor, bea: Actor) -> None:
    """Wherever the message and its replies stand: in the ring, in loaded blocks, in both; and after being away."""
    hall = await server.hall(ana, bea, last=100)
    for seq in (70, 90):
        await server.write(lambda tx, seq=seq: builders.say(tx, bea, hall, "in a block", reply_to=seq))
    await server.write(lambda tx: [builders.say(tx, ana, hall) for _ in range(150)])
    await server.write(lambda tx: builders.say(tx, bea, hall, "in the ring", reply_to=70))
    tab, away = await server.open(bea, hall), await server.open(bea, hall)
    for one in (tab, away):
        for _ in range(2):
            await one.send(PagesState, "older")
        assert one.page.vars[PAGES]["low"] == 0
    server.tabs.go(away.sid)
    await server.write(lambda tx: builders.edit(tx, ana, hall, 70, "edited"))
    await until(lambda: _in_block(tab, 101) == "edited")
    assert quoted(tab, 253) == "edited"
    deleted = await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=70))
    await until(lambda: _in_block(tab, 101) == "")
    assert (quoted(tab, 253), _in_block(tab, 102)) == ("", "message 90")
    server.tabs.come(away.sid)
    await away.connect()
    late = await server.open(bea, hall)
    for one in (away, late):
        assert quoted(one, 253) == ""
    assert (_in_block(away, 101), _row(away, 70)["replies"]) == ("", 2)
    await server.write(lambda tx: editing.restore(tx, ana, hall_id=hall, seq=70, deleted=deleted))
    await until(lambda: _in_block(tab, 101) == "edited")
    assert quoted(tab, 253) == quoted(late, 253) == "edited"
    await server.write(lambda tx: builders.say(tx, bea, hall, reply_to=70))
    await until(lambda: _row(tab, 70)["replies"] == 3)


async def test_a_refused_reply_says_why_and_nothing_is_written(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=2)
    await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=1))
    tab = await server.open(ana, hall, language="es")
    for client_id, reply_to, why in (("gone", 1, "fue borrado"), ("missing", 9, "no existe"), ("below", -1, "no existe")):
        await tab.send(ConversationState, "send", client_id=client_id, content="x", reply_to=reply_to)
        assert why in (await tab.state(ConversationState)).answers[client_id]["why"]
    await quiet()
    assert len(tab.page.window) == 2


async def test_the_replies_to_a_message_are_listed_some_at_a_time(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    many = AT_ONCE + 2
    await server.write(lambda tx: [builders.say(tx, bea, hall, f"*reply* {one}", reply_to=1) for one in range(many)])
    tab = await server.open(ana, hall)
    await tab.send(RepliesState, "show", seq=1)
    state = await tab.state(RepliesState)
    assert (await listed(tab), state.more) == ([f"reply {one}" for one in range(AT_ONCE)], True)
    for _ in range(2):
        await tab.send(RepliesState, "onwards")
    state = await tab.state(RepliesState)
    assert (len(await listed(tab)), state.more, state.seq) == (many, False, 1)
    assert state.replies[0]["seq"] == 2
    await server.write(lambda tx: builders.say(tx, bea, hall, "reply 52", reply_to=1))
    await tab.send(RepliesState, "again")
    assert (await listed(tab), state.more) == ([f"reply {one}" for one in range(many + 1)], False)
    await tab.send(RepliesState, "hide")
    await tab.send(RepliesState, "again")  # on its way when the list was closed
    assert (await listed(tab), state.seq) == ([], 0)


async def test_a_page_hears_of_what_it_lists_until_it_lists_it_no_more(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    await server.write(lambda tx: builders.say(tx, bea, hall, "before", reply_to=1))
    tab = await server.open(ana, hall)
    await tab.send(RepliesState, "show", seq=1)
    await server.write(lambda tx: builders.edit(tx, ana, hall, 1, "not in the list"))
    assert tab.page.listed == 0
    await server.write(lambda tx: builders.edit(tx, bea, hall, 2, "after"))
    await until(lambda: tab.page.listed > 0)
    await tab.send(RepliesState, "again")
    assert await listed(tab) == ["after"]
    await tab.send(RepliesState, "hide")
    heard = tab.page.listed
    await server.write(lambda tx: builders.edit(tx, bea, hall, 2, "afterwards"))
    await quiet()
    assert tab.page.listed == heard


@pytest.mark.parametrize("odd", [None, "x", -1, 0, 2**63, 1.5, [1], {"a": 1}])
async def test_odd_arguments_send_and_list_nothing(server: Server, ana: Actor, bea: Actor, odd: Any) -> None:
    hall, private = await server.hall(ana, last=2), await server.hall(bea, kind="private", last=1)
    await server.write(lambda tx: builders.say(tx, bea, private, "secret", reply_to=1))
    tab, visitor = await server.open(ana, hall), await server.open(None, hall)
    if odd not in (0, None):
        await tab.send(ConversationState, "send", client_id="odd", content="odd", reply_to=odd)
    await tab.send(RepliesState, "show", hall_id=odd, seq=1)
    await tab.send(RepliesState, "show", hall_id=hall, seq=odd)
    await tab.send(RepliesState, "show", hall_id=private, seq=1)
    await visitor.send(RepliesState, "show", seq=1)
    await quiet()
    assert (await listed(tab), await listed(visitor), len(tab.page.window)) == ([], [], 2)


async def test_a_list_of_replies_goes_with_the_membership(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    await server.write(lambda tx: builders.say(tx, ana, hall, "words", reply_to=1))
    tab = await server.open(bea, hall)
    await tab.send(RepliesState, "show", seq=1)
    await server.write(lambda tx: builders.say(tx, ana, hall, "more words", reply_to=1))
    await tab.reconnect()
    assert await listed(tab) == ["words", "more words"]
    await server.write(lambda tx: editing.delete(tx, ana, hall_id=hall, seq=2))
    await tab.reconnect()
    assert await listed(tab) == ["more words"]
    await server.write(lambda tx: memberships.remove(tx, ana, hall_id=hall, user_id=bea.user_id))
    await tab.reconnect()
    assert await listed(tab) == []


def _row(tab: Tab, seq: int) -> Any:
    """A message of a loaded block."""
    return tab.page.vars[PAGES][f"page_{seq // 64 % 8}"][seq % 64 - (seq < 64)]


def _in_block(tab: Tab, seq: int) -> str:
    return _row(tab, seq)["quote"]["text"]
