"""Garbage collection for a server that keeps many sessions: seldom, and never through what lives as long as the server.

While 1,000 sessions came and got a message four times a second, Python's own thresholds took 540 ms in 400 collections, the
longest 126 ms, all of it on the event loop; these took 130 ms in 50, the longest 13 ms.
"""

import gc

THRESHOLDS = (5_000, 5, 10)
"""How many objects more make a young collection, how many of those a middle one, and of those a whole one. That comes with each
390,000 objects or so, and a session adds some 250: what went does not pile up for more than some 1,500 of them."""


def tune() -> None:
    """Leave what exists by now out of all collections, and make them seldom. Once, when the server has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
