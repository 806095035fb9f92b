"""Slow and broken disks, as a daemon sees them: strace looks at the one thread that waits for the journal."""

import shutil
import subprocess
from pathlib import Path


def lacking():
    """Why this cannot be had here; None if it can."""
    if shutil.which("strace") is None:
        return "missing: strace"
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "-e", "inject=fsync:delay_enter=1", "true"],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return f"strace does not work here: {tried.stdout.strip()}" if tried.returncode else None


def thread(machine, name):
    """The thread of a daemon, by its name."""
    tasks = Path("/proc", str(machine.process.pid), "task").iterdir()
    return max(int(task.name) for task in tasks if (task / "comm").read_text().strip() == name)


class Tampered:
    """`with`: each flush of this machine's journal is tampered with, as strace's inject= says."""

    def __init__(self, machine, how):
        self.thread = thread(machine, "koi-journal")
        self.trace = machine.folder / "strace.log"
        self.command = ["strace", "-p", str(self.thread), "-o", self.trace,
                        "-e", "trace=fsync,fdatasync", "-e", f"inject=fsync,fdatasync:{how}"]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True)
        attached = self.process.stderr.readline()
        if "attached" not in attached:
            raise RuntimeError(attached)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()

    def flushes(self):
        return self.trace.read_text().count("sync(")
