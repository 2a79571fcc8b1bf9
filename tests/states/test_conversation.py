"""Opening a hall, sending, deleting and watching, as a tab does them."""

import re
from typing import Any

import pytest

from hallchat import operations
from hallchat.errors import Busy, HallArchived, Refusal, TooMany
from hallchat.operations import text
from hallchat.services import history, memberships
from hallchat.states.conversation import ANSWERS, ConversationState
from hallchat.views import Actor
from tests.states.conftest import Server, Tab
from tests.tabs import quiet, until

ODD = (None, "x", "", -1, 0, 2**63, 1.5, True, [1], {"a": 1}, "9" * 5_000)


async def send(tab: Tab, hall: Any, content: Any = "hola", client_id: Any = "one") -> Any:
    """Send a message, and return what the tab is answered."""
    await tab.send(ConversationState, "send", hall_id=hall, client_id=client_id, content=content)
    await quiet()
    answer = (await tab.state(ConversationState)).answers.get(str(client_id)[:64])
    return answer and answer["why"]


async def stored(server: Server, actor: Actor, hall: int) -> list[str]:
    page = await server.app.read(lambda tx: history.latest(tx, actor, hall_id=hall, limit=100))
    return [message.content for message in page.messages]


async def test_what_one_sends_all_see_the_sender_too(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    assert await send(mine, hall, "**hola**") == ""
    for tab in (mine, theirs):
        assert [(row["html"], row["cid"]) for row in tab.page.window] == [("<p><strong>hola</strong></p>", "one")]


async def test_the_server_links_halls_spells_emoji_and_colours_code_of_what_is_sent_for_all(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall, pier = await server.hall(ana, bea), await server.hall(ana, name="Old Pier")
    await server.hall(ana, name="Cellar", kind="private")
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    assert await send(mine, hall, "#old-pier, not #cellar :tada:\n\n```py\nif sea: # calm\n```") == ""
    for tab in (mine, theirs):
        [row] = tab.page.window
        words, code = row["html"].split("</p>")
        assert re.sub(' rel="[^"]*"', "", words) == f'<p><a href="/h/{pier}" data-hall="{pier}">#old-pier</a>, not #cellar 🎉'
        assert '<span class="k">if</span> sea: <span class="c"># calm</span>' in code
    await mine.send(ConversationState, "edit", hall_id=hall, seq=1, content="to #Old-Pier :heart:")
    await quiet()
    [row] = theirs.page.window
    assert f'data-hall="{pier}"' in row["html"]
    assert "❤️" in row["html"]


async def test_a_thousand_mentions_are_refused_where_they_are_sent_and_where_they_are_edited(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    many = " ".join(f"@n{number:03}" for number in range(1000))
    assert await send(tab, hall, "hola") == ""
    assert "at most 50 people" in await send(tab, hall, many, "two")
    await tab.send(ConversationState, "edit", hall_id=hall, seq=1, content=many)
    assert "at most 50 people" in tab.notice
    assert await stored(server, ana, hall) == ["hola"]


async def test_an_answer_names_the_place_of_what_is_stored(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=3)
    tab = await server.open(ana, hall)
    for client_id, content in (("one", "hola"), ("two", ""), ("three", "adiós"), ("one", "hola")):
        await send(tab, hall, content, client_id)
    answers = (await tab.state(ConversationState)).answers
    assert [answers[client_id]["seq"] for client_id in ("one", "two", "three")] == [4, 0, 5]


async def test_the_same_client_id_again_stores_once(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    assert [await send(tab, hall), await send(tab, hall)] == ["", ""]
    assert await stored(server, ana, hall) == ["hola"]


@pytest.mark.parametrize(("language", "sentence"), [("en", "at least one character"), ("es", "al menos un")])
async def test_a_refusal_is_answered_in_the_language_of_the_tab(server: Server, ana: Actor, language: str, sentence: str) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall, language=language)
    assert sentence in await send(tab, hall, "  \n ")
    assert await stored(server, ana, hall) == []


async def test_only_the_latest_answers_are_kept(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    for number in range(ANSWERS + 3):
        await send(tab, hall, client_id=f"id{number}")
    answers = (await tab.state(ConversationState)).answers
    assert list(answers) == [f"id{number}" for number in range(3, ANSWERS + 3)]


@pytest.mark.parametrize(("refusal", "later"), [(TooMany(seconds=7), 7), (Busy(), 1), (HallArchived(), 0)])
async def test_what_may_well_be_taken_soon_is_said_to_be_sent_again(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch, refusal: Refusal, later: int
) -> None:
    async def refuse(*_who: object, **_what: object) -> None:
        raise refusal

    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    monkeypatch.setattr(operations, "send_message", refuse)
    assert await send(tab, hall)
    assert (await tab.state(ConversationState)).answers["one"]["later"] == later


@pytest.mark.parametrize("odd", ODD)
async def test_odd_arguments_are_refused_and_nothing_is_stored(server: Server, ana: Actor, odd: Any) -> None:
    hall = await server.hall(ana, last=1)
    tab = await server.open(ana, hall)
    assert await send(tab, odd) or odd is True
    if not text_like(odd):
        assert await send(tab, hall, client_id=odd)
    for seq in ODD:
        if seq is not True:
            await tab.send(ConversationState, "delete", seq=seq)
    await tab.send(ConversationState, "watch", watching=odd)
    rows = await server.app.read(lambda tx: history.latest(tx, ana, hall_id=hall, limit=9))
    assert [message.deleted_at for message in rows.messages][:1] == [None]


def text_like(odd: Any) -> bool:
    """Tell whether something is a client id when it is written out."""
    try:
        text.client_id(str(odd))
    except Exception:
        return False
    return True


async def test_a_visitor_sends_and_deletes_nothing(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=1)
    tab = await server.open(None, hall)
    assert await send(tab, hall) is None
    await tab.send(ConversationState, "edit", seq=1, content="mine")
    await tab.send(ConversationState, "delete", seq=1)
    await tab.send(ConversationState, "watch", watching=True)
    assert await stored(server, ana, hall) == ["message 1"]


async def test_who_is_no_member_is_shown_the_public_hall_from_outside_and_can_do_nothing(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, last=2)
    tab = await server.open(bea, hall)
    state = await tab.state(ConversationState)
    assert (state.problem, state.outside["name"], tab.page.window) == ("not_a_member", "Plaza", [])
    assert "not a member" in await send(tab, hall)
    await server.write(lambda tx: memberships.join(tx, bea, hall_id=hall))
    await tab.send(ConversationState, "open")
    assert (state.problem, state.outside, tab.page.seqs) == ("", None, [1, 2])


async def test_a_private_hall_looks_like_none(server: Server, ana: Actor, bea: Actor) -> None:
    private = await server.hall(ana, kind="private", last=2)
    for hall in (private, 999):
        tab = await server.open(bea, hall)
        state = await tab.state(ConversationState)
        assert (state.problem, state.outside, tab.page.window) == ("hall_not_found", None, [])
    assert await send(tab, private) == await send(tab, 999, client_id="two")


async def test_switching_shows_the_other_hall_and_a_refused_one_leaves_the_former(server: Server, ana: Actor, bea: Actor) -> None:
    one, two = await server.hall(ana, last=3), await server.hall(ana, last=2, name="Two")
    private = await server.hall(bea, kind="private")
    tab = await server.open(ana, one)
    await tab.go(f"/h/{two}")
    assert (tab.page.ring("hall"), tab.page.seqs) == (two, [1, 2])
    await tab.go(f"/h/{private}")
    assert server.app.live.shown(tab.sid) is None
    await tab.go(f"/h/{two}")
    await tab.go("/")
    assert server.app.live.shown(tab.sid) is None


async def test_deleting_leaves_a_tombstone_for_all_and_somebody_elses_stays(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=2)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    await theirs.send(ConversationState, "delete", seq=1)
    assert "only your own" in theirs.notice
    await mine.send(ConversationState, "delete", seq=2)
    await quiet()
    assert [(row["gone"], row["html"] == "") for row in theirs.page.window] == [(False, False), (True, True)]


async def test_watching_reads(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=2)
    tab = await server.open(bea, hall)
    assert tab.page.unread == {str(hall): 2}
    await tab.send(ConversationState, "watch", watching=True)
    await until(lambda: tab.page.unread == {})


async def test_a_send_that_breaks_says_so_at_its_row(server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)

    async def broken(*_: Any, **__: Any) -> None:
        raise OSError("no disk")

    monkeypatch.setattr("hallchat.operations.send_message", broken)
    assert await send(tab, hall) == "Something went wrong on our side. Nothing was changed; try again."


async def test_what_somebody_else_wrote_in_this_browser_is_not_sent_as_ones_own(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea)
    tab = await server.open(bea, hall)
    await tab.send(ConversationState, "send", hall_id=hall, client_id="one", content="confidential", user_id=ana.user_id)
    assert await stored(server, bea, hall) == []


async def test_a_deletion_names_the_hall_that_the_page_shows(server: Server, ana: Actor) -> None:
    shown, other = await server.hall(ana, last=2), await server.hall(ana, last=2, name="Other")
    tab = await server.open(ana, shown)
    await tab.go(f"/h/{other}")  # on its way while the page still shows the first
    await tab.send(ConversationState, "delete", hall_id=shown, seq=2)
    assert await stored(server, ana, shown) == ["message 1", ""]
    assert await stored(server, ana, other) == ["message 1", "message 2"]
