"""What people type, on a node that does not lead, and on one that is cut off."""

import json

from case import ClusterCase
from machines import now


class OrdersTest(ClusterCase):
    def tearDown(self):
        super().tearDown()
        self.obeyed(self.site["a"], "elect")

    def view(self, machine, *words):
        return json.loads(self.obeyed(machine, *words, "-o", "json"))

    def outsider(self):
        """The master, and a machine that neither is master nor leads."""
        master, leader = self.settle_with(master_leads=False)
        return master, self.site.others(master, leader)[0]

    def test_promote_moves_the_master_and_returns_when_it_is_done(self):
        master, other = self.outsider()
        begin = now()
        self.obeyed(other, "promote", other.name)
        self.assertEqual([other.name], self.site.log.masters())
        self.assertIsNotNone(self.site.log.first("end", "demote", master, begin))
        for machine in self.site.machines.values():
            self.assertEqual(other.name, self.view(machine, "status")["groups"][0]["master"])

    def test_demote_leaves_nobody_master_until_elect(self):
        _, other = self.outsider()
        self.obeyed(other, "demote")
        self.assertEqual([], self.site.log.masters())
        begin = now()
        group = self.view(other, "status")["groups"][0]
        self.assertEqual((None, "Manual", True), (group["master"], group["phase"], group["manual"]))
        self.assert_nothing_moves(begin, 2.5)
        self.obeyed(other, "elect")
        self.assertEqual(1, len(self.site.log.masters()))

    def test_promote_takes_a_uuid_and_ends_what_demote_began(self):
        _, other = self.outsider()
        self.obeyed(other, "demote")
        ids = {node["name"]: node["id"] for node in self.view(other, "status")["nodes"]}
        self.obeyed(other, "promote", ids[other.name])
        group = self.view(other, "status")["groups"][0]
        self.assertEqual((other.name, False), (group["master"], group["manual"]))

    def test_local_speaks_of_the_node_where_it_is_asked(self):
        _, other = self.outsider()
        local = self.view(other, "local")
        self.assertEqual((other.name, 42012, 2, 3, "Slave"),
                         tuple(local[key] for key in ("name", "port", "quorum", "seen", "state")))

    def test_who_looks_often_leaves_room_for_orders(self):
        _, other = self.outsider()
        for _ in range(300):
            self.assertIsNotNone(other.status())
        self.obeyed(other, "promote", other.name, "--no-wait")

    def test_a_node_that_nobody_has_is_refused(self):
        _, other = self.outsider()
        self.assertEqual(1, other.koi("promote", "nobody").returncode)
        self.assertEqual(2, other.koi("promote").returncode)


class CutOffTest(ClusterCase):
    def setUp(self):
        master = self.settle()
        self.lonely = self.site.others(master)[0]
        self.site.network.unplug(self.lonely.name, "lan")
        self.eventually(lambda: (self.lonely.sees() or {}).get("verdict") == "NO QUORUM", "it is cut off")

    def test_an_order_on_a_node_that_is_cut_off_ends_with_3(self):
        begin = now()
        for words in (["promote", self.lonely.name], ["promote", self.site.others(self.lonely.name)[0].name],
                      ["demote"], ["elect"]):
            with self.subTest(order=" ".join(words)):
                done = self.lonely.koi("--timeout", "3", *words)
                self.assertEqual(3, done.returncode, f"koi {' '.join(words)}: {done.stdout}")
        self.assertEqual([], self.site.log.moves(begin))

    def test_status_of_a_node_that_is_cut_off_claims_nothing(self):
        self.eventually(lambda: self.lonely.sees()["master"] is None, "it calls nobody promoted")
        done = self.lonely.koi("status")
        self.assertEqual(4, done.returncode)
        self.assertTrue(done.stdout.startswith("NO QUORUM"), done.stdout)
        view = json.loads(self.lonely.koi("status", "-o", "json").stdout)
        self.assertEqual("NO QUORUM", view["verdict"])
        self.assertNotIn("Promoted", [group["phase"] for group in view["groups"]])
        self.assertNotIn("Master", [node["state"] for node in view["nodes"]])

    def test_a_node_without_its_daemon_says_that_nobody_is_reachable(self):
        self.lonely.kill()
        done = self.lonely.koi("-t", "1", "status")
        self.assertEqual(3, done.returncode, done.stdout)
