"""Replies: what they quote, how many a message has, and what becomes of both when one of them is edited or deleted."""

import pytest

from hallchat import errors, quotes
from hallchat.events import MessagePosted, ReadMoved, RepliesCounted
from hallchat.services import editing, halls, history, memberships, messages, replies
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessageView, QuoteView
from tests.builders import edit, hall, person, say


def at(tx: Transaction, hall_id: int, seq: int) -> MessageView:
    return history.there(tx, hall_id=hall_id, seq=seq)


def said(tx: Transaction, actor: Actor, hall_id: int, **asked: int) -> list[int]:
    """The places of the replies to the first message."""
    page = replies.to(tx, actor, hall_id=hall_id, seq=1, **{"limit": 50, **asked})
    return [one.seq for one in page.messages]


def test_a_reply_quotes_its_message_which_counts_it(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, ana, plaza.id, "¿**Salimos** a las siete?")
    tx.events.clear()
    reply = say(tx, bob, plaza.id, "Sí", reply_to=1)
    assert (reply.seq, reply.rev, reply.reply_to) == (2, 2, 1)
    assert reply.quote == QuoteView(ana.user_id, "Ana", "¿Salimos a las siete?")
    first = at(tx, plaza.id, 1)
    assert (first.replies, first.rev, first.edited_at) == (1, 3, None)
    assert tx.events == [MessagePosted(reply), RepliesCounted(first), ReadMoved(plaza.id, bob.user_id, 2)]
    assert history.latest(tx, ana, hall_id=plaza.id, limit=5).messages == (first, reply)
    assert history.since(tx, ana, hall_id=plaza.id, rev=2, limit=5).messages == (first,)
    say(tx, ana, plaza.id, reply_to=2)
    say(tx, ana, plaza.id, reply_to=1)
    assert [one.replies for one in history.latest(tx, bob, hall_id=plaza.id, limit=5).messages] == [2, 1, 0, 0]
    assert said(tx, bob, plaza.id) == [2, 4]
    assert (said(tx, bob, plaza.id, limit=1), said(tx, bob, plaza.id, after=2)) == ([2], [4])
    assert halls.get(tx, bob, hall_id=plaza.id).unread == 2


def test_a_quote_says_what_its_message_says_now(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, ana, plaza.id, "secret")
    say(tx, bob, plaza.id, reply_to=1)

    def quoted() -> str | None:
        quote = at(tx, plaza.id, 2).quote
        return quote and quote.words

    edit(tx, ana, plaza.id, 1, "public")
    assert (quoted(), at(tx, plaza.id, 1).replies) == ("public", 1)
    deleted = editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    assert deleted
    assert (quoted(), at(tx, plaza.id, 1).replies) == ("", 1)
    editing.restore(tx, ana, hall_id=plaza.id, seq=1, deleted=deleted)
    assert quoted() == "public"


def test_a_deleted_reply_does_not_count_until_it_comes_back(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, ana, plaza.id)
    reply = say(tx, bob, plaza.id, reply_to=1)
    tx.events.clear()
    deleted = editing.delete(tx, bob, hall_id=plaza.id, seq=2)
    assert deleted
    assert tx.events[1:] == [RepliesCounted(at(tx, plaza.id, 1))]
    assert (at(tx, plaza.id, 1).replies, at(tx, plaza.id, 1).rev, said(tx, ana, plaza.id)) == (0, 5, [])
    editing.delete(tx, bob, hall_id=plaza.id, seq=2)
    assert at(tx, plaza.id, 1).replies == 0
    editing.restore(tx, bob, hall_id=plaza.id, seq=2, deleted=deleted)
    assert (at(tx, plaza.id, 1).replies, said(tx, ana, plaza.id)) == (1, [2])
    assert at(tx, plaza.id, 2).quote == reply.quote


def test_what_cannot_be_replied_to_is_refused_and_nothing_is_written(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza, other = hall(tx, ana, bob), hall(tx, ana)
    for _ in range(3):
        say(tx, ana, other.id)
    say(tx, ana, plaza.id)
    editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    say(tx, ana, plaza.id)
    tx.events.clear()
    before = history.latest(tx, ana, hall_id=plaza.id, limit=9)
    for seq in (3, 0, -1, 2**63, 10**30):
        with pytest.raises(errors.MessageNotFound):
            say(tx, bob, plaza.id, reply_to=seq)
    with pytest.raises(errors.ReplyToGone):
        say(tx, bob, plaza.id, reply_to=1)
    with pytest.raises(errors.NotAMember):
        say(tx, bob, other.id, reply_to=1)
    halls.change(tx, ana, hall_id=plaza.id, archived=True)
    tx.events.clear()
    with pytest.raises(errors.HallArchived):
        say(tx, bob, plaza.id, reply_to=2)
    assert (history.latest(tx, ana, hall_id=plaza.id, limit=9), tx.events) == (before, [])


def test_the_same_reply_again_is_the_first_one_and_another_is_refused(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    for _ in range(2):
        say(tx, ana, plaza.id)
    first = say(tx, bob, plaza.id, "hola", "one", reply_to=1)
    say(tx, bob, plaza.id, "hola", "two")
    for client_id, reply_to in (("one", None), ("one", 2), ("one", 99), ("two", 1)):
        with pytest.raises(errors.ClientIdReused):
            say(tx, bob, plaza.id, "hola", client_id, reply_to=reply_to)
    tx.events.clear()
    assert say(tx, bob, plaza.id, "hola", "one", reply_to=1) == first
    assert tx.events == []
    editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    prepared = messages.prepare("hola")
    again = messages.post(tx, bob, hall_id=plaza.id, prepared=prepared, client_id="one", reply_to=1)
    assert (again.new, again.message.seq) == (False, 3), "it was sent before its message was deleted"


def test_only_members_read_the_replies_to_a_message_that_is_there(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza, attic = hall(tx, ana, bob), hall(tx, ana, kind="private")
    for one in (plaza, attic):
        say(tx, ana, one.id)
        say(tx, ana, one.id, reply_to=1)
    with pytest.raises(errors.HallNotFound):
        said(tx, bob, attic.id)
    with pytest.raises(errors.MessageNotFound):
        replies.to(tx, bob, hall_id=plaza.id, seq=9, limit=5)
    memberships.leave(tx, bob, hall_id=plaza.id)
    with pytest.raises(errors.NotAMember):
        said(tx, bob, plaza.id)
    editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    assert said(tx, ana, plaza.id) == [2], "they stand, though what they reply to does not"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("one\n\ntwo\nthree", "one two three"),
        ("**bold** *soft* ~~struck~~ `code` <b> &amp;", "bold soft struck code <b> &amp;"),
        ("[a link](https://example.org/?a=1&b=2)", "a link"),
        ("- salt\n- pepper", "salt pepper"),
        ("```\ncode(1 < 2)\n```", "code(1 < 2)"),
        ("x" * 101, "x" * 99 + "…"),
        ("👩‍👧" * 40, ("👩‍👧" * 33) + "…"),
        ("> ", "…"),
        ("صباح\nالخير", "صباح الخير"),
    ],
)
def test_a_quote_is_one_line_of_words(content: str, words: str) -> None:
    assert quotes.words(messages.prepare(content).html) == words
    assert quotes.words("") == ""
