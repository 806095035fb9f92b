"""A hundred thousand datagrams that nobody with the key has sent, and a failover in the middle."""

import subprocess

from case import ClusterCase
from machines import now
from test_cut import MARGIN

# It measures time: see test/side_by_side.py.
ALONE = True

COUNT, RATE = 100_000, 5_000


class GarbageTest(ClusterCase):
    def test_defects_9_and_10_garbage_changes_nothing_and_holds_up_no_failover(self):
        master, leader = self.settle_with(master_leads=False)
        other = self.site.others(master, leader)[0]
        bound, begin = self.promises(self.site[master])["silent"] + MARGIN, now()
        before = {machine.name: machine.said().count("\n") for machine in self.site.machines.values()}
        flood = self.flood(other, [f"10.9.0.{number}" for number in (1, 2, 3)])
        self.assertGreater(int(flood.stdout.readline().split()[1]), 50, "it heard enough to repeat")
        self.assert_nothing_moves(begin, COUNT / RATE / 2)

        marks, killed = self.site.marks(), now()
        self.site[master].kill()
        successor = self.promoted(killed, other_than=master)
        self.assertLess(successor.seconds - killed, bound + self.site.stalls(marks))
        self.assertEqual("done\n", flood.stdout.readline(), "the flood lasted until after the failover")
        self.assertEqual(0, flood.wait())

        self.assertEqual([successor.node], self.site.log.masters())
        for machine in self.site.machines.values():
            self.assertLess(machine.said().count("\n") - before[machine.name], 100, machine.name)
        self.assertEqual({leader, other.name}, {
            node["name"] for node in self.site[leader].status()["nodes"] if node["state"] != "Disconnected"})

    def flood(self, machine, addresses):
        flood = subprocess.Popen(
            machine.command("../test/cluster/flood", str(COUNT), str(RATE), "42012", *addresses),
            stdout=subprocess.PIPE, text=True, env=machine.environment())
        self.addCleanup(flood.stdout.close)
        self.addCleanup(flood.wait)
        self.addCleanup(flood.kill)
        return flood
