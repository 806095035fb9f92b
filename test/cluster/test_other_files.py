"""Nodes whose configurations differ: other times, other services. Legal, and as safe."""

from case import ClusterCase, configuration
from machines import now
from test_cut import MARGIN

# It measures time: see test/side_by_side.py.
ALONE = True

ADDRESSES = {"a": "10.9.0.1", "b": "10.9.0.2", "c": "10.9.0.3"}
FILES = {
    "a": "time {\n  profile fast\n}\n",
    "b": "",
    "c": "time {\n  status_interval 2s\n  lease_soft 900ms\n}\nservice {\n  demote_timeout 5s\n}\n",
}


class OtherFilesTest(ClusterCase):
    @classmethod
    def build(cls):
        for name, address in ADDRESSES.items():
            cls.site.network.connect(name, "lan", address + "/24")
            cls.site[name].configure(configuration(", ".join(ADDRESSES.values()), rest=FILES[name]))
            cls.site[name].service("1-witness")
        cls.site["c"].service("2-here-only", "#!/bin/sh\nexit 0\n")

    def test_each_is_master_in_turn_and_each_is_replaced(self):
        self.settle()
        for name in self.names:
            self.obeyed(self.site["b"], "promote", name)
            self.assertEqual(name, self.eventually(self.site.settled, f"{name} is master"))
            self.lose(name)
            self.settle()

    def lose(self, master):
        # The grant's values are those of the leader's file, whichever that is.
        bound = max(self.promises(machine)["led"] for machine in self.site.machines.values()) + MARGIN
        marks, begin = self.site.marks(), now()
        self.site[master].kill()
        successor = self.promoted(begin, other_than=master)
        self.assertLess(successor.seconds - begin, bound + self.site.stalls(marks))
