"""What the tests share: a site for each class, the judge after each test, and how they wait."""

import os
import re
import shutil
import signal
import sys
import unittest

from machines import PASSWORD, Site, demo, now
from scripts_log import epochs_that_do_not_grow, overlaps

# Bounded, not awaited: how long something that has to happen may take on a machine that does much else.
PATIENCE = 40.0


def interrupted(number, _frame):
    # Not SystemExit: unittest would take that for a test's failure and go on with the next one.
    raise KeyboardInterrupt(signal.Signals(number).name)


for ending in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(ending, interrupted)


def lacking():
    """Why these tests cannot run here; None if they can."""
    if os.geteuid() != 0:
        return "not root: network namespaces cannot be made"
    missing = [name for name in ("ip", "nft", "unshare", "ping") if shutil.which(name) is None]
    return f"missing: {', '.join(missing)}" if missing else None


def configuration(transport, node="runner true", cluster="quorum 2", rest=""):
    return f"""\
node {{
  {node}
}}
cluster {{
  {cluster}
  password "{PASSWORD}"
  transport "{transport}"
}}
{rest}
"""


class ClusterCase(unittest.TestCase):
    """A site with machines a, b and c on one switch; `build` says otherwise."""

    names = ("a", "b", "c")
    nodes = {}
    cluster = "quorum 2"
    rest = ""

    @classmethod
    def setUpClass(cls):
        reason = lacking()
        if reason is not None:
            raise unittest.SkipTest(reason)
        cls.site = Site(cls.names)
        cls.addClassCleanup(cls.site.remove)
        cls.build()

    @classmethod
    def build(cls):
        addresses = {name: f"10.9.0.{number}" for number, name in enumerate(cls.names, 1)}
        for name, address in addresses.items():
            cls.site.network.connect(name, "lan", address + "/24")
            cls.site[name].configure(configuration(
                ", ".join(addresses.values()), cls.nodes.get(name, "runner true"), cls.cluster, cls.rest))
            cls.site[name].service("1-witness")

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > before and hasattr(self, "site"):
            print(f"\n{self.id()}: what its machines said:\n{self.site.complaints()}", file=sys.stderr)

    def tearDown(self):
        self.judge()

    def judge(self):
        self.assertEqual([], overlaps(self.site.log.lines()), "two masters by the scripts' log")
        self.assertEqual([], epochs_that_do_not_grow(self.site.log.lines()))

    def eventually(self, condition, what, seconds=PATIENCE):
        """The condition's first true value; a daemon that ends meanwhile ends the waiting."""
        running = self.site.running()

        def ended():
            return next((machine.name for machine in running if machine.ended()), None)

        found = None

        def over():
            nonlocal found
            found = condition()
            return found or ended()

        try:
            demo.await_that(over, seconds, what)
        except demo.Failure as failure:
            raise self.failureException(str(failure)) from None
        return found or self.fail(f"{ended()} ended while we waited until {what}")

    def settle(self):
        """All machines run, connected and well. Returns the master's name."""
        self.site.network.heal()
        self.site.start()
        return self.eventually(self.site.settled, "all machines are well")

    def settle_with(self, master_leads):
        """The same, and the master leads or does not, as wanted. Returns its name and the leader's."""
        while True:
            master, leader = self.settle(), self.leads()
            if (master == leader) == master_leads:
                return master, leader
            if leader is not None:  # which changes at its own time: then look again
                other = leader if master_leads else next(n for n in self.site.machines if n != leader)
                self.obeyed(self.site[master], "promote", other)

    def leads(self):
        status = self.site.running()[0].status()
        return status and status["leader"]

    def obeyed(self, machine, *words):
        done = machine.koi(*words)
        self.assertEqual(0, done.returncode, f"koi {' '.join(words)} on {machine.name}: {done.stdout}")
        return done.stdout

    def promoted(self, since, other_than=None):
        """The first promotion that began since then elsewhere: its line in the log."""
        return self.eventually(
            lambda: next((line for line in self.site.log.lines(since) if line.word == "begin"
                          and line.action == "promote" and line.node != other_than), None),
            "another node is promoted")

    def assert_nothing_moves(self, since, seconds):
        """No script promotes, demotes or stops; that takes a time, since nothing happens to be awaited."""
        end = now() + seconds
        while now() < end:
            self.assertEqual([], self.site.log.moves(since))
            try:
                demo.await_that(lambda: self.site.log.moves(since), min(0.5, max(0, end - now())), "a move")
            except demo.Failure:
                pass  # as it should be
        self.assertEqual([], self.site.log.moves(since))

    def promises(self, machine):
        """What `koi config check` prints, in seconds."""
        text = self.obeyed(machine, "config", "check")
        patterns = {
            "silent": r"a node falls silent: .* within (\d+)ms",
            "led": r"it also led: within (\d+)ms",
            "soft": r"its holder demotes after (\d+)ms",
            "wait": r"the next holder waits (\d+)ms",
        }
        found = {}
        for name, pattern in patterns.items():
            match = re.search(pattern, text)
            self.assertIsNotNone(match, f"{pattern} is not in:\n{text}")
            found[name] = int(match[1]) / 1000
        return found
