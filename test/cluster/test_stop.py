"""Nodes that are asked to end."""

from case import ClusterCase
from machines import now


class CleanStopTest(ClusterCase):
    def setUp(self):
        for machine in self.site.machines.values():
            machine.order("demote", "takes 0.5")

    def stop(self, name):
        """Asks it to end, sees that it does; returns the moment of the order."""
        begin = now()
        self.site[name].terminate()
        self.assertEqual(0, self.site[name].exit_code())
        return begin

    def hand_over(self, master_leads):
        master, _ = self.settle_with(master_leads)
        begin = self.stop(master)
        successor = self.promoted(begin, other_than=master)
        demoted = self.site.log.first("end", "demote", master, begin)
        self.assertIsNotNone(demoted, "it demotes before it ends")
        self.assertGreater(successor.seconds, demoted.seconds)
        self.eventually(lambda: self.site.settled_but(master), "the others agree")

    def test_a_master_that_stops_hands_over(self):
        self.hand_over(master_leads=False)

    def test_a_master_that_leads_and_stops_hands_over(self):
        self.hand_over(master_leads=True)

    def test_a_master_stays_when_the_leader_stops(self):
        master, leader = self.settle_with(master_leads=False)
        begin = self.stop(leader)
        self.eventually(lambda: self.site.settled_but(leader), "another leads")
        self.assertEqual([], [line for line in self.site.log.moves(begin) if line.node != leader])
        self.assertEqual([master], self.site.log.masters())
