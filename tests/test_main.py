"""The admin commands: what they do, as processes of their own, and that every refusal is one sentence."""

import os
import pty
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import text

from hallchat import security
from hallchat.__main__ import main
from hallchat.config import settings
from hallchat.database import alone
from hallchat.services import accounts, sessions
from hallchat.transaction import Transaction
from tests.builders import LIFETIME

ROOT = Path(__file__).parent.parent
PASSWORD = "correct horse battery"
Run = Callable[..., "Answer"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder that the commands use; not made yet."""
    return tmp_path / "data"


@pytest.fixture
def environment(data: Path) -> dict[str, str]:
    """Everything but the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLCHAT_")}
    return kept | {"HALLCHAT_DATA_DIR": str(data), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    said: str
    complained: str


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


def url(data: Path) -> str:
    return f"sqlite:///{data / 'hallchat.db'}"


def refused(answer: Answer, sentence: str) -> None:
    assert (answer.code, answer.said) == (1, "")
    assert sentence in answer.complained
    assert len(answer.complained.splitlines()) == 1
    assert answer.complained.rstrip().endswith(".")


def create(run: Run, name: str = "ana", *options: str) -> Answer:
    return run("create-admin", name, "--password-stdin", *options, stdin=f"{PASSWORD}\n")


def good_password(tx: Transaction, name: str, password: str) -> bool:
    found = accounts.credentials(tx, username=name)
    assert found is not None
    return security.verify_password(password, found.password_hash)


def test_create_admin_makes_an_administrator_on_a_fresh_install(process: Run, data: Path) -> None:
    answer = create(process, "ana", "--display-name", "Ana Gómez")
    assert (answer.code, answer.complained) == (0, "")
    assert answer.said == "ana is an administrator now and can sign in.\n"
    assert data.stat().st_mode & 0o777 == 0o700
    with alone(url(data)) as tx:
        found = accounts.credentials(tx, username="ana")
        assert found is not None
        assert (found.account.role, found.account.display_name) == ("admin", "Ana Gómez")
        assert security.verify_password(PASSWORD, found.password_hash)


def test_reset_password_sets_it_and_ends_all_sign_ins(process: Run, data: Path) -> None:
    create(process)
    with alone(url(data)) as tx:
        found = accounts.credentials(tx, username="ana")
        assert found is not None
        signed_in = sessions.begin(tx, found.account, lifetime=LIFETIME)
    answer = process("reset-password", "ANA", "--password-stdin", stdin="another horse\r\n")
    assert (answer.code, answer.complained) == (0, "")
    assert answer.said == "ana has a new password, and all their sign-ins have ended.\n"
    with alone(url(data)) as tx:
        assert sessions.find(tx, signed_in.session_id) is None
        assert good_password(tx, "ana", "another horse")


@pytest.mark.parametrize("command", ["create-admin", "reset-password"])
def test_what_writes_refuses_while_a_server_runs(run: Run, data: Path, command: str) -> None:
    create(run)
    with FileLock(data / "hallchat.lock"):
        refused(run(command, "ana", "--password-stdin", stdin="another horse"), f"HallChat is running on {data}. Stop it first")
    with alone(url(data)) as tx:
        assert good_password(tx, "ana", PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        (("create-admin", "ana"), PASSWORD, "taken"),
        (("create-admin", "a b"), PASSWORD, "A username has"),
        (("create-admin", "eva", "--display-name", "x" * 81), PASSWORD, "A display name has"),
        (("create-admin", "eva"), "short", "at least 8"),
        (("create-admin", "eva"), "", "at least 8"),
        (("create-admin", "eva"), "password1", "most common"),
        (("create-admin", "eva"), "one line\nanother line\n", "one line"),
        (("reset-password", "eva"), PASSWORD, "There is nobody called eva here"),
        (("reset-password", "ana"), "x" * 129, "at most 128"),
    ],
)
def test_what_will_not_do_is_refused_and_changes_nothing(
    run: Run, data: Path, arguments: tuple[str, ...], stdin: str, sentence: str
) -> None:
    create(run)
    refused(run(*arguments, "--password-stdin", stdin=stdin), sentence)
    with alone(url(data)) as tx:
        assert good_password(tx, "ana", PASSWORD)
        assert accounts.credentials(tx, username="eva") is None


def test_without_a_terminal_a_password_is_not_asked_for(run: Run, data: Path) -> None:
    refused(run("create-admin", "ana", stdin=PASSWORD), "Use --password-stdin")
    assert not (data / "hallchat.db").exists()


def ask(environment: dict[str, str], *typed: str) -> tuple[int, str]:
    """Run ``create-admin ana`` at a terminal, typing each answer when it is asked for."""
    keyboard, terminal = pty.openpty()
    command = [sys.executable, "-m", "hallchat", "create-admin", "ana"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    said = b""
    for answer in typed:
        while not said.endswith(b": "):
            said += process.stdout.read(1) or pytest.fail(said.decode())
        os.write(keyboard, answer.encode() + b"\n")
        said += b"\n"
    said += process.stdout.read()
    code = process.wait(timeout=60)
    process.stdout.close()
    os.close(keyboard)
    os.close(terminal)
    return code, said.decode()


def test_at_a_terminal_the_password_is_asked_twice(environment: dict[str, str], data: Path) -> None:
    code, said = ask(environment, PASSWORD, PASSWORD)
    assert (code, said.splitlines()[-1]) == (0, "ana is an administrator now and can sign in.")
    assert PASSWORD not in said
    with alone(url(data)) as tx:
        assert good_password(tx, "ana", PASSWORD)


def test_two_different_passwords_are_refused(environment: dict[str, str], data: Path) -> None:
    code, said = ask(environment, PASSWORD, "something else")
    assert (code, said.splitlines()[-1]) == (1, "The two passwords are not the same. Nothing was changed.")
    assert not (data / "hallchat.db").exists()


def everything(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "hallchat.db")) as database:
        database.execute("BEGIN")
        database.execute("DROP TABLE IF EXISTS message_words")  # it has no content of its own to look at
        lines = list(database.iterdump())
        database.rollback()
        return lines


def test_demo_fills_a_fresh_install_and_says_how_to_sign_in(process: Run, data: Path) -> None:
    answer = process("demo")
    assert (answer.code, answer.complained) == (0, "")
    assert "  marina    Marina Ruiz\n" in answer.said
    assert "None of them is an administrator" in answer.said
    (password,) = re.findall(r"^The password of each of them: (\S{12})$", answer.said, re.MULTILINE)
    with alone(url(data)) as tx:
        assert good_password(tx, "marina", password)
        assert good_password(tx, "tomas", password)
    before = everything(data)
    refused(process("demo"), "The demo content is already there.")
    assert everything(data) == before


def test_demo_takes_a_chosen_password_and_does_not_print_it(run: Run, data: Path) -> None:
    create(run)
    answer = run("demo", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert answer.code == 0
    assert PASSWORD not in answer.said
    with alone(url(data)) as tx:
        assert good_password(tx, "marina", PASSWORD)


def test_demo_that_is_refused_changes_nothing(run: Run, data: Path) -> None:
    create(run)
    before = everything(data)
    refused(run("demo", "--password-stdin", stdin="short"), "at least 8")
    with FileLock(data / "hallchat.lock"):
        refused(run("demo"), f"HallChat is running on {data}. Stop it first")
    assert everything(data) == before


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


def test_a_database_that_cannot_be_used_is_named(run: Run, data: Path) -> None:
    data.mkdir()
    (data / "hallchat.db").write_text("not a database at all " * 1000)
    for answer in (create(run), run("backup", "copy.db")):
        refused(answer, f"The database {data / 'hallchat.db'} cannot be used: file is not a database.")


def test_a_database_of_a_newer_version_is_left_alone(run: Run, data: Path) -> None:
    create(run)
    with alone(url(data)) as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    refused(create(run, "eva"), f"The database {data / 'hallchat.db'} cannot be used: ")


def test_a_data_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(run("create-admin", "ana", HALLCHAT_DATA_DIR=str(tmp_path / "file" / "data")), str(tmp_path / "file"))


def test_a_wrong_setting_is_named(process: Run) -> None:
    answer = process("backup", "copy.db", HALLCHAT_SIGNUP="maybe")
    assert answer.code == 1
    assert "HALLCHAT_SIGNUP" in answer.complained
    assert "Traceback" not in answer.complained


def test_help_names_every_command(process: Run) -> None:
    answer = process("--help")
    assert answer.code == 0
    assert all(command in answer.said for command in ("create-admin", "reset-password", "backup", "demo"))
    assert process().code == 2
