"""No service grows with the history, the halls or the people: every statement's plan, and the steps it takes on 8 times as much.

The statements are taken from SQLite itself while each service runs, so a new one is covered by itself.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hallchat.database import alone
from hallchat.services import drafts as kept
from hallchat.services import editing, halls, history, memberships, messages, reacting
from hallchat.services import reading as passing
from hallchat.services.access import reach
from hallchat.services.accounts import Application
from hallchat.services.mentioning import Mentioned
from hallchat.transaction import Transaction
from hallchat.views import MemberView, MessageView
from tests import builders
from tests.services.listed import Service, all_services
from tests.services.past import NOW, REPLIES, Past, past
from tests.services.watched import Run, Watched, watched

MORE = 8  # times as much of everything
SLACK = 1.1  # how many times the steps it may then take: a page may hold a few digits more
COUNTED_OR_SKIPPED = re.compile(r"\bCOUNT *\(|\bOFFSET (?!0\b)", re.IGNORECASE)
FREE = {"SCAN CONSTANT ROW"}
ADIOS = messages.Prepared("adiós", "<p>adiós</p>")
MENTION = messages.prepare("@member, @stranger, @hall, #own-1")
MENTIONED = '<p><bdi data-user="1">@reader</bdi></p>'

Call = Callable[[Service, Transaction, Past], object]


def reading(**arguments: object) -> Call:
    return lambda do, tx, on: do(tx, on.reader, hall_id=on.hall, **arguments)


def last(tx: Transaction, on: Past) -> MessageView:
    message = history.at(tx, hall_id=on.hall, seq=on.last)
    assert message is not None
    return message


CALLS: dict[str, list[Call]] = {
    "access.announce": [lambda do, tx, on: do(tx, on.hall)],
    "access.people_of": [lambda do, tx, on: do(tx, on.talk)],
    "access.reach": [lambda do, tx, on: do(tx, on.reader, on.hall)],
    "linking.called": [lambda do, tx, on: do(tx, ["own-1", "nowhere"])],
    "mentioning.look_up": [lambda do, tx, on: do(tx, reach(tx, on.reader, on.hall), MENTION.html, MENTION.names)],
    "mentioning.counted": [lambda do, tx, on: do(tx, on.reader.user_id, halls.mine(tx, on.reader.user_id))],
    "mentioning.drop": [lambda do, tx, on: do(tx, replace(last(tx, on), html=MENTIONED))],
    "mentioning.keep": [
        lambda do, tx, on: do(tx, replace(last(tx, on), id=1), Mentioned("", frozenset({on.reader.user_id, 2**40}))),
        lambda do, tx, on: do(tx, replace(last(tx, on), id=1), Mentioned("", everybody=True)),
    ],
    "mentioning.mentionable": [reading(limit=50)],
    "mentioning.places": [lambda do, tx, on: do(tx, on.reader.user_id)],
    "accounts.credentials": [lambda do, tx, on: do(tx, username="Reader")],
    "accounts.own_credentials": [lambda do, tx, on: do(tx, on.reader)],
    "accounts.register": [lambda do, tx, on: do(tx, Application("zoe", "Zoe", ""), password_hash="-", may_be_admin=True)],
    "accounts.reset_password": [lambda do, tx, on: do(tx, username="reader", password_hash="new")],
    "accounts.set_password": [
        lambda do, tx, on: do(tx, user_id=on.reader.user_id, password_hash="new", keep_session=on.reader.session_id)
    ],
    "drafts.discard": [
        lambda do, tx, on: [kept.save(tx, on.reader, hall_id=on.hall, content="y"), do(tx, on.reader, hall_id=on.hall)]
    ],
    "drafts.get": [reading()],
    "drafts.sent": [
        lambda do, tx, on: [
            kept.save(tx, on.reader, hall_id=on.hall, content="y"),
            do(tx, on.reader.user_id, hall_id=on.hall, typed="y"),
        ]
    ],
    "drafts.save": [
        reading(content="y"),
        lambda do, tx, on: [do(tx, on.reader, hall_id=on.hall, content=one) for one in ("y", "y aún", "")],
    ],
    "direct.hide": [lambda do, tx, on: do(tx, on.reader, hall_id=on.talk)],
    "direct.open_with": [
        lambda do, tx, on: do(tx, on.reader, usernames=["member"]),
        lambda do, tx, on: do(tx, on.reader, usernames=["member", "stranger"]),
    ],
    "editing.delete": [reading(seq=1), reading(seq=2)],
    "editing.edit": [reading(seq=1, prepared=ADIOS), reading(seq=2, prepared=ADIOS)],
    "editing.editable": [reading(seq=2)],
    "editing.last": [reading(among=100), lambda do, tx, on: do(tx, on.member, hall_id=on.hall, among=100)],
    "editing.restore": [
        lambda do, tx, on: do(
            tx, on.reader, hall_id=on.hall, seq=2, deleted=editing.delete(tx, on.reader, hall_id=on.hall, seq=2)
        )
    ],
    "entering.enter": [
        lambda do, tx, on: [do(tx, on.hall, on.stranger.user_id, role="member", read=0), reach(tx, on.stranger, on.hall)]
    ],
    "entering.set_role": [lambda do, tx, on: do(tx, on.hall, on.member.user_id, "moderator")],
    "halls.change": [reading(name="New", topic="new", archived=True)],
    "halls.create": [lambda do, tx, on: do(tx, on.reader, name="Made")],
    "halls.get": [reading()],
    "halls.joinable": [lambda do, tx, on: do(tx, on.reader, limit=10)],
    "halls.joinable, looking for a name": [lambda do, tx, on: do(tx, on.reader, query="found nowhere", limit=10)],
    "halls.lately": [lambda do, tx, on: do(tx, on.reader.user_id)],
    "halls.mine": [lambda do, tx, on: do(tx, on.reader.user_id)],
    "halls.visible": [lambda do, tx, on: do(tx, on.reader), lambda do, tx, on: do(tx, on.reader, query="hall")],
    "halls.welcome_ids": [lambda do, tx, on: do(tx)],
    "history.after": [reading(seq=seq, limit=50) for seq in (0, 100, 150)],
    "history.around": [reading(seq=seq, limit=50) for seq in (60, 100)],
    "history.at": [lambda do, tx, on: do(tx, hall_id=on.hall, seq=on.last)],
    "history.before": [reading(seq=seq, limit=50) for seq in (60, 100, 2**62)],
    "history.first_since": [
        lambda do, tx, on, time=time: do(tx, on.reader, hall_id=on.hall, time=time)
        for time in (NOW - timedelta(days=1), NOW, NOW + timedelta(days=1))
    ],
    "history.latest": [reading(limit=50)],
    "history.original": [lambda do, tx, on: do(tx, history.there(tx, hall_id=on.hall, seq=2))],
    "history.sent_as": [lambda do, tx, on: do(tx, sender_id=on.member.user_id, client_id=f"{on.hall}-{on.last}")],
    "history.since": [
        reading(rev=0, limit=50),
        lambda do, tx, on: do(tx, on.reader, hall_id=on.hall, rev=on.last - 60, limit=50),
    ],
    "history.there": [lambda do, tx, on: do(tx, hall_id=on.hall, seq=on.last)],
    "history.versions": [reading(seq=1), reading(seq=2)],
    "history.tail": [lambda do, tx, on: do(tx, on.hall, limit=129)],
    "history.views": [
        lambda do, tx, on: do(tx, tx.execute(history.AFTER, {"hall": on.hall, "edge": 0, "limit": 50}).all()),
    ],
    "index.add": [lambda do, tx, on: do(tx, replace(last(tx, on), id=2**40))],
    "index.change": [lambda do, tx, on: do(tx, last(tx, on), last(tx, on))],
    "memberships.admit": [lambda do, tx, on: do(tx, on.hall, on.stranger.user_id)],
    "memberships.appoint": [lambda do, tx, on: do(tx, on.reader, hall_id=on.hall, user_id=on.member.user_id, moderator=True)],
    "memberships.hand_over": [lambda do, tx, on: do(tx, on.reader, hall_id=on.hall, user_id=on.member.user_id)],
    "memberships.invite": [reading(username="stranger")],
    "memberships.join": [lambda do, tx, on: do(tx, on.stranger, hall_id=on.hall)],
    "memberships.leave": [lambda do, tx, on: do(tx, on.member, hall_id=on.hall)],
    "memberships.members": [reading()],
    "memberships.place_of": [reading()],
    "memberships.remove": [lambda do, tx, on: do(tx, on.reader, hall_id=on.hall, user_id=on.member.user_id)],
    "mentions.find": [
        lambda do, tx, on: do(tx, on.reader),
        lambda do, tx, on: do(tx, on.reader, before=last(tx, on).id, limit=10),
    ],
    "messages.bring_in": [reading(prepared=ADIOS, client_id="new", at=NOW)],
    "messages.mark_read": [reading(seq=2**62)],
    "messages.post": [reading(prepared=ADIOS, client_id="new")] * 2 + [reading(prepared=ADIOS, client_id="reply", reply_to=1)],
    "messages.post, mentioning people": [reading(prepared=MENTION, client_id="new")],
    "messages.store_marks": [lambda do, tx, on: do(tx, [(on.reader.user_id, on.hall, 150), (on.member.user_id, on.hall, 150)])],
    "notifications.keep_hours": [lambda do, tx, on: do(tx, on.reader, hours="22:00-07:00")],
    "notifications.keep_quiet": [lambda do, tx, on: do(tx, on.reader, until=NOW)],
    "notifications.newest": [reading(minute=600)],
    "notifications.quiet": [lambda do, tx, on: do(tx, on.reader)],
    "notifications.set_level": [reading(level="nothing")],
    "names.person": [lambda do, tx, on: do(tx, username="Member")],
    "people.card": [
        lambda do, tx, on: do(tx, on.reader, username="member", hall_id=on.hall),
        lambda do, tx, on: do(tx, on.reader, username="reader"),
    ],
    "people.known": [lambda do, tx, on: do(tx, on.reader)],
    "people.known, looking for a name": [lambda do, tx, on: do(tx, on.reader, query="member")],
    "reading.mark_all_read": [lambda do, tx, on: do(tx, on.reader)],
    "reading.mark_unread": [reading(seq=1)],
    "reading.take_up_again": [lambda do, tx, on: do(tx, on.reader, passed=passing.mark_all_read(tx, on.reader))],
    "readmitting.remembered": [
        lambda do, tx, on: do(tx, on.hall, MemberView(on.member.user_id, "member", "Member", "member", NOW)),
    ],
    "readmitting.readmit": [
        lambda do, tx, on: do(
            tx,
            on.reader,
            hall_id=on.hall,
            removed=memberships.remove(tx, on.reader, hall_id=on.hall, user_id=on.member.user_id),
        )
    ],
    "reacting.drop": [lambda do, tx, on: do(tx, history.there(tx, hall_id=on.hall, seq=2))],
    "reacting.reactors": [reading(seq=2)],
    "reacting.put_back": [lambda do, tx, on: do(tx, last(tx, on), [reacting.Reaction(on.reader.user_id, "👍", NOW)])],
    "reacting.react": [reading(seq=1, emoji="👍"), reading(seq=2, emoji="👍")],
    "reacting.unreact": [reading(seq=1, emoji="👍"), reading(seq=2, emoji="🎉")],
    "reactions.added": [lambda do, tx, on: do(tx, history.tail(tx, on.hall, limit=129).messages)],
    "replies.count": [lambda do, tx, on: do(tx, history.there(tx, hall_id=on.hall, seq=REPLIES[0]), 1)],
    "replies.repliable": [lambda do, tx, on: do(tx, reach(tx, on.reader, on.hall), seq=1)],
    "replies.to": [
        reading(seq=1, limit=50),
        lambda do, tx, on: do(tx, on.reader, hall_id=on.hall, seq=1, after=REPLIES[-1], limit=5),
    ],
    "revisions.next_revision": [lambda do, tx, on: do(tx, on.hall)],
    "search.find": [
        lambda do, tx, on: do(tx, on.reader, query="hola"),
        lambda do, tx, on: do(tx, on.reader, query="hola from:member in:own", before=last(tx, on).id),
        lambda do, tx, on: do(tx, on.reader, query="hola before:2030-01-01", limit=1),
        lambda do, tx, on: do(tx, on.reader, query="found nowhere", limit=1),
    ],
    "search.find, from somebody by a part of their name": [lambda do, tx, on: do(tx, on.reader, query="from:mem")],
    "seeing.hall": [lambda do, tx, on: [do(tx, on.reader, one) for one in (on.hall, on.talk, on.elsewhere)]],
    "sessions.begin": [lambda do, tx, on: builders.again(tx, on.reader, begin=do)],
    "sessions.end": [lambda do, tx, on: do(tx, session_id=on.reader.session_id)],
    "sessions.end_all": [lambda do, tx, on: do(tx, user_id=on.reader.user_id)],
    "sessions.find": [lambda do, tx, on: do(tx, on.reader.session_id)],
}

ALL = "it lists them all"
OF_ONE = "it sorts what belongs to one hall or one user"
SEARCH = "a part of a name may be anywhere in it"
FIRST = "it stops at the first one"
WORDS = "the index of words finds them"
CHILDREN = "the rows that refer to a new one are looked through only while a foreign key is violated, which is never"
EXCEPTIONS = {
    ("accounts.register", "SCAN users"): FIRST,
    ("accounts.register", "SCAN halls"): CHILDREN,
    ("mentioning.counted", "USE TEMP B-TREE FOR ORDER BY"): OF_ONE,
    ("halls.create", "SCAN message_mentions"): CHILDREN,
    ("mentions.find", "USE TEMP B-TREE FOR ORDER BY"): OF_ONE,
    ("direct.open_with", "SCAN message_mentions"): CHILDREN,
    ("halls.lately", "USE TEMP B-TREE FOR ORDER BY"): OF_ONE,
    ("halls.mine", "USE TEMP B-TREE FOR ORDER BY"): OF_ONE,
    ("halls.visible", "SCAN halls"): ALL,
    ("halls.visible", "USE TEMP B-TREE FOR ORDER BY"): ALL,
    ("memberships.members", "USE TEMP B-TREE FOR ORDER BY"): OF_ONE,
    ("people.known", "USE TEMP B-TREE FOR ORDER BY"): OF_ONE,
    ("people.known, looking for a name", "SCAN users"): SEARCH,
    ("people.known, looking for a name", "USE TEMP B-TREE FOR ORDER BY"): SEARCH,
    ("search.find", "SCAN message_words VIRTUAL TABLE INDEX"): WORDS,
    ("search.find", "SCAN each_hall VIRTUAL TABLE INDEX"): OF_ONE,
    ("search.find", "USE TEMP B-TREE FOR ORDER BY"): OF_ONE,
    ("search.find, from somebody by a part of their name", "SCAN message_words VIRTUAL TABLE INDEX"): WORDS,
    ("search.find, from somebody by a part of their name", "SCAN users"): SEARCH,
    ("search.find, from somebody by a part of their name", "USE TEMP B-TREE FOR ORDER BY"): OF_ONE,
}
GROWING = {
    "halls.visible": ALL,
    "halls.joinable, looking for a name": SEARCH,
    "people.known, looking for a name": SEARCH,
    "search.find, from somebody by a part of their name": SEARCH,
}

Pasts = dict[int, tuple[Watched, Past]]


@pytest.fixture(scope="module")
def pasts(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pasts]:
    """Two databases, and what is in them: one with ``MORE`` times as much of everything as the other."""
    with ExitStack() as stack:
        made = {}
        for times in (1, MORE):
            path = tmp_path_factory.mktemp("past") / "hallchat.db"
            shutil.copyfile(migrated_file, path)
            with alone(f"sqlite:///{path}") as tx:
                on = past(tx, times=times)
            made[times] = stack.enter_context(watched(path)), on
        yield made


def test_every_service_is_looked_at() -> None:
    assert {key.split(",")[0] for key in CALLS} == all_services().keys()


def runs(key: str, on: Past) -> list[Run]:
    service = all_services()[key.split(",")[0]]
    return [lambda tx, call=call: call(service, tx, on) for call in CALLS[key]]


def found(key: str, pasts: Pasts) -> set[tuple[str, str]]:
    """Each statement that a service executes, with each line of its plan."""
    seen, on = pasts[MORE]
    return {(one, line) for run in runs(key, on) for one in seen.statements(run) for line in seen.plan(one)}


@pytest.mark.parametrize("key", CALLS)
def test_every_statement_finds_its_rows_by_an_index(pasts: Pasts, key: str) -> None:
    bad = {(one, line) for one, line in found(key, pasts) if line.startswith(("SCAN", "USE TEMP B-TREE")) and line not in FREE}
    allowed = tuple(line for name, line in EXCEPTIONS if name == key)
    assert {(one, line) for one, line in bad if not line.startswith(allowed)} == set()
    assert all(any(line.startswith(each) for _, line in bad) for each in allowed), "an exception is not needed any more"


@pytest.mark.parametrize("key", CALLS)
def test_nothing_is_counted_and_nothing_skipped(pasts: Pasts, key: str) -> None:
    statements = {one for one, _ in found(key, pasts)}
    assert statements
    assert {one for one in statements if COUNTED_OR_SKIPPED.search(one)} == set()


@pytest.mark.parametrize("key", CALLS)
def test_with_more_of_everything_it_takes_no_more_steps(pasts: Pasts, key: str) -> None:
    few, many = ([seen.steps(run) for run in runs(key, on)] for seen, on in (pasts[1], pasts[MORE]))
    grows = any(more > less * SLACK for less, more in zip(few, many, strict=True))
    assert grows == (key in GROWING), f"{few} steps became {many}"
