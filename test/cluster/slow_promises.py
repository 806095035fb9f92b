"""What must not move a master: leaders that are killed, also on a machine without a free processor, and loss.

KOI_KILLS: how many leaders are killed (20), half of them beside a process on each processor that computes.
KOI_SECONDS: for how long a fifth of all datagrams is lost (60). KOI_PAUSES: how many masters' daemons stand
still (10), each sixth for 30 s, the others for 2 s.
"""

import os
import signal
import subprocess
import sys
import time

from case import ClusterCase
from machines import now
from scripts_log import overlaps
from store_case import FAST, StoreCase

# They measure time: see test/side_by_side.py.
ALONE = True

KILLS = int(os.environ.get("KOI_KILLS", "20"))
SECONDS = float(os.environ.get("KOI_SECONDS", "60"))
PAUSES = int(os.environ.get("KOI_PAUSES", "10"))
NAMES = ("a", "b", "c", "d", "e")


class LeaderKilledTest(StoreCase):
    """Five of them, profile normal: whoever leads is killed, whoever is master stays."""

    names = NAMES
    cluster = 'electors "a, b, c, d, e"'
    electors = NAMES
    rest = "time {\n  profile normal\n}\n"

    def test_no_master_moves_and_none_is_demoted(self):
        for kill in range(KILLS):
            master, leader = self.settle_with(master_leads=False)
            time.sleep(1)  # an elector that has just started may confirm nothing
            hogs = self.hogs() if kill % 2 else []
            begin = now()
            self.site[leader].kill()
            self.eventually(lambda gone=leader: self.leads_another(gone), "another leads")
            self.assert_nothing_moves(begin, 3)
            self.end(hogs)
            self.assertEqual([master], self.site.log.masters())
        print(f"{KILLS} leaders killed: no master moved", file=sys.stderr)

    def leads_another(self, gone):
        leaders = {view and view["leader"] for view in (each.status() for each in self.site.others(gone))}
        return len(leaders) == 1 and not leaders & {gone, None}

    def hogs(self):
        command = [sys.executable, "-c", "while True: pass"]
        hogs = [subprocess.Popen(command, start_new_session=True) for _ in range(os.cpu_count())]
        for hog in hogs:
            self.addCleanup(self.end, [hog])
        return hogs

    @staticmethod
    def end(hogs):
        for hog in hogs:
            hog.kill()
            hog.wait()


class LossTest(ClusterCase):
    rest = FAST

    def test_a_fifth_of_all_datagrams_may_be_lost(self):
        master, begin = self.settle(), now()
        for name in self.names:  # a datagram passes two cables: each loses a tenth, a fifth together
            self.site.network.lossy(name, "lan", 10)
        self.assert_nothing_moves(begin, SECONDS)
        self.assertEqual([master], self.site.log.masters())


class PausedTest(ClusterCase):
    rest = FAST

    def test_the_guards_have_demoted_before_another_is_promoted(self):
        taken = []
        for pause in range(PAUSES):
            master, begin = self.settle(), now()
            time.sleep(1)
            pid, begin = self.site[master].process.pid, now()
            os.kill(pid, signal.SIGSTOP)
            try:
                taken.append(self.promoted(begin, other_than=master).seconds - begin)
                time.sleep(30 if pause % 6 == 5 else 2)
            finally:
                os.kill(pid, signal.SIGCONT)
            self.assertEqual([], overlaps(self.site.log.lines()))
        print(f"{PAUSES} daemons stood still: another was promoted after {min(taken):.3f} to "
              f"{max(taken):.3f} s, never two", file=sys.stderr)
