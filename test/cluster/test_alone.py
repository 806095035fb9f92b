"""What happens to a daemon alone, while its services live on: killed, or stopped and resumed. Its guards do
what it cannot.
"""

import os
import signal
import time

from case import ClusterCase
from machines import now
from scripts_log import epochs_that_do_not_grow, overlaps


class AloneCase(ClusterCase):
    def kill_daemon(self, name):
        """The daemon, and nothing that it started."""
        os.kill(self.site[name].process.pid, signal.SIGKILL)
        self.site[name].process.wait()

    def pause(self, name):
        pid = self.site[name].process.pid
        os.kill(pid, signal.SIGSTOP)
        self.addCleanup(os.kill, pid, signal.SIGCONT)
        return pid


class StruckMasterTest(AloneCase):
    """Defect 2, the third and the fourth part."""

    def assert_no_second_master(self, strike):
        master, _ = self.settle_with(master_leads=False)
        begin = now()
        strike(master)
        self.promoted(begin, other_than=master)
        self.assertEqual([], [each for each in overlaps(self.site.log.lines()) if each.second.begin >= begin])
        self.assertEqual([], epochs_that_do_not_grow(self.site.log.lines()))

    def test_defect_2_a_daemon_that_stands_still_makes_no_second_master(self):
        self.assert_no_second_master(self.pause)

    def test_defect_2_a_daemon_that_is_killed_makes_no_second_master(self):
        self.assert_no_second_master(self.kill_daemon)


class ReturnTest(AloneCase):
    def test_defect_3_a_daemon_that_was_killed_demotes_and_stops_before_it_starts_anything(self):
        master, _ = self.settle_with(master_leads=False)
        begin = now()
        self.kill_daemon(master)
        self.site[master].start()
        self.eventually(lambda: self.site.log.first("end", "start", master, begin), "it starts its service")
        mine = [line.action for line in self.site.log.lines(begin)
                if (line.node, line.word) == (master, "end")]
        before = mine[:mine.index("start")]  # demoted by its guard too, which was faster
        self.assertEqual(["demote", "stop"], list(dict.fromkeys(before)))
        self.eventually(self.site.settled, "all is well")
        self.assertEqual(1, len(self.site.log.masters()))

    def test_defect_8_a_leader_that_stood_still_does_not_fight_and_moves_nobody(self):
        master, leader = self.settle_with(master_leads=False)
        wait, begin = self.promises(self.site[master])["wait"], now()
        pid = self.pause(leader)
        self.eventually(lambda: self.site.settled_but(leader), "the others have a leader")
        time.sleep(0.5)  # the pause itself: it stands for nothing else
        os.kill(pid, signal.SIGCONT)
        self.eventually(self.site.settled, "all follow one leader")
        self.assert_nothing_moves(begin, wait)
        self.assertEqual([master], self.site.log.masters())
