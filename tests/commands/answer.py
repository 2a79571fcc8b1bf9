"""What a command leaves behind: its answer, and what is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hallchat import security
from hallchat.services import accounts
from hallchat.transaction import Transaction

PASSWORD = "correct horse battery"
Run = Callable[..., "Answer"]


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    said: str
    complained: str


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
