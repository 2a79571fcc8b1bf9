"""The demo: what it fills in is what people could have said themselves, in two languages, up to this morning."""

import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from hallchat import security
from hallchat.database import alone
from hallchat.demo import filling
from hallchat.demo.content import DemoHall, people, written_halls
from hallchat.demo.filling import DemoRefused, Filled
from hallchat.demo.logbook import logbook
from hallchat.services import accounts, halls, history, memberships, mentions, sessions
from hallchat.transaction import Transaction
from hallchat.views import Actor, HallView, MessageView
from tests import builders

PASSWORD = "el faro de las siete"
HALLS = (logbook(people()), *written_halls())
ALL = 10_000  # more messages than any hall has
SCRIPTS = {"Arabic": "[\u0600-\u06ff]", "Chinese": "[\u4e00-\u9fff]", "Spanish": "[¿¡ñáéíóú]", "emoji": "[\U0001f300-\U0001faff]"}
MARKDOWN = {"<pre", "<blockquote>", "<ul>", "<ol>", "<strong>", "<em>", "<code", 'href="https://example.org/'}


@pytest.fixture(scope="module")
def file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh installation with the demo in it."""
    path = tmp_path_factory.mktemp("demo") / "hallchat.db"
    shutil.copyfile(migrated_file, path)
    with alone(f"sqlite:///{path}") as tx:
        filled = fill(tx)
    there = (len(filled.accounts), filled.halls, filled.talks, filled.messages)
    assert there == (10, 9, 2, sum(len(hall.lines) for hall in HALLS))
    return path


@pytest.fixture
def demo(file: Path) -> Iterator[Transaction]:
    with builders.thrown_away(f"sqlite:///{file}") as tx:
        yield tx


def fill(tx: Transaction, now: datetime | None = None) -> Filled:
    return filling.fill(tx, password=PASSWORD, now=now or datetime.now().astimezone())


def actor(tx: Transaction, username: str) -> Actor:
    found = accounts.credentials(tx, username=username)
    assert found is not None
    return Actor(found.account.id, "")


def seen(tx: Transaction, username: str, hall: DemoHall) -> HallView:
    mine = [one for one in halls.mine(tx, actor(tx, username).user_id) if one.kind == hall.kind]
    if hall.kind != "direct":
        return next(one for one in mine if one.name == hall.name)
    return next(one for one in mine if everybody(tx, username, one.id) == {hall.owner, *hall.members})


def everybody(tx: Transaction, username: str, hall_id: int) -> set[str]:
    return {one.username for one in memberships.members(tx, actor(tx, username), hall_id=hall_id)}


def said(tx: Transaction, hall: DemoHall) -> tuple[MessageView, ...]:
    return history.latest(tx, actor(tx, hall.owner), hall_id=seen(tx, hall.owner, hall).id, limit=ALL).messages


def test_one_signs_in_as_anybody_and_nobody_is_an_administrator(demo: Transaction) -> None:
    for one in people():
        found = accounts.credentials(demo, username=one.username)
        assert found is not None
        assert (found.account.display_name, found.account.role) == (one.name, "member")
        assert security.verify_password(PASSWORD, found.password_hash)
        assert sessions.find(demo, sessions.begin(demo, found.account, lifetime=builders.LIFETIME).session_id)


@pytest.mark.parametrize("hall", HALLS, ids=lambda hall: hall.name or " ".join(hall.members))
def test_each_hall_is_there_as_it_is_written_and_no_word_is_changed(demo: Transaction, hall: DemoHall) -> None:
    there = seen(demo, hall.owner, hall)
    leads = "member" if hall.kind == "direct" else "owner"
    assert (there.topic, there.kind, there.archived, there.role) == (hall.topic, hall.kind, hall.archived, leads)
    stored = said(demo, hall)
    assert [one.sender.username for one in stored] == [line.who for line in hall.lines]
    assert [one.content for one in stored] == ["" if line.deleted else line.text for line in hall.lines]
    assert [one.deleted_at is not None for one in stored] == [line.deleted for line in hall.lines]
    put = [[(each.emoji, user.username) for each in one.reactions for user in each.by] for one in stored]
    assert put == [list(line.reactions) for line in hall.lines]
    assert [one.reply_to for one in stored] == [
        seq - line.replies_to if line.replies_to else None for seq, line in enumerate(hall.lines, 1)
    ]
    members = memberships.members(demo, actor(demo, hall.owner), hall_id=there.id)
    assert {one.username for one in members} == {hall.owner, *hall.members}
    assert {one.username for one in members if one.role == "moderator"} == set(hall.moderators)
    assert len(members) == there.members
    for username in (hall.owner, *hall.members):
        assert seen(demo, username, hall).unread == hall.unread.get(username, 0)


def test_the_database_is_sound(demo: Transaction) -> None:
    def count(query: str) -> int:
        return demo.execute(text(f"SELECT count(*) FROM {query}")).scalar_one()

    assert demo.execute(text("PRAGMA foreign_key_check")).all() == []
    assert demo.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
    of_hall = "FROM messages m WHERE m.hall_id = h.id"
    put = "FROM message_reactions r JOIN messages m ON m.id = r.message_id WHERE m.hall_id = h.id"
    assert count(f"halls h WHERE last_seq <> (SELECT count(*) {of_hall})") == 0
    assert count(f"halls h WHERE last_seq <> (SELECT coalesce(max(seq), 0) {of_hall})") == 0
    changed = f"(SELECT count(deleted_at) + count(reply_to) {of_hall}) + (SELECT count(*) {put})"
    assert count(f"halls h WHERE last_rev <> last_seq + {changed}") == 0
    assert count("halls h WHERE members <> (SELECT count(*) FROM user_halls u WHERE u.hall_id = h.id)") == 0
    assert count("user_halls u JOIN halls h ON h.id = u.hall_id WHERE last_read_seq NOT BETWEEN 0 AND last_seq") == 0
    owners = "SELECT sum(role = 'owner') FROM user_halls u WHERE u.hall_id = h.id"
    assert count(f"halls h WHERE ({owners}) <> (kind <> 'direct') AND h.id > 1") == 0


def test_who_signs_in_to_look_around_is_mentioned_and_has_not_read_it_all(demo: Transaction) -> None:
    for username in ("marina", "tomas"):
        who = actor(demo, username)
        assert sum(hall.mentions or 0 for hall in halls.visible(demo, who)) == 1
        assert "Kitchen" in {one.hall.name for one in mentions.find(demo, who).found}


def test_there_is_something_of_everything() -> None:
    lines = [line for hall in HALLS for line in hall.lines]
    assert Counter(hall.kind for hall in HALLS) == {"public": 7, "private": 2, "direct": 2}
    assert [hall.archived for hall in HALLS].count(True) == 1
    assert sorted(len(hall.lines) for hall in HALLS)[:3] == [0, 5, 7]
    assert sum(line.deleted for line in lines) == 1
    assert {len(line.reactions) for line in lines} >= {0, 2, 4, 7}
    assert any(one.who == other.who for one, other in pairwise(lines))
    assert {name for name, letters in SCRIPTS.items() if any(re.search(letters, line.text) for line in lines)} == SCRIPTS.keys()
    assert {name for name, letters in SCRIPTS.items() if any(re.search(letters, one.name) for one in people())} >= {
        "Arabic",
        "Chinese",
        "Spanish",
    }
    links = [link for line in lines for link in re.findall(r"https?://[^/\s]+", line.text)]
    assert set(links) == {"https://example.org"}


def test_markdown_is_rendered(demo: Transaction) -> None:
    html = "".join(one.html for hall in HALLS for one in said(demo, hall))
    assert {tag for tag in MARKDOWN if tag in html} == MARKDOWN


def test_the_long_history_is_the_same_each_time_and_hardly_repeats_itself() -> None:
    lines = HALLS[0].lines
    assert lines == logbook(people()).lines
    assert 380 <= len(lines) <= 440
    assert len({line.text for line in lines}) > 0.95 * len(lines)
    assert not any("{" in line.text for line in lines)
    assert all(line.who in (HALLS[0].owner, *HALLS[0].members) for line in lines)


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The clocks of another place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize(
    ("zone", "hour", "newest"),
    [("UTC", 23, 30), ("Europe/Madrid", 12, 30), ("America/Los_Angeles", 5, 29)],
    indirect=["zone"],
)
def test_times_rise_and_the_newest_is_this_morning_or_yesterday_where_that_is_to_come(
    tx: Transaction, hour: int, newest: int
) -> None:
    now = datetime(2026, 3, 30, hour).astimezone()  # a day after Madrid changed its clocks
    fill(tx, now)
    last = []
    for hall in HALLS:
        times = [one.created_at for one in said(tx, hall)]
        assert all(one < other for one, other in pairwise(times))
        last += times[-1:]
    assert max(last) <= now
    assert max(last).astimezone().day == newest


def test_what_was_there_stays_as_it_was(tx: Transaction) -> None:
    ana, bea = builders.person(tx, "ana", first_is_admin=True), builders.person(tx, "bea")
    plaza = builders.hall(tx, ana, bea, name="Puerto").id
    message = builders.say(tx, ana, plaza)
    before = [halls.get(tx, one, hall_id=plaza) for one in (ana, bea)]
    fill(tx)
    assert [halls.get(tx, one, hall_id=plaza) for one in (ana, bea)] == before
    assert history.latest(tx, bea, hall_id=plaza, limit=5).messages == (message,)
    assert [hall.id for hall in halls.mine(tx, bea.user_id)] == [builders.GENERAL, plaza]
    general = halls.get(tx, ana, hall_id=builders.GENERAL)
    assert replace(general, members=2) == replace(general, members=general.members - len(people()))


def test_it_is_filled_in_once(demo: Transaction) -> None:
    with pytest.raises(DemoRefused, match=r"^The demo content is already there\.$"):
        fill(demo)


def test_a_name_that_is_somebodys_is_left_to_them(tx: Transaction) -> None:
    builders.person(tx, "Marina")
    with pytest.raises(DemoRefused, match="marina"):
        fill(tx)
    assert tx.execute(text("SELECT username FROM users")).scalars().all() == ["Marina"]


def test_messages_that_come_afterwards_follow_the_newest(demo: Transaction) -> None:
    marina = actor(demo, "marina")
    puerto = next(hall for hall in HALLS if hall.name == "Puerto")
    new = builders.say(demo, marina, seen(demo, "marina", puerto).id)
    assert new.seq == len(puerto.lines) + 1
    assert said(demo, puerto)[-2].created_at < new.created_at <= datetime.now(UTC)
