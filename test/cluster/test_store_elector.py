"""What the elector promises, with a store: the same cases as without, where Raft elects the leader.

Left out, since they say nothing about the elector: masters that are mute or deaf are cut off by the same
rules as those whose cable is pulled, and what a person types is refused before anybody is asked.
"""

import test_cut
import test_loss
import test_maintenance
import test_orders
import test_stop
from machines import now

ELECTORS = 'electors "a, b, c"'

# From the end of the master's demotion to the begin of the next one's promotion; 20 ms where nothing else runs.
HAND_OVER = 0.5


class StoreLossTest(test_loss.LossTest):
    cluster = ELECTORS


class StoreCutOffTest(test_cut.MasterCutOffTest):
    cluster = ELECTORS
    # Three votes are flushed one after the other, by disks that may be slow, and perhaps given again.
    margin = test_cut.MARGIN + 1.0
    test_a_master_that_nobody_hears_is_replaced = None
    test_a_master_that_hears_nobody_is_replaced = None


class StoreStopTest(test_stop.CleanStopTest):
    cluster = ELECTORS


class StoreMaintenanceTest(test_maintenance.MaintenanceTest):
    cluster = ELECTORS
    test_orders_wait_until_it_is_over = None


class StoreBeginsInMaintenanceTest(test_maintenance.BeginsInMaintenanceTest):
    cluster = ELECTORS


class StoreOrdersTest(test_orders.OrdersTest):
    cluster = ELECTORS
    test_local_speaks_of_the_node_where_it_is_asked = None
    test_a_node_that_nobody_has_is_refused = None


class StoreOrdersCutOffTest(test_orders.CutOffTest):
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
