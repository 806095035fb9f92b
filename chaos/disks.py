"""Faults of a node's disk and of the machine's processors."""

import os
import sys

from faults import kind


def fill(stage, name):
    """To the last byte; the state folder is a small file system of its own."""
    with open(stage.machine(name).folder / "state/filler", "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"\1" * 4096)
        except OSError:
            pass


@kind("full-disk", "no byte more can be written to the state folder", place="disk")
def full_disk(stage, draw):
    fill(stage, draw.node)
    return [lambda: (stage.machine(draw.node).folder / "state/filler").unlink(missing_ok=True)]


@kind("slow-disk", "every flush of a daemon takes 0.05 to 1 s", place="disk")
def slow_disk(stage, draw):
    stage.order(draw.node, "disk", str(draw.dice.randint(50, 1000)))
    return [lambda: stage.order(draw.node, "disk", None)]


@kind("cpu", "three processes for each processor do nothing but use it", keeps=False, place="processors")
def cpu(stage, _draw):
    for _ in range(3 * (os.cpu_count() or 1)):
        stage.helper(sys.executable, "-IS", "-c", "while True: pass")
    return [stage.end_helpers]
