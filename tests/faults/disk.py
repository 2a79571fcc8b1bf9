"""A disk of its own for the data, where this system lets us make one: then a full disk is a real one."""

import os
import subprocess
import sys
from pathlib import Path

ROOMY = "2g"
HOW = "No disk of our own here, so none that is full: on Linux root may mount one, with CAP_SYS_ADMIN in a container."


class Disk:
    """A file system in memory, mounted at a folder; only root may, and not everywhere."""

    def __init__(self, folder: Path, *, wanted: bool = True) -> None:
        """Mount it, where that is allowed.

        Args:
            folder: where; made when it is not there.
            wanted: whether there should be one at all.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.allowed = sys.platform == "linux" and os.geteuid() == 0
        self.mounted = wanted and self.allowed and self._mount("-t", "tmpfs", "-o", f"size={ROOMY}", "tmpfs")

    def fill(self) -> None:
        """Leave no room, or next to none: as much as is written while it is measured, without which it is refused."""
        for spare in (2**power for power in range(16)):
            there = os.statvfs(self._folder)
            if self._mount("-o", f"remount,size={(there.f_blocks - there.f_bfree + spare) * there.f_frsize}"):
                return
        raise RuntimeError("the disk could not be filled")

    def empty(self) -> None:
        """Make room again."""
        if not self._mount("-o", f"remount,size={ROOMY}"):
            raise RuntimeError("the disk could not be emptied")

    def close(self) -> None:
        """Take it away, with all that is on it."""
        if self.mounted:
            subprocess.run(["umount", "-l", self._folder], check=False)
            self.mounted = False

    def _mount(self, *options: str) -> bool:
        try:
            return subprocess.run(["mount", *options, self._folder], capture_output=True, check=False).returncode == 0
        except OSError:
            return False
