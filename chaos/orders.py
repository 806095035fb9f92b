"""What people and scripts do: orders, clean stops, a demote that hangs, a child that escapes."""

import shutil
import time

from faults import KINDS, Draw, kind
from stage import Broken

OFF_SECONDS = 20


def other(stage, draw):
    return draw.dice.choice([name for name in stage.names if name != stage.master()])


def obeyed(stage, name, *words):
    """An order that must be taken; whether it succeeds under a fault is not what is asked."""
    done = stage.machine(name).koi(*words)
    said = " / ".join(done.stdout.split("\n"))[:200]
    stage.say(f"koi {' '.join(words)} on {name}: {done.returncode} {said}")
    return done.returncode


@kind("move", "a planned move of the master", place="orders")
def move(stage, draw):
    obeyed(stage, draw.node, "promote", other(stage, draw), "--no-wait")
    return []


@kind("clean-stop", "a daemon is told to end, and is begun again")
def clean_stop(stage, draw):
    stage.machine(draw.node).terminate()
    return [lambda: stage.start(draw.node)]


@kind("wipe", "a node is stopped, loses all its state, and returns", alone=True)
def wipe(stage, draw):
    machine = stage.machine(draw.node)
    machine.terminate()

    def wiped():
        machine.process.wait(20)
        for path in (machine.folder / "state").iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        stage.start(draw.node)
    return [wiped]


def unsettled(stage, draw):
    """One of the things that take a master away from its services."""
    ways = ("move", "kill-daemon", "stop-daemon", "kill-daemon-guard", "stop-daemon-guard", "kill-guards",
            "stop-guards", "clean-stop", "cut")
    way = draw.dice.choice(ways)
    stage.say(f"by {way}")
    return KINDS[way].strike(stage, draw)


@kind("hanging-demote", "demote, or demote and stop, never end; then the master is lost", keeps=False,
      place="network", alone=True)
def hanging_demote(stage, draw):
    hit = Draw(stage.master(), draw.seconds, draw.dice)
    actions = draw.dice.choice((("demote",), ("demote", "stop")))
    for action in actions:
        stage.order(hit.node, action, "hangs")
    release = [lambda action=action: stage.order(hit.node, action, None) for action in actions]
    return release + unsettled(stage, hit)


@kind("escaped-child", "promote leaves a process that no script ends; then the master is lost", keeps=False,
      place="network", alone=True)
def escaped_child(stage, draw):
    to = other(stage, draw)
    stage.order(to, "promote", "escapes")
    obeyed(stage, to, "promote", to)
    stage.order(to, "promote", None)
    return unsettled(stage, Draw(to, draw.seconds, draw.dice))


@kind("maintenance", "maintenance on, something else breaks, off again", keeps=False, place="network",
      alone=True)
def maintenance(stage, draw):
    calm = next(name for name in stage.names if name != draw.node)
    obeyed(stage, calm, "maintenance", "on")
    heal = unsettled(stage, draw)

    def off():
        # Just healed, there may be no leader yet that could take the order.
        end = time.monotonic() + OFF_SECONDS
        while obeyed(stage, calm, "maintenance", "off") != 0:
            if time.monotonic() > end:
                raise Broken(f"maintenance could not be ended within {OFF_SECONDS} s")
            time.sleep(0.2)
    return heal + [off]
