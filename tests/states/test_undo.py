"""What one click does is undone by the next one: for a few seconds, once, and by who did it."""

from pathlib import Path

import pytest

from hallchat import operations, runtime, undo
from hallchat.config import Settings
from hallchat.i18n import languages, message
from hallchat.services import drafts, halls, history, memberships, notifications
from hallchat.states.conversation import ConversationState
from hallchat.states.members import MembersState
from hallchat.states.notices import DONE, NoticeState
from hallchat.states.wire import StateWire
from hallchat.undo import Step
from hallchat.views import Actor
from tests import builders
from tests.states.conftest import Server, Tab
from tests.tabs import Tabs, quiet, until


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the time for an undo be up at once."""
    monkeypatch.setattr(undo, "UNDO", 0.0)
    monkeypatch.setattr(undo, "ON_THE_WAY", 0.0)


Deleted = tuple[Tab, int]


@pytest.fixture
async def deleted(server: Server, ana: Actor) -> Deleted:
    """A tab in which Ana has just deleted the only message of the hall that it shows, and that hall."""
    hall = await server.hall(ana, last=1)
    tab = await server.open(ana, hall)
    await tab.send(ConversationState, "delete", seq=1)
    return tab, hall


async def roles(server: Server, hall: int) -> dict[str, str]:
    """Return who is in a hall, from the database."""
    there = await server.app.read(lambda tx: history.tail(tx, hall, limit=1))
    assert there.messages, "say something in it first"
    asked = Actor(there.messages[0].sender.id, "")
    return {one.username: one.role for one in await server.app.read(lambda tx: memberships.members(tx, asked, hall_id=hall))}


async def contents(server: Server, actor: Actor, hall: int) -> list[str]:
    page = await server.app.read(lambda tx: history.latest(tx, actor, hall_id=hall, limit=9))
    return [one.content for one in page.messages]


def told(tab: Tab) -> tuple[str, bool]:
    """Return the notice, and whether it can be undone."""
    notice = tab.page.vars[NoticeState.get_full_name()]
    return notice["sentence"], notice["undoable"]


async def test_a_deletion_is_undone_in_every_page_and_the_words_never_left_the_server(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=2)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    before, seen = theirs.page.window, len(mine.page.updates)
    await mine.send(ConversationState, "delete", seq=2)
    await quiet()
    assert told(mine) == ("You deleted a message.", True)
    assert theirs.page.window[1]["gone"]
    assert "message 2" not in str(mine.page.updates[seen:])
    await mine.send(NoticeState, "undo")
    await quiet()
    assert told(mine) == ("", False)
    assert theirs.page.window == mine.page.window == before


async def test_undoing_twice_undoes_once(server: Server, ana: Actor, deleted: Deleted) -> None:
    tab, hall = deleted
    for _ in range(2):
        await tab.send(NoticeState, "undo")
        assert told(tab) == ("", False)
    page = await server.app.read(lambda tx: history.latest(tx, ana, hall_id=hall, limit=1))
    assert page.last_rev == 3


async def test_deleting_what_is_deleted_leaves_the_undo_of_the_first(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=1)
    tab = await server.open(ana, hall)
    for _ in range(2):
        await tab.send(ConversationState, "delete", seq=1)
    await tab.send(NoticeState, "undo")
    assert await contents(server, ana, hall) == ["message 1"]


async def test_an_owner_undoes_that_they_deleted_what_somebody_else_said_and_edited(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea)
    await server.write(lambda tx: (builders.say(tx, bea, hall, "one"), builders.edit(tx, bea, hall, 1, "two")))
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    before = theirs.page.window
    await mine.send(ConversationState, "delete", seq=1)
    await quiet()
    assert theirs.page.window[0]["gone"]
    await mine.send(NoticeState, "undo")
    await quiet()
    assert theirs.page.window == before
    versions = await server.app.read(lambda tx: history.versions(tx, bea, hall_id=hall, seq=1))
    assert [one.content for one in versions] == ["one", "two"]


async def test_a_removed_member_comes_back(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1, kind="private")
    tab = await server.open(ana, hall)
    await tab.send(MembersState, "remove", user_id=bea.user_id)
    assert await roles(server, hall) == {"ana": "owner"}
    assert told(tab) == ("Bea was removed.", True)
    await tab.send(NoticeState, "undo")
    assert await roles(server, hall) == {"ana": "owner", "bea": "member"}


@pytest.mark.parametrize(
    ("since", "left"),
    [
        (["join"], {"ana": "owner", "bea": "moderator"}),  # nothing was decided: the role is given back
        (["join", "leave"], {"ana": "owner"}),
        (["join", "leave", "join"], {"ana": "owner", "bea": "member"}),
        (["join", "appoint", "dismiss"], {"ana": "owner", "bea": "member"}),
    ],
)
async def test_a_removal_is_not_undone_against_what_was_decided_since(
    server: Server, ana: Actor, bea: Actor, since: list[str], left: dict[str, str]
) -> None:
    hall = await server.hall(ana, bea, last=1)
    await server.write(lambda tx: builders.appoint(tx, ana, hall, bea))
    tab = await server.open(ana, hall)
    await tab.send(MembersState, "remove", user_id=bea.user_id)
    for what in since:
        if what in ("join", "leave"):
            await server.write(lambda tx, what=what: getattr(memberships, what)(tx, bea, hall_id=hall))
        else:
            await tab.send(MembersState, "appoint", user_id=bea.user_id, moderator=what == "appoint")
    assert server.app.undo.offers(ana, Step("remove", hall, bea.user_id)) == (since == ["join"])
    await tab.send(NoticeState, "undo")
    assert await roles(server, hall) == left


async def test_the_page_of_who_was_removed_shows_the_hall_again_when_they_are_back_and_not_before(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=2, kind="private")
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    await mine.send(MembersState, "remove", user_id=bea.user_id)
    for seqs, handler in (([], "undo"), ([1, 2], "dismiss")):
        await theirs.send(ConversationState, "come_back")
        await quiet()
        assert ((await theirs.state(ConversationState)).problem, theirs.page.seqs, theirs.notice) == ("", seqs, "")
        await mine.send(NoticeState, handler)


async def test_a_removed_moderator_comes_back_with_all_that_was_theirs_where_the_hall_is_archived(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=2)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    await mine.send(MembersState, "appoint", user_id=bea.user_id, moderator=True)
    await server.write(lambda tx: drafts.save(tx, bea, hall_id=hall, content="¿Sal"))
    await server.write(lambda tx: notifications.set_level(tx, bea, hall_id=hall, level="nothing"))
    await mine.send(MembersState, "archive", archived=True)
    await theirs.send(ConversationState, "watch", watching=True)  # this read mark is not written at once
    await mine.send(MembersState, "remove", user_id=bea.user_id)
    await mine.send(NoticeState, "undo")
    assert told(mine) == ("", False)
    assert await roles(server, hall) == {"ana": "owner", "bea": "moderator"}
    back = await server.app.read(lambda tx: halls.get(tx, bea, hall_id=hall))
    assert (back.unread, back.notify, back.drafted_at is not None) == (0, "nothing", True)


async def test_an_archived_hall_is_brought_back(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    await tab.send(MembersState, "archive", archived=True)
    assert told(tab) == ("Plaza is archived.", True)
    await tab.send(NoticeState, "undo")
    assert not (await server.app.read(lambda tx: halls.get(tx, ana, hall_id=hall))).archived
    await tab.send(MembersState, "archive", archived=False)
    assert told(tab) == ("", False)


async def test_who_is_leaving_stays_a_member_until_it_cannot_be_undone_and_is_led_back(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=1)
    tab = await server.open(bea, hall)
    for _ in range(2):  # two clicks, and one undo takes both back
        await tab.send(MembersState, "leave")
    assert told(tab) == ("You are leaving Plaza.", True)
    await tab.go("/")
    assert told(tab)[1]
    await tab.send(NoticeState, "undo")
    assert f"/h/{hall}" in str(tab.page.events[-1])
    await server.app.undo.close()
    assert "bea" in await roles(server, hall)


@pytest.mark.usefixtures("soon")
async def test_who_left_is_gone_when_the_time_is_up_though_the_tab_was_closed(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    watching, tab = await server.open(ana, hall), await server.open(bea, hall)
    await tab.send(MembersState, "leave")
    server.tabs.go(tab.sid)
    await until(lambda: watching.page.ring("crowd") == 1)
    assert await roles(server, hall) == {"ana": "owner"}


async def test_what_waits_is_done_when_the_server_stops(tmp_path: Path, database_url: str) -> None:
    settings = Settings(data_dir=tmp_path, database_url=database_url, secret="s" * 32, rate_limits="off")
    async with runtime.run(settings, Tabs(), StateWire()) as app:
        ana, bea = [await app.database.write(lambda tx, name=name: builders.person(tx, name)) for name in ("ana", "bea")]
        hall = (await app.database.write(lambda tx: builders.hall(tx, ana, bea))).id
        step = Step("leave", hall)
        await app.undo.wait(bea, step, lambda tx: memberships.leave(tx, bea, hall_id=hall), sid="")
        assert (await app.read(lambda tx: halls.get(tx, bea, hall_id=hall))).member
    async with runtime.run(settings, Tabs(), StateWire()) as app:
        assert not (await app.read(lambda tx: halls.get(tx, bea, hall_id=hall))).member


async def test_handing_over_waits_and_is_undone_or_done(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    tab = await server.open(ana, hall)
    for undone, owner in ((True, "ana"), (False, "bea")):
        await tab.send(MembersState, "hand_over", user_id=bea.user_id)
        assert told(tab) == ("Bea becomes the owner of Plaza.", True)
        assert (await roles(server, hall))["ana"] == "owner"
        if undone:
            await tab.send(NoticeState, "undo")
        await server.app.undo.close()
        assert [name for name, role in (await roles(server, hall)).items() if role == "owner"] == [owner]


async def test_who_goes_on_meant_it_so_an_owner_hands_over_and_leaves_without_waiting_between(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=1)
    tab = await server.open(ana, hall)
    await tab.send(MembersState, "hand_over", user_id=bea.user_id)
    await tab.send(MembersState, "leave")
    assert told(tab) == ("You are leaving Plaza.", True)
    assert await roles(server, hall) == {"ana": "member", "bea": "owner"}


async def test_a_refusal_is_told_at_the_click_and_nothing_of_the_trial_is_kept_or_seen(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea, last=1)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    await mine.send(MembersState, "leave")
    assert told(mine) == ("You own this hall. Name another owner before you leave.", False)
    assert mine.page.events == []
    await theirs.send(MembersState, "leave")  # this trial goes well
    await quiet()
    assert await roles(server, hall) == {"ana": "owner", "bea": "member"}
    assert (theirs.page.seqs, mine.page.ring("crowd")) == ([1], 0)


async def test_what_is_refused_when_its_time_comes_is_told_in_the_tab(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, last=1)
    tab = await server.open(ana, hall, language="es")
    await tab.send(MembersState, "leave")
    await server.write(lambda tx: memberships.join(tx, bea, hall_id=hall))
    await server.app.undo.close()
    assert told(tab) == ("Esta sala es tuya. Nombra a otra persona propietaria antes de salir.", False)
    assert (await roles(server, hall))["ana"] == "owner"


@pytest.mark.usefixtures("soon")
async def test_an_undo_that_comes_late_does_nothing_and_says_so(server: Server, ana: Actor, deleted: Deleted) -> None:
    tab, hall = deleted
    await until(lambda: not server.app.undo.offers(ana, Step("delete", hall, 1)))
    await tab.send(NoticeState, "undo")
    assert told(tab) == ("It is too late to undo that.", False)
    assert await contents(server, ana, hall) == [""]


@pytest.mark.usefixtures("soon")
async def test_a_page_that_is_loaded_again_shows_no_undo_that_would_come_late(
    server: Server, ana: Actor, deleted: Deleted
) -> None:
    tab, hall = deleted
    await until(lambda: not server.app.undo.offers(ana, Step("delete", hall, 1)))
    await tab.connect()
    assert told(tab) == ("", False)


async def test_nobody_undoes_what_somebody_else_did(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    mine, theirs = await server.open(ana, hall), await server.open(bea, hall)
    await mine.send(ConversationState, "delete", seq=1)
    await theirs.send(NoticeState, "undo")
    (await theirs.state(NoticeState))._step = Step("delete", hall, 1)
    await theirs.send(NoticeState, "undo")
    assert "too late" in theirs.notice
    assert await contents(server, ana, hall) == [""]


async def test_what_works_leaves_the_undo_and_a_refusal_takes_its_place(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=2)
    tab = await server.open(ana, hall)
    await tab.send(ConversationState, "delete", seq=1)
    await tab.send(ConversationState, "watch", watching=True)
    assert told(tab)[1]
    await tab.send(ConversationState, "delete", seq=99)
    assert told(tab) == ("There is no such message in this hall.", False)
    await tab.send(NoticeState, "undo")
    assert (await contents(server, ana, hall))[0] == ""


@pytest.mark.parametrize("handler", ["undo", "dismiss"])
async def test_a_closed_notice_leaves_things_done(server: Server, ana: Actor, deleted: Deleted, handler: str) -> None:
    tab, hall = deleted
    await tab.send(NoticeState, "dismiss")
    await tab.send(NoticeState, handler)
    assert (await contents(server, ana, hall), tab.notice) == ([""], "")


async def test_who_signed_out_meanwhile_undoes_nothing(server: Server, ana: Actor, deleted: Deleted) -> None:
    tab, hall = deleted
    await operations.sign_out(server.app, ana)
    await tab.send(NoticeState, "undo")
    other = Actor(ana.user_id, await server.write(lambda tx: builders.again(tx, ana)))
    assert await contents(server, other, hall) == [""]


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
@pytest.mark.parametrize("sentence", [*DONE.values(), "Undo"])
def test_what_is_said_is_translated(language: str, sentence: str) -> None:
    assert message(sentence, language) != sentence
