"""What is answered, stored and told are the same, whatever fails between: full disks, refusals, rollbacks, callers that go."""

import asyncio
import random
from collections.abc import Sequence

import pytest
from sqlalchemy import text

from hallchat import errors
from hallchat.database import Database
from hallchat.events import Event, MessagePosted, ReadMoved, SessionEnded
from hallchat.realtime.reads import ReadMarks
from hallchat.services import halls, history, messages
from hallchat.transaction import Transaction
from hallchat.views import MessageView
from hallchat.writer import BATCH
from tests.builders import GENERAL, person, say
from tests.services.past import crowd
from tests.writes import Work, breaks_the_commit, conflicts, failing, rolls_back, store, stored

READERS = 1000


async def limit_pages(database: Database, more: int) -> None:
    """Let the file grow by so many pages and no more: then SQLite says that the disk is full."""

    def limit(tx: Transaction) -> None:
        pages = tx.execute(text("PRAGMA page_count")).scalar_one()
        tx.execute(text(f"PRAGMA max_page_count = {pages + more}"))

    await database.write(limit)


async def test_with_a_full_disk_the_answered_messages_are_stored_and_told_and_no_other(
    database: Database, published: list[Event]
) -> None:
    ana = await database.write(lambda tx: person(tx, "ana"))
    await limit_pages(database, 60)

    async def post(number: int) -> MessageView:
        return await database.write(lambda tx: say(tx, ana, GENERAL, "x" * 4000, f"{number}"))

    async def there() -> list[MessageView]:
        return list((await database.read(lambda tx: history.latest(tx, ana, hall_id=GENERAL, limit=999))).messages)

    answers = await asyncio.gather(*(post(number) for number in range(2 * BATCH)), return_exceptions=True)
    good = [one for one in answers if isinstance(one, MessageView)]
    assert 0 < len(good) < 2 * BATCH
    assert sorted(good, key=lambda one: one.seq) == await there()
    assert [event.message for event in published if isinstance(event, MessagePosted)] == await there()
    await limit_pages(database, 9999)
    again = await asyncio.gather(*(post(number) for number in range(2 * BATCH)))
    assert sorted(again, key=lambda one: one.seq) == await there()
    assert [one.seq for one in await there()] == list(range(1, 2 * BATCH + 1))
    assert [event.message for event in published if isinstance(event, MessagePosted)] == await there()


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_told_is_what_was_stored_once_in_that_order_and_before_the_answers(database_url: str, seed: int) -> None:
    chance = random.Random(seed)
    told: list[str] = []
    answered: list[str] = []
    wrong: list[object] = []

    def publish(events: Sequence[Event]) -> None:
        names = [event.session_id for event in events if isinstance(event, SessionEnded)]
        told.extend(names)
        on_disk = stored(database_url)[: len(told)]  # the next commit may be there already
        if on_disk != told or set(names) & set(answered):
            wrong.append((on_disk, list(told), list(answered)))  # what is raised here is only logged

    database = Database(database_url, publish)

    async def write(name: str) -> None:
        refusal = failing(errors.OwnerOnly(), name)
        works: list[Work] = [store(name), refusal, rolls_back, conflicts, breaks_the_commit]
        (work,) = chance.choices(works, [20, 4, 1, 1, 1])
        writing = asyncio.ensure_future(database.write(work))
        if chance.random() < 0.1:
            asyncio.get_running_loop().call_soon(writing.cancel)  # who asked goes away: the write does not
        answer = (await asyncio.gather(writing, return_exceptions=True))[0]
        if answer == name:
            assert name in told
            answered.append(name)
        elif not isinstance(answer, asyncio.CancelledError):
            assert name not in told

    for burst in range(25):
        await asyncio.gather(*(write(f"{burst}-{number}") for number in range(chance.randint(1, 12))))
    database.close()
    await asyncio.sleep(0)
    assert wrong == []
    assert len(told) > 20
    assert stored(database_url) == told
    assert len(set(told)) == len(told)
    assert set(answered) <= set(told)


async def test_a_thousand_readers_marks_are_one_commit_and_told_at_once(database_url: str) -> None:
    commits: list[Sequence[Event]] = []
    database = Database(database_url, commits.append)
    ana = await database.write(lambda tx: person(tx, "ana"))
    readers = await database.write(lambda tx: crowd(tx, READERS))
    marks = ReadMarks(lambda gathered: database.write(lambda tx: messages.store_marks(tx, gathered)))
    for number in range(3):
        await database.write(lambda tx: say(tx, ana, GENERAL))
        for reader in readers:
            marks.note(reader, GENERAL, number + 1)
    commits.clear()
    await marks.close()
    assert [sorted(event.user_id for event in told if isinstance(event, ReadMoved)) for told in commits] == [readers]
    unread = await database.read(lambda tx: [halls.mine(tx, reader)[0].unread for reader in readers])
    assert set(unread) == {0}
    database.close()
