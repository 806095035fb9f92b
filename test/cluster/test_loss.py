"""Nodes that are killed, and nodes that return."""

from case import ClusterCase
from machines import now

# It measures time: see test/side_by_side.py.
ALONE = True


class LossTest(ClusterCase):
    # Of these the last one ranks first.
    nodes = {name: f"runner true\n  priority {number}" for number, name in enumerate("abc")}

    def test_a_master_stays_when_the_leader_is_killed(self):
        master, leader = self.settle_with(master_leads=False)
        wait, begin = self.promises(self.site[master])["wait"], now()
        self.site[leader].kill()
        self.eventually(lambda: self.site.settled_but(leader), "another leads")
        self.assert_nothing_moves(begin, wait)
        self.assertEqual([master], self.site.log.masters())

    def test_another_takes_over_when_the_master_that_leads_is_killed(self):
        master, _ = self.settle_with(master_leads=True)
        promises, marks, begin = self.promises(self.site[master]), self.site.marks(), now()
        self.site[master].kill()
        successor = self.promoted(begin, other_than=master)
        # As in test_cut: one repeated election, two processes that start, and what stood still.
        self.assertLess(successor.seconds - begin, promises["led"] + 0.4 + 0.3 + self.site.stalls(marks))

    def test_a_node_of_the_highest_priority_that_returns_moves_nothing(self):
        self.settle()
        self.site["c"].kill()
        master = self.eventually(lambda: self.site.settled_but("c"), "the others have a leader and a master")
        self.eventually(lambda: self.states()["c"] == "Disconnected", "c is missed")
        wait, begin = self.promises(self.site["a"])["wait"], now()
        self.site["c"].start()
        self.eventually(lambda: self.site.log.first("end", "start", "c", begin),
                        "c has cleaned up and started")
        self.assertEqual(master, self.eventually(self.site.settled, "all are well"))
        back = now()
        self.assertEqual([], [line for line in self.site.log.moves(begin) if line.node != "c"])
        self.assert_nothing_moves(back, wait)
        self.assertEqual([master], self.site.log.masters())
        # Defect 14: it is the node that it was, and no second one beside a ghost.
        self.assertEqual({"a", "b", "c"}, set(self.states()))
        self.assertEqual(3, len(self.site["a"].status()["nodes"]))

    def states(self):
        return {node["name"]: node["state"] for node in self.site["a"].status()["nodes"]}
