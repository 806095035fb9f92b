"""Nodes that only run services, nodes that only elect, and both."""

from case import ClusterCase

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


class OneRunnerTwoElectorsTest(RolesCase):
    nodes = {"a": RUNNER, "b": ELECTOR, "c": ELECTOR}

    def test_the_only_runner_is_master_and_electors_run_no_script(self):
        self.assertEqual("a", self.settle())
        self.assertEqual([], self.scripts_of("b", "c"))
        self.assertEqual({"a": (True, False), "b": (False, True), "c": (False, True)}, self.roles())

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
