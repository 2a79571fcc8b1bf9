"""Every handler is a public endpoint: what comes from outside is refused or changes nothing, and nothing breaks."""

import os
import random
import sqlite3
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest

from tests.rest import Rest
from tests.server import Server
from tests.sockets.bare import bare
from tests.sockets.made_up import frames
from tests.sockets.raw_tab import HANDLERS, ROOT_STATE, full_name, opened

SEED = 31
EACH = int(os.environ.get("FRAMES", "60"))  # for each handler from each of three


def tables(server: Server, *, but: int = 0) -> dict[str, list[Any]]:
    """Everything that is stored, but for the halls that somebody made, as everybody may."""
    with closing(sqlite3.connect(f"file:{server.data / 'hallchat.db'}?mode=ro", uri=True)) as database:
        kept = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"  # an index of words is kept in others
        names = [name for (name,) in database.execute(kept)]
        stored = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}
        own = {hall for (hall,) in database.execute("SELECT id FROM halls WHERE created_by = ?", (but,))}
    stored["halls"] = [row for row in stored["halls"] if row[0] not in own]
    stored["user_halls"] = [row for row in stored["user_halls"] if row[1] not in own]
    return stored


def others(stored: dict[str, list[Any]], eve: Rest) -> dict[str, list[Any]]:
    """What is stored that a member who may post, edit and delete her own and read has no business with."""
    halls = [(row[0], row[1], row[2], row[4], row[9], row[11]) for row in stored["halls"]]
    messages = [row for row in stored["messages"] if row[4] != eve.id]
    versions = [row for row in stored["message_versions"] if row[0] in [message[0] for message in messages]]
    drafts = [row for row in stored["drafts"] if row[0] != eve.id]
    memberships = [row for row in stored["user_halls"] if row[0] != eve.id]
    people = [row[:-2] if row[0] == eve.id else row for row in stored["users"]]  # the last are her hours of quiet
    mine = {
        "halls": halls,
        "messages": messages,
        "message_versions": versions,
        "user_halls": memberships,
        "drafts": drafts,
        "users": people,
    }
    return {
        name: rows for name, rows in stored.items() if not name.startswith("message_words")
    } | mine  # kept in parts of them all


def fitting(diary: int, ana: Rest, eve: Rest) -> dict[str, list[Any]]:
    """Arguments that would do, were they from somebody who may."""
    forms = [{}, {"name": ""}, {"username": ana.username}, {"name": "Mine", "topic": "", "private": True}, {"name": "\ud800"}]
    return {
        "hall_id": [diary],
        "user_id": [eve.id, ana.id],
        "seq": [1, 2, 3],
        "reply_to": [0, 1],
        "client_id": [str(uuid4()), "again", ""],
        "content": ["hello", "\ud800", "\0", "x" * 9_000],
        "query": ["", "e", "%", "\ud800"],
        "form": [*forms, *({"__reflex_form_data__": [list(one) for one in form.items()]} for form in forms)],
        "watching": [True, False],
        "resting": [True, False],
        "minute": [0, 1439, -1],
        "level": ["nothing", "everything", "all"],
        "until": [0, 2**60, -1],
        "archived": [True, False],
        "value": [True, False],
        "vars": [{}, {f"{full_name('SessionState.begin').rpartition('.')[0]}.username_rx_state_": ana.username}],
        "hashes": [[], ["x"]],
        "code": ["es", "xx"],
    }


async def pour(server: Server, cookie: str | None, diary: int, values: dict[str, list[Any]]) -> str:
    """Send frames that were made up for each handler, each handler's on a line of its own; return all that came back."""
    streams = list[str]()
    leaving = full_name("MembersState.leave")  # the last, or a member would be none for the others
    for handler, parameters in sorted(HANDLERS.items(), key=lambda one: (one[0] == leaving, one[0])):
        async with bare(server.url, f"/h/{diary}", cookie=cookie) as line:
            await line.come()
            chance = random.Random(f"{SEED} {handler}")  # of its own, so that a new handler leaves the others' as they were
            for frame in frames(chance, handler, parameters, values, line.path, EACH):
                await line.say(frame)
            await line.settled()
            assert not line.ended, handler
            streams.append(line.stream)
        assert not server.tracebacks(), handler
    return "\n".join(streams)


