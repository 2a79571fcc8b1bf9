"""Watches the event loop while a test runs: nothing may hold it up, and some work may not be done on it at all.

What counts is the processor time that the loop's thread takes between two turns, not the clock: a busy machine
makes every turn long. What waits without working (a disk, a lock) does not show there; therefore the calls that wait
for the database are forbidden on the loop, however short they are, as are password hashes and long Markdown.
"""

import asyncio
import functools
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any
from unittest.mock import patch

import argon2.low_level
from markdown_it import MarkdownIt
from sqlalchemy import Engine, event

from hallchat import api
from hallchat.database import Database
from hallchat.operations import SHORT

BOUND = 0.1  # seconds of processor time in one turn
SAMPLING = 0.02  # seconds between two looks at what a long turn is doing
TOLD = 5  # blocks in a report
FRAMES = 16  # of a stack, the innermost
STATEMENTS = ("before_cursor_execute", "begin", "commit", "rollback")  # what SQLAlchemy tells of that talks to the database
ELSEWHERE: list[tuple[Any, str, Callable[..., bool]]] = [
    (argon2.low_level, "hash_secret", lambda *args, **options: True),
    (argon2.low_level, "verify_secret", lambda *args, **options: True),
    (MarkdownIt, "render", lambda parser, content: len(content) > SHORT),
]
"""Work that belongs into a thread, and when."""
STARTS: list[tuple[Any, str]] = [(Database, "__init__"), (api, "build")]
"""What happens once, before anybody is there who could wait."""


@dataclass(frozen=True)
class Block:
    """Something that held up the loop, or was done on it though it is forbidden there."""

    what: str
    stack: str


class Watch:
    """What was seen of the loops of all threads."""

    def __init__(self, bound: float) -> None:
        """Start with nothing seen.

        Args:
            bound: seconds of processor time that one turn may take.
        """
        self.longest = 0.0
        self.blocks: list[Block] = []
        self._bound = bound
        self._turns: dict[int, float] = {}  # thread -> since when its loop is in a turn, by the clock
        self._samples: dict[int, str] = {}  # thread -> what its turn was doing when it was long already
        self._forgiven: dict[int, float] = {}  # thread -> processor time of its turn that does not count
        self._starting: set[int] = set()
        self._collecting: dict[int, float] = {}
        self._over = threading.Event()

    def report(self) -> str:
        """Say what was wrong, the first few times."""
        return "\n\n".join(f"{block.what}:\n{block.stack}" for block in self.blocks[:TOLD])

    def timing(self, run: Callable[[asyncio.Handle], Any]) -> Callable[[asyncio.Handle], Any]:
        """Time each turn that a loop gives to a callback or to a step of a task."""

        @functools.wraps(run)
        def timed(handle: asyncio.Handle) -> Any:
            thread = threading.get_ident()
            self._forgiven[thread], before = 0.0, time.thread_time()
            self._turns[thread] = time.monotonic()
            try:
                return run(handle)
            finally:
                took = time.thread_time() - before - self._forgiven[thread]
                del self._turns[thread]
                self._turned(took, self._samples.pop(thread, repr(handle)))

        return timed

    def forgiving(self, start: Callable[..., Any]) -> Callable[..., Any]:
        """Leave out what happens inside a function."""

        @functools.wraps(start)
        def forgiven(*args: Any, **options: Any) -> Any:
            thread, before = threading.get_ident(), time.thread_time()
            self._starting.add(thread)
            try:
                return start(*args, **options)
            finally:
                self._starting.discard(thread)
                self._forgive(thread, time.thread_time() - before)

        return forgiven

    def forbidding(self, work: Callable[..., Any], when: Callable[..., bool]) -> Callable[..., Any]:
        """Note each call of a function in a loop's own thread, where it is much work."""

        @functools.wraps(work)
        def watched(*args: Any, **options: Any) -> Any:
            if when(*args, **options):
                self.called(work.__qualname__)
            return work(*args, **options)

        return watched

    def called(self, what: str) -> None:
        """Note that something was done that is forbidden on a loop, where this is one."""
        thread = threading.get_ident()
        if thread in self._turns and thread not in self._starting:
            self.blocks.append(Block(f"{what} ran on the event loop", _stack(sys._getframe(2))))

    def collecting(self, phase: str, _: dict[str, int]) -> None:
        """Leave the garbage collector out: how much there is to collect is the test run's doing."""
        thread = threading.get_ident()
        if phase == "start":
            self._collecting[thread] = time.thread_time()
        elif thread in self._collecting:
            self._forgive(thread, time.thread_time() - self._collecting.pop(thread))

    def sample(self) -> None:
        """Look again and again at what long turns are doing, until ``stop``."""
        while not self._over.wait(SAMPLING):
            for thread, since in list(self._turns.items()):
                frame = sys._current_frames().get(thread)
                if time.monotonic() - since > self._bound / 2 and frame is not None:
                    self._samples[thread] = _stack(frame)

    def stop(self) -> None:
        """End ``sample``."""
        self._over.set()

    def _forgive(self, thread: int, seconds: float) -> None:
        if thread not in self._starting:  # the outermost counts it
            self._forgiven[thread] = self._forgiven.get(thread, 0.0) + seconds

    def _turned(self, took: float, what: str) -> None:
        self.longest = max(self.longest, took)
        if took > self._bound:
            self.blocks.append(Block(f"the event loop was busy for {took * 1000:.0f} ms", what))


def _stack(frame: FrameType | None) -> str:
    """Name what a thread is doing, the innermost last; without the sources, whose reading would take longer than most turns."""
    lines: list[str] = []
    while frame is not None and len(lines) < FRAMES:
        lines.insert(0, f"  {frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_qualname}")
        frame = frame.f_back
    return "\n".join(lines)


@contextmanager
def watched(bound: float = BOUND) -> Iterator[Watch]:
    """Watch the loops as long as the block lasts.

    Args:
        bound: seconds of processor time that one turn may take.

    Yields:
        What is seen.
    """
    watch = Watch(bound)
    with ExitStack() as stack:
        stack.enter_context(patch.object(asyncio.Handle, "_run", watch.timing(asyncio.Handle._run)))  # pyright: ignore[reportAttributeAccessIssue]
        for owner, name in STARTS:
            stack.enter_context(patch.object(owner, name, watch.forgiving(getattr(owner, name))))
        for owner, name, when in ELSEWHERE:
            stack.enter_context(patch.object(owner, name, watch.forbidding(getattr(owner, name), when)))
        for name in STATEMENTS:
            heard = functools.partial(_heard, watch, name)
            event.listen(Engine, name, heard)
            stack.callback(event.remove, Engine, name, heard)
        gc.callbacks.append(watch.collecting)
        stack.callback(gc.callbacks.remove, watch.collecting)
        sampler = threading.Thread(target=watch.sample, daemon=True)
        sampler.start()
        stack.callback(sampler.join)
        stack.callback(watch.stop)
        yield watch


def _heard(watch: Watch, name: str, *_: Any) -> None:
    watch.called(f"the database ({name})")
