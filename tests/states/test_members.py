"""The panel of members: what is shown, and what its owner may do."""

from typing import Any

import pytest

from hallchat.services import halls, memberships
from hallchat.states.conversation import ConversationState
from hallchat.states.members import MembersState
from hallchat.views import Actor
from tests.states.conftest import MEMBERS, Server, Tab
from tests.tabs import quiet, until


async def names(tab: Tab) -> list[str]:
    return [member.username for member in (await tab.state(MembersState)).members]


async def test_the_panel_shows_the_members_while_it_is_open(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(ana, hall)
    await tab.send(MembersState, "reload")
    assert await names(tab) == []
    await tab.send(MembersState, "toggle")
    assert await names(tab) == ["ana"]
    await server.write(lambda tx: memberships.join(tx, bea, hall_id=hall))
    await until(lambda: tab.page.ring("crowd") == 1)  # which has the page ask again
    await tab.send(MembersState, "reload")
    assert await names(tab) == ["ana", "bea"]


async def test_after_a_restart_the_panel_is_open_again_with_its_members_until_one_leaves_the_hall(
    server: Server, ana: Actor, bea: Actor
) -> None:
    hall = await server.hall(ana, bea)
    tab, again = await server.open(ana, hall), server.tab(ana, path=f"/h/{hall}")
    await tab.send(MembersState, "toggle")
    await again.connect(panel=(await tab.state(MembersState)).kept)
    first = again.page.updates[0][MEMBERS]
    shown = [first[f"{name}_rx_state_"] for name in ("open", "asked", "hall")]
    assert (shown, [member["username"] for member in first["members_rx_state_"]]) == ([True, False, hall], ["ana", "bea"])
    await again.go("/")
    await tab.send(MembersState, "toggle")
    for one in (tab, again):
        panel = await one.state(MembersState)
        assert (panel.open, panel.kept) == (False, "")


async def test_of_a_hall_that_one_is_not_in_nobody_is_shown(server: Server, ana: Actor, bea: Actor) -> None:
    mine, other = await server.hall(ana, last=1), await server.hall(bea, name="Other")
    tab = await server.open(ana, mine)
    await tab.send(MembersState, "toggle")
    await tab.go(f"/h/{other}")
    await tab.send(MembersState, "reload")
    assert (await names(tab), tab.notice) == ([], "You are not a member of this hall. Join it first.")


async def test_the_owner_invites_removes_and_hands_over(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, kind="private", last=1)
    tab, theirs = await server.open(ana, hall), await server.open(bea)
    await tab.send(MembersState, "invite", form={"username": "BEA"})
    await until(lambda: theirs.page.halls == ["General", "Plaza"])
    await theirs.go(f"/h/{hall}")
    assert theirs.page.seqs == [1]
    await tab.send(MembersState, "remove", user_id=bea.user_id)
    assert (theirs.page.window, theirs.page.ring("hall")) == ([], -hall)
    await tab.send(MembersState, "invite", form={"username": "bea"})
    await tab.send(MembersState, "hand_over", user_id=bea.user_id)
    assert "bea" in tab.notice.lower()
    await server.app.undo.close()  # the time is up
    assert [row["role"] for row in server.app.live.listing(bea.user_id).halls if row["id"] == hall] == ["owner"]
    await tab.send(MembersState, "leave")
    assert '"/"' in str(tab.page.events) or "'/'" in str(tab.page.events)


async def test_the_owner_makes_a_moderator_who_deletes_what_others_said(server: Server, ana: Actor, bea: Actor) -> None:
    hall = await server.hall(ana, bea, last=1)
    tab, theirs = await server.open(ana, hall), await server.open(bea, hall)
    for moderator, role in ((True, "moderator"), (False, "member")):
        await tab.send(MembersState, "appoint", user_id=bea.user_id, moderator=moderator)
        await quiet()
        assert [row["role"] for row in server.app.live.listing(bea.user_id).halls if row["id"] == hall] == [role]
        await theirs.send(ConversationState, "delete", seq=1)
        assert theirs.notice == ("You deleted a message." if moderator else "You can change only your own messages.")


@pytest.mark.parametrize(
    ("handler", "given"),
    [
        ("remove", {"user_id": 1}),
        ("hand_over", {"user_id": 2}),
        ("appoint", {"user_id": 2, "moderator": True}),
        ("change", {"form": {"name": "Theirs"}}),
        ("archive", {"archived": True}),
    ],
)
async def test_what_only_the_owner_may_is_refused_to_others(
    server: Server, ana: Actor, bea: Actor, handler: str, given: dict[str, Any]
) -> None:
    hall = await server.hall(ana, bea)
    tab = await server.open(bea, hall)
    await tab.send(MembersState, handler, **given)
    assert tab.notice == "Only the owner of the hall may do this."
    found = await server.app.read(lambda tx: halls.get(tx, ana, hall_id=hall))
    assert (found.name, found.archived, found.members, found.role) == ("Plaza", False, 2, "owner")


async def test_the_owner_renames_and_archives(server: Server, ana: Actor) -> None:
    tab = await server.open(ana, await server.hall(ana))
    await tab.send(MembersState, "change", form={"name": "New", "topic": "t"})
    await tab.send(MembersState, "archive", archived=True)
    hall = server.app.live.listing(ana.user_id).halls[-1]
    assert (hall["name"], hall["topic"], hall["archived"]) == ("New", "t", True)


@pytest.mark.parametrize("odd", [None, "x", -1, 2**64, [], {}, 1.5])
async def test_odd_arguments_change_nothing(server: Server, ana: Actor, bea: Actor, odd: Any) -> None:
    hall = await server.hall(ana, bea)
    tab = await server.open(ana, hall)
    for handler, given in (
        ("remove", {"user_id": odd}),
        ("hand_over", {"user_id": odd}),
        ("appoint", {"user_id": odd, "moderator": True}),
        ("invite", {"form": odd}),
    ):
        await tab.send(MembersState, handler, **given)
        assert tab.notice
    await tab.send(MembersState, "archive", archived=odd)
    found = await server.app.read(lambda tx: halls.get(tx, ana, hall_id=hall))
    assert (found.members, found.archived, found.role) == (2, False, "owner")


async def test_a_visitor_changes_nothing(server: Server, ana: Actor) -> None:
    hall = await server.hall(ana)
    tab = await server.open(None, hall)
    for handler, given in (("toggle", {}), ("leave", {}), ("join", {}), ("archive", {"archived": True})):
        await tab.send(MembersState, handler, **given)
    found = await server.app.read(lambda tx: halls.get(tx, ana, hall_id=hall))
    assert (await names(tab), found.archived, found.members, tab.page.signed_out) == ([], False, 1, True)


async def test_joining_from_outside_shows_the_hall(server: Server, ana: Actor, bea: Actor) -> None:
    tab = await server.open(bea, await server.hall(ana, last=2))
    await tab.send(MembersState, "join")
    await quiet()
    assert tab.page.seqs == [1, 2]
