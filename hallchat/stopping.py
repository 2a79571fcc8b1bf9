"""A signal to stop that is heard even at the busiest moment."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)
AGAIN = 1.0  # seconds after which a signal is sent to ourselves again


@contextmanager
def heard() -> Iterator[None]:
    """Repeat a signal to stop until the block ends.

    asyncio hears of a signal by a byte in a pipe, the same that wakes the loop for other threads. When some 280 wake-ups wait
    there, the byte is lost, and the server would run on: seen when 1,000 sockets went at once.
    """
    loop = asyncio.get_running_loop()
    waiting: dict[int, asyncio.TimerHandle] = {}

    def repeat(number: int) -> None:
        """Raise the signal again, soon."""
        waiting[number] = loop.call_later(AGAIN, signal.raise_signal, number)

    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number in SIGNALS:
        signal.signal(number, lambda number, _frame: loop.call_soon_threadsafe(repeat, number))
        signal.siginterrupt(number, False)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for handle in waiting.values():
            handle.cancel()
