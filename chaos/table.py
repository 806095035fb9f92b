"""What came out of a run, as a table and as JSON."""

import dataclasses
import json
import math
import statistics


LEGEND = (
    "GAPS: times without a master; MEDIAN, P99 and MAX are of these. EXCUSED: another began before a",
    "demote was through; no process lived, and the machine had given scripts no processor in time.")


@dataclasses.dataclass
class Round:
    """One fault, or two at once, until all was well again."""

    kinds: tuple
    nodes: tuple
    seconds: float
    failovers: int = 0
    overlaps: int = 0
    excused: int = 0
    violations: int = 0
    gaps: list = dataclasses.field(default_factory=list)

    @property
    def kind(self):
        return self.kinds[0] if len(self.kinds) == 1 else "two at once"


def percentile(values, part):
    """The nearest rank: with few values the 99th percentile is the largest."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def figures(rounds):
    gaps = [gap for each in rounds for gap in each.gaps]
    return {
        "count": len(rounds),
        "failovers": sum(each.failovers for each in rounds),
        "overlaps": sum(each.overlaps for each in rounds),
        "excused": sum(each.excused for each in rounds),
        "violations": sum(each.violations for each in rounds),
        "gaps": len(gaps),
        "median": statistics.median(gaps) if gaps else None,
        "p99": percentile(gaps, 0.99) if gaps else None,
        "max": max(gaps) if gaps else None,
    }


def by_kind(rounds):
    kinds = sorted({each.kind for each in rounds})
    return {kind: figures([each for each in rounds if each.kind == kind]) for kind in kinds}


def text(rounds, summary):
    columns = ("count", "failovers", "overlaps", "excused", "violations", "gaps", "median", "p99", "max")
    lines = ["{:<18}{:>6}{:>10}{:>9}{:>8}{:>11}{:>6}{:>10}{:>10}{:>10}".format(
        "FAULT", *(name.upper() for name in columns))]
    for name, row in list(by_kind(rounds).items()) + [("all", figures(rounds))]:
        times = [("-" if row[key] is None else f"{row[key] * 1000:.0f} ms") for key in columns[6:]]
        lines.append("{:<18}{:>6}{:>10}{:>9}{:>8}{:>11}{:>6}{:>10}{:>10}{:>10}".format(
            name, *(row[key] for key in columns[:6]), *times))
    lines += LEGEND
    store, cgroups = ("with" if summary[key] else "without" for key in ("store", "cgroups"))
    lines.append(f"{summary['seconds']:.0f} s with seed {summary['seed']}, {summary['nodes']} nodes, profile "
                 f"{summary['profile']}, {store} a store, {cgroups} cgroups:")
    lines.append(f"{len(rounds)} rounds, {figures(rounds)['overlaps']} overlaps, "
                 f"{summary['violations']} violations")
    return "\n".join(lines)


def as_json(rounds, summary):
    return json.dumps({
        "version": 1, **summary, "kinds": by_kind(rounds), "all": figures(rounds),
        "rounds": [dataclasses.asdict(each) for each in rounds]}, indent=1)
