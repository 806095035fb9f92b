"""Maintenance: no script runs anywhere, whatever happens to daemons, and leaving it promotes nobody twice."""

from case import ClusterCase
from machines import now

# It measures time: see test/side_by_side.py.
ALONE = True


class MaintenanceTest(ClusterCase):
    rest = "time {\n  profile fast\n}"

    def tearDown(self):
        super().tearDown()
        self.site.network.heal()
        self.site.start()
        self.eventually(lambda: self.site["a"].koi("maintenance", "off").returncode == 0, "maintenance ends")

    def nothing_ran(self, since):
        self.assertEqual([], [line for line in self.site.log.lines(since) if line.word == "begin"])

    def begin_maintenance(self):
        """Returns the master and when maintenance was on everywhere."""
        master = self.settle()
        said = self.obeyed(self.site.others(master)[0], "maintenance", "on", "--reason", "a test")
        self.assertIn("no script runs", said)
        begin = now()
        for machine in self.site.machines.values():
            self.assertEqual("MAINTENANCE", machine.status()["verdict"])
            self.assertEqual(0, machine.koi("status").returncode)
        return master, begin

    def test_a_master_keeps_its_services_though_it_is_cut_off_and_they_go_on_when_it_is_over(self):
        master, begin = self.begin_maintenance()
        self.site.network.unplug(master, "lan")
        self.assert_nothing_moves(begin, 3)
        self.nothing_ran(begin)
        self.site.network.heal()
        self.eventually(lambda: all(m.status()["verdict"] == "MAINTENANCE" for m in self.site.running()),
                        "all hear each other")
        self.obeyed(self.site[master], "maintenance", "off")
        self.assertEqual(master, self.eventually(self.site.settled, "all is well"))
        self.assertEqual([], self.site.log.moves(begin))

    def test_defect_16_a_restarted_node_runs_no_script_and_its_epoch_is_freed_only_by_itself(self):
        master, begin = self.begin_maintenance()
        # Its services go on: only the daemon is stopped, as for an upgrade of koi.
        self.site[master].terminate()
        self.assertEqual(0, self.site[master].exit_code())
        self.assert_nothing_moves(begin, 2)
        self.site[master].start()
        self.eventually(
            lambda: (self.site[master].status() or {}).get("verdict") == "MAINTENANCE", "it is back")
        self.assert_nothing_moves(begin, 2)
        self.nothing_ran(begin)
        self.obeyed(self.site[master], "maintenance", "off")
        # What the run before left promoted is demoted for real before anybody else is promoted.
        self.promoted(begin)
        self.assertLess(self.site.log.first("end", "demote", master, begin).seconds,
                        self.site.log.first("begin", "promote", None, begin).seconds)

    def test_a_dead_master_is_not_replaced_before_it_has_come_back(self):
        master, begin = self.begin_maintenance()
        self.site[master].kill()
        other = self.site.others(master)[0]
        self.obeyed(other, "maintenance", "off")
        self.assert_nothing_moves(begin, 2)
        self.assertEqual("Waiting", other.status()["groups"][0]["phase"])
        self.site[master].start()
        self.promoted(begin)

    def test_orders_wait_until_it_is_over(self):
        _, begin = self.begin_maintenance()
        for words in (["promote", "a"], ["demote"], ["elect"], ["stop", "a"], ["start", "a"], ["recover"]):
            done = self.site["b"].koi(*words)
            self.assertEqual(1, done.returncode)
            self.assertIn("koi maintenance off", done.stdout)
        self.assertEqual(2, self.site["b"].koi("maintenance").returncode)
        self.assertEqual(2, self.site["b"].koi("maintenance", "perhaps").returncode)
        self.nothing_ran(begin)


class BeginsInMaintenanceTest(ClusterCase):
    nodes = {name: "runner true\n  maintenance true" for name in ("a", "b", "c")}

    def test_a_cluster_that_is_told_so_begins_in_maintenance_and_starts_when_it_is_over(self):
        self.site.start()
        self.eventually(lambda: all((m.status() or {}).get("verdict") == "MAINTENANCE"
                                    for m in self.site.machines.values()), "all are in maintenance")
        self.assertEqual([], self.site.log.lines())
        self.obeyed(self.site["a"], "maintenance", "off")
        self.eventually(self.site.settled, "there is a master")
