"""The writer: an answer means on disk, a failure undoes its own and no more, and what happened is told after the commit."""

import asyncio
import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from hallchat import errors
from hallchat.database import Database, alone
from hallchat.engine import connect, migrate
from hallchat.events import Event, MessagePosted, SessionEnded
from hallchat.services import history
from hallchat.transaction import Transaction
from hallchat.writer import BATCH, Writer
from tests.builders import GENERAL, person, say
from tests.writes import PATIENCE, failing, one_batch, store, stored, together


async def test_what_was_answered_is_on_disk(database: Database, database_url: str) -> None:
    assert await database.write(store("a")) == "a"
    assert stored(database_url) == ["a"]


async def test_a_failing_write_undoes_only_itself(database: Database, database_url: str, published: list[Event]) -> None:
    refusal = errors.OwnerOnly()
    answers = await together(database, store("a"), failing(refusal), store("b"))
    assert answers == ["a", refusal, "b"]
    assert stored(database_url) == ["a", "b"]
    assert published == [SessionEnded("a", 0), SessionEnded("b", 0)]


async def test_writes_run_again_only_when_one_failed_after_it_had_written(database: Database, database_url: str) -> None:
    runs: list[str] = []

    def counted(tx: Transaction) -> str:
        runs.append("a")
        return store("a")(tx)

    def refused_at_once(tx: Transaction) -> str:
        tx.execute(select(1))
        raise errors.OwnerOnly

    await together(database, counted, refused_at_once)
    assert runs == ["a"]
    await together(database, counted, failing(errors.OwnerOnly()))
    assert runs == ["a", "a", "a"]
    assert stored(database_url) == ["a", "a"]


async def test_a_write_that_breaks_a_constraint_undoes_only_itself(database: Database, database_url: str) -> None:
    def breaking(tx: Transaction) -> str:
        store("never")(tx)
        tx.execute(text("INSERT INTO user_halls VALUES (999, 999, 'member', '2026-01-01', 0, '')"))
        return "never"

    one, broken, other = await together(database, store("a"), breaking, store("b"))
    assert (one, other) == ("a", "b")
    assert isinstance(broken, DBAPIError)
    assert stored(database_url) == ["a", "b"]


async def test_events_are_published_after_the_commit_and_before_the_answer(database_url: str) -> None:
    seen: list[tuple[list[str], bool]] = []
    loop_thread = threading.get_ident()

    def publish(events) -> None:
        assert threading.get_ident() == loop_thread
        seen.append((stored(database_url), task.done()))

    database = Database(database_url, publish)
    task = asyncio.ensure_future(database.write(store("a")))
    await task
    database.close()
    assert seen == [(["a"], False)]


async def test_a_publisher_that_fails_takes_no_answer_away(database_url: str) -> None:
    def publish(events) -> None:
        raise RuntimeError("nobody listens")

    database = Database(database_url, publish)
    assert await database.write(store("a")) == "a"
    assert await database.write(store("b")) == "b"
    database.close()


async def test_a_full_queue_answers_busy_at_once(database_url: str) -> None:
    engine = connect(database_url, writes=True)
    writer = Writer(engine, lambda events: None, capacity=2)
    async with one_batch(writer):
        waiting = [asyncio.ensure_future(writer.write(store(name))) for name in "ab"]
        await asyncio.to_thread(lambda: None)
        with pytest.raises(errors.Busy):
            await writer.write(store("c"))
    assert await asyncio.gather(*waiting) == ["a", "b"]
    assert await writer.write(store("d")) == "d"
    writer.close()
    engine.dispose()
    assert stored(database_url) == ["a", "b", "d"]


async def test_who_no_longer_waits_disturbs_nobody(database: Database, database_url: str) -> None:
    async with one_batch(database):
        gone, stays = (asyncio.ensure_future(database.write(store(name))) for name in "ab")
        await asyncio.to_thread(lambda: None)
        gone.cancel()
    assert await stays == "b"
    assert stored(database_url) == ["a", "b"]


async def test_closing_finishes_what_waits(database_url: str) -> None:
    database = Database(database_url, lambda events: None)
    tasks = [asyncio.ensure_future(database.write(store(f"{number:03}"))) for number in range(BATCH + 3)]
    await asyncio.to_thread(lambda: None)
    await asyncio.to_thread(database.close)
    assert len(await asyncio.gather(*tasks)) == BATCH + 3
    assert stored(database_url) == [f"{number:03}" for number in range(BATCH + 3)]


async def test_after_closing_a_write_is_refused_and_never_hangs(database_url: str) -> None:
    database = Database(database_url, lambda events: None)
    database.close()
    with pytest.raises(errors.Busy):
        await asyncio.wait_for(database.write(store("a")), PATIENCE)


async def test_300_posts_at_once_leave_no_gap_and_each_answer_has_its_own_place(
    database: Database, published: list[Event]
) -> None:
    people = [await database.write(lambda tx, name=name: person(tx, name)) for name in ("ana", "bob", "eva")]
    published.clear()
    posted = await asyncio.gather(
        *(database.write(lambda tx, number=number: say(tx, people[number % 3], GENERAL, f"{number}")) for number in range(300))
    )
    assert sorted(message.seq for message in posted) == list(range(1, 301))
    pages = [
        await database.read(lambda tx, seq=seq: history.after(tx, people[0], hall_id=GENERAL, seq=seq, limit=100))
        for seq in (0, 100, 200)
    ]
    assert [message for page in pages for message in page.messages] == sorted(posted, key=lambda message: message.seq)
    assert [event.message.seq for event in published if isinstance(event, MessagePosted)] == list(range(1, 301))


async def test_the_same_message_sent_twice_at_once_is_stored_once(database: Database) -> None:
    ana = await database.write(lambda tx: person(tx, "ana"))
    one, other = await asyncio.gather(*(database.write(lambda tx: say(tx, ana, GENERAL, "hola", "one")) for _ in range(2)))
    assert one == other
    assert (await database.read(lambda tx: history.latest(tx, ana, hall_id=GENERAL, limit=5))).messages == (one,)


async def test_a_page_and_its_end_come_from_one_moment(database: Database) -> None:
    ana = await database.write(lambda tx: person(tx, "ana"))
    began, go = threading.Event(), threading.Event()

    def read(tx: Transaction) -> tuple[int, int]:
        before = history.latest(tx, ana, hall_id=GENERAL, limit=5)
        began.set()
        assert go.wait(PATIENCE)
        return before.last_seq, history.latest(tx, ana, hall_id=GENERAL, limit=5).last_seq

    reading = asyncio.ensure_future(database.read(read))
    await asyncio.to_thread(began.wait, PATIENCE)
    await database.write(lambda tx: say(tx, ana, GENERAL))  # a reader does not hold the writer up
    go.set()
    assert await reading == (0, 0)


async def test_a_read_cannot_write(database: Database, database_url: str) -> None:
    with pytest.raises(DBAPIError, match="readonly"):
        await database.read(store("a"))
    assert stored(database_url) == []


def test_an_administrative_write_is_kept_unless_it_fails(database_url: str) -> None:
    with alone(database_url) as tx:
        store("a")(tx)
    with pytest.raises(errors.OwnerOnly), alone(database_url) as tx:
        failing(errors.OwnerOnly())(tx)
    assert stored(database_url) == ["a"]


def test_bringing_up_to_date_again_changes_nothing(database_url: str) -> None:
    engine = connect(database_url, writes=True)
    migrate(engine)
    engine.dispose()
    with alone(database_url) as tx:
        assert tx.execute(text("SELECT count(*) FROM halls")).scalar_one() == 1
