"""A line that says nothing any more is noticed, and closed."""

from time import monotonic

import pytest

from tests.rest import Rest
from tests.sockets.bare import bare


@pytest.mark.timeout(120)
async def test_a_tab_that_went_silent_is_closed_within_45_seconds(ana: Rest, diary: int) -> None:
    """The machine behind it was switched off: nothing says so, only its answers to pings are missing."""
    async with bare(ana.url, f"/h/{diary}", cookie=ana.token) as line:
        await line.come()
        line.pongs, silent = False, monotonic()
        await line.end(60)
        assert monotonic() - silent <= 45
