"""The watchdog sees what it is there for, and nothing else."""

import asyncio
import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from hallchat import markdown, security
from hallchat.database import Database
from hallchat.engine import connect
from tests.watchdog import watched

HASH = security.hash_password("another one")


def compute(seconds: float) -> None:
    """Keep this thread's processor busy."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def ask(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))


async def test_a_long_turn_is_seen_with_what_it_was_doing() -> None:
    with watched() as watch:
        await asyncio.sleep(0)
        compute(0.15)
        await asyncio.sleep(0)
    assert len(watch.blocks) == 1
    assert "the event loop was busy for 1" in watch.report()
    assert "compute" in watch.report()
    assert 0.15 <= watch.longest < 0.2


async def test_the_same_in_a_thread_or_in_short_turns_is_none() -> None:
    with watched() as watch:
        await asyncio.to_thread(compute, 0.15)
        for _ in range(10):
            compute(0.03)
            await asyncio.sleep(0)
    assert watch.report() == ""


async def test_a_machine_that_is_busy_with_other_things_makes_no_turn_long() -> None:
    with watched() as watch:
        await asyncio.sleep(0)
        time.sleep(0.15)  # as a thread sees it that does not get the processor
        await asyncio.sleep(0)
    assert watch.report() == ""


async def test_the_garbage_collector_does_not_count() -> None:
    heap = [[number] for number in range(400_000)]
    with watched(0.02) as watch:
        await asyncio.sleep(0)
        before = time.thread_time()
        gc.collect()
        assert time.thread_time() - before > 0.02
        await asyncio.sleep(0)
    assert (watch.report(), len(heap)) == ("", 400_000)


async def test_the_database_may_not_be_asked_on_the_loop(database_url: str) -> None:
    engine = connect(database_url, writes=False)
    with engine.connect() as connection, watched() as watch:
        await asyncio.to_thread(ask, connection)
        assert watch.report() == ""
        await asyncio.sleep(0)
        ask(connection)
    engine.dispose()
    assert "the database (before_cursor_execute) ran on the event loop" in watch.report()
    assert "in ask" in watch.report()


async def test_opening_the_database_is_a_start(tmp_path: Path) -> None:
    with watched() as watch:
        await asyncio.sleep(0)
        Database(f"sqlite:///{tmp_path / 'new.db'}", lambda events: None).close()
        await asyncio.sleep(0)
    assert watch.report() == ""


async def test_short_markdown_is_no_work() -> None:
    with watched() as watch:
        await asyncio.sleep(0)
        markdown.render("**x**")
    assert watch.report() == ""


@pytest.mark.parametrize(
    ("work", "name"),
    [
        (lambda: security.hash_password("el faro de las siete"), "hash_secret"),
        (lambda: security.verify_password("el faro de las siete", HASH), "verify_secret"),
        (lambda: markdown.render("**x** " * 500), "MarkdownIt.render"),
    ],
)
async def test_hashes_and_long_markdown_belong_into_threads(work: Callable[[], object], name: str) -> None:
    with watched() as watch:
        await asyncio.to_thread(work)
        assert watch.report() == ""
        await asyncio.sleep(0)
        work()
    assert f"{name} ran on the event loop" in watch.report()
