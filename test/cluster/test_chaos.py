"""bin/chaos: its judge by logs made by hand, its relay on a wire, and a run of it.

KOI_CHAOS_SECONDS says how long that run is (default 50).
"""

import os
import re
import signal
import subprocess
import sys
import unittest
from pathlib import Path

from case import lacking
from machines import ROOT, demo
from network import Network

sys.path.insert(0, str(ROOT / "chaos"))

import table  # noqa: E402 (found by the line above)
from oracle import Oracle, parse  # noqa: E402

# It measures time, and needs all of the machine: see test/side_by_side.py.
ALONE = True

SECONDS = float(os.environ.get("KOI_CHAOS_SECONDS", "50"))
RELAY = ROOT / "chaos/relay.py"
RECEIVER = """
import socket, sys
link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
link.bind(("10.9.0.2", 5000))
link.settimeout(10)
print("ready", flush=True)
for _ in range(4):
    print(link.recv(100).decode(), flush=True)
"""
SENDER = """
import socket
link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for word in (b"one", b"two"):
    link.sendto(word, ("10.9.0.2", 5000))
"""


def heard(*lines):
    oracle = Oracle()
    for text in lines:
        node, epoch, millis, word = text.split(" ")
        oracle.hear(parse(f"default {node} {epoch} {int(millis) * 1000000} {word}"))
    return oracle


class OracleTest(unittest.TestCase):
    MOVE = ("a 1 0 begin", "a 1 10 alive", "a 1 20 alive", "a 1 30 end", "b 2 40 begin", "b 2 50 alive")

    def test_one_after_the_other_is_no_overlap(self):
        oracle = heard(*self.MOVE)
        self.assertEqual([], oracle.overlaps())
        self.assertEqual([], oracle.disorder())
        self.assertEqual([], oracle.gaps())

    def test_a_process_that_lives_on_after_demote_is_an_overlap(self):
        found = heard(*self.MOVE, "a 1 60 alive").overlaps()
        self.assertEqual([("a", "b", True)], [(each.first, each.second, each.alive) for each in found])

    def test_a_master_that_was_never_demoted_overlaps_though_its_process_is_dead(self):
        found = heard("a 1 0 begin", "a 1 10 alive", "b 2 1000 begin", "b 2 1010 alive").overlaps()
        self.assertEqual([("a", "b", False)], [(each.first, each.second, each.alive) for each in found])

    def test_a_demote_that_ends_after_the_next_begin_is_an_overlap(self):
        self.assertEqual(1, len(heard(*self.MOVE[:3], "b 2 25 begin", "a 1 30 end").overlaps()))

    def test_a_machine_that_was_killed_is_demoted(self):
        oracle = heard("a 1 0 begin", "a 1 10 alive")
        oracle.hear(parse("- a - 20000000 killed"))
        for text in ("b 2 30 begin", "a - 5000 end"):  # it cleans up when it returns
            node, epoch, millis, word = text.split(" ")
            oracle.hear(parse(f"default {node} {epoch} {int(millis) * 1000000} {word}"))
        self.assertEqual([], oracle.overlaps())

    def test_an_overlap_is_told_once(self):
        oracle = heard(*self.MOVE, "a 1 60 alive")
        self.assertEqual([1, 0], [len(oracle.overlaps()), len(oracle.overlaps())])

    def test_promoted_again_under_its_epoch_it_is_master_again(self):
        again = ("a 1 0 begin", "a 1 10 alive", "a 1 20 down", "a 1 30 begin", "a 1 40 alive")
        self.assertEqual([], heard(*again, "a 1 50 end", "b 2 60 begin").overlaps())
        self.assertEqual(1, len(heard(*again, "b 2 60 begin").overlaps()))

    def test_an_epoch_that_does_not_grow_is_found(self):
        self.assertEqual(1, len(heard("a 2 0 begin", "a 2 5 end", "b 2 10 begin").disorder()))
        self.assertEqual(1, len(heard("a 2 0 begin", "a 2 5 end", "b 1 10 begin").disorder()))

    def test_who_serves_without_a_promotion_is_found(self):
        self.assertEqual(1, len(heard("a 1 10 alive").disorder()))

    def test_silence_is_measured_between_processes(self):
        oracle = heard("a 1 0 begin", "a 1 10 alive", "a 1 20 end", "b 2 900 begin", "b 2 1010 alive")
        self.assertEqual([1.0], [round(gap.seconds, 6) for gap in oracle.gaps()])

    def test_a_line_that_is_none_is_refused(self):
        with self.assertRaises(ValueError):
            parse("default a 1 10")


