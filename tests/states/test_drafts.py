"""Drafts as tabs keep and follow them."""

import pytest

from hallchat import errors
from hallchat.services import drafts, memberships
from hallchat.states.drafts import GIVEN, MOMENT, Answer, DraftsState
from hallchat.views import Actor, DraftView
from tests.states.conftest import Server, Tab
from tests.tabs import quiet, until

DRAFTS = DraftsState.get_full_name()


async def kept(server: Server, who: Actor, hall: int) -> DraftView:
    return await server.app.read(lambda tx: drafts.get(tx, who, hall_id=hall))


async def save(tab: Tab, content: object, *, question: int = 1, heard: int = 0, since: int = 0, **where: int) -> Answer:
    """Let a tab keep what is being written, and return the answer of the hall that it shows."""
    await tab.send(DraftsState, "save", question=question, heard=heard, content=content, since=since, **where)
    return answer(tab)


async def look(tab: Tab, *, question: int = 1, heard: int = 0, **where: int) -> Answer:
    """Let a tab read what is being written, and return the answer of the hall that it shows."""
    await tab.send(DraftsState, "look", question=question, heard=heard, **where)
    return answer(tab)


def answer(tab: Tab) -> Answer:
    """Return the last answer."""
    return [*tab.page.vars[DRAFTS]["answers"].values()][-1]


def marks(*tabs: Tab) -> list[dict[str, int]]:
    """Return in which halls each tab is told of a draft."""
    return [tab.page.drafts for tab in tabs]


async def test_what_one_tab_writes_is_told_to_all_of_that_person_and_read_by_who_asks(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea)
    tab, second, lobby, other = [await server.open(*one) for one in ((ana, hall), (ana, hall), (ana, None), (bea, hall))]
    said = await save(tab, "Mañana sal", question=17)
    await quiet()
    at = (await kept(server, ana, hall)).version
    assert marks(tab, second, lobby, other) == [{str(hall): at}] * 3 + [{}]
    assert said == {"question": 17, "at": at, "content": None, "reply": None, "mine": 0, "again": 0}
    assert await look(second, question=4) == {
        "question": 4,
        "at": at,
        "content": "Mañana sal",
        "reply": None,
        "mine": 0,
        "again": 0,
    }
    assert marks(await server.open(ana, hall)) == [{str(hall): at}]
    assert (await save(second, " ", question=5, heard=4, since=at))["at"] == 0
    await quiet()
    assert marks(tab, second, lobby) == [{}] * 3


