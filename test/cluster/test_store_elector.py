"""What the elector promises, with a store: the same cases as without, where Raft elects the leader."""

import test_loss
from machines import now

# It measures time: see test/side_by_side.py.
ALONE = True

ELECTORS = 'electors "a, b, c"'

# From the end of the master's demotion to the begin of the next one's promotion; 20 ms at rest.
HAND_OVER = 0.5


class StoreLossTest(test_loss.LossTest):
    cluster = ELECTORS


class HandOverTest(test_loss.ClusterCase):
    cluster = ELECTORS

    def test_a_leader_that_is_master_hands_both_over_at_once(self):
        master, _ = self.settle_with(master_leads=True)
        marks, begin = self.site.marks(), now()
        self.site[master].terminate()
        successor = self.promoted(begin, other_than=master)
        demoted = self.site.log.first("end", "demote", master, begin)
        self.assertLess(successor.seconds - demoted.seconds, HAND_OVER + self.site.stalls(marks))
        self.assertEqual(0, self.site[master].exit_code())
