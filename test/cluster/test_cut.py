"""The master is cut off from both others, quorum 2 of 3."""

from case import ClusterCase
from machines import now

# It measures time: see test/side_by_side.py.
ALONE = True

# Beyond what the check prints: one election that has to be repeated (8 heartbeats of 50 ms), since a
# heartbeat may be lost on the way, and 300 ms until a script's first line is written, which is the
# start of two processes. Times that daemons say they stood still are added: no bound covers these.
MARGIN = 0.4 + 0.3


class MasterCutOffTest(ClusterCase):
    margin = MARGIN

    def cut(self, how, leads):
        """Cuts it off, sees the others take over and it demote, heals, sees that nobody moves."""
        master, _ = self.settle_with(master_leads=leads)
        promises = self.promises(self.site[master])
        marks, begin = self.site.marks(), now()
        how(master, "lan")
        successor = self.promoted(begin, other_than=master)
        demoted = self.eventually(lambda: self.site.log.first("end", "demote", master, begin),
                                  "the old master demotes by itself")
        self.eventually(lambda: self.site.settled_but(master), "the majority agrees")
        stalls = self.site.stalls(marks)
        bound = promises["led" if leads else "silent"] + self.margin + stalls
        self.assertLess(successor.seconds - begin, bound)
        self.assertLess(demoted.seconds - begin, promises["soft"] + self.margin + stalls)
        self.assertEqual([successor.node], self.site.log.masters())
        self.heal(successor.node, promises["wait"])

    def heal(self, successor, wait):
        begin = now()
        self.site.network.heal()
        self.assertEqual(successor, self.eventually(self.site.settled, "all three agree again"))
        self.assert_nothing_moves(begin, wait)
        self.assertEqual([successor], self.site.log.masters())

    def test_a_master_whose_cable_is_pulled_is_replaced(self):
        self.cut(self.site.network.unplug, leads=False)

    def test_a_master_that_leads_and_whose_cable_is_pulled_is_replaced(self):
        self.cut(self.site.network.unplug, leads=True)

    def test_a_master_that_nobody_hears_is_replaced(self):
        self.cut(self.site.network.mute, leads=False)

    def test_a_master_that_leads_and_that_nobody_hears_is_replaced(self):
        self.cut(self.site.network.mute, leads=True)

    def test_a_master_that_hears_nobody_is_replaced(self):
        self.cut(self.site.network.deafen, leads=False)

    def test_a_master_that_leads_and_hears_nobody_is_replaced(self):
        self.cut(self.site.network.deafen, leads=True)
