"""Electors that lost their disks, and such as were told another list of electors."""

import shutil

from case import configuration
from store_case import FAST, StoreCase

# It measures time, or needs all of the machine: see test/side_by_side.py.
ALONE = True


class LostTest(StoreCase):
    def lose(self, machine, what):
        """Its daemon is killed, what it kept is gone, it is started again. Returns its former id."""
        before = self.whole(self.electors)
        machine.kill()
        for path in what(machine):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        machine.start()
        after = self.eventually(lambda: self.replaced(machine.name, before), "it votes under another id")
        self.assertEqual(before.items() - {(machine.name, before[machine.name])},
                         after.items() - {(machine.name, after[machine.name])}, "the others are as they were")
        self.eventually(lambda: self.value(machine, "kept", stale=True) == "so", "it has everything again")

    def replaced(self, name, before):
        found = self.members()
        names = sorted(each for each, _ in found)
        after = dict(found.keys())
        voters = all(row["role"] != "learner" for row in found.values())
        return names == ["a", "b", "c"] and voters and after[name] != before[name] and after

    def test_each_may_lose_its_store_one_after_the_other(self):
        self.settle()
        self.set(self.site["a"], "kept", "so")
        for machine in self.site.machines.values():
            self.lose(machine, lambda m: [self.store(m)])
            self.assertIn("has lost its store", "".join(m.said() for m in self.site.machines.values()))
        self.assertEqual("so", self.value(self.site["a"], "kept"))
        self.eventually(self.site.settled, "all is well")

    def test_a_leader_that_lost_all_its_state_comes_back_as_another(self):
        self.settle()
        self.set(self.site["a"], "kept", "so")
        leader = self.leads()
        self.lose(self.site[leader], lambda m: list((m.folder / "state").iterdir()))
        self.eventually(self.site.settled, "all is well")


class OtherListTest(StoreCase):
    """c's file lists itself and two others, of whom nobody ever heard."""

    def configure(self, name, electors):
        self.site[name].configure(configuration(
            "10.9.0.1, 10.9.0.2, 10.9.0.3", cluster=f'electors "{electors}"', rest=FAST))

    def test_electors_of_two_lists_are_told_so_and_found_nothing_until_it_is_mended(self):
        self.configure("c", "a, c, x")
        self.site.start()
        a, _, c = self.site.machines.values()
        self.eventually(lambda: "x is missing" in c.said(), "c misses x")
        self.eventually(lambda: "electors list the same: elector c does not" in a.said(), "a is told of c")
        self.eventually(lambda: any("x is missing" in each for each in self.problems(c)), "status says so")
        done = c.koi("kv", "set", "a", "b", "--timeout", "1")
        self.assertEqual(3, done.returncode, done.stdout)
        c.terminate()
        self.assertEqual(0, c.exit_code())
        self.configure("c", "a, b, c")
        self.settle()
