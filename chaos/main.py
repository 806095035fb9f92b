#!/usr/bin/env python3
"""Real daemons, their guards and their services, in networks of their own, under faults drawn from a seed."""

import argparse
import random
import shutil
import signal
import sys
import time

import stage as scene  # first: it makes the modules of test/cluster known
import table
from case import lacking
from faults import KINDS, plan
from oracle import Oracle

import blows  # noqa: F401 (registers kinds of faults, as the next ones do)
import cables  # noqa: F401
import disks  # noqa: F401
import orders  # noqa: F401

FINE, VIOLATED, USAGE, CANNOT = 0, 1, 2, 3
# A restarted JVM, a learner that becomes a voter, on a machine that does much else.
SETTLE_SECONDS = 40
# K must be twice as long as guards and scripts are late (SAFETY, Profiles): when the machine itself made them
# wait for more, a demote that did not end in time is not their fault. Whatever lived meanwhile is.
HALF_BUDGET = {"fast": 0.125, "normal": 0.2}
EXCUSE_SECONDS = 3.0


def options():
    kinds = "\n".join(f"  {each.name:<19}{each.what}" for each in KINDS.values())
    parser = argparse.ArgumentParser(
        prog="chaos", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"kinds of faults:\n{kinds}\n\n"
               "exit codes:\n"
               "  0  never two masters, and always one again within the bound\n"
               "  1  a violation; the logs are kept, and it says where\n"
               "  2  wrong usage\n"
               "  3  it cannot run here, and it says why")
    parser.add_argument("--minutes", type=float, default=3, help="how long faults are made (default: 3)")
    parser.add_argument("--seed", type=int, help="repeats the faults of a run (default: drawn, and printed)")
    parser.add_argument("--profile", choices=("fast", "normal"), default="fast")
    parser.add_argument("--nodes", type=int, default=3, choices=range(2, 10), metavar="N",
                        help="2 to 9 (default: 3)")
    parser.add_argument("--store", action="store_true", help="with a replicated store: Raft instead of Bully")
    parser.add_argument("--only", action="append", choices=sorted(KINDS), metavar="KIND",
                        help="may be repeated")
    parser.add_argument("--shortest", type=float, default=0.05, metavar="S",
                        help="the shortest fault (default: 0.05 s)")
    parser.add_argument("--longest", type=float, default=10, metavar="S",
                        help="the longest fault (default: 10 s)")
    parser.add_argument("--slack", type=float, default=3, metavar="S",
                        help="added to what `koi config check` promises (default: 3 s): processes that "
                             "start, status scripts, a busy machine")
    parser.add_argument("--guard", choices=("on", "off"), default="on",
                        help="off shows that this finds something: then two masters are expected")
    parser.add_argument("--cgroups", choices=("on", "off"), default="on",
                        help="off: the guards find processes as where there is no cgroup v2")
    parser.add_argument("--keep", action="store_true", help="keep the logs of a run that found nothing, too")
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text")
    chosen = parser.parse_args()
    if not 0 < chosen.shortest <= chosen.longest:
        parser.error("--shortest is above --longest, or not above 0")
    if chosen.minutes <= 0:
        parser.error("--minutes is not above 0")
    return chosen


