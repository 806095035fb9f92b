#!/usr/bin/env python3
"""Runs the test modules of a folder, two at a time: most of them wait most of the time.

side_by_side.py FOLDER [PATTERN]: each module in a process of its own, whose output is printed in one piece
when it ends. A module that says ALONE = True measures time, and runs when no other does, at the end.
Exit 1 if one failed.
"""

import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

AT_ONCE = 2


class Side:
    """What runs, and what has failed."""

    def __init__(self, folder):
        self.folder, self.running, self.failed = folder, set(), []
        self.lock = threading.Lock()

    def test(self, module, environment):
        begin = time.monotonic()
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            process = subprocess.Popen([sys.executable, "-m", "unittest", "-v", module], cwd=self.folder,
                                       stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                                       env={**os.environ, **environment})
            with self.lock:
                self.running.add(process)
            code = process.wait()
            said.seek(0)
            text = said.read()
        with self.lock:
            self.running.discard(process)
            print(f"{module}: {time.monotonic() - begin:.0f} s\n{text}", flush=True)
            if re.search(r"^Ran \d+ tests? in ", text, re.MULTILINE) is None:
                print(f"ERROR: {module} did not come to its end (exit {code})\n", flush=True)
            if code != 0:
                self.failed.append(module)

    def test_all(self, modules, environment):
        while True:
            try:
                module = modules.get_nowait()
            except queue.Empty:
                return
            self.test(module, environment)

    def together(self, modules, at_once):
        # Real-time priority is for one daemon on a machine: many take turns of a tenth of a second each.
        environment = {"KOI_PRIORITY": "normal"} if at_once > 1 else {}
        waiting = queue.Queue()
        for module in modules:
            waiting.put(module)
        workers = [threading.Thread(target=self.test_all, args=(waiting, environment), daemon=True)
                   for _ in range(at_once)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    def end(self):
        """Each cleans up after itself before it ends."""
        with self.lock:
            left = list(self.running)
        for process in left:
            process.terminate()
        for process in left:
            process.wait()


def interrupted(number, _frame):
    raise KeyboardInterrupt(signal.Signals(number).name)


def main(folder, pattern="test_*.py"):
    signal.signal(signal.SIGTERM, interrupted)
    # Ignored where a shell began us in the background; what is tested would inherit that.
    signal.signal(signal.SIGINT, interrupted)
    # Large ones first: they take longest, and at the end none of them should run while nobody else does.
    files = sorted(Path(folder).glob(pattern), key=lambda file: (-file.stat().st_size, file.name))
    alone = [file.stem for file in files if "\nALONE = True\n" in file.read_text(encoding="utf-8")]
    side = Side(folder)
    try:
        side.together([file.stem for file in files if file.stem not in alone], AT_ONCE)
        side.together(alone, 1)
    except KeyboardInterrupt:
        side.end()
        raise
    if side.failed:
        print(f"failed: {', '.join(side.failed)}")
    return 1 if side.failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
