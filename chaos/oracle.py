"""Who was master when, judged by the log that the services themselves wrote; never by what a daemon says.

A node counts as promoted from the first line of its `promote` until a `demote` or `stop` of it is through
(or a `status` found its process dead, or the run had killed all that lived there), and in any case for as
long as a process that `promote` began wrote that it is alive.
"""

import math
from typing import NamedTuple

# The process writes every 10 ms: when it is silent for longer than this, nobody serves.
SILENCE = 0.1


class Line(NamedTuple):
    group: str
    node: str
    epoch: int | None
    seconds: float
    word: str


class Overlap(NamedTuple):
    group: str
    first: str
    first_epoch: int
    second: str
    second_epoch: int
    begin: float
    seconds: float
    alive: bool

    def __str__(self):
        how = "both had living processes" if self.alive else "the first was not yet demoted for certain"
        return (f"two masters of {self.group} for {self.seconds * 1000:.0f} ms: {self.first} (epoch "
                f"{self.first_epoch}) and {self.second} (epoch {self.second_epoch}); {how}")


class Gap(NamedTuple):
    begin: float
    end: float

    @property
    def seconds(self):
        return self.end - self.begin


class Tenure:
    """Of one node under one epoch, as far as it is known."""

    def __init__(self, line):
        self.group, self.node, self.epoch = line.group, line.node, line.epoch
        self.begin = self.alive = line.seconds
        self.end = math.inf

    @property
    def until(self):
        return max(self.alive, self.end)


def parse(line):
    parts = line.split(" ")
    if len(parts) != 5 or parts[4] not in ("begin", "alive", "end", "down", "killed"):
        raise ValueError(f"not a line of the services' log: {line!r}")
    group, node, epoch, nanoseconds, word = parts
    return Line(group, node, None if epoch == "-" else int(epoch), int(nanoseconds) / 1e9, word)


class Oracle:
    """Takes the lines as they come; answers for all of them, or for those since it was asked last."""

    def __init__(self):
        self.tenures, self.strays = {}, []
        self.served, self.last_served = [], {}
        self.told = set()

    def hear(self, line):
        key = (line.group, line.node, line.epoch)
        if line.word == "begin":
            tenure = self.tenures.setdefault(key, Tenure(line))
            tenure.end = math.inf
        elif line.word == "alive":
            self.served.append((line.group, line.seconds))
            if key in self.tenures:
                tenure = self.tenures[key]
                tenure.alive = max(tenure.alive, line.seconds)
            else:
                self.strays.append(line)
        else:
            for tenure in self.tenures.values():
                # A killed machine has no group: all of it is gone.
                if tenure.node == line.node and line.group in (tenure.group, "-"):
                    tenure.end = min(tenure.end, line.seconds)

    def overlaps(self):
        """Those that were not told before."""
        found, ordered = [], sorted(self.tenures.values(), key=lambda each: each.begin)
        for index, second in enumerate(ordered):
            for first in ordered[:index]:
                key = (first.group, first.node, first.epoch, second.node, second.epoch)
                if (first.group == second.group and first.node != second.node
                        and first.until > second.begin and key not in self.told):
                    self.told.add(key)
                    found.append(self._overlap(first, second))
        return found

    @staticmethod
    def _overlap(first, second):
        end = min(first.until, max(second.until if second.end < math.inf else second.alive, second.begin))
        return Overlap(first.group, first.node, first.epoch, second.node, second.epoch, second.begin,
                       end - second.begin, first.alive > second.begin)

    def disorder(self):
        """What was not told before of promotions whose epoch is not above all before, in words."""
        found, highest = [], {}
        for tenure in sorted(self.tenures.values(), key=lambda each: each.begin):
            before = highest.get(tenure.group)
            if tenure.epoch is None or before is not None and tenure.epoch <= before.epoch:
                key = (tenure.group, tenure.node, tenure.epoch)
                if key not in self.told:
                    self.told.add(key)
                    found.append(f"{tenure.node} was promoted with epoch {tenure.epoch}"
                                 + (f" after {before.node} with {before.epoch}" if before else ""))
            else:
                highest[tenure.group] = tenure
        found += [f"{line.node} serves under epoch {line.epoch}, with which it was not promoted"
                  for line in self.strays[:3]]
        self.strays.clear()
        return found

    def promotions(self, since):
        return sum(tenure.begin >= since for tenure in self.tenures.values())

    def gaps(self, until=None):
        """When nobody served, of what was heard since this was asked last; one that goes on ends `until`."""
        found = []
        for group, moment in sorted(self.served, key=lambda each: each[1]):
            last = self.last_served.get(group)
            if last is not None and moment - last > SILENCE:
                found.append(Gap(last, moment))
            self.last_served[group] = max(moment, last or moment)
        self.served.clear()
        if until is not None:
            found += [Gap(last, until) for last in self.last_served.values() if until - last > SILENCE]
        return found


class Log:
    """The file, read as it grows."""

    def __init__(self, path):
        self.path, self.read = path, 0
        path.touch()

    def new(self):
        with open(self.path, "rb") as file:
            file.seek(self.read)
            data = file.read()
        complete = data[: data.rfind(b"\n") + 1]
        self.read += len(complete)
        return [parse(line) for line in complete.decode("ascii").splitlines()]

    def killed(self, node, nanoseconds):
        with open(self.path, "a", encoding="ascii") as file:
            file.write(f"- {node} - {nanoseconds} killed\n")