async def test_of_two_devices_that_write_at_once_neither_takes_the_place_of_the_other(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    desk, phone = await server.open(ana, hall), await server.open(ana, hall)
    at = (await save(desk, "in the sun"))["at"]
    found = await save(phone, "in the tunnel", question=5)
    assert found == {"question": 5, "at": at, "content": "in the sun", "reply": None, "mine": 0, "again": 0}
    both = await save(phone, "in the sun\nin the tunnel", question=6, heard=5, since=at)
    assert both["content"] is None
    found = await save(desk, "", question=2, heard=1, since=at)  # it does not know of the other's words yet
    assert (found["content"], found["at"]) == ("in the sun\nin the tunnel", both["at"])
    await save(desk, "", question=3, heard=2, since=both["at"])
    assert (await kept(server, ana, hall)).content == ""
    found = await save(phone, "in the sun\nin the tunnel!", question=7, heard=6, since=both["at"])
    assert (found["content"], found["at"]) == ("", 0)


async def test_a_page_that_heard_no_answer_goes_on_and_is_told_what_was_kept_of_it(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab, phone = await server.open(ana, hall), await server.open(ana, hall)
    for question, content in ((1, "Shall we sail"), (2, "Shall we s"), (3, "Or swim")):
        at = (await save(tab, content, question=question))["at"]
    assert (await kept(server, ana, hall)).content == "Or swim"
    await save(phone, "Or swim?", since=at)
    found = await save(tab, "Or swim, ana", question=4)
    assert (found["content"], found["mine"]) == ("Or swim?", 3)
    found = await look(tab, question=5)
    assert (found["content"], found["mine"]) == ("Or swim?", 3)
    assert (await look(tab, question=6, heard=5))["mine"] == 0
    gone = await save(phone, "", question=2, heard=1, since=found["at"])
    assert gone["at"] == 0
    found = await save(tab, "Or swim, ana", question=7)
    assert (found["content"], found["at"], found["mine"]) == ("", 0, 3)


async def test_what_it_replies_to_is_quoted_to_the_other_device(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana, last=2)
    desk, phone = await server.open(ana, hall), await server.open(ana, hall)
    await save(desk, "Yes", reply_to=2)
    assert (await look(phone))["reply"] == {"seq": 2, "by": ana.user_id, "name": "Ana", "text": "message 2"}
    await save(desk, "Yes", question=2)
    assert (await look(phone, question=2))["reply"] is None
    assert (await save(desk, "Yes!", question=3, reply_to=3))["at"] == -1


async def test_a_page_is_given_those_of_a_few_halls_at_once(server: Server, ana: Actor) -> None:
    halls = [await server.hall(ana, name=f"Hall {number}") for number in range(GIVEN + 2)]
    tab = await server.open(ana, halls[0])
    for hall in (*halls, halls[2]):
        await look(tab, hall_id=hall)
    assert [*tab.page.vars[DRAFTS]["answers"]] == [str(one) for one in (halls[3], halls[4], halls[5], halls[2])]


async def test_nobody_else_reads_or_writes_it_and_it_goes_with_the_membership(server: Server, ana: Actor, bea: Actor) -> None:
    hall, private = await server.hall(ana, bea, last=1), await server.hall(ana, last=1, kind="private")
    mine, tab = await server.open(ana, private), await server.open(bea, hall)
    assert (await save(mine, "confidential"))["at"] > 0
    no = {"question": 1, "at": -1, "content": None, "reply": None, "mine": 0, "again": 0}
    assert await look(tab, hall_id=private) == no
    assert await save(tab, "hers", hall_id=private) == no
    assert tab.notice == ""
    assert (await kept(server, ana, private)).content == "confidential"
    assert "confidential" not in str(tab.page.updates)
    assert (await save(tab, "hers", hall_id=hall))["at"] > 0
    await server.write(lambda tx: memberships.leave(tx, bea, hall_id=hall))
    await until(lambda: marks(tab) == [{}])


async def test_what_is_refused_changes_nothing_and_the_page_is_told(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    at = (await save(tab, "short"))["at"]
    assert (await save(tab, "x" * 40_000, question=2, heard=1, since=at))["at"] == -1
    assert (await save(tab, "x", hall_id=999, question=3, heard=1, since=at))["at"] == -1
    assert (tab.notice, (await kept(server, ana, hall)).content) == ("", "short")
    assert (await save(tab, 7, question=3, heard=1, since=at))["at"] > at
    assert (await kept(server, ana, hall)).content == "7"


@pytest.mark.parametrize(
    ("raised", "again"), [(errors.Busy(), MOMENT), (errors.TooMany(seconds=17), 17), (RuntimeError("broken"), MOMENT)]
)
async def test_what_is_refused_for_a_moment_the_page_may_ask_again(
    server: Server, ana: Actor, monkeypatch: pytest.MonkeyPatch, raised: Exception, again: int
) -> None:
    tab = await server.open(ana, await server.hall(ana))

    def refuse(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(drafts, "save", refuse)
    for question in (1, 2):
        assert await save(tab, "x", question=question) == {
            "question": question,
            "at": -1,
            "content": None,
            "reply": None,
            "mine": 0,
            "again": again,
        }
        assert tab.notice == ""


async def test_after_a_reconnect_a_tab_knows_what_was_written_meanwhile(server: Server, ana: Actor) -> None:
    hall, second = await server.hall(ana), await server.hall(ana, name="Second")
    tab = await server.open(ana, hall)
    await save(tab, "here")
    for one, content in ((hall, ""), (second, "there")):
        await server.write(lambda tx, one=one, content=content: drafts.save(tx, ana, hall_id=one, content=content))
    await tab.reconnect()
    assert marks(tab)[0].keys() == {str(second)}
