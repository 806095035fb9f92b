"""Faults of the network: cuts and losses by the switch (nftables), lateness and disorder by our relay."""

import subprocess
import sys
from pathlib import Path

from faults import kind
from stage import LAN

RELAY = Path(__file__).resolve().parent / "relay.py"


def network(strike):
    """All of these are healed alike."""
    def struck(stage, draw):
        strike(stage.site.network, stage, draw)
        return [stage.site.network.heal, stage.end_helpers]
    return struck


@kind("cut", "a node hears nobody and is not heard", place="network")
@network
def cut(cables, _stage, draw):
    cables.mute(draw.node, LAN)
    cables.deafen(draw.node, LAN)


@kind("mute", "a node is not heard, but hears", place="network")
@network
def mute(cables, _stage, draw):
    cables.mute(draw.node, LAN)


@kind("deaf", "a node hears nobody, but is heard", place="network")
@network
def deaf(cables, _stage, draw):
    cables.deafen(draw.node, LAN)


# Two that do not hear each other may both keep what they have: who leads and who holds need not meet.
@kind("cut-pair", "two nodes do not hear each other; the third hears both", place="network", keeps=False)
@network
def cut_pair(cables, stage, draw):
    other = draw.dice.choice([name for name in stage.names if name != draw.node])
    cables.part(draw.node, other, LAN)


@kind("loss", "10 to 50 % of a node's datagrams are lost", place="network", keeps=False)
@network
def loss(cables, _stage, draw):
    cables.lossy(draw.node, LAN, draw.dice.randint(10, 50))


def relayed(stage, draw, delay, jitter, double):
    cables = stage.site.network
    ports = cables.switches[LAN]
    relay = stage.helper(
        "ip", "netns", "exec", cables.middle, sys.executable, RELAY, "--seed", draw.dice.getrandbits(30),
        "--delay", delay, "--jitter", jitter, "--double", double, *ports, stdout=subprocess.PIPE)
    relay.stdout.readline()
    cables.relayed(LAN)


@kind("delay", "every datagram is 5 to 80 ms late, and up to 20 ms more", place="network", keeps=False)
@network
def delay(_cables, stage, draw):
    relayed(stage, draw, draw.dice.randint(5, 80), draw.dice.randint(0, 20), 0)


@kind("disorder", "datagrams overtake each other by up to 30 ms, a third comes twice", place="network")
@network
def disorder(_cables, stage, draw):
    relayed(stage, draw, 0, draw.dice.randint(5, 30), 33)