class Run:
    def __init__(self, chosen, stage):
        self.chosen, self.stage = chosen, stage
        self.oracle, self.rounds, self.violations = Oracle(), [], []
        self.kinds = [each for each in KINDS.values() if not chosen.only or each.name in chosen.only]

    def all(self):
        for name in self.stage.names:
            self.stage.start(name)
        self.stage.settle(SETTLE_SECONDS)
        self.bound = self.stage.promised() + self.chosen.slack
        self.judge_quiet()
        self.begin = time.monotonic()
        while time.monotonic() - self.begin < self.chosen.minutes * 60:
            # Dice of its own for each round: how one went does not change what the next one is.
            dice = random.Random(f"{self.chosen.seed}/{len(self.rounds) + 1}")
            time.sleep(dice.uniform(0.3, 0.8))
            self.round(dice)

    def judge_quiet(self):
        for line in self.stage.log.new():
            self.oracle.hear(line)
        self.oracle.gaps()

    def round(self, dice):
        planned = plan(dice, self.stage, self.kinds, (self.chosen.shortest, self.chosen.longest))
        heals, draws = [], [draw for _, draw in planned]
        begin = time.monotonic()
        row = table.Round(tuple(each.name for each, _ in planned), tuple(draw.node for draw in draws), 0.0)
        self.rounds.append(row)
        self.stage.say(f"round {len(self.rounds)}: {self.title(row)} for {draws[0].seconds:.2f} s, "
                       f"master {self.stage.master()}")
        try:
            for each, draw in planned:
                heals += each.strike(self.stage, draw)
            time.sleep(draws[0].seconds)
        finally:
            healing = time.monotonic()
            self.stage.say("heals")
            for heal in heals:
                heal()
            healed = time.monotonic()
        broken = None
        try:
            self.stage.settle(SETTLE_SECONDS)
        except scene.Broken as reason:
            broken = reason
        self.stage.say("well" if broken is None else str(broken))
        row.seconds = healing - begin
        keeps = len(planned) == 1 and planned[0][0].keeps
        self.judge(row, begin, begin if keeps else healed)
        if broken is not None:
            raise broken

    def judge(self, row, begin, counted):
        # The processes write on: what they write next belongs to the next round.
        for line in self.stage.log.new():
            self.oracle.hear(line)
        row.failovers = self.oracle.promotions(begin)
        overlaps = self.oracle.overlaps()
        found = [str(each) for each in overlaps if not self.is_excused(each)]
        row.overlaps = len(found)
        row.excused = len(overlaps) - len(found)
        for gap in self.oracle.gaps():
            row.gaps.append(gap.seconds)
            from_then = max(gap.begin, counted)
            late = gap.end - from_then - self.stage.pulse.within(from_then, gap.end)
            if late > self.bound:
                found.append(f"no master for {gap.seconds:.2f} s, {late:.2f} s of it counted; the bound is "
                             f"{self.bound:.2f} s")
        found += self.oracle.disorder()
        row.violations = len(found)
        self.violations += [f"round {len(self.rounds)} ({self.title(row)}): {each}" for each in found]
        for each in found:
            self.stage.say(f"VIOLATION: {each}")
        self.progress(row, found)

    def is_excused(self, overlap):
        """No process lived, and the machine gave scripts no processor for longer than K allows."""
        begin = overlap.begin - EXCUSE_SECONDS
        waited = self.stage.pulse.within(begin, overlap.begin)
        excused = not overlap.alive and waited > HALF_BUDGET[self.chosen.profile]
        self.stage.say(f"{'excused' if excused else 'counted'}: {overlap}; the machine made scripts wait "
                       f"for {waited * 1000:.0f} ms of the {EXCUSE_SECONDS:.0f} s before")
        return excused

    @staticmethod
    def title(row):
        return " + ".join(f"{kind} {node}" for kind, node in zip(row.kinds, row.nodes))

    def progress(self, row, found):
        gap = f"{max(row.gaps) * 1000:.0f} ms without a master" if row.gaps else "always a master"
        print(f"{len(self.rounds):4} {self.title(row):<40} {row.seconds:5.2f} s  {gap}",
              file=sys.stderr, flush=True)
        for each in found:
            print(f"     VIOLATION: {each}", file=sys.stderr, flush=True)

    def summary(self):
        chosen = self.chosen
        return {"seconds": time.monotonic() - getattr(self, "begin", time.monotonic()), "seed": chosen.seed,
                "nodes": chosen.nodes, "profile": chosen.profile, "store": chosen.store,
                "cgroups": self.stage.cgroup is not None,
                "violations": len(self.violations)}


def cannot():
    reason = lacking()
    return reason or ("missing: cc" if shutil.which("cc") is None else None)


def main():
    # Ignored where a shell began us in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chosen = options()
    if (reason := cannot()) is not None:
        print(f"chaos: cannot run here: {reason}", file=sys.stderr)
        return CANNOT
    if chosen.seed is None:
        chosen.seed = random.SystemRandom().randrange(1 << 32)
    stage = scene.Stage(chosen)
    print(f"chaos: seed {chosen.seed}, in {stage.folder}", file=sys.stderr, flush=True)
    run, bad = Run(chosen, stage), True
    try:
        try:
            run.all()
        except scene.Broken as broken:
            run.violations.append(str(broken))
            print(f"VIOLATION: {broken}", file=sys.stderr)
        bad = bool(run.violations)
    except KeyboardInterrupt:
        bad = bool(run.violations)
        print("chaos: interrupted", file=sys.stderr)
        chosen.minutes = 0
    finally:
        kept = stage.keep() if bad or chosen.keep else None
        stage.close()
    if run.rounds:
        write = table.as_json if chosen.output == "json" else table.text
        print(write(run.rounds, run.summary()))
    for each in run.violations:
        print(f"chaos: {each}", file=sys.stderr)
    if kept is not None:
        print(f"chaos: the logs are in {kept}; --seed {chosen.seed} draws the same faults", file=sys.stderr)
    return VIOLATED if bad else FINE


if __name__ == "__main__":
    sys.exit(main())
