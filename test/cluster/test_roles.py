"""Nodes that only run services, nodes that only elect, and both."""

from case import ClusterCase
from machines import now

ELECTOR = "runner false\n  elector true"
RUNNER = "runner true\n  elector false"
BOTH = "runner true\n  elector true"


class RolesCase(ClusterCase):
    def scripts_of(self, *names):
        return [line for line in self.site.log.lines() if line.node in names]

    def roles(self):
        return {node["name"]: (node["runner"], node["elector"])
                for node in self.site["a"].status()["nodes"]}


class ThreeOfAKindTest(RolesCase):
    def test_three_nodes_with_quorum_two_have_one_master(self):
        master = self.settle()
        self.assertEqual([master], self.site.log.masters())
        self.assertEqual([("start", name) for name in self.names],
                         sorted((line.action, line.node) for line in self.site.log.lines()
                                if (line.word, line.action) == ("end", "start")))


class NoLeaderTest(RolesCase):
    """A runner that hears no leader."""

    names = ("a", "b")
    nodes = {"a": RUNNER, "b": ELECTOR}
    cluster = "quorum 1"

    def test_nothing_starts_before_a_leader_is_heard(self):
        begin = now()
        self.site["a"].start()
        self.eventually(lambda: self.site["a"].status() is not None, "it runs")
        self.assertEqual("Stopped", self.site["a"].ask("local")["local"]["state"])
        self.assert_nothing_moves(begin, 2)
        self.assertEqual([], self.site.log.lines())
        self.site["b"].start()
        self.assertEqual("a", self.eventually(self.site.settled, "a leader is there"))


class EnvironmentTest(RolesCase):
    """What scripts are told; the service is one whose status writes it down."""

    rest = "time {\n  status_interval 200ms\n}"

    @classmethod
    def build(cls):
        super().build()
        for machine in cls.site.machines.values():
            machine.service("2-told", '#!/bin/sh\ncd "$KOI_DEMO/$KOI_NODE" && env >fresh && mv fresh told\n')

    def told(self, name):
        text = (self.site[name].folder / "told").read_text(encoding="utf-8")
        return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)

    def test_every_script_knows_the_master_and_for_how_long_it_is_that(self):
        master = self.settle()
        other = self.site.others(master)[0].name
        self.eventually(lambda: self.told(master)["KOI_IS_PROMOTED"] == "1", "the master's status ran")
        self.eventually(lambda: self.told(other)["KOI_MASTER"] == master, "the other's status ran")
        mine, its = self.told(master), self.told(other)
        self.assertEqual((master, "told", "default", "status"),
                         tuple(mine[f"KOI_{key}"] for key in ("MASTER", "SERVICE", "GROUP", "ACTION")))
        self.assertTrue(0 < int(mine["KOI_LEASE_MS"]) <= 800, mine["KOI_LEASE_MS"])
        self.assertEqual(("0", "0", "0"),
                         tuple(its[f"KOI_{key}"] for key in ("LEASE_MS", "EPOCH", "IS_PROMOTED")))


class OneRunnerTwoElectorsTest(RolesCase):
    nodes = {"a": RUNNER, "b": ELECTOR, "c": ELECTOR}

    def test_the_only_runner_is_master_and_electors_run_no_script(self):
        self.assertEqual("a", self.settle())
        self.assertEqual([], self.scripts_of("b", "c"))
        self.assertEqual({"a": (True, False), "b": (False, True), "c": (False, True)}, self.roles())
        states = {node["name"]: node["state"] for node in self.site["a"].status()["nodes"]}
        self.assertEqual({"a": "Master", "b": "Elector", "c": "Elector"}, states)

    def test_the_master_stays_when_one_of_two_electors_returns(self):
        self.settle()
        epoch = self.site["a"].status()["groups"][0]["epoch"]
        self.site["c"].terminate()
        self.assertEqual(0, self.site["c"].exit_code())
        self.assertEqual("a", self.settle())
        self.assertGreaterEqual(self.site["a"].status()["groups"][0]["epoch"], epoch)


class MixedRolesTest(RolesCase):
    """Two electors that run nothing, quorum 2 of them, two runners that elect nobody."""

    names = ("a", "b", "c", "d")
    nodes = {"a": RUNNER, "b": RUNNER, "c": ELECTOR, "d": ELECTOR}

    def test_a_runner_is_master_an_elector_leads_and_the_other_runner_takes_over(self):
        master = self.settle()
        self.assertIn(master, ("a", "b"))
        other = "b" if master == "a" else "a"
        self.site[master].kill()
        self.eventually(lambda: self.site.log.masters() == [other], "the other runner is master")
        self.assertIn(self.leads(), ("c", "d"))
        self.assertEqual([], self.scripts_of("c", "d"))
