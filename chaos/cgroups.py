"""A folder of cgroup v2 for a run, in which each machine has its own; removed with all that is below it."""

import os
from pathlib import Path


def mounted():
    """Where cgroup v2 is mounted, or None."""
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, folder, kind, *_ = line.split(" ")
        if kind == "cgroup2" and os.access(folder, os.W_OK):
            return Path(folder)
    return None


class Cgroup:
    def __init__(self, root):
        self.name = f"koi-chaos-{os.getpid()}"
        self.folder = root / self.name
        self.folder.mkdir()

    def remove(self):
        """Nothing lives there any more."""
        for folder, _, _ in os.walk(self.folder, topdown=False):
            os.rmdir(folder)
