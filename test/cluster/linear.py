"""Whether what clients saw of one key could have happened one after the other.

The search of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with the memory of Lowe
("Testing for Linearizability", 2017): of the operations that began before any other
ended, each may have been the next.
What was never answered may have happened at any time after it was asked, or never.
"""

import math
from typing import NamedTuple

UNANSWERED = math.inf


class Operation(NamedTuple):
    """
    `act` is "set" (new), "unset", "get" (old: what it saw) or "if" (old, new: set when it is old).
    `held` says whether the condition of an `if` did, or whether there was a key to unset.
    """

    act: str
    begin: float
    end: float
    old: str | None = None
    new: str | None = None
    held: bool | None = None

    @property
    def is_answered(self):
        return self.end < UNANSWERED

    def after(self, value):
        """What the key is after this if it was `value` before; impossible: an empty tuple."""
        if self.act == "set":
            return (self.new,)
        if self.act == "get":
            return (value,) if value == self.old else ()
        fits = value is not None if self.act == "unset" else value == self.old
        if self.is_answered and self.held != fits:
            return ()
        return ((self.new,) if fits else (value,))


def is_linearizable(history):
    """Values are written once each; None is no key, as in the beginning."""
    seen = {each.old for each in history if each.is_answered and each.held is not False}
    # What was not answered, and wrote what nobody saw, may not have happened.
    operations = sorted((each for each in history if each.is_answered or (
        each.act == "unset" or each.new in seen)), key=lambda each: each.begin)
    start = (0, frozenset(), None)
    waiting, known = [start], {start}
    while waiting:
        first, ahead, value = waiting.pop()
        candidates, soonest = _next(operations, first, ahead)
        if soonest == UNANSWERED:
            return True
        for index in candidates:
            if operations[index].begin <= soonest:
                for result in operations[index].after(value):
                    state = (*_without(operations, first, ahead | {index}), result)
                    if state not in known:
                        known.add(state)
                        waiting.append(state)
    return False


def _next(operations, first, ahead):
    """Which may be the next, and when the first of those that were answered was: all of these come first."""
    candidates, soonest = [], UNANSWERED
    for index in range(first, len(operations)):
        if operations[index].begin > soonest:
            break
        if index not in ahead:
            candidates.append(index)
            soonest = min(soonest, operations[index].end)
    return reversed(candidates), soonest


def _without(operations, first, done):
    """The same set, shorter: all before `first` are done."""
    while first in done:
        done, first = done - {first}, first + 1
    return first, done
