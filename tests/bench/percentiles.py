"""Percentiles and medians of what was measured."""

from collections.abc import Mapping, Sequence
from math import ceil
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that is not exceeded by a share of all values (nearest rank).

    Args:
        values: at least one, in any order.
        share: of them, above 0 and up to 1.

    Returns:
        One of the values.
    """
    return sorted(values)[max(0, ceil(len(values) * share) - 1)]


def medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of each figure over the rounds that have it.

    Args:
        rounds: figures by name, a mapping for each round.

    Returns:
        One value for each name.
    """
    names = {name: None for one in rounds for name in one}
    return {name: median([one[name] for one in rounds if name in one]) for name in names}
