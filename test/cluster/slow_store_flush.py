"""No answer leaves before what it says is on the disk, and a disk that fails is never trusted again."""

import contextlib
import shutil
import time
import unittest

import strace
from machines import now
from store_case import StoreCase

# It measures time, or needs all of the machine: see test/side_by_side.py.
ALONE = True

DELAY = 0.4


class FlushTest(StoreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        reason = strace.lacking()
        if reason is not None:
            raise unittest.SkipTest(reason)

    def seconds(self, value):
        begin = time.monotonic()
        self.set(self.site["a"], "slow", value)
        return time.monotonic() - begin

    def delayed(self, *names):
        """With the flushes of these delayed: how long a write took, and how often each of them flushed."""
        how = f"delay_enter={int(DELAY * 1e6)}"
        with contextlib.ExitStack() as stack:
            tampered = [stack.enter_context(strace.Tampered(self.site[name], how)) for name in names]
            took = self.seconds("slowly")
            return took, [each.flushes() for each in tampered]

    def test_a_write_waits_for_the_disks_of_a_majority_and_a_lease_for_none(self):
        master = self.settle()
        self.assertLess(min(self.seconds(str(number)) for number in range(5)), DELAY / 2)
        leader = self.leader()
        one, other = (machine.name for machine in self.site.others(leader))
        begin, term = now(), self.site["a"].status()["term"]
        for pair in ((one, other), (leader, one), (leader, other)):
            with self.subTest(delayed=pair):
                took, flushes = self.delayed(*pair)
                self.assertGreaterEqual(took, DELAY)
                self.assertTrue(all(flushes), flushes)
        with self.subTest("the others are a majority"):
            took, _ = self.delayed(one)
            self.assertLess(took, DELAY)
        # A lease of this profile lasts half a second: it was renewed while the disks stood still. (A node
        # that was killed by a test before demotes first thing; that is no move of the master.)
        self.assertEqual([], [line for line in self.site.log.moves(begin)
                              if line.node == master or line.action == "promote"])
        self.assertEqual(([master], term), (self.site.log.masters(), self.site["a"].status()["term"]))

    def broken(self, machine):
        """Its next flush fails; others go on. Returns what it said of that."""
        mark = len(machine.said())
        with strace.Tampered(machine, "error=EIO"):
            self.set(self.site.others(machine.name)[0], "kept", "so")
            self.eventually(lambda: "Input/output error" in machine.said(mark), "it says why")
        return machine.said(mark)

    def returns_as_another(self, machine):
        """It refuses to start, until its store is removed as it says."""
        before = self.ids()
        machine.kill()
        mark = len(machine.said())
        machine.start()
        self.assertEqual(1, machine.exit_code())
        self.assertRegex(
            machine.said(mark), r"store/failed: writing the journal failed before: .*Input/output")
        shutil.rmtree(self.store(machine))
        machine.start()
        self.eventually(lambda: self.ids().get(machine.name) != before[machine.name], "it is another")
        self.whole(self.electors)
        self.eventually(lambda: self.value(machine, "kept", stale=True) == "so", "it has everything")

    def test_a_follower_whose_flush_fails_ends_as_a_voter_says_why_and_marks_its_journal(self):
        self.settle()
        leader = self.leader()
        follower = self.site.others(leader)[0]
        self.assertIn("store", self.broken(follower))
        self.assertTrue((self.store(follower) / "failed").exists())
        self.set(follower, "kept", "so")  # it passes it on
        self.eventually(lambda: any("takes no part in the store" in each for each in self.problems(follower)),
                        "status says so")
        self.returns_as_another(follower)

    def test_a_leader_whose_flush_fails_leads_no_more_and_no_write_is_lost(self):
        self.settle()
        leader = self.leader()
        self.set(self.site["a"], "before", "that")
        self.broken(self.site[leader])
        self.eventually(lambda: self.leader() not in (None, leader), "another leads")
        self.assertEqual("that", self.value(self.site.others(leader)[0], "before"))
        self.returns_as_another(self.site[leader])