class TableTest(unittest.TestCase):
    def test_it_fits_a_hundred_columns_and_counts_times_without_a_master(self):
        counts = (10000, 10000, 10000, 10000)
        rounds = [table.Round(("kill-daemon-guard",), ("a",), 1.0, *counts, [0.2, 0.4, 100.0]),
                  table.Round(("cut", "move"), ("a", "b"), 1.0)]
        summary = {"seconds": 600.0, "seed": 2 ** 32, "nodes": 3, "profile": "normal", "store": True,
                   "cgroups": True, "violations": 10000}
        lines = table.text(rounds, summary).splitlines()
        self.assertEqual([], [line for line in lines if len(line) > 100])
        row = "kill-daemon-guard 1 10000 10000 10000 10000 3 400 ms 100000 ms 100000 ms"
        self.assertIn(row.split(), [line.split() for line in lines])
        self.assertEqual("two at once", rounds[1].kind)


class RootCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if (reason := lacking()) is not None:
            raise unittest.SkipTest(reason)


class RelayTest(RootCase):
    def test_the_relay_carries_what_the_switch_drops_and_doubles_it(self):
        network = Network()
        self.addCleanup(network.remove)
        for name, address in (("a", "10.9.0.1"), ("b", "10.9.0.2")):
            network.connect(name, "lan", address + "/24")
        relay = self.begin(network.middle, RELAY, "--jitter", 5, "--double", 100, "a-lan", "b-lan")
        self.assertEqual("ready\n", relay.stdout.readline())
        network.relayed("lan")
        receiver = self.begin(network.machine("b"), "-c", RECEIVER)
        self.assertEqual("ready\n", receiver.stdout.readline())
        self.begin(network.machine("a"), "-c", SENDER)
        self.assertEqual(["one", "one", "two", "two"], sorted(receiver.stdout.read().split()))

    def begin(self, namespace, *words):
        process = subprocess.Popen(["ip", "netns", "exec", namespace, sys.executable, *map(str, words)],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process


class RunTest(RootCase):
    def chaos(self, *words):
        return subprocess.Popen([ROOT / "bin/chaos", *map(str, words)], text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, start_new_session=True)

    def ended(self, process, code):
        said, _ = process.communicate()
        self.assertEqual(code, process.returncode, said)
        self.assert_nothing_is_left(said, process.pid)
        return said

    def assert_nothing_is_left(self, said, pid):
        folder = Path(re.search(r"^chaos: seed \d+, in (\S+)$", said, re.MULTILINE)[1])
        self.assertFalse(folder.exists())
        self.assertEqual([], demo.marked(folder))
        names = subprocess.run(["ip", "netns", "list"], text=True, stdout=subprocess.PIPE, check=True).stdout
        self.assertNotIn(f"koi-{pid}-", names)
        self.assertNotIn(str(folder), Path("/proc/mounts").read_text(encoding="utf-8"))

    def test_faults_make_no_second_master_and_there_is_one_again(self):
        print(self.ended(self.chaos("--minutes", SECONDS / 60, "--longest", 3), 0), file=sys.stderr)

    def test_without_guards_it_finds_two_masters_and_keeps_the_logs(self):
        # A seed whose first fault hits the master.
        words = "--guard off --only stop-daemon --minutes 0.02 --seed 6 --shortest 2.5 --longest 3"
        said = self.ended(self.chaos(*words.split()), 1)
        self.assertRegex(said, "VIOLATION: two masters of default")
        kept = Path(re.search(r"the logs are in (\S+);", said)[1])
        self.addCleanup(subprocess.run, ["rm", "-r", kept], check=True)
        self.assertLessEqual({"chaos.log", "rounds.log", "a.log"}, {file.name for file in kept.iterdir()})

    def test_interrupted_it_leaves_nothing(self):
        process = self.chaos("--minutes", 5)
        first = ""
        while "without a master" not in first and "always a master" not in first:
            first += process.stdout.readline()
        os.kill(process.pid, signal.SIGINT)
        rest, _ = process.communicate()
        self.assertEqual(0, process.returncode, first + rest)
        self.assertIn("interrupted", rest)
        self.assert_nothing_is_left(first, process.pid)

    def test_a_fault_that_is_none_is_wrong_usage(self):
        process = self.chaos("--only", "thunder")
        said, _ = process.communicate()
        self.assertEqual(2, process.returncode, said)


if __name__ == "__main__":
    unittest.main()
