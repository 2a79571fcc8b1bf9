"""Reactions: who put which emoji to a message, for every reader alike."""

from dataclasses import replace

import pytest

from hallchat import emoji, errors
from hallchat.events import MessageDeleted, MessageEdited, MessageReacted, MessageRestored
from hallchat.models import message_reactions
from hallchat.services import editing, halls, history, memberships, mentions, reacting, search
from hallchat.transaction import Transaction
from hallchat.views import Actor, MessageView, ReactionView, UserView
from tests.builders import edit, hall, person, say

EMOJI = [one.emoji for one in emoji.table("en")]


def react(tx: Transaction, actor: Actor, hall_id: int, emoji: str = "👍", seq: int = 1) -> MessageView:
    return reacting.react(tx, actor, hall_id=hall_id, seq=seq, emoji=emoji)


def unreact(tx: Transaction, actor: Actor, hall_id: int, emoji: str = "👍", seq: int = 1) -> MessageView:
    return reacting.unreact(tx, actor, hall_id=hall_id, seq=seq, emoji=emoji)


def view(actor: Actor, name: str) -> UserView:
    return UserView(actor.user_id, name, name.title())


def short(message: MessageView) -> list[str]:
    return [f"{one.emoji} {' '.join(user.username for user in one.by)}" for one in message.reactions]


