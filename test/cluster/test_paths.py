"""Other networks than one of IPv4."""

from case import ClusterCase, configuration
from machines import now


class OnlyIpv6Test(ClusterCase):
    @classmethod
    def build(cls):
        addresses = {name: f"fd00:9::{number}" for number, name in enumerate(cls.names, 1)}
        for name, address in addresses.items():
            cls.site.network.connect(name, "lan", address + "/64")
            cls.site[name].configure(configuration(", ".join(addresses.values())))
            cls.site[name].service("1-witness")

    def test_three_nodes_with_only_ipv6_have_one_master_and_replace_it(self):
        master = self.settle()
        self.assertEqual([master], self.site.log.masters())
        begin = now()
        self.site[master].kill()
        self.promoted(begin, other_than=master)


class TwoNetworksTest(ClusterCase):
    # More patient than the profile: a leader counts as lost after 0.6 s, a lease after 2 s. On a busy
    # machine a daemon may stand still for the 0.2 s that are usual, and this is not what is tested.
    rest = "time {\n  heartbeat_interval 150ms\n  lease_soft 2s\n  lease_hard 3s\n}"

    @classmethod
    def build(cls):
        transport = []
        for number, name in enumerate(cls.names, 1):
            for switch, address in (("one", f"10.9.1.{number}"), ("two", f"10.9.2.{number}")):
                cls.site.network.connect(name, switch, address + "/24")
                transport.append(address)
        for name in cls.names:
            cls.site[name].configure(configuration(", ".join(transport), rest=cls.rest))
            cls.site[name].service("1-witness")

    def nobody_notices(self, cut):
        master = self.settle()
        marks, begin = self.site.marks(), now()
        cut()
        # Longer than it takes to lose a leader (4 heartbeats) or a lease, or to elect (8 heartbeats).
        self.assert_nothing_moves(begin, 3.0)
        for machine in self.site.machines.values():
            self.assertNotIn("lost leader", machine.said(marks[machine.name]))
        self.assertEqual(master, self.site.settled())

    def test_nobody_notices_that_the_first_network_is_cut(self):
        self.nobody_notices(lambda: [self.site.network.unplug(name, "one") for name in self.names])

    def test_nobody_notices_that_the_second_network_goes_silent(self):
        self.nobody_notices(lambda: self.site.network.mute("b", "two"))
