"""Marking unread, and everything read, as a tab does them."""

from hallchat.states.conversation import ConversationState
from hallchat.states.notices import NoticeState
from hallchat.states.reading import ReadingState
from hallchat.views import Actor
from tests.states.conftest import NOTICES, Server
from tests.tabs import until


async def test_a_message_is_marked_unread_in_every_tab_and_read_again_by_leaving_and_returning(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall, other = await server.hall(ana, bea, last=4), await server.hall(bea, name="Other")
    tab, second = await server.open(bea, hall), await server.open(bea, hall)
    for one in (tab, second):
        await one.send(ConversationState, "watch", watching=True)
    await tab.send(ReadingState, "mark_unread", seq=3)
    for one in (tab, second):
        await until(lambda one=one: one.page.unread == {str(hall): 2})
        assert one.page.ring("new_from") == [hall, 3, 1]
    await tab.go(f"/h/{other}")
    await tab.go(f"/h/{hall}")
    assert tab.page.ring("new_from") == [hall, 3, 0]
    await tab.send(ConversationState, "watch", watching=True)
    await until(lambda: second.page.unread == {})


async def test_what_is_not_there_or_not_ones_own_to_see_is_refused(server: Server, ana: Actor, bea: Actor) -> None:
    hall, private = await server.hall(ana, bea, last=1), await server.hall(ana, last=1, kind="private")
    tab = await server.open(bea, hall)
    for hall_id, seq, said in ((hall, 2, "no such message"), (private, 1, "no such hall"), (999, 1, "no such hall")):
        await tab.send(ReadingState, "mark_unread", hall_id=hall_id, seq=seq)
        assert said in tab.notice
    assert tab.page.ring("new_from") == [hall, 1, 0]


async def test_everything_is_marked_read_and_that_is_undone(server: Server, ana: Actor, bea: Actor) -> None:
    halls = [await server.hall(ana, bea, last=last, name=f"Hall {last}") for last in (2, 3)]
    before = {str(halls[0]): 2, str(halls[1]): 3}
    tab, second = await server.open(bea), await server.open(bea)
    assert tab.page.unread == second.page.unread == before
    await tab.send(ReadingState, "mark_all_read")
    await until(lambda: tab.page.unread == second.page.unread == {})
    assert tab.page.vars[NOTICES]["undoable"]
    await tab.send(NoticeState, "undo")
    await until(lambda: tab.page.unread == second.page.unread == before)
    await tab.send(ReadingState, "mark_all_read")
    await tab.send(NoticeState, "dismiss")
    await tab.send(ReadingState, "mark_all_read")
    assert tab.notice == ""
