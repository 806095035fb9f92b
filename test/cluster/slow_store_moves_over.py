"""A cluster whose electors voted without a store gets one, node by node."""

from case import ClusterCase, configuration
from machines import now
from store_case import FAST

# It measures time, or needs all of the machine: see test/side_by_side.py.
ALONE = True


class MovesOverTest(ClusterCase):
    rest = FAST

    def change(self, machine):
        """Its file lists the electors now, and its daemon goes by it."""
        machine.configure(configuration(
            "10.9.0.1, 10.9.0.2, 10.9.0.3", cluster='electors "a, b, c"', rest=FAST))
        self.begin_anew(machine)

    def begin_anew(self, machine):
        machine.terminate()
        self.assertEqual(0, machine.exit_code())
        machine.start()
        self.eventually(machine.status, "it answers")

    def move_over(self, order):
        before = max(line.epoch for line in self.site.log.lines() if line.action == "promote")
        for name in order:
            self.change(self.site[name])
        last = self.settle()
        self.assertEqual([last], self.site.log.masters())
        epochs = [line.epoch for line in self.site.log.lines() if line.action == "promote"]
        self.assertGreater(epochs[-1], before)
        self.assertEqual(0, self.site[order[0]].koi("kv", "set", "moved", "over").returncode)
        return last

    def test_it_has_a_master_at_the_end_and_never_two(self):
        master, leader = self.settle_with(master_leads=False)
        third = self.site.others(master, leader)[0].name
        begin = now()
        self.move_over((third, leader, master))
        self.assertNotEqual([], self.site.log.moves(begin))


class MovesOverByReloadTest(MovesOverTest):
    """As the guide has it: no process ends."""

    def begin_anew(self, machine):
        before = machine.process.pid
        self.assertIn("cluster.electors: restarted the inside", self.obeyed(machine, "reconfigure"))
        self.assertEqual((before, None), (machine.process.pid, machine.process.poll()))
