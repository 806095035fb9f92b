"""Clusters that find each other by multicast: nobody's address is configured, or not everybody's."""

import subprocess

import test_refusals
from case import ClusterCase, configuration
from machines import now
from scripts_log import epochs_that_do_not_grow, overlaps

GROUP4, GROUP6 = "239.192.0.13", "ff05::13"


class GroupCase(ClusterCase):
    """a, b and c, whose only configured address is a group."""

    transport = GROUP4
    address = "10.9.0.{}/24"

    @classmethod
    def build(cls):
        for number, name in enumerate(cls.names, 1):
            cls.site.network.connect(name, "lan", cls.address.format(number))
            cls.site[name].configure(configuration(cls.transport))
            cls.site[name].service("1-witness")

    def paths(self, machine):
        """By node and kind what this machine's own daemon measures: it answers itself while it leads."""
        status = machine.status()
        return {(node["name"], path["kind"]): path for node in status["nodes"] for path in node["paths"]}

    def reached(self, names):
        """Whether the leader reaches all these in the group, and heard each of them there just now."""
        leader = self.leads()
        paths = leader and self.paths(self.site[leader])
        return paths and all(paths.get((name, "multicast"), {"heardMillis": 99999})["heardMillis"] < 2500
                             for name in names if name != leader)

    def has_a_master_and_replaces_it(self):
        master = self.settle()
        self.assertEqual([master], self.site.log.masters())
        self.eventually(lambda: self.reached(self.names), "the leader reaches all in the group")
        leader = self.leads()
        for name in self.names:
            if name != leader:
                self.assertIn((name, "learned"), self.paths(self.site[leader]))
        self.assertIn(f"PATH FROM {leader}", self.obeyed(self.site[leader], "status", "-o", "wide"))
        begin = now()
        self.site[master].kill()
        self.promoted(begin, other_than=master)


class OnlyIpv4GroupTest(GroupCase):
    def test_three_nodes_with_only_an_ipv4_group_have_one_master_and_replace_it(self):
        self.has_a_master_and_replaces_it()


class OnlyIpv6GroupTest(GroupCase):
    transport = f"[{GROUP6}]:5000"
    address = "fd00:9::{}/64"

    def test_three_nodes_with_only_an_ipv6_group_have_one_master_and_replace_it(self):
        self.has_a_master_and_replaces_it()


class MixedTest(ClusterCase):
    """a and b have groups and c's address; c has addresses only and is in no group."""

    @classmethod
    def build(cls):
        mixed = f"{GROUP4}%lan, 10.9.0.3; [{GROUP6}%lan]:5000"
        for number, name in enumerate(cls.names, 1):
            cls.site.network.connect(name, "lan", f"10.9.0.{number}/24")
            cls.site[name].configure(configuration("10.9.0.1, 10.9.0.3" if name == "c" else mixed))
            cls.site[name].service("1-witness")

    def test_groups_and_addresses_together_make_one_cluster(self):
        master = self.settle()
        begin = now()
        self.site[master].kill()
        self.promoted(begin, other_than=master)


class InterfaceTest(GroupCase):
    """c has no interface but the loopback when its daemon starts."""

    @classmethod
    def build(cls):
        super().build()
        cls.site.network.disconnect("c", "lan")

    def joined(self, since):
        return f"joined {GROUP4}:42012 on lan" in self.site["c"].said(since)

    def test_an_interface_that_comes_goes_and_returns_is_joined_each_time(self):
        self.site.start()
        self.eventually(lambda: self.site.settled([self.site["a"], self.site["b"]]), "a and b are well")
        self.assertFalse(self.joined(0))
        for leave, come in ((None, self.plug), (self.pull, self.plug), (self.disable, self.enable)):
            mark = len(self.site["c"].said())
            if leave:
                leave()
                self.eventually(
                    lambda m=mark: "joined" in self.site["c"].said(m), "c is left with its loopback")
                mark = len(self.site["c"].said())
            come()
            self.eventually(lambda m=mark: self.joined(m), "c joins again")
            self.eventually(self.site.settled, "all three are well")
            self.eventually(lambda: self.reached(self.names), "the leader reaches all in the group")

    def plug(self):
        self.site.network.connect("c", "lan", self.address.format(3))

    def pull(self):
        self.site.network.disconnect("c", "lan")

    def disable(self):
        self.site.network.disable("c", "lan")

    def enable(self):
        self.site.network.enable("c", "lan")


