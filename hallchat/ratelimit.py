"""How often is too often: moving windows in memory, by account, address and user."""

import math
import time
from typing import Literal

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from hallchat.errors import TooMany

Action = Literal["sign_in", "sign_in_address", "sign_in_account", "register", "message", "change", "read", "draft", "search"]

# One person mistyping is well below these; one attacker cannot lock a victim out from elsewhere for long.
RATES: dict[Action, RateLimitItem] = {
    "sign_in": RateLimitItemPerMinute(10, 5),  # one account from one address
    "sign_in_address": RateLimitItemPerMinute(60, 5),
    "sign_in_account": RateLimitItemPerHour(200),
    "register": RateLimitItemPerHour(30),  # by address
    "message": RateLimitItemPerSecond(30, 10),  # by user
    "change": RateLimitItemPerMinute(120),  # by user: halls, memberships, deletions
    "read": RateLimitItemPerMinute(600),  # by user: read marks over REST
    "draft": RateLimitItemPerMinute(600),  # by user: what is being written, once a second in each tab
    "search": RateLimitItemPerMinute(600),  # by user
}


class RateLimits:
    """Counts what is done, and refuses what is done too often."""

    def __init__(self, *, on: bool) -> None:
        """Start counting, unless it is off."""
        self._on = on
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, action: Action, *who: str | int) -> None:
        """Count one action.

        Args:
            action: which of ``RATES``.
            who: by whom; all parts together are one counter.

        Raises:
            TooMany: when it is one too many; ``seconds`` says when to try again.
        """
        if not self._on:
            return
        rate, key = RATES[action], (action, *map(str, who))
        if not await self._limiter.hit(rate, *key):
            stats = await self._limiter.get_window_stats(rate, *key)
            raise TooMany(seconds=max(1, math.ceil(stats.reset_time - time.time())))
