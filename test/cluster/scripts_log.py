"""Who was promoted when, by what the services' scripts wrote: the judge of all these tests.

A node counts as promoted from the first line of its `promote` until its `demote` or `stop` wrote its
last, or until the test had killed all that ran for it ("killed"). A script that hangs writes "alive" all
the time; if it was ended from outside, the node counts as promoted until the last of these.
"""

import math
import time
from typing import NamedTuple


class Line(NamedTuple):
    epoch: int | None
    seconds: float
    word: str
    node: str
    action: str


class Tenure(NamedTuple):
    node: str
    epoch: int | None
    begin: float
    end: float


class Overlap(NamedTuple):
    first: Tenure
    second: Tenure

    @property
    def seconds(self):
        return min(self.first.end, self.second.end) - self.second.begin


def parse(text):
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split(" ")
        if len(parts) != 5:
            raise ValueError(f"line {number} of the scripts' log has not five words: {line!r}")
        epoch, nanoseconds, word, node, action = parts
        lines.append(Line(None if epoch == "-" else int(epoch), int(nanoseconds) / 1e9, word, node, action))
    return lines


def tenures(lines):
    """Of all nodes, in the order of their beginning; the end of one that goes on is infinite."""
    running, hanging, ended = {}, {}, []
    for line in sorted(lines, key=lambda each: each.seconds):
        if line.word == "begin" and line.action == "promote":
            running.setdefault(line.node, (line.epoch, line.seconds))
        elif line.word == "alive":
            hanging[line.node] = line.seconds
        elif line.node in running and (
                line.word == "killed" or line.word == "end" and line.action in ("demote", "stop")):
            ended.append(Tenure(line.node, *running.pop(line.node), line.seconds))
            hanging.pop(line.node, None)
    for node, (epoch, begin) in running.items():
        ended.append(Tenure(node, epoch, begin, hanging.get(node, math.inf)))
    return sorted(ended, key=lambda tenure: tenure.begin)


def overlaps(lines):
    """Every pair of tenures of two nodes that share an instant."""
    found, all_tenures = [], tenures(lines)
    for index, second in enumerate(all_tenures):
        for first in all_tenures[:index]:
            if first.node != second.node and first.end > second.begin:
                found.append(Overlap(first, second))
    return found


def epochs_that_do_not_grow(lines):
    """Pairs of promotions of which the later one has not the higher epoch."""
    begun = [tenure for tenure in tenures(lines)]
    return [(one, next_one) for one, next_one in zip(begun, begun[1:])
            if one.epoch is None or next_one.epoch is None or next_one.epoch <= one.epoch]


class ScriptsLog:
    """The file that all scripts of a site append to."""

    def __init__(self, path):
        self.path = path
        path.touch()

    def lines(self, since=0.0):
        """The complete lines; `since` is a moment of time.monotonic()."""
        text = self.path.read_text(encoding="ascii")
        return [line for line in parse(text[: text.rfind("\n") + 1]) if line.seconds >= since]

    def first(self, word, action, node=None, since=0.0):
        """The first such line, or None."""
        return next((line for line in self.lines(since) if (line.word, line.action) == (word, action)
                     and node in (None, line.node)), None)

    def moves(self, since):
        """What began or ended a promotion, or tried to."""
        return [line for line in self.lines(since)
                if line.word == "begin" and line.action in ("promote", "demote", "stop")]

    def masters(self):
        return [tenure.node for tenure in tenures(self.lines()) if tenure.end == math.inf]

    def killed(self, node):
        with open(self.path, "a", encoding="ascii") as log:
            log.write(f"- {time.monotonic_ns()} killed {node} -\n")
