"""Whom a message mentions is decided when it is written, among those who are there; each finds it until they leave the hall."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from hallchat import errors
from hallchat.events import MessageDeleted, MessageEdited, MessagePosted, MessageRestored
from hallchat.models import users
from hallchat.services import editing, halls, memberships, mentioning, mentions, messages
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView, MessageView
from tests.builders import GENERAL, appoint, edit, hall, person, say
from tests.services.past import crowd

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def ana(tx: Transaction) -> Actor:
    return person(tx, "ana")


@pytest.fixture
def bob(tx: Transaction) -> Actor:
    return person(tx, "Bob")


@pytest.fixture
def port(tx: Transaction, ana: Actor, bob: Actor) -> HallView:
    return hall(tx, ana, bob, name="Puerto", kind="private")


def shown(actor: Actor, name: str) -> str:
    return f'<bdi data-user="{actor.user_id}">@{name}</bdi>'


def mentioned(tx: Transaction) -> frozenset[int]:
    """Whom the last change of a message mentions."""
    kinds = (MessagePosted, MessageEdited, MessageRestored)
    return next(event.mentioned for event in reversed(tx.events) if isinstance(event, kinds))


def found(tx: Transaction, actor: Actor) -> list[str]:
    return [one.message.content for one in mentions.find(tx, actor).found]


def unread(tx: Transaction, actor: Actor, hall_id: int) -> int | None:
    return halls.get(tx, actor, hall_id=hall_id).mentions


def test_a_member_is_called_by_username_without_case_and_nobody_else(
    tx: Transaction, ana: Actor, bob: Actor, port: HallView
) -> None:
    person(tx, "eve")
    said = say(tx, ana, port.id, "@BOB, @eve and @nobody. And @bob...")
    assert said.html == f"<p>{shown(bob, 'BOB')}, @eve and @nobody. And {shown(bob, 'bob')}...</p>"
    assert mentioned(tx) == {bob.user_id}
    assert (found(tx, bob), unread(tx, bob, port.id)) == ([said.content], 1)
    assert (found(tx, ana), unread(tx, ana, port.id)) == ([], 0)
    messages.mark_read(tx, bob, hall_id=port.id, seq=said.seq)
    assert (found(tx, bob), unread(tx, bob, port.id)) == ([said.content], 0)


@pytest.mark.parametrize(
    "content",
    [
        *("`@bob`", "```\n@bob\n```", "    @bob", "[@bob](https://example.org)", "\\@bob", "ana@bob", "a@bob.example.org"),
        *("@bobby", "@bobé", "@bo", "@ bob", "@@bob", "https://example.org/@bob", "@bob/core", "@<bob>", "@\u200bbob"),
    ],
)
def test_in_code_and_links_and_within_other_words_it_is_text(
    tx: Transaction, ana: Actor, bob: Actor, port: HallView, content: str
) -> None:
    assert "<bdi" not in say(tx, ana, port.id, content).html
    assert (mentioned(tx), found(tx, bob)) == (frozenset(), [])


def test_what_looks_alike_mentions_only_who_has_that_name(tx: Transaction, ana: Actor, bob: Actor, port: HallView) -> None:
    others = [person(tx, name) for name in ("bob.", "bob_s", "B0b")]
    for other in others:
        memberships.admit(tx, port.id, other.user_id)
    for content, who in {
        "@bob!": bob,
        "@bob.": others[0],
        "**_@bob_s_**": others[1],
        "@b0b-": others[2],
        "مرحبا @bob كيف": bob,
        "<script>@bob</script>": bob,
    }.items():
        html = say(tx, ana, port.id, content).html
        assert mentioned(tx) == {who.user_id}, content
        assert "<script>" not in html
    say(tx, ana, port.id, "@\u0431ob and @b\u1d0fb")  # letters that look like others
    assert mentioned(tx) == frozenset()


def test_everybody_is_called_by_who_may_and_else_it_is_text(tx: Transaction, ana: Actor, bob: Actor, port: HallView) -> None:
    zoe = person(tx, "zoe")
    memberships.admit(tx, port.id, zoe.user_id)
    said = say(tx, bob, port.id, "¡@hall!")
    assert said.html == '<p>¡<bdi data-user="0">@hall</bdi>!</p>'
    assert mentioned(tx) == {ana.user_id, zoe.user_id}
    for user_id in crowd(tx, mentioning.FEW - 2):
        memberships.admit(tx, port.id, user_id)
    assert say(tx, bob, port.id, "@hall and @zoe").html == f"<p>@hall and {shown(zoe, 'zoe')}</p>"
    assert mentioned(tx) == {zoe.user_id}
    appoint(tx, ana, port.id, bob)
    say(tx, bob, port.id, "@hall")
    assert len(mentioned(tx)) == mentioning.FEW
    assert (found(tx, zoe)[0], found(tx, bob)) == ("@hall", [])


def test_whom_one_may_mention_is_told_who_spoke_last_first_and_only_so_many(
    tx: Transaction, ana: Actor, bob: Actor, port: HallView
) -> None:
    eva, zoe, old = (person(tx, name) for name in ("eva", "Zoe", "old"))
    for one in (eva, zoe, old):
        memberships.admit(tx, port.id, one.user_id)
    for one in (zoe, eva, old, ana, eva):
        say(tx, one, port.id)
    tx.execute(update(users).where(users.c.id == old.user_id).values(deactivated_at=NOON))
    there = mentioning.mentionable(tx, bob, hall_id=port.id, limit=9)
    assert ([one.username for one in there.people], there.everybody) == (["eva", "ana", "Zoe"], True)
    for _ in range(mentioning.SPOKE):
        say(tx, bob, port.id)
    assert [one.username for one in mentioning.mentionable(tx, bob, hall_id=port.id, limit=2).people] == ["ana", "eva"]
    for user_id in crowd(tx, mentioning.FEW):
        memberships.admit(tx, port.id, user_id)
    assert not mentioning.mentionable(tx, bob, hall_id=port.id, limit=9).everybody
    memberships.leave(tx, bob, hall_id=port.id)
    with pytest.raises(errors.HallNotFound):
        mentioning.mentionable(tx, bob, hall_id=port.id, limit=9)


def test_edits_mention_and_no_longer_mention_and_a_deletion_mentions_nobody_until_it_is_undone(
    tx: Transaction, ana: Actor, bob: Actor, port: HallView
) -> None:
    zoe = person(tx, "zoe")
    memberships.admit(tx, port.id, zoe.user_id)
    say(tx, ana, port.id, "hola @bob")
    edit(tx, ana, port.id, 1, "hola @zoe")
    assert (found(tx, bob), found(tx, zoe), mentioned(tx)) == ([], ["hola @zoe"], {zoe.user_id})
    deleted = editing.delete(tx, ana, hall_id=port.id, seq=1)
    assert isinstance(tx.events[-1], MessageDeleted)
    assert (found(tx, zoe), unread(tx, zoe, port.id)) == ([], 0)
    assert deleted is not None
    editing.restore(tx, ana, hall_id=port.id, seq=1, deleted=deleted)
    assert (found(tx, zoe), mentioned(tx), unread(tx, zoe, port.id)) == (["hola @zoe"], {zoe.user_id}, 1)
    edit(tx, ana, port.id, 1, "hola")
    assert (found(tx, zoe), mentioned(tx)) == ([], frozenset())


def test_who_left_finds_nothing_of_the_hall_until_they_are_back(tx: Transaction, ana: Actor, bob: Actor, port: HallView) -> None:
    say(tx, ana, port.id, "@bob, private")
    say(tx, ana, GENERAL, "@bob, in public")
    memberships.leave(tx, bob, hall_id=port.id)
    assert found(tx, bob) == ["@bob, in public"]
    assert say(tx, ana, port.id, "@bob?").html == "<p>@bob?</p>"
    memberships.leave(tx, bob, hall_id=GENERAL)
    assert found(tx, bob) == []
    memberships.invite(tx, ana, hall_id=port.id, username="bob")
    assert (found(tx, bob), unread(tx, bob, port.id)) == (["@bob, private"], 0)


def test_too_many_names_are_refused_and_nothing_is_changed(tx: Transaction, ana: Actor, port: HallView) -> None:
    names = [f"crowd{number:05}" for number in range(mentioning.MOST_PEOPLE + 1)]
    for user_id in crowd(tx, len(names)):
        memberships.admit(tx, port.id, user_id)
    many = " ".join(f"@{name}" for name in names)
    with pytest.raises(errors.TooManyMentioned):
        say(tx, ana, port.id, many)
    said = say(tx, ana, port.id, many.removesuffix(f"@{names[-1]}"))
    assert len(mentioned(tx)) == mentioning.MOST_PEOPLE
    with pytest.raises(errors.TooManyMentioned):
        edit(tx, ana, port.id, said.seq, many)
    looks = [f"@n{number:03}" for number in range(1000)]  # nobody's names
    with pytest.raises(errors.TooManyMentioned):
        messages.prepare(" ".join(looks))
    assert len(messages.prepare(" ".join(looks[: mentioning.MOST_NAMES])).names) == mentioning.MOST_NAMES


@pytest.mark.parametrize("name", ["@hall", "@bob", "@nobody", "@BOB and @bob"])
def test_who_is_named_a_thousand_times_is_mentioned_once(
    tx: Transaction, ana: Actor, bob: Actor, port: HallView, name: str
) -> None:
    times = min(1000, 8_000 // (len(name) + 1))
    message = say(tx, ana, port.id, f"{name} " * times)
    assert (mentioned(tx), unread(tx, bob, port.id)) == ((frozenset(), 0) if name == "@nobody" else ({bob.user_id}, 1))
    assert message.html.count("data-user") >= (0 if name == "@nobody" else times)


def test_what_was_sent_while_it_mentioned_fewer_is_answered_again(tx: Transaction, ana: Actor, port: HallView) -> None:
    names = [f"crowd{number:05}" for number in range(mentioning.MOST_PEOPLE + 1)]
    *there, late = crowd(tx, len(names))
    for user_id in there:
        memberships.admit(tx, port.id, user_id)
    many = " ".join(f"@{name}" for name in names)
    first = say(tx, ana, port.id, many, client_id="one")
    memberships.admit(tx, port.id, late)
    assert say(tx, ana, port.id, many, client_id="one") == first
    with pytest.raises(errors.TooManyMentioned):
        say(tx, ana, port.id, many, client_id="two")


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_newest_first_by_time_page_by_page(tx: Transaction, ana: Actor, bob: Actor, port: HallView, limit: int) -> None:
    """What is brought into one hall after the other has higher numbers than what was said later in the first."""
    for number, place in enumerate((port.id, GENERAL)):
        for turn in range(3):
            at = NOON + timedelta(hours=turn, minutes=0 if turn == 1 else number)
            prepared = messages.prepare(f"@bob {turn}.{number}")
            messages.bring_in(tx, ana, hall_id=place, prepared=prepared, client_id=prepared.content, at=at)
    seen: list[MessageView] = []
    more = True
    while more:
        page = mentions.find(tx, bob, before=seen[-1].id if seen else None, limit=limit)
        more = page.has_more
        seen += [one.message for one in page.found]
    assert [one.content for one in seen] == [f"@bob {turn}.{number}" for turn in (2, 1, 0) for number in (1, 0)]
    assert mentions.find(tx, bob, before=2**62).found == mentions.find(tx, bob, before=2**70).found == ()


def test_a_mention_comes_with_its_hall_and_the_name_marked(tx: Transaction, ana: Actor, bob: Actor, port: HallView) -> None:
    stored = say(tx, ana, port.id, "bob, ¿vienes, @bob?")
    [one] = mentions.find(tx, bob).found
    assert (one.message, one.hall.id, one.excerpt, one.marks) == (stored, port.id, "bob, ¿vienes, @bob?", ((14, 18),))


def test_a_message_without_names_asks_nothing_more(tx: Transaction, ana: Actor, port: HallView) -> None:
    executed: list[object] = []
    execute = tx.connection.execute
    tx.connection.execute = lambda *arguments: executed.append(arguments[0]) or execute(*arguments)  # pyright: ignore
    say(tx, ana, port.id, "hola")
    plain = len(executed)
    say(tx, ana, port.id, "hola a@example.org")
    assert len(executed) == 2 * plain
    say(tx, ana, port.id, "@bob")
    assert len(executed) == 3 * plain + 2
