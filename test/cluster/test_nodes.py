"""Orders about one node: stop, start, recover; and what failed."""

import json

from case import ClusterCase
from machines import now


class NodeOrdersTest(ClusterCase):
    rest = "time {\n  profile fast\n}"

    def tearDown(self):
        super().tearDown()
        for machine in self.site.machines.values():
            machine.order("start", None)
            self.obeyed(machine, "start")

    def services(self, machine, name):
        node = next(node for node in machine.status()["nodes"] if node["name"] == name)
        return node["state"], {service["state"] for service in node["services"]}

    def test_stop_demotes_and_stops_and_start_brings_it_back(self):
        master = self.settle()
        other = self.site.others(master)[0]
        begin = now()
        self.assertIn("stopped until koi start", self.obeyed(other, "stop", master))
        self.assertEqual(("Stopped", {"Stopped"}), self.services(other, master))
        self.assertIsNotNone(self.site.log.first("end", "demote", master, begin))
        self.promoted(begin, other_than=master)
        self.assertEqual(1, other.koi("promote", master).returncode)
        self.obeyed(other, "start", master)
        self.assertEqual({"Started"}, self.services(other, master)[1])

    def test_a_stopped_node_stays_so_when_its_daemon_starts_again(self):
        master = self.settle()
        stopped = self.site.others(master)[0]
        self.obeyed(stopped, "stop")  # without a node: the one that is asked
        stopped.terminate()
        self.assertEqual(0, stopped.exit_code())
        begin = now()
        stopped.start()
        self.eventually(lambda: (stopped.status() or {}).get("leader"), "it is back")
        self.assert_nothing_moves(begin, 1.5)
        self.assertIsNone(self.site.log.first("begin", "start", stopped.name, begin))

    def test_recover_forgets_a_failure_and_tries_again_at_once(self):
        master = self.settle()
        sick = self.site.others(master)[0]
        self.obeyed(sick, "stop")
        sick.order("start", "fails")
        done = sick.koi("start")
        self.assertEqual(1, done.returncode)
        self.assertIn("start failed: exit code 1", done.stdout)
        failures = json.loads(self.obeyed(self.site[master], "failures", "-o", "json"))["failures"]
        self.assertEqual(sick.name, failures[-1]["node"])
        self.assertIn("start failed", failures[-1]["what"])
        self.assertEqual(1, sick.koi("recover", sick.name).returncode)
        sick.order("start", None)
        self.obeyed(self.site[master], "recover")
        self.assertEqual({"Started"}, self.services(sick, sick.name)[1])
        self.assertIn("no node has failed", self.obeyed(sick, "recover"))
        self.assertEqual(1, sick.koi("stop", "nobody").returncode)
