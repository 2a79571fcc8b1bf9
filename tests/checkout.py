"""A copy of the checkout, for what builds pages of its own: two builds in one folder would serve each other's."""

import fcntl
import shutil
from pathlib import Path

from tests.server import ROOT, running

_TAKEN = ("hallchat", "assets", "reflex.lock", "rxconfig.py", "requirements.txt", ".web")
_LEFT = shutil.ignore_patterns("__pycache__", "node_modules")


def build(folder: Path) -> None:
    """Install the front end's packages and build the pages, once in a test run: copies of the checkout begin with both.

    Args:
        folder: what all processes of the test run share.
    """
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "first").exists():
            (folder / "first").mkdir()
            with running(folder / "first"):
                pass


def copied(folder: Path, *, packages: bool = False) -> Path:
    """Copy the application and what is built of it.

    Args:
        folder: where to; not made yet.
        packages: whether to copy the front end's packages too, for what writes into them; else they are linked.

    Returns:
        The same folder.
    """
    folder.mkdir()
    for name in _TAKEN:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=_LEFT)
        elif (ROOT / name).exists():
            shutil.copy2(ROOT / name, folder / name)
    installed = ROOT / ".web" / "node_modules"
    if packages and installed.is_dir():
        shutil.copytree(installed, folder / ".web" / "node_modules", symlinks=True)
    elif installed.is_dir():
        (folder / ".web" / "node_modules").symlink_to(installed)
    return folder
