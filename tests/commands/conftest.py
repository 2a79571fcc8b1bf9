"""The admin commands, run as processes of their own or in this one, on a data folder of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from hallchat.__main__ import main
from hallchat.config import settings
from tests.commands.answer import Answer, Run
from tests.server import ROOT


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder that the commands use; not made yet."""
    return tmp_path / "data"


@pytest.fixture
def environment(data: Path) -> dict[str, str]:
    """Everything but the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLCHAT_")}
    return kept | {"HALLCHAT_DATA_DIR": str(data), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@pytest.fixture
def process(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run ``python -m hallchat`` itself, away from any ``.env``."""

    def run(*arguments: str, stdin: str = "", **more: str) -> Answer:
        command = [sys.executable, "-m", "hallchat", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment | more, input=stdin, capture_output=True, text=True, timeout=60, check=False
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def run(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run a command in this process, which is quicker."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "", **more: str) -> Answer:
        settings.cache_clear()
        with monkeypatch.context() as patch:
            patch.setattr(os, "environ", environment | more)
            patch.setattr(sys, "stdin", StringIO(stdin))
            try:
                main(arguments)
            except SystemExit as end:
                said, complained = capsys.readouterr()
                return Answer(end.code, said, complained) if isinstance(end.code, int) else Answer(1, said, str(end.code))
            said, complained = capsys.readouterr()
            return Answer(0, said, complained)

    yield run
    settings.cache_clear()
