"""A minute of faults of every kind, and the delivery contract holds; ``python -m tests.faults`` does it for longer."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults import disk
from tests.faults.client_faults import Fault
from tests.faults.faults import DISK_FULL, HEAVY, KINDS, disk_full, killed
from tests.faults.mistreated import Mistreated
from tests.faults.round import Result, play
from tests.faults.stage import People


async def holds(server: Mistreated, faults: Sequence[Fault]) -> Result:
    """Play a round, after which nothing may be wrong."""
    seed = secrets.token_hex(4)
    print(f"python -m tests.faults --seed {seed}")
    try:
        await server.start()
        people = await People.meet(server.url)
        result = await play(server, people, f"{seed}/0", faults=faults)
        await people.part()
    finally:
        await server.stop()
    assert [str(one) for one in result.verdicts] == []
    assert not server.server.tracebacks()
    return result


@pytest.mark.timeout(700)  # one kind of fault after another, and three starts of a server
async def test_nothing_is_lost_and_nothing_comes_twice_through_faults_of_every_kind(tmp_path: Path) -> None:
    result = await holds(Mistreated(tmp_path), HEAVY)
    assert {*KINDS} - {*result.injected} == {DISK_FULL}, "a kind of fault did not happen"
    assert result.stored > 200


@pytest.mark.timeout(400)
async def test_nothing_is_lost_when_the_disk_is_full(tmp_path: Path) -> None:
    server = Mistreated(tmp_path, own_disk=True)
    if not server.disk.mounted:
        (pytest.fail if os.environ.get("CI") == "true" and server.disk.allowed else pytest.skip)(disk.HOW)
    result = await holds(server, (disk_full, killed, disk_full))
    assert result.injected[DISK_FULL] == 2
