"""A daemon on a busy machine: it goes ahead of the services, and of all else."""

import contextlib
import os
import subprocess
import sys
import time
import unittest

from machines import now
from test_daemon import FAST, alone
from test_scripts import ScriptsCase

# It measures time: see test/side_by_side.py.
ALONE = True

BUSY = 60
SECONDS = 8


def may_go_ahead():
    """Whether this machine lets us have real-time priority."""
    child = "import os; os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))"
    return subprocess.run([sys.executable, "-c", child], stderr=subprocess.DEVNULL).returncode == 0


class PriorityTest(ScriptsCase):
    def policies(self):
        """Of all threads of the daemon and of its launcher; not of scripts, which are never ahead."""
        found = set()
        for pid in (self.machine.process.pid, self.launcher()):
            for task in os.listdir(f"/proc/{pid}/task"):
                with contextlib.suppress(ProcessLookupError):  # a thread that has just ended
                    found.add(os.sched_getscheduler(int(task)))
        return found

    def test_the_daemon_goes_ahead_and_says_where_it_may_not(self):
        before = self.machine.said().count("normal priority")
        self.foreground()
        allowed = may_go_ahead()
        self.assertEqual({os.SCHED_RR if allowed else os.SCHED_OTHER}, self.policies())
        self.assertEqual(before + (0 if allowed else 1), self.machine.said().count("normal priority"))

    def test_it_does_not_when_it_shall_not(self):
        self.addCleanup(os.environ.pop, "KOI_PRIORITY")
        os.environ["KOI_PRIORITY"] = "normal"
        self.foreground()
        self.assertEqual({os.SCHED_OTHER}, self.policies())

    @unittest.skipUnless(may_go_ahead(), "real-time priority is not allowed here")
    def test_a_busy_machine_costs_no_lease(self):
        """Each in a session of its own, since the kernel shares the processors out by sessions."""
        self.machine.configure(alone(rest=FAST))
        self.foreground()
        self.eventually(lambda: (self.machine.sees() or {}).get("master") == "a", "it is master")
        begin = now()
        command = ["sh", "-c", "while :; do :; done"]
        busy = [subprocess.Popen(command, start_new_session=True) for _ in range(BUSY)]
        try:
            time.sleep(SECONDS)  # how long it is busy: nothing is awaited
        finally:
            for each in busy:
                each.kill()
                each.wait()
        self.assertEqual([], self.site.log.moves(begin))