@pytest.mark.timeout(240 + 2 * EACH)
@pytest.mark.parametrize("who", ["a visitor", "no member", "a member"])
async def test_two_thousand_frames_that_no_page_sends_change_nothing_and_tell_nothing(
    server: Server, ana: Rest, eve: Rest, diary: int, who: str
) -> None:
    """From a member only what she may: her own messages and her own membership."""
    assert EACH * len(HANDLERS) >= 2_000
    if who == "a member":
        ana.invite(diary, eve.username)
    before = tables(server, but=eve.id)
    async with opened(server.url, f"/h/{diary}", cookie=ana.token) as bystander:
        stream = await pour(server, None if who == "a visitor" else eve.token, diary, fitting(diary, ana, eve))
        after = tables(server, but=eve.id)
        ana.say(diary, "still alive")
        await bystander.until(lambda: "still alive" in bystander.stream)
    assert "Traceback" not in stream
    if who == "a member":
        assert others(after, eve) == others(before, eve)
        assert eve.id in [row[4] for row in after["messages"]], "nothing came as far as a service"
    else:
        assert after == before
        for private in ("secret", "Diary of Ana", "Nobody’s business", "Núñez"):
            assert private not in stream


def all_about(diary: int, ana: Rest, eve: Rest) -> list[tuple[str, dict[str, Any]]]:
    """What Eve would send to tell a hall something, to change it or to learn of it."""
    return [
        ("ConversationState.open", {}),
        ("ConversationState.send", {"hall_id": diary, "client_id": str(uuid4()), "content": "let me in", "user_id": eve.id}),
        ("ConversationState.edit", {"hall_id": diary, "seq": 1, "content": "let me in"}),
        ("ConversationState.delete", {"hall_id": diary, "seq": 1}),
        ("EditingState.begin", {"hall_id": diary, "seq": 1}),
        ("EditingState.begin_last", {"hall_id": diary}),
        ("EditingState.lose", {"hall_id": diary, "seq": 1, "words": True}),
        ("VersionsState.show", {"hall_id": diary, "seq": 1}),
        ("ReactorsState.show", {"hall_id": diary, "seq": 1}),
        ("ConversationState.watch", {"watching": True}),
        ("ConversationState.typing", {"hall_id": diary}),
        ("PresenceState.rest", {"resting": True}),
        ("AlertsState.ask", {"hall_id": diary, "minute": 600, "mention": True}),
        ("AlertsState.choose", {"hall_id": diary, "level": "nothing"}),
        ("MembersState.toggle", {"hall_id": diary}),
        ("MembersState.reload", {"hall_id": diary}),
        ("MembersState.invite", {"hall_id": diary, "form": {"username": eve.username}}),
        ("MembersState.remove", {"hall_id": diary, "user_id": ana.id}),
        ("MembersState.hand_over", {"hall_id": diary, "user_id": eve.id}),
        ("MembersState.appoint", {"hall_id": diary, "user_id": eve.id, "moderator": True}),
        ("MembersState.change", {"hall_id": diary, "form": {"name": "Mine", "topic": ""}}),
        ("MembersState.archive", {"hall_id": diary, "archived": True}),
        ("MembersState.leave", {"hall_id": diary}),
        ("MembersState.join", {"hall_id": diary}),
        ("DirectoryState.join", {"hall_id": diary}),
        ("PagesState.older", {}),
        ("PagesState.newer", {}),
        ("SwitcherState.search", {"query": "diary"}),
        ("SwitcherState.search", {"query": "núñez"}),
    ]


async def test_the_same_handlers_from_outside_a_private_hall_change_nothing(
    server: Server, ana: Rest, eve: Rest, diary: int
) -> None:
    before, calls = tables(server), all_about(diary, ana, eve)
    for cookie in (None, eve.token):
        async with opened(server.url, f"/h/{diary}", cookie=cookie) as tab:
            for handler, payload in calls:
                await tab.fire(handler, payload)
            await tab.settled()
            assert tables(server) == before
            for private in ("secret", "Diary", "Núñez"):
                assert private not in tab.stream


async def test_a_page_cannot_make_itself_somebody_else(server: Server, ana: Rest, eve: Rest, diary: int) -> None:
    async with opened(server.url, f"/h/{diary}", cookie=eve.token) as tab:
        claims = {
            f"{full_name('SessionState.begin').rpartition('.')[0]}.user_id_rx_state_": ana.id,
            f"{ROOT_STATE}.rx_router_headers_rx_state_": {"raw_headers": {"authorization": "hallchat-session x"}},
        }
        await tab.fire(full_name("UpdateVarsInternalState.update_vars_internal"), {"vars": claims})
        await tab.fire("ConversationState.open", {})
        await tab.fire(
            "ConversationState.send", {"hall_id": diary, "client_id": str(uuid4()), "content": "I am Ana", "user_id": ana.id}
        )
        await tab.settled()
        assert "secret" not in tab.stream
    assert len(ana.messages(diary)) == 5
