"""What a fault is, and how faults are drawn."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of fault.

    strike(stage, draw) does it and returns what heals it; a list of functions, called in order.
    `keeps` says whether the others can have a master while it lasts: then the bound counts from its
    beginning, else from its healing. `place` tells what it spoils: the network, which one fault at a time
    does; the processes of a node, where two at once would make the one fault that nothing can cover, a
    daemon and both of its guards dead at one instant; anything else, which goes with everything.
    """

    name: str
    what: str
    strike: object
    keeps: bool = True
    place: str = "processes"
    alone: bool = False


KINDS = {}


def kind(name, what, **more):
    """Registers the function below as a kind of fault."""
    def register(strike):
        KINDS[name] = Kind(name, what, strike, **more)
        return strike
    return register


@dataclasses.dataclass
class Draw:
    """What one fault was dealt: whom it hits, for how long, and dice for the rest."""

    node: str
    seconds: float
    dice: object


def lasting(dice, shortest, longest):
    """Short ones as often as long ones: what matters is how that compares to a lease."""
    return shortest * (longest / shortest) ** dice.random()


def aim(dice, stage, spared=()):
    """The master most of the time, the leader now and then, anybody else."""
    names = [name for name in stage.names if name not in spared]
    wanted = dice.choices([stage.master(), stage.leader(), dice.choice(names)], [5, 2, 3])[0]
    return wanted if wanted in names else dice.choice(names)


def plan(dice, stage, kinds, lengths):
    """One fault, or two at once: [(kind, draw)]."""
    first = dice.choice(kinds)
    node = aim(dice, stage)
    planned = [(first, Draw(node, lasting(dice, *lengths), dice))]
    others = [each for each in kinds if not each.alone and not (each.place == first.place == "network")]
    if others and not first.alone and dice.random() < 0.3:
        second = dice.choice(others)
        spared = (node,) if first.place == second.place == "processes" else ()
        planned.append((second, Draw(aim(dice, stage, spared), planned[0][1].seconds, dice)))
    # Healed in this order: a daemon is begun again when the rest is well.
    return sorted(planned, key=lambda each: each[0].place == "processes")
