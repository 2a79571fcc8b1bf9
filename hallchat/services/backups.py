"""Backups: a whole copy of the database at one moment, while a server may be writing to it.

The copy is read through a read-only connection of its own, which never checkpoints, not even when it is
the last to close: see ``engine.connect`` on why only the writer may.
"""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path


class BackupRefused(Exception):
    """There is no backup; the sentence says why, and nothing is left behind."""


def copy(database: Path, target: Path) -> int:
    """Copy the database, check the copy, then give it its name. What was deleted in halls is not in it.

    Args:
        database: the database file, in use or not.
        target: the new file, readable by its owner only; its folder must exist.

    Returns:
        How many bytes the copy has.

    Raises:
        BackupRefused: when the database is missing, the target is there already, or the copy is not sound.
        OSError, sqlite3.Error: when a file cannot be read or written.
    """
    if not database.is_file():
        raise BackupRefused(f"There is no database at {database} yet.")
    _refuse_to_overwrite(target)
    if not target.parent.is_dir():
        raise BackupRefused(f"There is no folder {target.parent} to put the backup in.")
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.", suffix=".part")
    part = Path(name)
    try:
        _vacuum(database, part)
        _forget(part)
        _check(part)
        os.fsync(descriptor)
        _refuse_to_overwrite(target)
        return part.rename(target).stat().st_size
    finally:
        os.close(descriptor)
        part.unlink(missing_ok=True)


def _refuse_to_overwrite(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise BackupRefused(f"{target} is there already, and a backup never overwrites anything. Choose another name.")


def _vacuum(database: Path, part: Path) -> None:
    """Copy in one read transaction: writers go on meanwhile, and none of what they do is half in it."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=30)) as source:
        source.execute("VACUUM INTO ?", (str(part),))


def _forget(part: Path) -> None:
    """Merge the parts of the index of words: only then the words of deleted messages are not in the file any more."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copied:
        for pragma in ("journal_mode = OFF", "secure_delete = ON"):
            copied.execute(f"PRAGMA {pragma}")
        if copied.execute("SELECT 1 FROM sqlite_master WHERE name = 'message_words'").fetchone():  # since revision 0004
            copied.execute("INSERT INTO message_words (message_words) VALUES ('optimize')")


def _check(part: Path) -> None:
    with closing(sqlite3.connect(f"{part.as_uri()}?mode=ro", uri=True)) as copied:
        found = copied.execute("PRAGMA integrity_check").fetchone()
    if found != ("ok",):
        raise BackupRefused(f"The copy is not sound, and so most likely neither is the database: {found[0]}")