class StrangersInOneGroupTest(test_refusals.StrangersTest):
    """The same as with addresses: another key is one line under problems, another id is nothing."""

    transport = GROUP4


class TwoClustersInOneGroupTest(GroupCase):
    """a and b are cluster 13, c and d are cluster 14; each has a master of its own."""

    names = ("a", "b", "c", "d")
    families = (("a", "b"), ("c", "d"))

    @classmethod
    def build(cls):
        super().build()
        for name in cls.families[1]:
            cls.site[name].configure(configuration(cls.transport, cluster="quorum 2\n  id 14"))

    def judge(self):
        for family in self.families:
            lines = [line for line in self.site.log.lines() if line.node in family]
            self.assertEqual([], overlaps(lines))
            self.assertEqual([], epochs_that_do_not_grow(lines))

    def test_two_clusters_in_one_group_do_not_disturb_each_other(self):
        self.site.start()
        for family in self.families:
            machines = [self.site[name] for name in family]
            self.eventually(lambda m=machines: self.site.settled(m), f"{family} are well")
            for machine in machines:
                status = machine.status()
                self.assertEqual(set(family), {node["name"] for node in status["nodes"]})
                self.assertFalse([p for p in status["problems"] if "key" in p["text"]])
        self.assert_nothing_moves(now(), 3.0)


class NamesTest(ClusterCase):
    """a knows b by name only; b knows itself only, so that it cannot find a."""

    names = ("a", "b")

    @classmethod
    def build(cls):
        for number, name in enumerate(cls.names, 1):
            cls.site.network.connect(name, "lan", f"10.9.0.{number}/24")
            cls.site[name].configure(configuration("10.9.0.1, db-b" if name == "a" else "10.9.0.2"))
            cls.site[name].service("1-witness")
        cls.name_b(None)

    @classmethod
    def name_b(cls, address):
        """Written over, not replaced: the file is mounted on /etc/hosts."""
        text = "127.0.0.1 localhost\n" + (f"{address} db-b\n" if address else "")
        (cls.site["a"].folder / "etc/hosts").write_text(text, encoding="ascii")

    def test_a_name_may_come_late_and_lead_elsewhere_later(self):
        """Defect 12 of the original: host names become 0.0.0.0:0."""
        a, b = self.site["a"], self.site["b"]
        self.site.start()
        self.eventually(lambda: any("db-b cannot be resolved" in problem["text"]
                                    for problem in (a.status() or {"problems": []})["problems"]),
                        "a says that it cannot resolve db-b")
        self.assertEqual(1, a.said().count("db-b cannot be resolved"))
        self.name_b("10.9.0.2")
        self.eventually(self.site.settled, "a has found b")
        self.assertNotIn("db-b", str(a.status()["problems"]))
        b.kill()
        self.site.network.readdress("b", "lan", "10.9.0.2/24", "10.9.0.22/24")
        self.name_b("10.9.0.22")
        b.start()
        self.eventually(self.site.settled, "a has found b at its new address", seconds=90)


class TakenPortTest(GroupCase):
    """On b another program has UDP port 42012 for itself."""

    transport = f"{GROUP4}:5000"

    @classmethod
    def build(cls):
        super().build()
        cls.site["b"].configure(configuration(cls.transport, node="runner true\n  increment_port true"))
        program = ("import socket, time\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                   "s.bind(('', 42012))\nprint('bound', flush=True)\ntime.sleep(600)")
        holder = subprocess.Popen(
            ["ip", "netns", "exec", cls.site.network.machine("b"), "python3", "-c", program],
            stdout=subprocess.PIPE)
        cls.addClassCleanup(holder.wait)
        cls.addClassCleanup(holder.stdout.close)
        cls.addClassCleanup(holder.kill)
        holder.stdout.readline()

    def test_a_node_that_takes_the_next_port_is_found_by_multicast(self):
        self.settle()
        self.assertIn("UDP port 42012 is taken, 42013 is used", self.site["b"].said())
        self.assertEqual(42013, self.site["b"].ask("local")["local"]["port"])
        leader = self.leads()
        if leader != "b":
            paths = self.paths(self.site[leader])
            self.assertTrue(paths["b", "learned"]["address"].endswith(":42013"))
