"""A `demote` that never ends, on a planned move."""

from case import ClusterCase
from machines import now
from scripts_log import epochs_that_do_not_grow


class HangingCase(ClusterCase):
    rest = "service {\n  demote_timeout 2s\n  stop_timeout 2s\n}\ntime {\n  status_interval 1s\n}"

    def tearDown(self):
        super().tearDown()
        for machine in self.site.machines.values():
            machine.order("demote", None)
            machine.order("stop", None)

    def move(self, master):
        """Orders a planned move; returns when it was ordered and the next master's first line."""
        begin, other = now(), self.site.others(master)[0]
        self.obeyed(other, "promote", other.name, "--no-wait")
        return begin, self.promoted(begin, other_than=master)


class HangingDemoteTest(HangingCase):
    def test_the_next_master_waits_until_stop_has_confirmed_what_demote_did_not(self):
        master = self.settle()
        self.site[master].order("demote", "hangs")
        begin, successor = self.move(master)
        stopped = self.site.log.first("end", "stop", master, begin)
        self.assertIsNotNone(stopped, "stop runs before the next is promoted")
        self.assertGreater(successor.seconds, stopped.seconds)
        self.assertGreater(stopped.seconds - begin, 2.0, "demote had its time")


class UnconfirmedDemotionTest(HangingCase):
    """Neither demote nor stop ends: what a guard would cut for. The service's processes are killed, and
    only time frees the group. By the scripts' log the old master goes on, since nothing ever said that
    it ended: this is the overlap that waits for the guard, so only its begin is judged.
    """

    def judge(self):
        self.assertEqual([], epochs_that_do_not_grow(self.site.log.lines()))

    def test_the_next_master_waits_for_the_lease_to_end(self):
        master = self.settle()
        self.site[master].order("demote", "hangs")
        self.site[master].order("stop", "hangs")
        wait = self.promises(self.site[master])["wait"]
        begin, successor = self.move(master)
        self.assertGreater(successor.seconds - begin, 2 + 2 + wait, "W after both had their time")
        ended = [self.site.log.first("end", action, master, begin) for action in ("demote", "stop")]
        self.assertEqual([None, None], ended, "neither ended by itself")


class HangingStopTest(HangingCase):
    def test_defect_15_a_hanging_stop_keeps_no_daemon_from_ending(self):
        master = self.settle()
        other = self.site.others(master)[0]
        other.order("stop", "hangs")
        begin = now()
        other.terminate()
        self.assertEqual(0, other.exit_code())
        self.assertGreater(now() - begin, 2.0, "stop had its time")
        self.assertIsNone(self.site.log.first("end", "stop", other.name, begin), "it did not end by itself")
