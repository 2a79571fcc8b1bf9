"""Drafts as tabs keep and follow them."""

import pytest

from hallchat import errors
from hallchat.services import drafts, memberships
from hallchat.states.drafts import DraftsState
from hallchat.views import Actor, DraftView, milliseconds
from tests.states.conftest import Server, Tab
from tests.tabs import quiet, until

DRAFTS = DraftsState.get_full_name()


async def kept(server: Server, who: Actor, hall: int) -> DraftView:
    return await server.app.read(lambda tx: drafts.get(tx, who, hall_id=hall))


def marks(*tabs: Tab) -> list[dict[str, int]]:
    """Return in which halls each tab is told of a draft."""
    return [tab.page.drafts for tab in tabs]


async def test_what_one_tab_writes_is_told_to_all_of_that_person_and_read_by_who_asks(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea)
    tab, second, lobby, other = [await server.open(*one) for one in ((ana, hall), (ana, hall), (ana, None), (bea, hall))]
    await tab.send(DraftsState, "save", content="Mañana sal")
    await quiet()
    at = milliseconds((await kept(server, ana, hall)).saved_at)  # pyright: ignore[reportArgumentType]
    assert marks(tab, second, lobby, other) == [{str(hall): at}] * 3 + [{}]
    assert tab.page.vars[DRAFTS]["saved"] == {str(hall): at}
    await second.send(DraftsState, "look")
    assert second.page.vars[DRAFTS]["found"] == {str(hall): {"content": "Mañana sal", "at": at}}
    assert marks(await server.open(ana, hall)) == [{str(hall): at}]
    await second.send(DraftsState, "save", content=" ", since=at)
    await quiet()
    assert marks(tab, second, lobby) == [{}] * 3
    assert second.page.vars[DRAFTS]["saved"] == {str(hall): 0}


async def test_of_two_devices_that_write_at_once_neither_takes_the_place_of_the_other(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    desk, phone = await server.open(ana, hall), await server.open(ana, hall)
    await desk.send(DraftsState, "save", content="in the sun")
    at = desk.page.vars[DRAFTS]["saved"][str(hall)]
    await phone.send(DraftsState, "save", content="in the tunnel")
    both = await kept(server, ana, hall)
    assert both.content == "in the sun\nin the tunnel"
    assert phone.page.vars[DRAFTS]["found"] == {str(hall): {"content": both.content, "at": both.version}}
    assert "saved" not in phone.page.vars[DRAFTS] or not phone.page.vars[DRAFTS]["saved"]
    await desk.send(DraftsState, "save", content=" ", since=at)  # it does not know of the other's words yet
    assert await kept(server, ana, hall) == both
    await desk.send(DraftsState, "save", content="", since=both.version)
    assert (await kept(server, ana, hall)).content == ""


async def test_a_page_need_not_wait_for_an_answer_before_it_sends_more(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    for content in ("Shall we sail", "Shall we s", "Or swim"):
        await tab.send(DraftsState, "save", content=content, since=0)
    assert (await kept(server, ana, hall)).content == "Or swim"


async def test_nobody_else_reads_or_writes_it_and_it_goes_with_the_membership(server: Server, ana: Actor, bea: Actor) -> None:
    hall, private = await server.hall(ana, bea, last=1), await server.hall(ana, last=1, kind="private")
    mine, tab = await server.open(ana, private), await server.open(bea, hall)
    await mine.send(DraftsState, "save", content="confidential")
    await tab.send(DraftsState, "look", hall_id=private)
    assert "no such hall" in tab.notice
    await tab.send(DraftsState, "save", hall_id=private, content="hers")
    assert (await kept(server, ana, private)).content == "confidential"
    assert "confidential" not in str(tab.page.updates)
    await tab.send(DraftsState, "save", content="hers")
    await server.write(lambda tx: memberships.leave(tx, bea, hall_id=hall))
    await until(lambda: marks(tab) == [{}])


async def test_what_is_refused_says_nothing_and_changes_nothing(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    await tab.send(DraftsState, "save", content="short")
    await tab.send(DraftsState, "save", content="x" * 40_000)
    await tab.send(DraftsState, "save", hall_id=999, content="x")
    assert (tab.notice, (await kept(server, ana, hall)).content) == ("", "short")
    await tab.send(DraftsState, "save", content=7)
    assert ((await kept(server, ana, hall)).content, (await tab.state(DraftsState)).refused) == ("7", 0)


@pytest.mark.parametrize("refusal", [errors.Busy(), errors.TooMany(seconds=1)])
async def test_of_what_is_refused_for_a_moment_the_page_is_told_each_time(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch, refusal: errors.Refusal
) -> None:
    tab = await server.open(ana, await server.hall(ana))

    def refuse(*_: object, **__: object) -> None:
        raise refusal

    monkeypatch.setattr(drafts, "save", refuse)
    for times in (1, 2):
        await tab.send(DraftsState, "save", content="x")
        assert (tab.notice, tab.page.vars[DRAFTS]["refused"]) == ("", times)


async def test_after_a_reconnect_a_tab_knows_what_was_written_meanwhile(server: Server, ana: Actor) -> None:
    hall, second = await server.hall(ana), await server.hall(ana, name="Second")
    tab = await server.open(ana, hall)
    await tab.send(DraftsState, "save", content="here")
    for one, content in ((hall, ""), (second, "there")):
        await server.write(lambda tx, one=one, content=content: drafts.save(tx, ana, hall_id=one, content=content))
    await tab.reconnect()
    assert marks(tab)[0].keys() == {str(second)}
