"""``backup``: a copy while a server runs, never over another, and what else to keep."""

import sqlite3
from contextlib import closing
from pathlib import Path

from filelock import FileLock

from tests.commands.answer import Run, create, refused


def test_backup_copies_while_a_server_runs_and_says_what_is_missing(process: Run, data: Path, tmp_path: Path) -> None:
    create(process)
    with FileLock(data / "hallchat.lock"):
        answer = process("backup", "copy.db")
    assert (answer.code, answer.complained) == (0, "")
    assert f"The backup is in {tmp_path / 'copy.db'} (" in answer.said
    assert f"Keep {data / 'secret'} apart" in answer.said
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copied:
        assert copied.execute("SELECT username, role FROM users").fetchall() == [("ana", "admin")]
        assert copied.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    refused(process("backup", "copy.db"), "never overwrites")


def test_backup_names_the_secret_that_is_in_use(run: Run) -> None:
    create(run)
    assert "Keep HALLCHAT_SECRET apart" in run("backup", "copy.db", HALLCHAT_SECRET="s" * 32).said


def test_backup_of_nothing_makes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    refused(run("backup", "copy.db"), f"There is no database at {data / 'hallchat.db'} yet.")
    assert list(tmp_path.iterdir()) == []
