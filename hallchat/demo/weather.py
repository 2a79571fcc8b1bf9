"""The tide and the wind of the demo's harbour, for any day: the newest one has those that its people speak of."""

from dataclasses import dataclass
from datetime import timedelta
from math import cos, pi
from random import Random

from hallchat.demo.content import clock

STORM = 25  # knots from which nobody goes out
_TIDE = timedelta(hours=12.4206)  # from one high water to the next
_SPRING = 14.765  # days from one spring tide to the next
_NEWEST_HIGH = clock("14:20")
_NEWEST_WIND = (6, 15)  # from the west, 15 knots
_USUAL = 14
_DAYTIME = clock("06:30")


@dataclass(frozen=True, slots=True)
class Weather:
    """One day's: high and low water by day, the height in metres, where the wind is from (0 is north), its knots."""

    high: timedelta
    low: timedelta
    height: float
    direction: int
    knots: int


def weather(days: int, dice: Random) -> dict[int, Weather]:
    """Make up the weather of the newest days.

    Args:
        days: how many.
        dice: for the wind, which changes a little from day to day.

    Returns:
        It by day; 0 is the newest.
    """
    made, (direction, knots) = {}, _NEWEST_WIND
    for day in range(0, -days, -1):
        made[day] = Weather(*_water(day), direction, knots)
        direction = (direction + dice.choice((-1, 0, 0, 1))) % 8
        knots = max(4, knots + (_USUAL - knots) // 4 + dice.choice((-6, -3, -1, 2, 4, 8)))
    return made


def _water(day: int) -> tuple[timedelta, timedelta, float]:
    since_midnight = (_NEWEST_HIGH - timedelta(days=day) - _DAYTIME) % _TIDE + _DAYTIME
    low = since_midnight + _TIDE / 2 * (1 if since_midnight < clock("13:00") else -1)
    return since_midnight, low, 3.4 + 0.7 * cos(2 * pi * day / _SPRING)
