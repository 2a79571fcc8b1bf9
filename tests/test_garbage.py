"""Garbage collection is tuned without being turned off."""

import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallchat import garbage
from tests.server import ROOT


class Session:
    """Something that holds itself, as a state tree does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_what_exists_is_frozen_and_what_comes_later_is_still_collected() -> None:
    garbage.tune()
    assert gc.get_freeze_count() > 10_000
    gone = weakref.ref(Session())
    kept = [[] for _ in range(2 * garbage.THRESHOLDS[0])]
    assert gone() is None
    assert kept


def test_sessions_that_went_do_not_pile_up() -> None:
    """Also those that were there for long: they go before as much as another thousand sessions has come."""
    garbage.tune()
    session = Session()
    gc.collect()
    gone = weakref.ref(session)
    del session
    kept = [[] for _ in range(420_000)]
    assert gone() is None
    assert kept


def test_a_server_tunes_it_and_hears_signals(tmp_path: Path) -> None:
    program = """
import asyncio, gc, signal
from hallchat import garbage, hallchat

async def main():
    before = signal.getsignal(signal.SIGTERM)
    async with hallchat._running():
        assert gc.get_threshold() == garbage.THRESHOLDS and gc.get_freeze_count()
        assert signal.getsignal(signal.SIGTERM) is not before

asyncio.run(main())
"""
    environment = {**os.environ, "HALLCHAT_DATA_DIR": str(tmp_path / "data")}
    ended = subprocess.run(
        [sys.executable, "-c", program], check=False, cwd=ROOT, env=environment, capture_output=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr.decode()
