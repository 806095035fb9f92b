"""The rest of what the elector promises, with a store: see test_store_elector.

Left out, since they say nothing about the elector: masters that are mute or deaf are cut off by the same
rules as those whose cable is pulled, and what a person types is refused before anybody is asked.
"""

import test_cut
import test_maintenance
import test_orders
import test_stop

# It measures time, or needs all of the machine: see test/side_by_side.py.
ALONE = True

ELECTORS = 'electors "a, b, c"'


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
