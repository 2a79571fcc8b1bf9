"""``create-admin`` and ``reset-password``: what they make, and how they ask for a password."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from hallchat import security
from hallchat.database import alone
from hallchat.services import accounts, sessions
from tests.builders import LIFETIME
from tests.commands.answer import PASSWORD, Run, create, good_password, refused, url
from tests.server import ROOT


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
