"""The first message is as fast as the next: nothing is loaded or compiled by it, and nothing is left of the rehearsal."""

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from hallchat import operations
from hallchat.operations import Caller
from hallchat.rehearsal import rehearse
from hallchat.runtime import Runtime
from hallchat.services import halls
from hallchat.views import Actor
from tests.builders import GENERAL
from tests.server import ROOT

FIRST_MESSAGE = """
import asyncio, logging, sys

statements = []
logger = logging.getLogger("sqlalchemy.engine.Engine")
logger.setLevel(logging.INFO)  # its engines say then of each statement whether it was compiled or known
logger.addFilter(lambda record: statements.append(record.getMessage()))

from hallchat import hallchat, operations, runtime
from hallchat.views import Actor

async def main():
    async with hallchat._running():
        app, here = runtime.current(), operations.Caller("127.0.0.1", local=True)
        ana = await operations.register(app, here, username="ana", password="correct horse battery")
        statements.clear()
        loaded = set(sys.modules)
        content, actor = "**Hello**, https://example.org/", Actor(ana.account.id, ana.session_id)
        await operations.send_message(app, actor, hall_id=1, content=content, client_id="the-first-message")
        assert any("cached" in line for line in statements), statements
        assert not [line for line in statements if "generated" in line], statements
        assert sys.modules.keys() == loaded, sys.modules.keys() - loaded

asyncio.run(main())
"""


def test_the_first_message_after_a_start_loads_and_compiles_nothing(tmp_path: Path) -> None:
    environment = {**os.environ, "HALLCHAT_DATA_DIR": str(tmp_path / "data")}
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_MESSAGE], check=False, cwd=ROOT, env=environment, capture_output=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr.decode()


async def test_nothing_of_the_rehearsal_is_left(app: Runtime) -> None:
    await rehearse(app)
    first = await operations.register(
        app, Caller("127.0.0.1", local=True), username="ana", password="correct horse battery", display_name="Ana"
    )
    assert (first.account.id, first.account.role) == (1, "admin")
    actor = Actor(first.account.id, first.session_id)
    listed = await app.read(lambda tx: halls.visible(tx, actor))
    assert [(hall.id, hall.members, hall.last_seq) for hall in listed] == [(GENERAL, 1, 0)]


async def test_a_start_does_not_fail_with_the_rehearsal(app: Runtime, caplog: pytest.LogCaptureFixture) -> None:
    app.database.write = Mock(side_effect=OSError("the disk is full"))
    await rehearse(app)
    assert "the disk is full" in caplog.text