def test_each_reaction_is_a_change_of_the_hall_and_stands_in_the_order_in_which_it_came(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    said = say(tx, ana, plaza.id)
    tx.events.clear()
    react(tx, bob, plaza.id, "🎉")
    react(tx, bob, plaza.id)
    now = react(tx, ana, plaza.id, "🎉")
    by = (ReactionView("🎉", (view(bob, "bob"), view(ana, "ana"))), ReactionView("👍", (view(bob, "bob"),)))
    assert now == replace(said, rev=4, reactions=by)
    assert [type(event) for event in tx.events] == [MessageReacted] * 3
    assert tx.events[-1] == MessageReacted(now)
    for who in (ana, bob):
        assert history.latest(tx, who, hall_id=plaza.id, limit=5).messages == (now,)
        assert reacting.reactors(tx, who, hall_id=plaza.id, seq=1) == by
    taken = unreact(tx, bob, plaza.id, "🎉")
    assert (short(taken), taken.rev) == (["👍 bob", "🎉 ana"], 5)
    assert short(unreact(tx, ana, plaza.id, "🎉")) == ["👍 bob"]
    assert halls.get(tx, bob, hall_id=plaza.id).unread == 1, "a reaction is nothing new to read"


def test_the_same_again_changes_nothing(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, ana, plaza.id)
    once = react(tx, ana, plaza.id, "❤️")
    tx.events.clear()
    assert react(tx, ana, plaza.id, "❤️") == once
    assert react(tx, ana, plaza.id, "❤") == once, "as some keyboards write it"
    assert unreact(tx, ana, plaza.id, "👍") == once
    assert unreact(tx, bob, plaza.id, "❤️") == once, "it is somebody else's"
    assert tx.events == []
    assert history.latest(tx, ana, hall_id=plaza.id, limit=1).last_rev == once.rev


@pytest.mark.parametrize("none", ["", "a", ":tada:", "👍👍", "👍 ", "🏻", "<b>", "👍\u200d", "\ud800", "️", "x" * 9_000])
def test_what_is_no_emoji_is_refused(tx: Transaction, none: str) -> None:
    ana = person(tx, "ana")
    plaza = hall(tx, ana)
    said = say(tx, ana, plaza.id)
    tx.events.clear()
    for call in (react, unreact):
        with pytest.raises(errors.NotAnEmoji):
            call(tx, ana, plaza.id, none)
    assert tx.events == []
    assert history.latest(tx, ana, hall_id=plaza.id, limit=1).messages == (said,)


def test_members_react_while_the_hall_is_open_and_the_message_is_there(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza, private = hall(tx, ana, bob), hall(tx, ana, kind="private")
    for one in (plaza, private):
        say(tx, ana, one.id)
    before = react(tx, bob, plaza.id)
    tx.events.clear()

    def refused(refusal: type[errors.Refusal], hall_id: int, seq: int = 1) -> None:
        for call in (react, unreact):
            with pytest.raises(refusal):
                call(tx, bob, hall_id, seq=seq)

    for seq in (0, -1, 2, 2**63, 10**30):
        refused(errors.MessageNotFound, plaza.id, seq)
    refused(errors.HallNotFound, private.id)
    assert not tx.events
    halls.change(tx, ana, hall_id=plaza.id, archived=True)
    refused(errors.HallArchived, plaza.id)
    assert reacting.reactors(tx, bob, hall_id=plaza.id, seq=1) == before.reactions
    halls.change(tx, ana, hall_id=plaza.id, archived=False)
    memberships.leave(tx, bob, hall_id=plaza.id)
    refused(errors.NotAMember, plaza.id)
    with pytest.raises(errors.NotAMember):
        reacting.reactors(tx, bob, hall_id=plaza.id, seq=1)
    assert history.latest(tx, ana, hall_id=plaza.id, limit=1).messages == (before,), "who left leaves their reactions"


def test_a_message_takes_so_many_emoji_and_no_more(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, ana, plaza.id)
    for one in EMOJI[: reacting.MOST]:
        react(tx, ana, plaza.id, one)
    with pytest.raises(errors.TooManyReactions, match="20 different"):
        react(tx, bob, plaza.id, EMOJI[-1])
    assert len(react(tx, bob, plaza.id, EMOJI[0]).reactions) == reacting.MOST, "one that is there already is joined"


def test_a_deleted_message_has_none_and_has_them_again_when_it_is_back(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza = hall(tx, ana, bob)
    say(tx, ana, plaza.id)
    for who, one in ((bob, "🎉"), (ana, "🎉"), (bob, "👍")):
        react(tx, who, plaza.id, one)
    before = list(tx.execute(message_reactions.select()).all())
    deleted = editing.delete(tx, ana, hall_id=plaza.id, seq=1)
    assert deleted
    assert tx.execute(message_reactions.select()).all() == []
    gone = tx.events[-1]
    assert isinstance(gone, MessageDeleted)
    assert gone.message.reactions == reacting.reactors(tx, bob, hall_id=plaza.id, seq=1) == ()
    for call in (react, unreact):
        with pytest.raises(errors.MessageGone):
            call(tx, bob, plaza.id)
    editing.restore(tx, ana, hall_id=plaza.id, seq=1, deleted=deleted)
    back = tx.events[-1]
    assert isinstance(back, MessageRestored)
    assert short(back.message) == ["🎉 bob ana", "👍 bob"]
    assert history.latest(tx, bob, hall_id=plaza.id, limit=1).messages == (back.message,)
    assert tx.execute(message_reactions.select()).all() == before


def test_wherever_a_message_is_read_its_reactions_are_there_and_no_others(tx: Transaction) -> None:
    ana, bob = person(tx, "ana"), person(tx, "bob")
    plaza, other = hall(tx, ana, bob), hall(tx, ana)
    for number in range(4):
        say(tx, ana, plaza.id, f"@bob faro {number}", client_id=f"{number}")
        say(tx, ana, other.id)
    react(tx, ana, other.id, "👎", seq=2)
    react(tx, ana, plaza.id, "👍🏽", seq=2)
    wanted = react(tx, bob, plaza.id, "🎉", seq=3)
    pages = [
        history.tail(tx, plaza.id, limit=9),
        history.before(tx, bob, hall_id=plaza.id, seq=5, limit=3),
        history.after(tx, bob, hall_id=plaza.id, seq=1, limit=3),
        history.around(tx, bob, hall_id=plaza.id, seq=3, limit=4),
        history.since(tx, bob, hall_id=plaza.id, rev=4, limit=9),
    ]
    for page in pages:
        assert {one.seq: short(one) for one in page.messages if one.reactions} == {2: ["👍🏽 ana"], 3: ["🎉 bob"]}
    assert history.there(tx, hall_id=plaza.id, seq=3) == history.sent_as(tx, sender_id=ana.user_id, client_id="2") == wanted
    assert say(tx, ana, plaza.id, "@bob faro 2", client_id="2") == wanted
    for page in (search.find(tx, bob, query="faro"), mentions.find(tx, bob)):
        found = {one.message.seq: short(one.message) for one in page.found}
        assert found == {1: [], 2: ["👍🏽 ana"], 3: ["🎉 bob"], 4: []}
    edit(tx, ana, plaza.id, 3, "otra cosa")
    edited = tx.events[-1]
    assert isinstance(edited, MessageEdited)
    assert edited.message.reactions == wanted.reactions
