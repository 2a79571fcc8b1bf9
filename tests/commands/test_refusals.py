"""What is wrong around a command is named in one sentence: the database, the data folder, a setting."""

from pathlib import Path

from sqlalchemy import text

from hallchat.database import alone
from tests.commands.answer import Run, create, refused, url


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
