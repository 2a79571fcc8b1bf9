"""Edited messages: what they say now, and what they said before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hallchat import errors
from hallchat.events import MessageEdited
from hallchat.services import editing, halls, history, memberships
from hallchat.services.messages import Prepared
from hallchat.transaction import Transaction
from hallchat.views import Actor, VersionView
from tests.builders import appoint, edit, hall, person, say

NOTHING = Prepared("", "")


def versions(tx: Transaction, actor: Actor, hall_id: int, *, seq: int = 1) -> list[str]:
    return [one.content for one in history.versions(tx, actor, hall_id=hall_id, seq=seq)]


def on_disk(tx: Transaction) -> str:
    """All words of messages that are stored, former ones too."""
    words = "SELECT content || html FROM messages UNION ALL SELECT content FROM message_versions"
    return " ".join(tx.connection.exec_driver_sql(words).scalars())


def test_an_edited_message_says_something_else_and_keeps_its_place_and_what_it_said(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    said = say(tx, ana, plaza.id, "hola")
    say(tx, bob, plaza.id)
    tx.events.clear()
    edited = edit(tx, ana, plaza.id, 1, "**adiós**\r\n")
    assert edited.edited_at
    assert said.created_at <= edited.edited_at <= datetime.now(UTC)
    changes = {"content": "**adiós**", "html": "<p><strong>adiós</strong></p>", "rev": 3, "edited_at": edited.edited_at}
    assert edited == replace(said, **changes)
    assert tx.events == [MessageEdited(edited)]
    assert history.latest(tx, bob, hall_id=plaza.id, limit=5).messages[0] == edited
    again = edit(tx, ana, plaza.id, 1, "hola")
    assert again.edited_at
    assert history.versions(tx, bob, hall_id=plaza.id, seq=1) == (
        VersionView("hola", said.created_at),
        VersionView("**adiós**", edited.edited_at),
        VersionView("hola", again.edited_at),
    )
    assert versions(tx, ana, plaza.id, seq=2) == ["¿Qué tal?"]
    assert halls.get(tx, bob, hall_id=plaza.id).unread == 0, "an edit is nothing new to read"


def test_the_same_content_again_changes_nothing(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    said = say(tx, ana, plaza.id, "hola")
    tx.events.clear()
    assert edit(tx, ana, plaza.id, 1, "\nhola  ") == said
    assert tx.events == []
    assert history.latest(tx, ana, hall_id=plaza.id, limit=5).last_rev == 1
    assert versions(tx, ana, plaza.id) == ["hola"]


def test_only_ones_own_message_is_edited_not_even_by_who_may_delete_it(tx: Transaction) -> None:
    ana, bob, eva = person(tx, "ana"), person(tx, "bob"), person(tx, "eva")
    plaza = hall(tx, ana, bob, eva)
    appoint(tx, ana, plaza.id, eva)
    said = say(tx, bob, plaza.id)
    for other in (ana, eva):
        with pytest.raises(errors.NotYourMessage):
            edit(tx, other, plaza.id, 1, "adiós")
        with pytest.raises(errors.NotYourMessage):
            editing.editable(tx, other, hall_id=plaza.id, seq=1)
    assert editing.editable(tx, bob, hall_id=plaza.id, seq=1) == said


def test_a_message_is_edited_by_a_member_while_the_hall_is_open_and_it_is_there(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, bob, plaza.id)
    for seq in (0, -1, 2, 2**63, 10**30):
        with pytest.raises(errors.MessageNotFound):
            edit(tx, bob, plaza.id, seq, "adiós")
        with pytest.raises(errors.MessageNotFound):
            versions(tx, bob, plaza.id, seq=seq)
    halls.change(tx, ana, hall_id=plaza.id, archived=True)
    with pytest.raises(errors.HallArchived):
        edit(tx, bob, plaza.id, 1, "adiós")
    assert versions(tx, bob, plaza.id) == ["¿Qué tal?"]
    halls.change(tx, ana, hall_id=plaza.id, archived=False)
    memberships.leave(tx, bob, hall_id=plaza.id)
    for call in (lambda: edit(tx, bob, plaza.id, 1, "adiós"), lambda: versions(tx, bob, plaza.id)):
        with pytest.raises(errors.NotAMember):
            call()


def test_a_deleted_message_is_neither_edited_nor_are_its_versions_shown(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id, "secret one")
    edit(tx, ana, plaza.id, 1, "secret two")
    editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    assert "secret" not in on_disk(tx)
    tx.events.clear()
    for call in (lambda: edit(tx, ana, plaza.id, 1, "adiós"), lambda: versions(tx, ana, plaza.id)):
        with pytest.raises(errors.MessageGone):
            call()
    assert tx.events == []


def test_a_message_keeps_so_many_versions_and_no_more(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id, "0")
    for number in range(1, editing.MOST + 1):
        edit(tx, ana, plaza.id, 1, str(number))
    with pytest.raises(errors.EditedTooOften, match="100 times"):
        edit(tx, ana, plaza.id, 1, "more")
    assert versions(tx, ana, plaza.id) == [str(number) for number in range(editing.MOST + 1)]
    assert edit(tx, ana, plaza.id, 1, str(editing.MOST)).rev == editing.MOST + 1, "the same content is no edit"


def test_a_repeated_send_of_an_edited_message_is_the_same_message(tx: Transaction) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    say(tx, ana, plaza.id, "hola", client_id="one")
    edit(tx, ana, plaza.id, 1, "buenas")
    edited = edit(tx, ana, plaza.id, 1, "adiós")
    tx.events.clear()
    assert say(tx, ana, plaza.id, "hola", client_id="one") == edited
    for content in ("buenas", "adiós"):
        with pytest.raises(errors.ClientIdReused):
            say(tx, ana, plaza.id, content, client_id="one")
    assert tx.events == []


def test_what_one_said_last_is_found_among_the_newest_messages_unless_it_is_deleted(tx: Transaction) -> None:
    ana, bob, out = (person(tx, name) for name in ("ana", "bob", "out"))
    plaza, other = hall(tx, ana, bob), hall(tx, ana, bob)

    def last(who: Actor, among: int = 5) -> str | None:
        found = editing.last(tx, who, hall_id=plaza.id, among=among)
        return found.content if found else None

    assert last(ana) is None
    for who, words in ((ana, "one"), (ana, "two"), (ana, "three"), (bob, "four"), (bob, "five")):
        say(tx, who, plaza.id, words)
    say(tx, ana, other.id, "elsewhere")
    assert (last(ana), last(bob), last(ana, among=2)) == ("three", "five", None)
    editing.delete(tx, ana, hall_id=plaza.id, seq=3)
    assert last(ana) == "two"
    with pytest.raises(errors.NotAMember):
        last(out)
    halls.change(tx, ana, hall_id=plaza.id, archived=True)
    with pytest.raises(errors.HallArchived):
        last(ana)
