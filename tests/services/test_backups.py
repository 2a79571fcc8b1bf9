"""A backup is whole, sound and new, whatever goes on in the database meanwhile."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from hallchat.database import alone
from hallchat.engine import connect
from hallchat.services import backups, editing, messages, search
from hallchat.services.backups import BackupRefused
from hallchat.transaction import Transaction
from tests.builders import GENERAL, person, say


@pytest.fixture
def file(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


def look(path: Path, query: str) -> list[tuple[int | str, ...]]:
    with closing(sqlite3.connect(path)) as copied:
        return copied.execute(query).fetchall()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_copy_holds_what_was_committed_in_one_file_for_its_owner_only(file: Path, database_url: str, tmp_path: Path) -> None:
    with alone(database_url) as tx:
        say(tx, person(tx, "ana"), GENERAL, "¿Qué tal? 你好 🎉")
    (tmp_path / "año").mkdir()
    target = tmp_path / "año" / "a copy?%20#1.db"
    assert backups.copy(file, target) == target.stat().st_size
    assert names(target.parent) == {target.name}
    assert target.stat().st_mode & 0o777 == 0o600
    assert look(target, "SELECT content FROM messages") == [("¿Qué tal? 你好 🎉",)]


def test_what_waits_in_the_log_is_copied_and_stays_there(file: Path, database_url: str, tmp_path: Path) -> None:
    log = file.with_name(f"{file.name}-wal")
    writing = connect(database_url, writes=True)
    with writing.connect() as connection:
        with connection.begin():
            person(Transaction(connection), "ana")
        before = (file.read_bytes(), log.read_bytes())
        backups.copy(file, tmp_path / "copy.db")
        assert (file.read_bytes(), log.read_bytes()) == before
    writing.dispose()
    assert look(tmp_path / "copy.db", "SELECT username FROM users") == [("ana",)]


def test_a_copy_made_while_somebody_writes_is_one_moment_of_it(file: Path, database_url: str, tmp_path: Path) -> None:
    started, enough = threading.Event(), threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        engine = connect(database_url, writes=True)
        with engine.begin() as connection:
            ana = person(Transaction(connection), "ana")
        while not enough.is_set():
            with engine.begin() as connection:
                say(Transaction(connection), ana, GENERAL, "palabras " * 100)
                say(Transaction(connection), ana, GENERAL, "y más")
            written += 2
            started.set()
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    assert started.wait(30)
    counts = []
    for number in range(5):
        target, before = tmp_path / f"{number}.db", written
        backups.copy(file, target)
        [(count, last, last_seq)] = look(target, "SELECT count(*), max(seq), (SELECT last_seq FROM halls) FROM messages")
        assert before <= int(count) == last == last_seq
        assert int(count) % 2 == 0, "half a transaction"
        assert look(target, "PRAGMA integrity_check") == [("ok",)]
        counts.append(count)
    enough.set()
    writer.join()
    assert counts == sorted(counts)
    assert int(counts[-1]) > int(counts[0]), "nothing was written meanwhile"


def test_what_was_deleted_is_not_in_the_copy(file: Path, database_url: str, tmp_path: Path) -> None:
    with alone(database_url) as tx:
        ana = person(tx, "ana")
        seq = say(tx, ana, GENERAL, "nobody-should-read-this supercalifragilistic").seq
        say(tx, ana, GENERAL, "everybody may")
        editing.edit(tx, ana, hall_id=GENERAL, seq=seq, prepared=messages.prepare("nor-should-they-read-this"))
    with alone(database_url) as tx:
        editing.delete(tx, ana, hall_id=GENERAL, seq=seq)
    backups.copy(file, tmp_path / "copy.db")
    copied = (tmp_path / "copy.db").read_bytes()
    assert b"should" not in copied
    assert b"califragilistic" not in copied, "in the index of words"
    with alone(f"sqlite:///{tmp_path / 'copy.db'}") as tx:
        assert [one.message.content for one in search.find(tx, ana, query="may").found] == ["everybody may"]


def test_a_restored_copy_goes_on_where_it_was_made(file: Path, database_url: str, tmp_path: Path) -> None:
    with alone(database_url) as tx:
        ana = person(tx, "ana")
        say(tx, ana, GENERAL)
    backups.copy(file, tmp_path / "copy.db")
    with alone(f"sqlite:///{tmp_path / 'copy.db'}") as tx:
        assert say(tx, ana, GENERAL).seq == 2
        assert tx.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"


def test_nothing_is_overwritten_and_nothing_left_behind(file: Path, tmp_path: Path) -> None:
    taken, dangling, folder = tmp_path / "taken", tmp_path / "dangling", tmp_path / "folder"
    taken.write_text("mine")
    dangling.symlink_to(tmp_path / "nowhere")
    folder.mkdir()
    before = names(tmp_path)
    for target in (taken, dangling, folder, file):
        with pytest.raises(BackupRefused, match="never overwrites"):
            backups.copy(file, target)
    assert names(tmp_path) == before
    assert taken.read_text() == "mine"


def test_a_missing_database_or_folder_is_named(file: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match=r"no database at .*none\.db"):
        backups.copy(tmp_path / "none.db", tmp_path / "copy.db")
    with pytest.raises(BackupRefused, match="no folder"):
        backups.copy(file, tmp_path / "nowhere" / "copy.db")
    assert not (tmp_path / "none.db").exists()


def test_what_is_no_database_leaves_no_copy(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"not a database at all" * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        backups.copy(tmp_path / "broken.db", tmp_path / "copy.db")
    assert names(tmp_path) == {"broken.db"}
