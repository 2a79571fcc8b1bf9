"""A minute of faults of every kind, and the delivery contract holds; ``python -m tests.faults`` does it for longer."""

import secrets
from pathlib import Path

import pytest

from tests.faults.faults import KINDS
from tests.faults.mistreated import Mistreated
from tests.faults.round import play
from tests.faults.stage import People


@pytest.mark.timeout(400)  # one kind of fault after another, and three starts of a server
async def test_nothing_is_lost_and_nothing_comes_twice_through_faults_of_every_kind(tmp_path: Path) -> None:
    seed = secrets.token_hex(4)
    print(f"python -m tests.faults --seed {seed}")
    server = Mistreated(tmp_path)
    await server.start()
    try:
        people = await People.meet(server.url)
        result = await play(server, people, f"{seed}/0")
        await people.part()
    finally:
        await server.stop()
    assert [str(one) for one in result.verdicts] == []
    assert set(KINDS) - set(result.injected) == set(), "a kind of fault did not happen"
    assert result.stored > 200
    assert not server.server.tracebacks()
