"""Faults of processes: killed, stopped and resumed, a machine without power."""

import signal

from faults import kind


def kill(roles, restart):
    """Strikes these roles of a node; a daemon that died is begun again when it is healed."""
    def strike(stage, draw):
        found = stage.processes(draw.node)
        chosen = [draw.dice.choice(("guard 0", "guard 1")) if role == "a guard" else role for role in roles]
        stage.signal([pid for role in chosen for pid in found[role]], signal.SIGKILL)
        return [lambda: stage.start(draw.node)] if restart else []
    return strike


def pause(roles):
    def strike(stage, draw):
        found = stage.processes(draw.node)
        chosen = [draw.dice.choice(("guard 0", "guard 1")) if role == "a guard" else role for role in roles]
        pids = [pid for role in chosen for pid in found[role]]
        stage.signal(pids, signal.SIGSTOP)
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
