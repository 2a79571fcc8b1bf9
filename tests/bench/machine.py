"""The machine: what it is, what runs on it, how much memory a server takes."""

import os
import platform
import re
import resource
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("reflex", "granian", "python-socketio", "SQLAlchemy", "Flask-SocketIO", "Flask", "gevent", "picows")
_PROC = Path("/proc")
_PSS = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)


def facts() -> dict[str, str]:
    """Say where and with what a run took place."""
    model = re.search(r"model name\s*: (.+)", (_PROC / "cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{model[1] if model else platform.machine()}, {len(os.sched_getaffinity(0))} hardware threads",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: _version(name) for name in PACKAGES},
    }


def _version(name: str) -> str:
    """Say which version takes part; without the peers a run of what HallChat alone has still counts."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not there"


def raise_limits(which: int = resource.RLIMIT_NOFILE, needed: int = 4096) -> None:
    """Raise the limit of open files as far as it goes.

    Args:
        which: a limit of ``resource``.
        needed: what a run takes.

    Raises:
        SystemExit: when that is less than is needed.
    """
    soft, hard = resource.getrlimit(which)
    if soft != hard:
        resource.setrlimit(which, (hard, hard))
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise SystemExit(f"The benchmark needs {needed} open files (ulimit -n), and {hard} are allowed.")


def pss(leader: int) -> int:
    """Return the memory of all processes of a server in kB: what is shared counts in proportion.

    Args:
        leader: the process that leads their session.
    """
    return sum(_pss_of(process) for process in _of_session(leader))


def _pss_of(process: Path) -> int:
    try:
        found = _PSS.search((process / "smaps_rollup").read_text())
    except (OSError, ProcessLookupError):
        return 0
    return int(found[1]) if found else 0


def _of_session(leader: int) -> Iterator[Path]:
    for process in _PROC.glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader:
            yield process
