"""A `demote` that never ends, on a planned move."""

import json

from case import ClusterCase
from machines import now


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
    """Neither demote nor stop ends, nor do they for the guards: who says that it is demoted?"""

    def test_nobody_else_is_promoted_before_somebody_has_mended_it(self):
        master = self.settle()
        self.site[master].order("demote", "hangs")
        self.site[master].order("stop", "hangs")
        begin, other = now(), self.site.others(master)[0]
        self.obeyed(other, "promote", other.name, "--no-wait")
        self.eventually(lambda: self.tells("may still be promoted"), "koi status says it")
        self.site[master].order("demote", None)
        self.site[master].order("stop", None)
        mended = now()
        successor = self.promoted(begin, other_than=master)
        self.assertGreater(successor.seconds, mended)

    def tells(self, text):
        view = next(iter(self.site.machines.values())).status()
        return view is not None and any(text in json.dumps(problem) for problem in view["problems"])


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
