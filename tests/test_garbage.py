"""Garbage collection is tuned without being turned off."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from hallchat import garbage


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
    young, middle, whole = garbage.THRESHOLDS
    assert young * middle * whole <= 1_000_000
