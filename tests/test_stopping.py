"""A signal to stop is heard though the loop's pipe is full."""

import subprocess
import sys

import pytest

from tests.server import ROOT

PROGRAM = """
import asyncio, contextlib, os, signal
from hallchat import stopping

async def main():
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    with {around}:
        for _ in range(5000):
            loop.call_soon_threadsafe(int)  # wake-ups that nobody takes meanwhile
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 3)

asyncio.run(main())
"""


@pytest.mark.parametrize(("around", "heard"), [("stopping.heard()", True), ("contextlib.nullcontext()", False)])
def test_a_signal_in_a_flood_of_wake_ups_is_heard(around: str, heard: bool) -> None:
    program = PROGRAM.format(around=around)
    ended = subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT, capture_output=True, timeout=30)
    assert (ended.returncode == 0) is heard, ended.stderr.decode()
