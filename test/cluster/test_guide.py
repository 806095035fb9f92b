"""The guide's two-node configuration, unchanged, where the guide puts it."""

from case import ClusterCase
from machines import now

GUIDE = """\
cluster {
  password devpass
  transport "192.168.1.2, 192.168.1.3"
}
"""

# The guide's own way to write a node that is both; without it nobody is a runner.
BOTH = """\
node {
  runner true
  elector true
}
"""

# The guide's script with an address that answers wherever this test runs.
PING = """\
#!/bin/sh
ping -c 2 127.0.0.1
exit $?
"""


class GuideTest(ClusterCase):
    names = ("a", "b")

    @classmethod
    def build(cls):
        for name, address in (("a", "192.168.1.2/24"), ("b", "192.168.1.3/24")):
            cls.site.network.connect(name, "lan", address)
            cls.site[name].configure(GUIDE)
            cls.site[name].service("ping", PING)
            (cls.site[name].folder / "etc/node.conf").write_text(BOTH, encoding="ascii")
            cls.site[name].more_files = ["-f", "/etc/koi/koi.conf", "-f", "/etc/koi/node.conf"]

    def states(self):
        master = self.settle()
        return master, {service["name"]: service["state"] for node in self.site[master].status()["nodes"]
                        if node["name"] == master for service in node["services"]}

    def test_one_of_two_nodes_is_master_of_the_ping_service(self):
        self.assertIn(self.states(), [("a", {"ping": "Promoted"}), ("b", {"ping": "Promoted"})])

    def test_the_other_node_takes_over_when_the_master_ends(self):
        master = self.settle()
        self.site[master].terminate()
        self.assertEqual(0, self.site[master].exit_code())
        other, = self.site.others(master)
        self.eventually(lambda: other.sees() and other.sees()["master"] == other.name, "the other is master")

    def test_the_file_alone_is_valid(self):
        self.obeyed(self.site["a"], "config", "check")

    def test_a_status_that_fails_moves_the_master(self):
        master = self.settle()
        begin = now()
        script = self.site[master].folder / "etc/services/ping/status"
        script.write_text(PING.replace("127.0.0.1", "-W 1 192.0.2.1"), encoding="ascii")
        other, = self.site.others(master)
        self.eventually(lambda: other.sees()["master"] == other.name, "the other is master")
        self.assertLess(now() - begin, 10 + 20, "one status interval, and two pings that nobody answers")
        script.write_text(PING, encoding="ascii")
        # It would recover by itself, later: the other tests need not wait for that.
        self.site[master].terminate()
        self.assertEqual(0, self.site[master].exit_code())
