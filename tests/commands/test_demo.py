"""``demo``: it fills a fresh install once, and says how to sign in."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from filelock import FileLock

from hallchat.database import alone
from tests.commands.answer import PASSWORD, Run, create, good_password, refused, url


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
    assert answer.said.startswith("There are 10 people, 9 halls, 2 direct talks and ")  # as the README says
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
