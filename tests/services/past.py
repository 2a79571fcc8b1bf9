"""A database with a past: as many halls, people and messages as wanted, around one reader whose own part stays the same."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from hallchat.models import (
    drafts,
    halls,
    memberships,
    message_mentions,
    message_reactions,
    message_versions,
    messages,
    sessions,
    users,
)
from hallchat.services import direct
from hallchat.services.index import indexed, message_words
from hallchat.transaction import Transaction
from hallchat.views import Actor
from tests import builders

OWN = 3  # the reader's own halls
THERE = 8  # members of the hall that is read
OWN_MENTIONS = 30  # of the reader in each hall, the last of them unread as all are
SOME = 40  # messages that the reader wrote: not fewer, so that a look-up by sender has something to skip
REPLIES = range(101, 161)  # the places of messages that reply to the first of their hall
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True)
class Past:
    """The reader, who owns the hall, somebody else in it and somebody who is not; and the hall's end."""

    reader: Actor
    member: Actor
    stranger: Actor
    hall: int
    elsewhere: int  # a public hall where the reader is not
    last: int
    talk: int  # the reader's and the member's alone


def past(tx: Transaction, *, times: int) -> Past:
    """Make everything that other people do ``times`` as much."""
    reader, member, stranger = (builders.person(tx, name) for name in ("reader", "member", "stranger"))
    crowd(tx, 30 * times)
    others = [builders.person(tx, f"other{number}") for number in range(THERE - 2)]
    own = [builders.hall(tx, reader, member, *others, name=f"Own {number}").id for number in range(OWN)]
    _halls(tx, 30 * times, member)
    last = 200 * times
    _said(tx, own[0], last, reader, member)
    _said(tx, own[1], last, member, member)
    for hall_id in own[:2]:
        _called(tx, hall_id, reader, OWN_MENTIONS)
        _called(tx, hall_id, member, last)
    elsewhere = builders.hall(tx, member, name="Elsewhere").id
    _said(tx, elsewhere, last, member, member)
    talk = direct.open_with(tx, reader, usernames=["member"])[0].id
    _said(tx, talk, SOME, reader, member)
    return Past(reader, member, stranger, own[0], elsewhere, last, talk)


def crowd(tx: Transaction, many: int) -> list[int]:
    """Make people who are in General and signed in, and return their ids."""
    who = [{"id": 1000 + number, "username": f"crowd{number:05}", "display_name": f"C {number}"} for number in range(many)]
    ids = [one["id"] for one in who]
    _insert(tx, users, [{**one, "password_hash": "-", "role": "member", "created_at": NOW} for one in who])
    _insert(tx, memberships, [_membership(user, builders.GENERAL) for user in ids])
    _insert(tx, drafts, [{"user_id": user, "hall_id": builders.GENERAL, "content": "¿", "saved_at": NOW} for user in ids])
    ends = NOW + timedelta(days=9999)
    _insert(tx, sessions, [{"id": f"{user:032}", "user_id": user, "created_at": NOW, "expires_at": ends} for user in ids])
    tx.execute(update(halls).where(halls.c.id == builders.GENERAL).values(members=halls.c.members + many))
    return ids


def _halls(tx: Transaction, many: int, owner: Actor) -> None:
    """Halls of somebody else: public and private ones, some archived, with other numbers of members."""
    made = [
        {
            "id": 1000 + number,
            "name": f"Hall {number:05}",
            "topic": "",
            "folded": f"hall {number:05}",
            "kind": "private" if number % 3 == 0 else "public",
            "members": number % 50,
            "created_at": NOW,
            "archived_at": NOW if number % 5 == 0 else None,
        }
        for number in range(many)
    ]
    _insert(tx, halls, [{**one, "welcome": False, "last_seq": 0, "last_rev": 0} for one in made])
    _insert(tx, memberships, [_membership(owner.user_id, one["id"], role="owner") for one in made])


def _said(tx: Transaction, hall_id: int, last: int, reader: Actor, member: Actor) -> None:
    """Messages of others, after some of the reader's; every second one was edited twice, and has reactions."""
    rows = [
        {
            "hall_id": hall_id,
            "seq": seq,
            "rev": seq,
            "sender_id": (reader if seq <= SOME else member).user_id,
            "client_id": f"{hall_id}-{seq}",
            "content": "hola",
            "html": "<p>hola</p>",
            "created_at": NOW,
            "edited_at": NOW if seq % 2 == 0 else None,
            "replies": len(REPLIES) if seq == 1 else 0,
        }
        for seq in range(1, last + 1)
    ]
    _insert(tx, messages, rows)
    first = select(messages.c.id).where(messages.c.hall_id == hall_id, messages.c.seq == 1).scalar_subquery()
    replies = messages.c.hall_id == hall_id, messages.c.seq.in_(REPLIES)
    tx.execute(update(messages).where(*replies).values(reply_to=first))
    edited = select(messages.c.id).where(messages.c.hall_id == hall_id, messages.c.edited_at.is_not(None))
    former = [
        {"message_id": message, "rev": rev, "content": f"hola {rev}", "written_at": NOW}
        for message in tx.execute(edited).scalars()
        for rev in (-1, 0)
    ]
    _insert(tx, message_versions, former)
    put = [
        {"message_id": message, "user_id": who.user_id, "emoji": emoji, "at": NOW}
        for message in tx.execute(edited).scalars()
        for who, emoji in ((reader, "🎉"), (member, "🙏"))
    ]
    _insert(tx, message_reactions, put)
    for one in tx.execute(select(messages.c.id, messages.c.sender_id).where(messages.c.hall_id == hall_id)).all():
        tx.execute(insert(message_words).values(rowid=one.id, words=indexed(hall_id, one.sender_id, "hola")))
    tx.execute(update(halls).where(halls.c.id == hall_id).values(last_seq=last, last_rev=last))


def _called(tx: Transaction, hall_id: int, whom: Actor, many: int) -> None:
    """The newest messages of a hall mention somebody."""
    newest = select(messages.c.id, messages.c.seq).where(messages.c.hall_id == hall_id).order_by(messages.c.seq.desc())
    found = tx.execute(newest.limit(many)).all()
    call = {"user_id": whom.user_id, "hall_id": hall_id, "said_at": NOW}
    _insert(tx, message_mentions, [{**call, "message_id": one.id, "seq": one.seq} for one in found])


def _membership(user_id: int, hall_id: int, *, role: str = "member") -> dict[str, object]:
    return {
        "user_id": user_id,
        "hall_id": hall_id,
        "role": role,
        "joined_at": NOW,
        "last_read_seq": 0,
        "notify": "everything",
    }


def _insert(tx: Transaction, table, rows: list[dict[str, object]]) -> None:
    tx.connection.execute(insert(table), rows)
