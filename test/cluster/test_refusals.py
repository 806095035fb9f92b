"""Who does not belong, and who is one too many."""


from case import ClusterCase, configuration
from machines import now

ADDRESSES = {name: f"10.9.0.{number}" for number, name in enumerate("abcde", 1)}


class StrangersTest(ClusterCase):
    """a, b and c are a cluster; d has another password, e another cluster id; all list all."""

    names = ("a", "b", "c", "d", "e")
    family = ("a", "b", "c")
    transport = ", ".join(ADDRESSES.values())

    @classmethod
    def build(cls):
        for name in cls.names:
            cls.site.network.connect(name, "lan", ADDRESSES[name] + "/24")
            text = configuration(
                cls.transport, cluster="quorum 2\n  id 14" if name == "e" else "quorum 2")
            cls.site[name].configure(text.replace("battery", "paperclip") if name == "d" else text)
            cls.site[name].service("1-witness")

    def members(self):
        return [self.site[name] for name in self.family]

    def settle(self):
        self.site.start()
        return self.eventually(lambda: self.site.settled(self.members()), "the family is well")

    def texts(self, machine):
        return [problem["text"] for problem in machine.status()["problems"]]

    def test_a_node_with_another_password_joins_nothing_and_is_a_problem_with_its_address(self):
        self.settle()
        for machine in self.members():
            self.eventually(lambda each=machine: any(ADDRESSES["d"] in text for text in self.texts(each)),
                            f"{machine.name} names {ADDRESSES['d']}")
            self.assertEqual(1, sum(ADDRESSES["d"] in text for text in self.texts(machine)))
            self.assertEqual(set(self.family), {node["name"] for node in machine.status()["nodes"]})
        self.assertEqual("NO QUORUM", self.site["d"].status()["verdict"])
        self.assertEqual([], [line for line in self.site.log.moves(0) if line.node == "d"])

    def test_a_node_of_another_cluster_goes_unmentioned(self):
        self.settle()
        for machine in self.members():
            self.assertFalse([text for text in self.texts(machine) if ADDRESSES["e"] in text])
            self.assertNotIn(ADDRESSES["e"], machine.said())
        self.assertEqual({"e"}, {node["name"] for node in self.site["e"].status()["nodes"]})


class OneTooManyTest(ClusterCase):
    names = ("a",)

    @classmethod
    def build(cls):
        cls.site.network.connect("a", "lan", "10.9.0.1/24")
        cls.site["a"].configure(configuration("10.9.0.1", cluster="quorum 1"))

    def refused(self, more):
        """A second daemon on this machine, with this file over the first one's: what it says."""
        self.settle()
        begin, machine = now(), self.site["a"]
        (machine.folder / "etc/more.conf").write_text(more, encoding="ascii")
        done = machine.run("koinode", "-f", "/etc/koi/koi.conf", "-f", "/etc/koi/more.conf", seconds=15)
        self.assertEqual(1, done.returncode, done.stdout)
        self.assertEqual("a", self.site.settled(), "the first one does not mind")
        self.assertNotIn("Exception", done.stdout)
        self.assertEqual([], self.site.log.moves(begin))
        return done.stdout

    def test_a_second_daemon_with_the_same_state_is_refused(self):
        said = self.refused("node {\n  port 42013\n  run_dir /run/koi/other\n}\n")
        self.assertIn("/var/lib/koi", said)

    def test_a_second_daemon_with_the_same_run_dir_is_refused(self):
        said = self.refused("node {\n  port 42013\n  state_dir /var/lib/koi/other\n}\n")
        self.assertIn("/run/koi", said)

    def test_a_second_daemon_on_the_same_port_is_refused(self):
        """Defect 12 of the original: two daemons can bind one port."""
        said = self.refused("node {\n  state_dir /var/lib/koi/other\n  run_dir /run/koi/other\n}\n")
        self.assertIn("42012", said)
