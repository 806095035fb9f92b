"""Keys as people use them, on any node; and members that come and go meanwhile."""

import itertools
import threading

from store_case import StoreCase


class WordsTest(StoreCase):
    def same_answers(self, machines):
        for machine in machines:
            with self.subTest(node=machine.name):
                self.assertEqual("b\n", self.obeyed(machine, "kv", "list", "a"))
                self.assertEqual("2\n", self.obeyed(machine, "kv", "get", "a/b"))

    def test_any_node_answers_the_same_also_when_the_leader_is_killed_and_when_all_were(self):
        self.settle()
        a, b, c = self.site.machines.values()
        self.obeyed(a, "kv", "set", "a/b", "1")
        self.obeyed(b, "kv", "if", "a/b", "=", "1", "set", "2")
        self.assertEqual(6, c.koi("kv", "if", "a/b", "=", "1", "set", "3").returncode)
        self.same_answers((a, b, c))
        leader = self.leads()
        self.site[leader].kill()
        self.same_answers(self.site.others(leader))
        for machine in self.site.running():
            machine.kill()
        self.site.start()
        self.eventually(lambda: self.leader(), "a leader")
        self.same_answers((a, b, c))

    def test_a_node_that_is_alone_says_so_and_knows_what_it_knew(self):
        self.settle()
        self.set(self.site["a"], "stays", "so")
        self.eventually(lambda: self.value(self.site["c"], "stays", stale=True) == "so", "c knows it")
        self.site["a"].kill()
        self.site["b"].kill()
        lonely = self.site["c"]
        done = lonely.koi("kv", "set", "stays", "not so", "--timeout", "2")
        self.assertEqual(3, done.returncode, done.stdout)
        self.assertNotIn("nothing is changed", done.stdout)
        self.assertEqual(3, lonely.koi("kv", "get", "stays").returncode)
        soon = lonely.koi("kv", "get", "stays", "--timeout", "1")
        self.assertEqual((3, True), (soon.returncode, "too few members" in soon.stdout), soon.stdout)
        self.assertIn("so", self.obeyed(lonely, "kv", "get", "stays", "--stale").splitlines())
        self.assertEqual(3, lonely.koi("member", "list").returncode)


class Writer(threading.Thread):
    """Sets a key again and again, each time on another node, and keeps what went wrong."""

    def __init__(self, machines):
        super().__init__(daemon=True)
        self.machines, self.over = machines, threading.Event()
        self.done, self.mistakes = 0, []

    def run(self):
        for number, machine in enumerate(itertools.cycle(self.machines)):
            if self.over.is_set():
                return
            said = machine.koi("kv", "set", f"loop/{machine.name}", str(number))
            if said.returncode == 0:
                self.done += 1
            else:
                self.mistakes.append((machine.name, number, said.returncode, said.stdout))

    def end(self):
        self.over.set()
        self.join()


class MembersTest(StoreCase):
    names = ("a", "b", "c", "d")

    def test_members_come_and_go_while_somebody_writes(self):
        for name in self.electors:
            self.site[name].start()
        self.eventually(lambda: self.site.settled(), "three make a cluster")
        self.whole(self.electors)
        a, b, _, d = self.site.machines.values()
        writer = Writer(list(self.site.machines.values()))
        d.start()
        self.eventually(lambda: d.status() and self.site.settled(), "the fourth is there")
        writer.start()
        self.addCleanup(writer.end)
        self.obeyed(b, "member", "add", "d")
        self.assertIn("learner", self.obeyed(d, "member", "list"))
        self.eventually(lambda: d.koi("member", "promote", "d").returncode == 0, "it has everything")
        self.whole("abcd")
        self.assertEqual(2, b.koi("member", "remove", "a").returncode, "it asks, and nobody answers")
        self.obeyed(b, "member", "remove", "a", "--yes")
        self.whole("bcd")
        done = writer.done
        self.eventually(lambda: writer.done > done + 8, "two more rounds")
        writer.end()
        self.assertEqual([], writer.mistakes)
        for machine in (b, a, d):
            self.assertIsNotNone(self.value(machine, "loop/a"), machine.name)
        self.obeyed(b, "member", "transfer", "d")
        self.eventually(lambda: self.leader() == "d", "d leads")
        self.site["b"].kill()  # of b, c and d two are enough
        self.set(a, "after", "all")
