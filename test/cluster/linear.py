"""Whether what clients saw of one key could have happened one after the other.

The search of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with the memory of Lowe
("Testing for Linearizability", 2017): of the operations that began before any other
ended, each may have been the next.
What was never answered may have happened at any time after it was asked, or never.
"""

import math
from typing import NamedTuple

UNANSWERED = math.inf
# A value that no operation asked for or was told.
UNSEEN = object()


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
    answered, lost = _prepared(sorted(history, key=lambda each: each.begin))
    waiting, known = [(0, frozenset(), frozenset(), None)], {}
    while waiting:
        first, ahead, used, value = waiting.pop()
        candidates, soonest = _next(answered, first, ahead)
        if soonest == UNANSWERED:
            return True
        # The last is tried first: what was not answered comes when nothing else leads on.
        states = [(first, ahead, used | {index}, result) for index in _useful(lost, used, soonest, value)
                  for result in lost[index].after(value) if result != value]
        states += [(*_without(answered, first, ahead | {index}), used, result) for index in candidates
                   if answered[index].begin <= soonest for result in answered[index].after(value)]
        waiting += [state for state in states if _is_new(state, known)]
    return False


def _is_new(state, known):
    """Not when the same was reached with less: whatever goes on from here goes on from there."""
    first, ahead, used, value = state
    ways = known.setdefault((first, ahead, value), [])
    if any(way <= used for way in ways):
        return False
    ways[:] = [way for way in ways if not used <= way] + [used]
    return True


def _prepared(history):
    """What was answered, and what was not and may have happened. What nobody saw need not be told apart."""
    seen = {each.old for each in history if each.old is not None}
    operations = [each if each.new is None or each.new in seen else each._replace(new=UNSEEN)
                  for each in history if each.is_answered or each.act != "get"]
    answered = [each for each in operations if each.is_answered]
    # It was there all the same if an `unset` found it, or if an `if` did not find what was seen before.
    matters = any(each.act == "unset" and each.held or each.held is False for each in answered)
    return answered, [each for each in operations if not each.is_answered and (matters or each.new != UNSEEN)]


def _useful(lost, used, soonest, value):
    """Those that change something; of some that do the same the first, since each may still happen later."""
    found = {}
    for index, each in enumerate(lost):
        if each.begin > soonest:
            break
        if index not in used and value not in each.after(value):
            found.setdefault((each.act, each.old, each.new), index)
    return reversed(found.values())


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
