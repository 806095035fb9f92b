"""Faults of processes: killed, stopped and resumed, a machine without power."""

import signal
import time

from faults import kind


def hit(stage, draw, roles, number):
    """All at one blow; or one after the other, while the rest acts upon the first."""
    found = stage.processes(draw.node)
    chosen = [draw.dice.choice(("guard 0", "guard 1")) if role == "a guard" else role for role in roles]
    between = draw.dice.choice((0, draw.dice.uniform(0, 0.15)))
    for index, role in enumerate(chosen):
        if index > 0:
            time.sleep(between)
        stage.signal(found[role], number)
    return [pid for role in chosen for pid in found[role]]


def kill(roles, restart):
    """Kills these roles of a node; a daemon that died is begun again when it is healed."""
    def strike(stage, draw):
        hit(stage, draw, roles, signal.SIGKILL)
        return [lambda: stage.start(draw.node)] if restart else []
    return strike


def pause(roles):
    """Stops these roles of a node until they are healed."""
    def strike(stage, draw):
        pids = hit(stage, draw, roles, signal.SIGSTOP)
        return [lambda: stage.signal(pids, signal.SIGCONT)]
    return strike


BOTH = ("guard 0", "guard 1")
PARTS = (
    ("daemon", "the daemon", ("daemon",)),
    ("guard", "one guard", ("a guard",)),
    ("guards", "both guards", BOTH),
    ("daemon-guard", "the daemon and one guard", ("daemon", "a guard")),
    ("launcher", "what launches the scripts", ("launcher",)),
    ("services", "the services' processes", ("services",)),
)

for part, words, roles in PARTS:
    kind(f"kill-{part}", f"SIGKILL to {words}")(kill(roles, "daemon" in roles))
    # A service that is stopped serves nobody, and no daemon can know.
    kind(f"stop-{part}", f"SIGSTOP to {words}, then SIGCONT", keeps=part != "services")(pause(roles))


@kind("power", "everything of a node dies at once")
def power(stage, draw):
    stage.kill_all_of(draw.node)
    return [lambda: stage.start(draw.node)]
