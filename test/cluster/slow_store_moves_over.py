"""A cluster whose electors voted without a store gets one, node by node."""

from case import ClusterCase, configuration
from machines import now
from store_case import FAST


class MovesOverTest(ClusterCase):
    rest = FAST

    def restart(self, machine):
        machine.configure(configuration(
            "10.9.0.1, 10.9.0.2, 10.9.0.3", cluster='electors "a, b, c"', rest=FAST))
        machine.terminate()
        self.assertEqual(0, machine.exit_code())
        machine.start()
        self.eventually(machine.status, "it answers")

    def move_over(self, order):
        before = max(line.epoch for line in self.site.log.lines() if line.action == "promote")
        for name in order:
            self.restart(self.site[name])
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
