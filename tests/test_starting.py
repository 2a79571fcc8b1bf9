"""A start that cannot be ends with one sentence, before anybody is served."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkout import copied
from tests.server import Server, free_port

Started = subprocess.Popen[str]
Starts = dict[str, tuple[Started, Path]]


def start(checkout: Path, data: Path) -> Started:
    """Start HallChat as an operator does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLCHAT_")}
    reflex = Path(sys.executable).with_name("reflex")
    return subprocess.Popen(
        [reflex, "run", "--env", "prod", "--backend-only", "--backend-port", str(free_port())],
        cwd=checkout,
        env={**kept, "HALLCHAT_DATA_DIR": str(data)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def starts(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starts]:
    """Starts that must fail, all at once: one of them waits first, for a server that may just be ending."""
    folder = tmp_path_factory.mktemp("starting")
    (folder / "file").touch()
    (folder / "foreign").mkdir()
    (folder / "foreign" / "hallchat.db").write_text("Dear diary, " * 1000)
    data = {"in use": server.data, "in a file": folder / "file" / "data", "foreign": folder / "foreign"}
    started = {name: (start(copied(folder / f"checkout {name}"), place), place) for name, place in data.items()}
    yield started
    for process, _ in started.values():
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.communicate()


@pytest.mark.parametrize(
    ("which", "reason"), [("in use", "already running"), ("in a file", "cannot be made"), ("foreign", "cannot be used")]
)
def test_what_cannot_start_says_why_in_one_sentence_and_fails(starts: Starts, which: str, reason: str) -> None:
    process, place = starts[which]
    said, _ = process.communicate(timeout=240)
    sentences = [line for line in said.splitlines() if "HallChat cannot start" in line]
    assert len(sentences) == 1, said
    assert reason in sentences[0]
    assert str(place) in sentences[0]
    assert "Traceback" not in said, said
    assert process.returncode not in (0, None), said


def test_a_server_is_not_disturbed_by_a_second_one_that_is_refused(starts: Starts, server: Server) -> None:
    starts["in use"][0].wait(240)
    assert server.running
    assert not server.tracebacks()


def test_a_foreign_file_is_left_as_it_is(starts: Starts) -> None:
    process, place = starts["foreign"]
    process.wait(240)
    assert (place / "hallchat.db").read_text() == "Dear diary, " * 1000
