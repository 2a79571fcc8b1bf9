"""Read marks: gathered, written once, never lost to a failing write, and never going back."""

import asyncio

import pytest

from hallchat.realtime import reads
from hallchat.realtime.reads import Mark, ReadMarks
from tests.tabs import until


class Written:
    """Where marks are written; it can be held up, and fail."""

    def __init__(self) -> None:
        self.calls: list[list[Mark]] = []
        self.begun = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.failing = False

    async def store(self, marks: list[Mark]) -> None:
        self.begun += 1
        await self.gate.wait()
        if self.failing:
            raise OSError("the disk is full")
        self.calls.append(marks)


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.fixture
def marks(written: Written, monkeypatch: pytest.MonkeyPatch) -> ReadMarks:
    monkeypatch.setattr(reads, "INTERVAL", 0.01)
    return ReadMarks(written.store)


async def test_marks_gather_and_are_written_once_the_furthest_of_each(marks: ReadMarks, written: Written) -> None:
    for user, hall, seq in ((1, 7, 3), (1, 7, 5), (2, 7, 1), (1, 8, 9), (1, 7, 4)):
        marks.note(user, hall, seq)
    await until(lambda: written.calls)
    assert [sorted(call) for call in written.calls] == [[(1, 7, 5), (1, 8, 9), (2, 7, 1)]]
    marks.note(2, 7, 2)
    await until(lambda: len(written.calls) == 2)
    assert written.calls[1] == [(2, 7, 2)]


async def test_settling_writes_now_and_only_when_marks_of_that_user_wait(written: Written) -> None:
    marks = ReadMarks(written.store)
    marks.note(1, 7, 3)
    await marks.settle(2)
    assert written.calls == []
    await marks.settle(1)
    await marks.settle(1)
    assert written.calls == [[(1, 7, 3)]]
    await marks.close()


async def test_settling_waits_for_a_write_that_is_under_way(marks: ReadMarks, written: Written) -> None:
    written.gate.clear()
    marks.note(1, 7, 3)
    await until(lambda: written.begun)
    settled = asyncio.create_task(marks.settle(1))
    await asyncio.sleep(0)
    assert not settled.done()
    written.gate.set()
    await settled
    assert written.calls == [[(1, 7, 3)]]


async def test_a_write_that_fails_is_tried_again_with_what_came_since(marks: ReadMarks, written: Written) -> None:
    written.failing = True
    marks.note(1, 7, 3)
    marks.note(2, 7, 3)
    await until(lambda: written.begun)
    marks.note(1, 7, 5)
    await until(lambda: written.begun > 1)
    written.failing = False
    await until(lambda: written.calls)
    assert sorted(written.calls[0]) == [(1, 7, 5), (2, 7, 3)]


async def test_closing_writes_what_waits_and_leaves_nothing_running(written: Written) -> None:
    marks = ReadMarks(written.store)
    marks.note(1, 7, 3)
    await marks.close()
    await marks.close()
    assert written.calls == [[(1, 7, 3)]]
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}
